import { createTransport } from 'nodemailer'

/** The post office: hands one finished mail to the server. An edge of the process; the rest works with the outbox. */
export type Post = {
  from: string
  deliver(message: Message): Promise<Delivery>
  close(): void
}

export type Message = {
  from: { name: string; address: string }
  to: string
  subject: string
  text: string
  html?: string | undefined
  message_id: string
  date: Date
  unsubscribe?: string | undefined
}

/** `later`: the server or the way to it fails for now. `refused`: this mail will never be taken. */
export type Delivery = { result: 'sent' } | { result: 'later' | 'refused'; failure: string }

const SECOND = 1000

export function postBySmtp({ url, from }: { url: string; from: string }): Post {
  const transport = createTransport({
    url,
    connectionTimeout: 15 * SECOND,
    greetingTimeout: 15 * SECOND,
    socketTimeout: 60 * SECOND,
    disableFileAccess: true,
    disableUrlAccess: true,
  } as Parameters<typeof createTransport>[0])
  return {
    from,
    deliver: async (message) => {
      try {
        await transport.sendMail(envelopeOf(message))
        return { result: 'sent' }
      } catch (error) {
        return deliveryOf(error)
      }
    },
    close: () => transport.close(),
  }
}

function envelopeOf({ from, to, subject, text, html, message_id, date, unsubscribe }: Message) {
  return {
    ...{ from, subject, text, date, messageId: message_id },
    to: { name: '', address: to },
    ...(html ? { html } : {}),
    headers: {
      // RFC 3834 §5: no holiday reply should answer a machine.
      'Auto-Submitted': 'auto-generated',
      ...(unsubscribe
        ? {
            'List-Unsubscribe': { prepared: true, value: `<${unsubscribe}>` },
            'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
          }
        : {}),
    },
  }
}

type SmtpError = { code?: string; responseCode?: number; response?: string }

/** RFC 5321 §4.2.1: 4yz may pass later, 5yz will not. A wrong password of ours (535) is no fault of the mail. */
function deliveryOf(error: unknown): Delivery {
  const { code, responseCode, response = '' } = error as SmtpError
  if (responseCode === undefined) return { result: 'later', failure: code ?? 'unknown' }
  const enhanced = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1]
  const failure = enhanced ? `${responseCode} ${enhanced}` : String(responseCode)
  return { result: responseCode >= 500 && code !== 'EAUTH' ? 'refused' : 'later', failure }
}
