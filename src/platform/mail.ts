import { createTransport } from 'nodemailer'

/** `number` makes the Message-ID, the same at every attempt. `stopUrl` answers the mail program's own unsubscribe button (RFC 8058). */
export interface Letter { to: string; subject: string; body: string; number?: string; stopUrl?: string | null }
export interface Post { send(letter: Letter): Promise<void> }

/** Mail by SMTP. A letter is handed over when `send` returns; every wait is bounded. */
export function smtpPost(smtpUrl: string, from: string): Post {
  const transport = createTransport({ url: smtpUrl, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 })
  const host = /@([\w.-]+)/.exec(from)?.[1] ?? 'localhost'
  return {
    send: async ({ to, subject, body, number, stopUrl }) => {
      await transport.sendMail({
        from, to, subject, text: body, ...(number ? { messageId: `<letter.${number}@${host}>` } : {}),
        headers: { 'Auto-Submitted': 'auto-generated', ...(stopUrl ? { 'List-Unsubscribe': `<${stopUrl}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } : {}) },
      })
    },
  }
}

/** Where no SMTP is set letters stay in the database, and the development page shows them. */
export const paperPost: Post = { send: async () => {} }
