import fc from 'fast-check'
import { randomUUID } from 'node:crypto'
import type { Field, Shown, Target } from './fuzz-forms.ts'
import { aPdf } from './readers.ts'
import { bibtex, orcidJson, orcidXml } from './publications.ts'

/** One thing sent: to which form, as whom, with what spoiled, and how it is written down. */
export interface Input {
  target: number; form: number; who: number; pick: number; english: boolean
  spoils: { field: number; how: Spoil }[]
  shape: 'form' | 'json' | 'parts' | 'raw' | 'foreign'
  raw: { type: string; body: string }
  file: { content: number; name: number; cut: number; bytes: { at: number; byte: number }[]; broken: number }
  address: { place: number; id: string } | null
  header: number
}
type Spoil =
  | { kind: 'text'; text: string } | { kind: 'drop' } | { kind: 'twice'; text: string } | { kind: 'rename'; text: string } | { kind: 'extra'; text: string }
  | { kind: 'other_id'; n: number } | { kind: 'stale'; by: number } | { kind: 'option'; n: number } | { kind: 'odd'; n: number } | { kind: 'long'; of: string; length: number }

const control = String.fromCharCode(0)
export const nasty = [
  '', ' ', '0', '-1', '1', '-0', '1.5', '1e3', '1e309', 'NaN', 'Infinity', '2147483647', '2147483648', '-2147483649', '9007199254740993', '9223372036854775808', '99999999999999999999', '9000000000000001', '0x10', '01', '+1', '１２３', '1.000.000', '1,5', '1 000',
  control, `a${control}b`, '\ud800', 'x\udc00y', '\u202e\u202dtxt.exe', '\u200b', '\ufeff', '\u0301'.repeat(500), 'ẳ'.normalize('NFD'), '👩‍👩‍👧‍👦'.repeat(50), '\r\nSet-Cookie: a=b', '\u2028\u2029', '\u001b[31m', '\uffff', 'İıſK',
  "'; drop table person; --", "' or '1'='1", '" or ""="', '1); select pg_sleep(9);--', '\\', "\\'", '%', '_', '%%%', '$1', '${7*7}', '{{7*7}}', '<%= 7 %>', "E'\\x00'", '{1,2}', '{"a":1}', '[]', 'null', 'undefined', 'true', '__proto__', 'constructor', 'toString', 'hasOwnProperty',
  '<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', 'javascript:alert(1)', 'data:text/html,<script>', '</textarea><script>', '<!--', ']]>', '&lt;', '&#0;', '$(id)', '`id`', '; cat /etc/passwd', '| sleep 9', '../../../../etc/passwd', '..\\..\\win.ini', '/etc/passwd%00.pdf', 'file:///etc/passwd', 'C:\\CON', '//evil.example', 'https://evil.example', '/\\evil.example', '/\t/evil.example', 'http://[::1', 'http://a:b@c/', 'ftp://a', `https://${'a'.repeat(300)}.vn`,
  '2026-02-30', '0000-00-00', '9999-12-31', '10000-01-01', '-0001-01-01', '2026-13-01', '2026-03-02T25:00', '1900-02-29', '275760-09-14', '2026-3-2', 'hôm nay', '0001-01-01', '294277-01-01',
  '00000000-0000-0000-0000-000000000000', '00000000-0000-4000-8000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff', 'not-a-uuid', 'a@b', 'a@b.vn\nBcc: x@y.vn', '"a b"@c.vn', `${'a'.repeat(250)}@b.vn`, 'á@ví.dụ', 'LAN@EXAMPLE.TEST', 'x'.repeat(255), 'x'.repeat(256), 'ộ'.repeat(5001), '\n'.repeat(3000), '((((((((((a+)+)+)+', 'a'.repeat(60_000), '0'.repeat(20_000), '🙂'.repeat(8001), ', '.repeat(500), '1,2,3', '203', '20301', 'H01L 21/00', 'eyJhbGciOiJub25lIn0.e30.', '=cmd|\' /C calc\'!A0', '@SUM(1+1)', 'vi', 'en', 'yes', 'on', 'off', 'nda', 'public', 'owner', 'administrator', 'moderator',
]

const text = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...nasty) }, { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) }, { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 200 }) },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...nasty), fc.constantFrom(...nasty)).map((two) => two.join('')) }, { weight: 1, arbitrary: fc.integer().map(String) }, { weight: 1, arbitrary: fc.double().map(String) }, { weight: 1, arbitrary: fc.date({ noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10)) },
)
const spoil: fc.Arbitrary<Spoil> = fc.oneof(
  { weight: 8, arbitrary: text.map((text) => ({ kind: 'text' as const, text })) }, { weight: 2, arbitrary: fc.constant({ kind: 'drop' as const }) }, { weight: 1, arbitrary: text.map((text) => ({ kind: 'twice' as const, text })) },
  { weight: 1, arbitrary: fc.constantFrom('[]', '[0]', '[x]', '.x', '[__proto__]', '%00', ' ').map((text) => ({ kind: 'rename' as const, text })) }, { weight: 1, arbitrary: text.map((text) => ({ kind: 'extra' as const, text })) },
  { weight: 3, arbitrary: fc.nat(60).map((n) => ({ kind: 'other_id' as const, n })) }, { weight: 2, arbitrary: fc.integer({ min: -3, max: 3 }).map((by) => ({ kind: 'stale' as const, by })) }, { weight: 4, arbitrary: fc.nat(200).map((n) => ({ kind: 'option' as const, n })) },
  { weight: 2, arbitrary: fc.nat(12).map((n) => ({ kind: 'odd' as const, n })) }, { weight: 1, arbitrary: fc.record({ kind: fc.constant('long' as const), of: fc.constantFrom('a', 'ộ', '🙂', '9', ' ', '\n', '<'), length: fc.constantFrom(41, 121, 161, 201, 301, 501, 1001, 2001, 3001, 5001, 8001, 100_000) }) },
)
const types = ['application/x-www-form-urlencoded', 'application/json', 'text/plain', 'application/xml', 'multipart/form-data', 'multipart/form-data; boundary=', 'multipart/form-data; boundary="', 'multipart/mixed; boundary=x', 'application/octet-stream', '', 'application/json; charset=utf-16', 'application/x-www-form-urlencoded; charset=latin1', '*/*', 'application/json/x', 'multipart/form-data; boundary=x']
const bodies = ['', '{', '{}', '[]', 'null', '"a"', '1', '{"__proto__":{"admin":true}}', '{"constructor":{"prototype":{"x":1}}}', `${'['.repeat(5000)}`, '{"a":'.repeat(2000), '%', '%zz=%', '&&&&=', '=&=&', 'a=1'.repeat(3000), Array.from({ length: 1500 }, (_, i) => `k${i}=v`).join('&'), '--x\r\n\r\n', '--x--', '--x\r\nContent-Disposition: form-data\r\n\r\na\r\n--x--', `--x\r\nContent-Disposition: form-data; name="${'n'.repeat(500)}"\r\n\r\na\r\n--x--`, '--x\r\nContent-Disposition: form-data; name="__proto__"\r\n\r\na\r\n--x--']

/** What may be sent, from nearly right to nothing of the kind. */
export const inputs = (targets: readonly Target[]): fc.Arbitrary<Input> => fc.record({
  target: fc.nat(Math.max(0, targets.length - 1)), form: fc.nat(400), who: fc.oneof({ weight: 8, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.nat(11) }), pick: fc.nat(1000), english: fc.boolean(),
  spoils: fc.oneof({ weight: 3, arbitrary: fc.constant<Input['spoils']>([]) }, { weight: 8, arbitrary: fc.array(fc.record({ field: fc.nat(40), how: spoil }), { minLength: 1, maxLength: 4 }) }),
  shape: fc.oneof({ weight: 14, arbitrary: fc.constant('form' as const) }, { weight: 3, arbitrary: fc.constant('json' as const) }, { weight: 1, arbitrary: fc.constant('parts' as const) }, { weight: 2, arbitrary: fc.constant('raw' as const) }, { weight: 1, arbitrary: fc.constant('foreign' as const) }),
  raw: fc.record({ type: fc.constantFrom(...types), body: fc.oneof(fc.constantFrom(...bodies), fc.string({ unit: 'binary', maxLength: 300 }), fc.json()) }),
  file: fc.record({ content: fc.nat(contents.length - 1), name: fc.nat(names.length - 1), cut: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(1000) }), bytes: fc.oneof({ weight: 2, arbitrary: fc.constant<Input['file']['bytes']>([]) }, { weight: 1, arbitrary: fc.array(fc.record({ at: fc.nat(5000), byte: fc.nat(255) }), { maxLength: 8 }) }), broken: fc.oneof({ weight: 6, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.nat(9) }) }),
  address: fc.oneof({ weight: 9, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.record({ place: fc.nat(3), id: fc.oneof(fc.nat(60).map(String), fc.constantFrom('0', '-1', '2147483648', 'x', '%00', '__proto__', '1%27', '%ED%A0%80', '..', '1.0', '%E2%80%AE')) }) }),
  header: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(8) }),
})

const zipEntry = (name: string, data: Buffer, claimed = data.length): Buffer => {
  const file = Buffer.from(name), local = Buffer.alloc(30), central = Buffer.alloc(46), end = Buffer.alloc(22)
  local.writeUInt32LE(0x04034b50, 0); local.writeUInt32LE(data.length, 18); local.writeUInt32LE(claimed, 22); local.writeUInt16LE(file.length, 26)
  central.writeUInt32LE(0x02014b50, 0); central.writeUInt32LE(data.length, 20); central.writeUInt32LE(claimed, 24); central.writeUInt16LE(file.length, 28)
  end.writeUInt32LE(0x06054b50, 0); end.writeUInt16LE(1, 8); end.writeUInt16LE(1, 10); end.writeUInt32LE(46 + file.length, 12); end.writeUInt32LE(30 + file.length + data.length, 16)
  return Buffer.concat([local, file, data, central, file, end])
}
const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
const hugePng = Buffer.from(png); hugePng.writeUInt32BE(0x7fffffff, 16); hugePng.writeUInt32BE(0x7fffffff, 20)
const contents: Buffer[] = [
  Buffer.from(aPdf), png, Buffer.from(bibtex), Buffer.from(JSON.stringify(orcidJson)), Buffer.from(orcidXml), hugePng, Buffer.alloc(0), Buffer.from([0]), Buffer.from(`X5O!P%@AP[4\\PZX54(P^)7CC)7}$${'EICAR'}-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*`),
  Buffer.concat([Buffer.from(aPdf), zipEntry('a.exe', Buffer.from('MZ')), Buffer.from('\n%%EOF\n')]), Buffer.concat([png, Buffer.from(aPdf)]), zipEntry('[Content_Types].xml', Buffer.from('<Types/>')), zipEntry('word/document.xml', Buffer.from('<w/>'), 0xfffffff0), zipEntry('../../etc/passwd', Buffer.from('x')), zipEntry('a'.repeat(60_000), Buffer.from('x')),
  Buffer.from('GIF89a<script>alert(1)</script>'), Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'), Buffer.from('<!doctype html><script>alert(1)</script>'), Buffer.from('a,b\n=cmd(),2\n'), Buffer.from('\ufeff﻿tiếng Việt\n'), Buffer.from([0xff, 0xfe, 0x41, 0x00]), Buffer.alloc(1_200_000, 0x41), Buffer.from('MZ\u0090\u0000'), Buffer.from('%PDF-1.7'),
  Buffer.from(`@article{a, title={${'{'.repeat(4000)}`), Buffer.from(`@article{a, title={${'\\'.repeat(4000)}}}`), Buffer.from('@string{a=a # a}@article{b,title=a}'), Buffer.from(Array.from({ length: 700 }, (_, i) => `@misc{k${i}, title={T ${i}}, year=${i}}`).join('\n')), Buffer.from(`@article{a,title={\u0000 \ud83d}, doi={10.1/${'x'.repeat(5000)}}}`),
  Buffer.from('[]'), Buffer.from('null'), Buffer.from('{"activities-summary":{"works":{"group":[null,1,{"work-summary":[null,{"title":{"title":{"value":{"x":1}}}}]}]}}}'), Buffer.from('{"activities-summary":{"works":{"group":[{"work-summary":[{"title":{"title":{"value":"\\u0000\\ud800"}},"publication-date":{"year":{"value":"99999999999"}},"url":{"value":"\\u0000"}}]}]}}}'), Buffer.from(`${'{"a":'.repeat(3000)}1${'}'.repeat(3000)}`),
  Buffer.from('<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]><record:record>&b;&c;</record:record>'), Buffer.from(`<record:record>${'<a>'.repeat(20_000)}`), Buffer.from(orcidXml.replace('Sấy lạnh', '&#0;&#xD800;&#1114112;')), Buffer.from(orcidXml.replace('2021', '9'.repeat(40))),
]
const names = ['Bản vẽ.pdf', 'a.png', 'a.bib', 'orcid.json', 'orcid.xml', '', '.', '..', '../../../../etc/passwd', 'C:\\Windows\\a.exe', `a${control}.pdf`, '\u202efdp.exe', 'CON', 'aux.pdf', ' .pdf ', 'a.pdf.', '.htaccess', `${'ộ'.repeat(300)}.pdf`, 'a"b\r\nX: y.pdf', '<img src=x onerror=alert(1)>.pdf', '%00.pdf', 'a.pdf;a.exe', '👩‍👩‍👧.pdf', 'a.PDF', 'a.docx', 'a.tar.gz', '\ud800.pdf', '-rf', '$(id).pdf', 'a/b/c.pdf', '=1+1.csv', '\n', '\u200b.pdf', 'a.svg']

export interface Sent { url: string; who: string; headers: Record<string, string>; payload: Buffer; what: string }
interface Given { who: readonly string[]; headers: Record<string, Record<string, string>>; ids: readonly number[]; tokens: readonly string[] }

/** Bytes as a form would name them, lone halves of characters included, which no encoder of the language lets through. */
const percent = (text: string): string => text.replace(/[\ud800-\udbff][\udc00-\udfff]|[^]/g, (one) => {
  const code = one.codePointAt(0) ?? 0
  if (code >= 0xd800 && code <= 0xdfff) return `%ED%${(0x80 | ((code >> 6) & 0x3f)).toString(16)}%${(0x80 | (code & 0x3f)).toString(16)}`
  return encodeURIComponent(one)
})

/** What a careful person would type there. */
function typed(field: Field, pick: number): string | undefined {
  const { name, type, value, options } = field
  if (type === 'file') return undefined
  const some = options.filter(Boolean)
  if (type === 'select') return value !== '' && pick % 2 ? value : (some[pick % (some.length || 1)] ?? '')
  if (type === 'radio') return some[pick % (some.length || 1)] ?? value
  if (type === 'checkbox') return name === 'terms' || name === 'consent' || name === 'agreed' || pick % 2 ? (some[pick % (some.length || 1)] ?? value) : undefined
  if (name === 'request_key' && pick % 2) return `00000000-0000-4000-8000-${pick.toString(16).padStart(12, '0')}` // a press of its own, not the one before again
  if (value !== '') return value
  if (/password/.test(name)) return 'mot-cau-dai-de-nho'
  if (type === 'email' || /email/.test(name)) return `nguoi${pick}@example.test`
  if (type === 'date' || /(^|_)(on|from|to|since|until|day)$/.test(name)) return '2026-03-02'
  if (type === 'url' || /website|url/.test(name)) return 'https://example.test/a'
  if (/year/.test(name)) return '2019'
  if (/tax_code|doi|orcid|subject|request_id|_id$|website/.test(name)) return '' // may stay empty, and most of what is typed there is wrong
  if (name === 'code') return String(100_000 + pick)
  if (type === 'number' || /value|price|days|months|minutes|hours|amount/.test(name)) return String(1 + (pick % 60))
  if (/word|code/.test(name)) return pick % 2 ? 'XOA' : `ma_${pick}`
  return `Nội dung được viết đủ dài số ${pick} để đọc.`
}

type Value = unknown
/** The fields as they are sent: what a person would send, with some of it spoiled. */
function filled({ fields }: Shown, { spoils, pick }: Input, { ids, tokens }: Given): [string, Value][] {
  const pairs: [string, Value][] = fields.flatMap((field, n) => { const value = typed(field, pick + n); return value === undefined ? [] : [[field.name, value] as [string, Value]] })
  for (const { field, how } of spoils) {
    const at = pairs.length ? field % pairs.length : 0
    const pair = pairs[at] ?? (pairs[at] = ['x', ''])
    const own = fields.find(({ name }) => name === pair[0])
    if (how.kind === 'text') pair[1] = how.text
    else if (how.kind === 'drop') pairs.splice(at, 1)
    else if (how.kind === 'twice') pairs.push([pair[0], how.text])
    else if (how.kind === 'rename') pair[0] += how.text
    else if (how.kind === 'extra') pairs.push([['id', 'organisation_id', 'person_id', 'role', 'state', '__proto__', 'version', 'next', 'listing_id', 'created_by', 'verification', 'staff_roles'][field % 12] ?? 'id', how.text])
    else if (how.kind === 'other_id') pair[1] = /^\d*$/.test(String(pair[1])) ? String(ids[how.n % ids.length] ?? how.n) : (tokens[how.n % tokens.length] ?? '')
    else if (how.kind === 'stale') pair[1] = /^\d+$/.test(String(pair[1])) ? String(Number(pair[1]) + how.by) : `${String(pair[1])}x`
    else if (how.kind === 'option') pair[1] = own?.options[how.n % (own.options.length || 1)] ?? pair[1]
    else if (how.kind === 'long') pair[1] = how.of.repeat(how.length)
    else pair[1] = [null, true, false, 0, -1, 1.5, 1e21, [], [null], {}, { a: { b: [1] } }, ['a', 'b'], [['\ud800', '\u0000']]][how.n]
  }
  return pairs
}

function asJson(pairs: readonly [string, Value][]): string {
  // By hand, so that a key may stand twice and __proto__ is a key like any other.
  return `{${pairs.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`
}
const plainText = (value: Value): string => (typeof value === 'string' ? value : JSON.stringify(value) ?? '')

function asParts(pairs: readonly [string, Value][], fileField: string | null, { file, pick }: Input): { type: string; payload: Buffer } {
  const boundary = '----fuzz', chunks: Buffer[] = []
  const { broken } = file
  const part = (head: string, body: Buffer): void => { chunks.push(Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; ${head}\r\n`), broken === 7 ? Buffer.from('') : Buffer.from('\r\n'), body, Buffer.from('\r\n')) }
  for (const [name, value] of pairs) part(`name="${name.replace(/["\r\n]/g, '_')}"`, Buffer.from(plainText(value)))
  if (broken === 6) for (let n = 0; n < 30; n++) part(`name="p${n}"`, Buffer.from('x'))
  if (fileField !== null) {
    let content = Buffer.from(contents[file.content] ?? contents[0] ?? Buffer.alloc(0))
    for (const { at, byte } of file.bytes) if (content.length) content[at % content.length] = byte
    if (file.cut) content = content.subarray(0, Math.floor((content.length * file.cut) / 1001))
    const name = names[file.name] ?? ''
    const head = broken === 5 ? `name="${fileField}"; filename*=UTF-8''${percent(name)}` : `name="${fileField}"; filename="${name.replace(/"/g, '%22')}"`
    const type = ['application/pdf', 'image/png', 'text/html', '', 'x', 'multipart/mixed; boundary=y'][pick % 6]
    for (let n = 0; n < (broken === 4 ? 3 : 1); n++) part(`${head}\r\nContent-Type: ${type}`, content)
  }
  const whole = Buffer.concat([...chunks, Buffer.from(broken === 1 ? '' : broken === 2 ? `--${boundary}` : `--${boundary}--\r\n`)])
  return { type: `multipart/form-data; boundary=${broken === 3 ? '----other' : boundary}`, payload: broken === 8 ? whole.subarray(0, Math.floor(whole.length / 2)) : broken === 9 ? Buffer.concat([whole, whole]) : whole }
}

const oddHeaders: Record<string, string>[] = [{}, { referer: 'http://localhost/vi/%ff' }, { referer: 'x' }, { 'accept-language': '\u00e1;q=\u00e9' }, { cookie: 'techex.session_token=%00; techex.forms=x' }, { 'x-forwarded-for': "1'--, ::1" }, { 'user-agent': 'x'.repeat(9000) }, { 'accept-encoding': 'br' }, { origin: 'null' }]

/** What is really sent for that input. */
export function sentOf(targets: readonly Target[], input: Input, given: Given): Sent {
  const { route, forms } = targets[input.target % targets.length] ?? { route: '/', forms: [] }
  const form = forms[input.form % forms.length] as Shown
  const who = input.who === 0 ? form.who : (given.who[input.who % given.who.length] ?? form.who)
  let url = input.english ? form.action.replace(/^\/vi(?=[/?]|$)/, '/en') : form.action
  if (input.address) {
    const [path = '', query] = url.split('?'), steps = path.split('/'), places = steps.flatMap((step, n) => (/^\d+$|^[\w-]{30,}$/.test(step) ? [n] : []))
    const place = places[input.address.place % (places.length || 1)]
    if (place !== undefined) steps[place] = input.address.id
    url = [steps.join('/'), ...(query === undefined ? [] : [query])].join('?')
  }
  const pairs = filled(form, input, given)
  const fileField = form.multipart ? (form.fields.find(({ type }) => type === 'file')?.name ?? 'file') : null
  const headers: Record<string, string> = { ...given.headers[who], ...oddHeaders[input.header] }
  const shape = input.shape === 'form' && form.multipart ? 'parts' : input.shape
  let payload: Buffer
  if (shape === 'raw') { headers['content-type'] = input.raw.type; payload = Buffer.from(input.raw.body) }
  else if (shape === 'json') { headers['content-type'] = 'application/json'; payload = Buffer.from(asJson(pairs)) }
  else if (shape === 'parts') { const { type, payload: body } = asParts(pairs, fileField, input); headers['content-type'] = type; payload = body }
  else { headers['content-type'] = 'application/x-www-form-urlencoded'; payload = Buffer.from(pairs.map(([name, value]) => `${percent(name)}=${percent(plainText(value))}`).join('&')) }
  if (input.shape === 'foreign') { delete headers['x-csrf-token']; if (input.pick % 2) headers['x-csrf-token'] = randomUUID() }
  return { url, who, headers, payload, what: `POST ${url} (${route}) as ${who}, ${headers['content-type']}: ${payload.toString('utf8').slice(0, 1500)}` }
}
