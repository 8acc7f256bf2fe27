import { describe, expect, test } from 'vitest'
import { sql } from 'kysely'
import type { LightMyRequestResponse } from 'fastify'
import { tokenField, tokenHeader } from '../src/web/form-tokens.ts'
import { testDatabase } from './database.ts'
import { aBrowser, formOf, namesShown, openWhole, type Reader, urlencoded } from './readers.ts'
import { aFullWorld, type AnyReader, anyReaders, changed, fingerprint, pageRoutes, postRoutes, reasons } from './asvs-world.ts'

/** What every form of the whole application refuses: to be sent by strangers, and to take what it did not ask for. OWASP ASVS 5.0; the table is in docs/security.md. */
const { db } = await testDatabase()
const { app, config } = await openWhole(db, { REQUESTS_PER_MINUTE: '1000000' })
const world = await aFullWorld(db, app)
const { as, from, ask } = world
/** Counted wherever anything knocks. */
const counted = { attempt_count: ['*'], auth_session: ['last_seen_at'], match_exposure: ['*'] }

/** Sent from elsewhere on purpose, and why. */
const fromAnywhere: Record<string, string> = { '/vi/digest/stop': 'a mail program stops letters by one press (RFC 8058); the sealed token in the address is the permission', '/vi/notices/stop': 'a mail program stops letters by one press (RFC 8058); the sealed token in the address is the permission' }

const otherBrowser = { cookie: as('member').cookie.replace('techex.forms=AAAAAAAAAAAAAAAAAAAAAA', 'techex.forms=BBBBBBBBBBBBBBBBBBBBBA') }
const boundary = 'x'
const parts = (fields: Record<string, string>): { headers: Record<string, string>; payload: string } => ({
  headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  payload: `${Object.entries(fields).map(([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`).join('')}--${boundary}--\r\n`,
})
const json = { 'content-type': 'application/json' }
const { cookie } = as('member')
const token = aBrowser[tokenHeader] ?? ''
/** What another site, or a neighbour on a subdomain, could make a browser send. */
const foreign: [string, { headers: Record<string, string>; payload: string }][] = [
  ['without the token', { headers: { ...urlencoded, cookie }, payload: 'reason=x' }],
  ['with an empty token', { headers: { ...urlencoded, cookie }, payload: `${tokenField}=` }],
  ['with the token of another browser', { headers: { ...urlencoded, ...otherBrowser }, payload: `${tokenField}=${token}` }],
  ['with the token and no cookie it goes with', { headers: { ...urlencoded, cookie: cookie.replace(/techex\.forms=[^;]*;?/, '') }, payload: `${tokenField}=${token}` }],
  ['from another site', { headers: { ...urlencoded, cookie, 'sec-fetch-site': 'cross-site', [tokenHeader]: token }, payload: '' }],
  ['from a neighbour of the same site', { headers: { ...urlencoded, cookie, 'sec-fetch-site': 'same-site', [tokenHeader]: token }, payload: '' }],
  ['with an origin elsewhere', { headers: { ...urlencoded, cookie, origin: 'https://evil.example', [tokenHeader]: token }, payload: '' }],
  ['with an origin of no name', { headers: { ...urlencoded, cookie, origin: 'null', [tokenHeader]: token }, payload: '' }],
  ['as JSON without the token', { headers: { ...json, cookie }, payload: '{}' }],
  ['as parts without the token', { ...parts({ reason: 'x' }), headers: { ...parts({}).headers, cookie } }],
  ['as parts of another browser', { ...parts({ [tokenField]: token }), headers: { ...parts({}).headers, ...otherBrowser } }],
  ['with nothing in it', { headers: { cookie }, payload: '' }],
]

describe('3.5.1–3.5.2 What was not sent from a page of ours is refused at every address that takes a form, and writes nothing', () => {
  test.each(foreign)('%s.', async (_, { headers, payload }) => {
    const before = await fingerprint(db, counted)
    const wrong: string[] = []
    for (const route of postRoutes(app)) {
      const [url = ''] = world.addressesOf(route)
      const answer = await app.inject({ method: 'POST', url, headers: { ...from(), ...headers }, payload })
      if (route in fromAnywhere) { if (answer.statusCode >= 500) wrong.push(`${url} ${answer.statusCode}`); continue }
      if (answer.statusCode !== 403 || answer.headers['set-cookie'] !== undefined && !String(answer.headers['set-cookie']).startsWith('techex.forms=')) wrong.push(`${url} ${answer.statusCode}`)
    }
    expect(wrong).toEqual([])
    expect(changed(before, await fingerprint(db, counted))).toEqual([])
  })
  test('3.5.2 A plain text, which any site may send without asking, is no form.', async () => {
    for (const route of postRoutes(app).filter((one) => !(one in fromAnywhere))) {
      const [url = ''] = world.addressesOf(route)
      expect([403, 415], url).toContain((await app.inject({ method: 'POST', url, headers: { ...from(), cookie, 'content-type': 'text/plain' }, payload: `${tokenField}=${token}` })).statusCode)
    }
    expect(postRoutes(app).length).toBeGreaterThan(80)
  })
  test('3.5.1 Every exception is named, with its reason, in the route and here.', () => {
    expect(postRoutes(app).filter((route) => app.hasRoute({ method: 'POST', url: route }) && withoutToken.has(route)).toSorted()).toEqual(Object.keys(fromAnywhere))
  })
})
/** Routes that say they take what carries no token: asked with nothing of ours, they answer something else than a stranger’s form gets. */
const withoutToken = new Set<string>()
for (const route of postRoutes(app)) if ((await app.inject({ method: 'POST', url: world.addressesOf(route)[0] ?? '', headers: from() })).statusCode !== 403) withoutToken.add(route)

/** The forms of every page, as each reader is shown them. */
interface Form { action: string; reader: AnyReader; fields: URLSearchParams; shown: Set<string> }
const forms = new Map<string, Form>()
for (const reader of anyReaders) {
  for (const url of [...pageRoutes(app).flatMap(world.addressesOf), `/vi/my/listings/new/offer?key=${crypto.randomUUID()}`, `/vi/my/listings/new/need?key=${crypto.randomUUID()}`]) {
    const { body, headers } = await ask(url, reader)
    if (!String(headers['content-type']).startsWith('text/html')) continue
    for (const [, action = ''] of body.matchAll(/<form[^>]* method="post"[^>]* action="([^"]*)"|<form[^>]* action="([^"]*)"[^>]* method="post"/g)) {
      if (!action || /&/.test(action)) continue
      const literally = action.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
      const known = forms.get(`${reader} ${action}`)
      // A form may stand on two pages, with more on one of them.
      if (known) { for (const name of namesShown(body, literally)) known.shown.add(name); continue }
      const fields = formOf(body, literally)
      fields.delete(tokenField)
      forms.set(`${reader} ${action}`, { action, reader, fields, shown: namesShown(body, literally) })
    }
  }
}
/** What ends sessions, organisations or people comes last, so that the rest has somebody to send it. */
const late = (action: string): number => (/sign-out|sessions|suspension|deletion|merge|password|acting|email|codes/.test(action) ? 1 : 0)
const inTurn = [...forms.values()].toSorted((a, b) => late(a.action) - late(b.action))
/** A form filled in as somebody might: what is empty gets words, dates and numbers that could be right. */
const filledIn = ({ fields }: Form): URLSearchParams => {
  const filled = new URLSearchParams(fields)
  for (const [name, value] of fields) if (value === '' && !/_en$|tax|code|orcid|doi|url|website|phone|price|until|date|_on$|year|key$|^q$/.test(name)) filled.set(name, /email/.test(name) ? 'ai-do@example.test' : /password/.test(name) ? 'mot-cau-dai-de-nho' : reasons)
  return filled
}
const sendAs = (reader: AnyReader, url: string, payload: string, headers: Record<string, string> = urlencoded): Promise<LightMyRequestResponse> => app.inject({ method: 'POST', url, headers: { ...from(), ...as(reader as Reader), ...headers }, payload })

describe('15.3.3 Nobody writes what a form did not ask for', () => {
  /** One value of each kind that stands nowhere in this database: where it appears, a form has taken it. */
  const planted = { text: 'chiem-quyen-7f3', number: 987_654_321, instant: '1999-12-31T23:59:59.000Z', day: '1999-12-30' }
  test('of all columns of all tables, sent along with every form of every page to everybody who is shown it.', { timeout: 300_000 }, async () => {
    const { rows: columns } = await sql<{ name: string; type: string }>`select distinct on (column_name) column_name as name, data_type as type from information_schema.columns where table_schema = 'public' order by 1`.execute(db)
    const valueOf = (type: string): string => (/int|numeric|double/.test(type) ? String(planted.number) : /timestamp/.test(type) ? planted.instant : type === 'date' ? planted.day : type === 'boolean' ? 'true' : planted.text)
    /** What these fields are called where they would give somebody power. */
    const more = { 'staff_roles': planted.text, 'verification': planted.text, 'verified': 'true', 'is_admin': 'true', 'acted_by': String(planted.number), 'actor[person_id]': String(planted.number), 'session': planted.text, '__proto__': planted.text, '__proto__[role]': planted.text, 'constructor': planted.text, 'constructor.prototype.role': planted.text, 'prototype': planted.text }
    const read: string[] = []
    let taken = 0
    for (const form of inTurn) {
      const own = filledIn(form)
      const params = new Set(form.action.split(/[/?&=]/))
      const all = new URLSearchParams(own)
      for (const { name, type } of columns) if (!own.has(name) && !form.shown.has(name) && !params.has(name)) all.set(name, valueOf(type))
      for (const [name, value] of Object.entries(more)) if (!own.has(name)) all.set(name, value)
      const answer = await sendAs(form.reader, form.action, all.toString())
      if (answer.statusCode >= 500) read.push(`${form.reader} ${form.action} ${answer.statusCode}`)
      if (answer.statusCode < 400) taken++
      if (answer.statusCode !== 422) continue
      // Wrong with them, right without: then one of them was read.
      if ((await sendAs(form.reader, form.action, own.toString())).statusCode !== 422) read.push(`${form.reader} ${form.action} reads more than it shows`)
    }
    expect(inTurn.length).toBeGreaterThan(80)
    expect(taken).toBeGreaterThan(40)
    expect(read).toEqual([])
    const { rows: tables } = await sql<{ name: string }>`select relname as name from pg_class c join pg_namespace n on n.oid = relnamespace where nspname = 'public' and relkind in ('r', 'p') and has_table_privilege(c.oid, 'select')`.execute(db)
    const found: string[] = []
    for (const { name } of tables) {
      const { rows } = await sql<{ row: string }>`select to_jsonb(t)::text as row from ${sql.table(name)} t where to_jsonb(t)::text ~ ${`${planted.text}|${planted.number}|1999-12-3[01]`}`.execute(db)
      found.push(...rows.map(({ row }) => `${name}: ${row}`))
    }
    expect(found).toEqual([])
    expect(({} as Record<string, unknown>).role).toBeUndefined()
  })
})

test('15.3.5–15.3.6 Lists where a word is expected, numbers too long to count, names of what every object has, and fields sent twice are refused or ignored, never an error of ours, and are written nowhere.', { timeout: 300_000 }, async () => {
  const wrong: string[] = []
  const long = '9007199254740993'
  for (const { action, reader, fields } of inTurn.filter(({ action: at }) => !late(at))) {
    const names = [...new Set([...fields.keys(), 'id'])]
    const body = (value: string): string => `{${names.map((name) => `${JSON.stringify(name)}:${value}`).join(',')}}`
    const twice = new URLSearchParams([...fields, ...fields])
    for (const [payload, headers] of [
      [body(long), json], [body('["x","y"]'), json], [body('{"toString":1,"length":-1}'), json], [body('true'), json], [body('null'), json], [body('1e999'), json], [body('-0.5'), json],
      [body('['.repeat(50_000) + ']'.repeat(50_000)), json], [`{"__proto__":{"role":"administrator"},"x":1}`, json], [`{"constructor":{"prototype":{"role":"administrator"}}}`, json], ['[]', json], ['"x"', json], ['null', json], ['1', json], [`{"id":1,"id":2}`, json],
      [twice.toString(), urlencoded], [names.map((name) => `${encodeURIComponent(name)}[]=x&${encodeURIComponent(name)}[__proto__][role]=x`).join('&'), urlencoded], [names.map((name) => `${encodeURIComponent(name)}=${long}`).join('&'), urlencoded], [names.map((name) => `${encodeURIComponent(name)}=%00%ff%F0%9F`).join('&'), urlencoded],
    ] as [string, Record<string, string>][]) {
      const { statusCode } = await sendAs(reader, action, payload, headers)
      if (statusCode >= 500) wrong.push(`${reader} ${action} ${payload.slice(0, 80)}: ${statusCode}`)
    }
  }
  expect(wrong.slice(0, 20)).toEqual([])
  expect(({} as Record<string, unknown>).role).toBeUndefined()
  const { rows: tables } = await sql<{ name: string }>`select relname as name from pg_class c join pg_namespace n on n.oid = relnamespace where nspname = 'public' and relkind in ('r', 'p') and has_table_privilege(c.oid, 'select')`.execute(db)
  for (const { name } of tables) expect((await sql<{ row: string }>`select to_jsonb(t)::text as row from ${sql.table(name)} t where to_jsonb(t)::text ~ '900719925474099[2-4]' and to_jsonb(t)::text !~ '"9007199254740993'`.execute(db)).rows, name).toEqual([])
  expect(config.publicUrl).toContain('http://')
})
