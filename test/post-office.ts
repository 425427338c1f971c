import type { AddressInfo } from 'node:net'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'

export type PostOffice = {
  url: string
  /** What arrived, as a mail program reads it. */
  arrived: ParsedMail[]
  /** From now on the server answers every receiver so; undefined takes the mail. */
  answer(reply: { code: number; text: string } | undefined): void
  close(): Promise<void>
}

/** A real server of the SMTP protocol on this machine. */
export async function openPostOffice(): Promise<PostOffice> {
  const arrived: ParsedMail[] = []
  let reply: { code: number; text: string } | undefined
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: (_address, _session, done) => {
      if (!reply) return done()
      done(Object.assign(new Error(reply.text), { responseCode: reply.code }))
    },
    onData: (stream, _session, done) => {
      simpleParser(stream).then((mail) => {
        arrived.push(mail)
        done()
      }, done)
    },
  })
  // A client that hangs up without a farewell is no fault of a test.
  server.on('error', () => {})
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve())
  })
  const { port } = server.server.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${port}`,
    arrived,
    answer: (next) => {
      reply = next
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
