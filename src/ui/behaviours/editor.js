/** Enhancement only, for pages on which texts are written: typesetting, keeping what was typed, early hints. */
import { keepTyping } from './editor/autosave.js'
import { mountField } from './editor/field.js'
import { giveHints } from './editor/hints.js'

for (const field of document.querySelectorAll('[data-behaviour="rich-text"]:not(.ds *)')) mountField(field)
for (const status of document.querySelectorAll('[data-behaviour="autosave"]')) keepTyping(status)
for (const hint of document.querySelectorAll('[data-behaviour="hints"]')) giveHints(hint)
