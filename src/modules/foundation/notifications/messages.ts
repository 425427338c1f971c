import { defineMessages } from '#kernel/messages'

export const messages = defineMessages({}, {})
