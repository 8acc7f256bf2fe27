import { sql } from 'kysely'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer } from 'smtp-server'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { aPerson, anOrganisation, noon, testDatabase } from '../../../tests/database.ts'
import { smtpPost } from '../../platform/mail.ts'
import { queueMail, sendMail } from './commands.ts'
import { notifyOrganisation, sendDigests } from './notice-commands.ts'
import { readStopToken } from './rules.ts'

/** Letters by a real mail server, read as a mail program reads them. */
const { db } = await testDatabase()
const secret = 's'.repeat(40)
const sender = { publicUrl: 'https://san.example', secret }
const institute = await anOrganisation(db, 'institute', 'Viện Cơ điện')
const lan = await aPerson(db, { organisation: institute, name: 'Nguyễn Thị Lan' })

interface Received { to: string[]; raw: string; mail: Email }
let received: Received[] = []
let server: SMTPServer | null = null
/** A mail server that keeps what it gets, and knows no address that begins with "unknown". */
const openServer = (port = 0): Promise<number> => new Promise((opened) => {
  server = new SMTPServer({
    authOptional: true, disabledCommands: ['STARTTLS'],
    onRcptTo: ({ address }, _, answer) => { answer(address.startsWith('unknown') ? Object.assign(new Error('no such mailbox'), { responseCode: 550 }) : null) },
    onData: (stream, { envelope }, answer) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
        const raw = Buffer.concat(chunks)
        void PostalMime.parse(raw).then((mail) => { received.push({ to: envelope.rcptTo.map(({ address }) => address), raw: raw.toString('latin1'), mail }); answer() })
      })
    },
  })
  server.on('error', () => {})
  server.listen(port, '127.0.0.1', () => opened((server!.server.address() as { port: number }).port))
})
const closeServer = (): Promise<void> => new Promise((closed) => { if (server) server.close(closed); else closed(); server = null })

let port = 0
const post = () => smtpPost(`smtp://127.0.0.1:${port}`, 'Sàn giao dịch công nghệ <no-reply@san.example>')
beforeEach(async () => {
  received = []
  await db.deleteFrom('notice').execute()
  await db.deleteFrom('outgoing_mail').execute()
  port = await openServer()
})
afterEach(closeServer)

async function tellLan(): Promise<void> {
  const { id: event_id } = await db.insertInto('event').values({ type: 'organisation.changed', subject: `organisation:${institute}`, person_id: null, acted_by: null, organisation_id: institute, at: noon, request_id: 'test', data: '{}' }).returning('id').executeTakeFirstOrThrow()
  await db.transaction().execute((tx) => notifyOrganisation(tx, sender, institute, { kind: 'listing_returned', event_id, at: noon, values: { what: 'Máy sấy lạnh rau quả ăn liền', why: 'Chưa nói công suất; xin ghi số kg mỗi mẻ.' }, path: '/offers/12' }))
}
const queued = async (): Promise<number[]> => (await db.selectFrom('outgoing_mail').select('id').orderBy('id').execute()).map(({ id }) => id)
const sendAll = async (): Promise<void> => { for (const id of await queued()) await sendMail(db, post(), id, () => noon) }
const header = (mail: Email, name: string): string | undefined => mail.headers.find(({ key }) => key === name.toLowerCase())?.value

test('A notice arrives: Vietnamese whole, with why it came, where it leads and how to stop it.', async () => {
  await tellLan()
  await sendAll()
  const [letter] = received
  expect(received).toHaveLength(1)
  const { email } = await db.selectFrom('person').select('email').where('id', '=', lan.person_id).executeTakeFirstOrThrow()
  expect(letter?.to).toEqual([email])
  expect(letter?.mail.subject).toBe('Tin cần sửa: Máy sấy lạnh rau quả ăn liền')
  expect(letter?.mail.from).toMatchObject({ name: 'Sàn giao dịch công nghệ', address: 'no-reply@san.example' })
  expect(letter?.raw).toMatch(/Content-Transfer-Encoding: (quoted-printable|base64)/i)
  expect(/^[\x20-\x7e\r\n\t]*$/.test(letter?.raw ?? ''), 'nothing but plain characters travels').toBe(true)
  const text = letter?.mail.text ?? ''
  for (const part of ['Chào Nguyễn Thị Lan,', 'Chưa nói công suất; xin ghi số kg mỗi mẻ.', 'https://san.example/vi/offers/12', 'Bạn nhận thư này vì bạn là chủ của Viện Cơ điện.', '258 Võ Chí Công', 'https://san.example/vi/my/notices/settings']) expect(text).toContain(part)
  expect(letter?.mail.html).toBeUndefined()
})

test('The mail program’s own button gets a link that stops this topic for this person alone (RFC 8058).', async () => {
  await tellLan()
  await sendAll()
  const { mail } = received[0] as Received
  expect(header(mail, 'List-Unsubscribe-Post')).toBe('List-Unsubscribe=One-Click')
  const link = /^<(https:\/\/san\.example\/vi\/notices\/stop\?token=([\w-]+))>$/.exec(header(mail, 'List-Unsubscribe') ?? '')
  expect(mail.text).toContain(link?.[1])
  expect(readStopToken(secret, link?.[2])).toEqual({ person_id: lan.person_id, stops: 'listings' })
  expect(header(mail, 'Auto-Submitted')).toBe('auto-generated')
})

test('Letters of accounts are no notices and carry no such link.', async () => {
  await queueMail(db, { to: 'lan@example.test', subject: 'Xác nhận địa chỉ thư của bạn', body: 'Chào Lan', locale: 'vi' }, noon)
  await sendAll()
  expect(header(received[0]!.mail, 'List-Unsubscribe')).toBeUndefined()
})

test('While the mail server is away a letter waits with its error; when it is back the letter leaves, once, under the same Message-ID.', async () => {
  await tellLan()
  const [id = 0] = await queued()
  await closeServer()
  await expect(sendMail(db, post(), id, () => noon)).rejects.toThrow('ECONNREFUSED')
  expect(await db.selectFrom('outgoing_mail').select(['sent_at', 'last_error']).where('id', '=', id).executeTakeFirstOrThrow()).toMatchObject({ sent_at: null, last_error: expect.stringContaining('ECONNREFUSED') })
  await openServer(port)
  await sendMail(db, post(), id, () => noon)
  await sendMail(db, post(), id, () => noon)
  expect(received).toHaveLength(1)
  // A worker that dies after handing over has not written that it did: the letter goes again, and its reader's program knows it.
  await db.updateTable('outgoing_mail').set({ sent_at: null }).execute()
  await sendMail(db, post(), id, () => noon)
  expect(received.map(({ mail }) => mail.messageId)).toEqual([received[0]?.mail.messageId, received[0]?.mail.messageId])
  expect(received[0]?.mail.messageId).toMatch(/^<letter\.\d+\.\d+@san\.example>$/)
})

test('A mailbox that does not exist keeps nobody else’s letter back, and the operator sees which.', async () => {
  for (const to of ['unknown@example.test', 'lan@example.test']) await queueMail(db, { to, subject: 'Thử', body: 'Chào', locale: 'vi' }, noon)
  const results = await Promise.allSettled((await queued()).map((id) => sendMail(db, post(), id, () => noon)))
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
  expect(received.map(({ to }) => to)).toEqual([['lan@example.test']])
  const failed = await db.selectFrom('outgoing_mail').select(['to_address', 'last_error']).where('sent_at', 'is', null).execute()
  expect(failed).toEqual([{ to_address: 'unknown@example.test', last_error: expect.stringContaining('no such mailbox') }])
})

test('A line break in a title or an address makes no header.', async () => {
  await queueMail(db, { to: 'lan@example.test', subject: 'Tin\r\nBcc: trom@example.test', body: 'Chào\r\n.\r\nQUIT', locale: 'vi' }, noon)
  await sendAll()
  expect(received.map(({ to }) => to)).toEqual([['lan@example.test']])
  expect(header(received[0]!.mail, 'Bcc')).toBeUndefined()
  expect(received[0]?.mail.text).toContain('QUIT')
})

test('The daily letter arrives with everything in it and stops as a whole.', async () => {
  await sql`insert into notice_choice values (${lan.person_id}, 'daily', 'listings', ${noon})`.execute(db)
  await tellLan()
  await tellLan()
  expect(await queued()).toEqual([])
  await sendDigests(db, sender, new Date('2026-03-03T00:00:00Z'))
  await sendAll()
  expect(received).toHaveLength(1)
  const { mail } = received[0] as Received
  expect(mail.text?.match(/Tin “Máy sấy lạnh rau quả ăn liền” được trả lại để sửa\./g)).toHaveLength(2)
  const token = /token=([\w-]+)/.exec(header(mail, 'List-Unsubscribe') ?? '')?.[1]
  expect(readStopToken(secret, token)).toEqual({ person_id: lan.person_id, stops: 'digest' })
})
