import { createTransport } from 'nodemailer'

export interface Letter { to: string; subject: string; body: string }
export interface Post { send(letter: Letter): Promise<void> }

/** Mail by SMTP. A letter is handed over when `send` returns; every wait is bounded. */
export function smtpPost(smtpUrl: string, from: string): Post {
  const transport = createTransport({ url: smtpUrl, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 })
  return { send: async ({ to, subject, body }) => { await transport.sendMail({ from, to, subject, text: body }) } }
}

/** Where no SMTP is set letters stay in the database, and the development page shows them. */
export const paperPost: Post = { send: async () => {} }
