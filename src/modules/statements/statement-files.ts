import { createHash } from 'node:crypto'
import { parse as parseCsv } from 'csv-parse/sync'
import { XMLParser } from 'fast-xml-parser'
import { Parser as Mt940Parser } from 'mt940js'
import { refuse } from '../../platform/refusal.ts'
import { plain } from '../../platform/text.ts'
import { isDay } from '../../platform/time.ts'
import { largestVnd, type Vnd, vnd } from '../../platform/money.ts'
import { type ColumnName, columnNames, type Columns, mostStatementLines, type StatementFault, type StatementRefusal } from './rules.ts'
import type { StatementFormat } from './schema.ts'

/** What came in, as the file says it. Money that went out is not read: it is nobody's business here. */
export interface ReadLine { line: number; on_day: string; amount: Vnd; name: string; account: string; text: string; reference: string }
export interface ReadStatement { format: StatementFormat; lines: ReadLine[] }

const unreadable = (line: number, why: StatementFault, what: string): never => refuse<StatementRefusal>({ code: 'statement_unreadable', line, why, what: short(what, 120), field: 'file' })
const short = (text: string, most: number): string => [...plain(text).replace(/\s+/g, ' ')].slice(0, most).join('')

/** Reads a bank's file by what is in it. Nothing in it is run, and no entity of it is expanded. */
export function readStatement(content: string, columns: Columns = {}): ReadStatement {
  const text = content.replace(/^\uFEFF/, '')
  const head = text.slice(0, 2_000).trimStart()
  const read: ReadStatement = head.startsWith('<') ? { format: 'camt053', lines: readCamt(text) }
    : /^(?:\{1:|:20:)|\n:20:/.test(head) ? { format: 'mt940', lines: readMt940(text) }
    : { format: 'csv', lines: readCsv(text, columns) }
  if (read.lines.length > mostStatementLines) refuse<StatementRefusal>({ code: 'statement_too_long', most: mostStatementLines, field: 'file' })
  if (read.lines.length === 0) refuse<StatementRefusal>({ code: 'statement_empty', format: read.format, field: 'file' })
  return read
}

const usual: Record<ColumnName, readonly string[]> = {
  day: ['ngay giao dich', 'ngay hieu luc', 'ngay hach toan', 'ngay gd', 'ngay', 'transaction date', 'booking date', 'value date', 'date'],
  amount: ['ghi co', 'phat sinh co', 'so tien ghi co', 'tien vao', 'co', 'credit amount', 'credit', 'so tien', 'amount'],
  text: ['noi dung', 'dien giai', 'noi dung giao dich', 'mo ta', 'description', 'details', 'remark', 'remarks', 'narrative'],
  name: ['ten nguoi chuyen', 'ten doi ung', 'ten tai khoan doi ung', 'nguoi chuyen', 'don vi chuyen', 'counterparty', 'counterparty name', 'payer', 'name'],
  account: ['tai khoan doi ung', 'so tai khoan doi ung', 'stk doi ung', 'counterparty account'],
  reference: ['so tham chieu', 'so but toan', 'ma giao dich', 'so ct', 'reference', 'transaction id', 'ref'],
}
/** A column that says of each line whether the money came in or went out, where there is one column of amounts for both. */
const directionHeads = ['no co', 'ghi no co', 'ghi no ghi co', 'ghi no hay co', 'loai phat sinh', 'loai but toan', 'chieu giao dich', 'd c', 'c d', 'dr cr', 'cr dr', 'debit credit', 'credit debit', 'debit or credit', 'credit or debit']
const came = ['co', 'c', 'cr', 'credit', 'crdt', 'ghi co', 'tien vao', 'vao', 'in'], went = ['no', 'n', 'd', 'dr', 'debit', 'dbit', 'ghi no', 'tien ra', 'ra', 'out']
const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/gi, 'd').toLowerCase().replace(/[^a-z0-9]+/g, ' ').trim()

function readCsv(content: string, columns: Columns): ReadLine[] {
  // The widest of the first lines tells: above the headings a bank writes its address.
  const first = content.slice(0, 20_000).split('\n', 30)
  const widest = (sign: string): number => Math.max(...first.map((row) => row.split(sign).length))
  const delimiter = [',', ';', '\t'].toSorted((a, b) => widest(b) - widest(a))[0] ?? ','
  let rows: { record: string[]; info: { lines: number } }[]
  try {
    rows = parseCsv(content, { delimiter, relax_column_count: true, skip_empty_lines: true, info: true, max_record_size: 20_000, to: mostStatementLines + 40 }) as never
  } catch (error) {
    const { lines = 1, message = '' } = error as { lines?: number; message?: string }
    return unreadable(lines, 'structure', message)
  }
  const places = (record: readonly string[]): Partial<Record<ColumnName, number>> => Object.fromEntries(columnNames.flatMap((name): [ColumnName, number][] => {
    const typed = columns[name]?.trim()
    const names = record.map(folded)
    const at = typed ? (/^\d{1,2}$/.test(typed) ? Number(typed) - 1 : names.indexOf(folded(typed))) : (usual[name].map((one) => names.indexOf(one)).find((index) => index >= 0) ?? -1)
    return at >= 0 && at < record.length ? [[name, at]] : []
  }))
  // A bank puts its address and the period above the headings: they are looked for in the first lines.
  const headAt = rows.slice(0, 30).findIndex(({ record }) => { const found = places(record); return found.day !== undefined && found.amount !== undefined && found.text !== undefined && !dayOf(record[found.day] ?? '') })
  const head = rows[headAt]
  if (!head) {
    const widest = rows.slice(0, 30).toSorted((a, b) => b.record.length - a.record.length)[0]
    const found = widest ? places(widest.record) : {}
    return refuse<StatementRefusal>({ code: 'statement_columns', missing: (['day', 'amount', 'text'] as const).filter((name) => found[name] === undefined).join(' '), found: short(widest?.record.join(' · ') ?? '', 200), field: 'file' })
  }
  const at = places(head.record) as Partial<Record<ColumnName, number>> & { day: number; amount: number; text: number }
  const direction = head.record.findIndex((text) => directionHeads.includes(folded(text)))
  return rows.slice(headAt + 1).flatMap(({ record, info }) => {
    const cell = (name: ColumnName): string => { const index = at[name]; return index === undefined ? '' : (record[index] ?? '') }
    const typed = cell('amount').trim()
    const day = dayOf(cell('day'))
    // Totals and signatures below the table have no day, and money that went out nothing in this column.
    if (!day && !(typed && cell('text'))) return []
    if (!day) return unreadable(info.lines, 'day', cell('day'))
    if (typed === '' || typed === '-' || /^0+(?:[.,]0+)?$/.test(typed)) return []
    const way = folded(record[direction] ?? '')
    if (direction >= 0 && went.includes(way)) return []
    if (direction >= 0 && !came.includes(way)) return unreadable(info.lines, 'direction', record[direction] ?? '')
    const amount = amountOf(typed)
    if (amount === null) return unreadable(info.lines, 'amount', typed)
    if (amount === 'fraction') return unreadable(info.lines, 'fraction', typed)
    if (amount <= 0) return []
    return [{ line: info.lines, on_day: day, amount: vnd(amount), name: short(cell('name'), 200), account: short(cell('account'), 60), text: short(cell('text'), 500), reference: short(cell('reference'), 100) }]
  })
}

function dayOf(text: string): string | null {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)/.exec(text.trim()) ?? []
  const [, d, m, y] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})/.exec(text.trim()) ?? []
  const day = year ? `${year}-${month}-${date}` : y ? `${y}-${m?.padStart(2, '0')}-${d?.padStart(2, '0')}` : ''
  return isDay(day) ? day : null
}
/** Whole đồng as banks print them, with .00 or ,00 behind where they must; null: none. What has a fraction of a đồng is said to, and never rounded. */
function amountOf(text: string): number | 'fraction' | null {
  const typed = text.replace(/\s|VND|VNĐ|đ$/gi, '').replace(/^\+/, '')
  const [, sign = '', whole = '', , fraction = ''] = /^(-?)(\d{1,3}(?:([.,])\d{3}(?:\3\d{3})*)|\d{1,16})(?:[.,](\d{1,2}))?$/.exec(typed) ?? []
  if (!whole) return null
  if (/[1-9]/.test(fraction)) return 'fraction'
  const amount = Number(whole.replace(/[.,]/g, ''))
  return amount > largestVnd ? null : sign ? -amount : amount
}
function wholeOf(line: number, amount: number, currency: string): Vnd {
  if (currency !== 'VND') unreadable(line, 'currency', currency)
  if (!Number.isInteger(amount)) unreadable(line, 'fraction', String(amount))
  return amount > largestVnd ? unreadable(line, 'amount', String(amount)) : vnd(amount)
}

function readMt940(content: string): ReadLine[] {
  const numbers = content.split(/\r?\n/).flatMap((row, i) => (row.startsWith(':61:') ? [i + 1] : []))
  let statements: ReturnType<Mt940Parser['parse']>
  try {
    statements = new Mt940Parser().parse(content)
  } catch (error) {
    // The reader names the tag and its content; the line is where that content stands.
    const message = error instanceof Error ? error.message : ''
    const broken = /: (.*)/s.exec(message)?.[1]?.split('\n')[0] ?? ''
    const at = broken ? content.split(/\r?\n/).findIndex((row) => row.includes(broken)) + 1 : 0
    return unreadable(Math.max(1, at), 'structure', message)
  }
  let n = 0
  return statements.flatMap(({ transactions }) => transactions.flatMap((one) => {
    const line = numbers[n++] ?? n
    if (one.amount <= 0 || one.isReversal) return []
    const day = one.date.toISOString().slice(0, 10)
    if (!isDay(day)) return unreadable(line, 'day', day)
    const parts = one.structuredDetails ?? {}
    return [{ line, on_day: day, amount: wholeOf(line, one.amount, one.currency), name: short([parts['32'], parts['33'], parts.NAME].filter(Boolean).join(''), 200), account: short(parts['31'] ?? parts.IBAN ?? '', 60), text: short([one.details, one.extraDetails].filter(Boolean).join(' '), 500), reference: short([one.reference, one.bankReference].filter((text) => text && text !== 'NONREF').join(' '), 100) }]
  }))
}

type Node = string | { [name: string]: Node } | Node[] | undefined
const xml = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@', removeNSPrefix: true, processEntities: false, parseTagValue: false, parseAttributeValue: false, trimValues: true })
const under = (node: Node, ...path: string[]): Node => path.reduce<Node>((at, name) => { const one = Array.isArray(at) ? at[0] : at; return typeof one === 'object' && !Array.isArray(one) && Object.hasOwn(one, name) ? one[name] : undefined }, node)
const all = (node: Node): Node[] => (node === undefined ? [] : Array.isArray(node) ? node : [node])
const named = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' } as const
/** The five names XML itself knows, once and not again. */
const said = (node: Node): string => { const text = typeof node === 'string' ? node : typeof node === 'object' && !Array.isArray(node) ? node['#text'] : ''; return typeof text === 'string' ? text.replace(/&(lt|gt|quot|apos|amp);/g, (_, name: keyof typeof named) => named[name]) : '' }

function readCamt(content: string): ReadLine[] {
  // An entity may stand for a file of this machine, or for a billion laughs: a bank's statement has none.
  const declared = /<!(?:DOCTYPE|ENTITY)/i.exec(content)
  if (declared) unreadable(content.slice(0, declared.index).split('\n').length, 'entities', declared[0])
  const numbers = [...content.matchAll(/<(?:\w+:)?Ntry[\s>]/g)].map(({ index }) => index)
  let rows = 1, from = 0
  const rowOf = (n: number): number => { const index = numbers[n] ?? from; for (let i = from; i < index; i++) if (content[i] === '\n') rows++; from = index; return rows }
  let tree: Node
  try {
    tree = xml.parse(content, true) as Node
  } catch (error) {
    const message = error instanceof Error ? error.message : ''
    return unreadable(Number(/line (\d+)/i.exec(message)?.[1] ?? 1), 'structure', message)
  }
  const statements = all(under(tree, 'Document', 'BkToCstmrStmt', 'Stmt'))
  if (statements.length === 0) return refuse<StatementRefusal>({ code: 'statement_format_unknown', field: 'file' })
  return statements.flatMap((statement) => all(under(statement, 'Ntry'))).flatMap((entry, n) => {
    const line = rowOf(n)
    if (said(under(entry, 'CdtDbtInd')) !== 'CRDT' || said(under(entry, 'RvslInd')) === 'true') return []
    const day = (said(under(entry, 'BookgDt', 'Dt')) || said(under(entry, 'BookgDt', 'DtTm'))).slice(0, 10)
    if (!isDay(day)) return unreadable(line, 'day', day)
    const read = (amount: Node): Vnd => {
      const typed = said(amount)
      return /^\d{1,16}(?:\.\d{1,5})?$/.test(typed) ? wholeOf(line, Number(typed), said(under(amount, '@Ccy'))) : unreadable(line, 'amount', typed)
    }
    const whole = read(under(entry, 'Amt'))
    const details = all(under(entry, 'NtryDtls')).flatMap((one) => all(under(one, 'TxDtls')))
    // Several payments in one entry are told apart only where their amounts say so and add up.
    const amounts = details.map((one) => under(one, 'Amt') ?? under(one, 'AmtDtls', 'TxAmt', 'Amt'))
    const apart = details.length > 1 && amounts.every((amount) => amount !== undefined) && amounts.reduce((sum, amount) => sum + read(amount), 0) === whole
    return (apart ? details : [details[0]]).map((one, i) => ({
      line, on_day: day, amount: apart ? read(amounts[i]) : whole,
      name: short(said(under(one, 'RltdPties', 'Dbtr', 'Nm')) || said(under(one, 'RltdPties', 'Dbtr', 'Pty', 'Nm')), 200), account: short(said(under(one, 'RltdPties', 'DbtrAcct', 'Id', 'Othr', 'Id')) || said(under(one, 'RltdPties', 'DbtrAcct', 'Id', 'IBAN')), 60),
      text: short([...all(under(one, 'RmtInf', 'Ustrd')).map(said), said(under(entry, 'AddtlNtryInf'))].filter(Boolean).join(' '), 500), reference: short([said(under(one, 'Refs', 'EndToEndId')), said(under(one, 'Refs', 'AcctSvcrRef')) || said(under(entry, 'AcctSvcrRef'))].filter((text) => text && text !== 'NOTPROVIDED').join(' '), 100),
    }))
  })
}

const hash = (...parts: (string | number)[]): string => createHash('sha256').update(JSON.stringify(parts)).digest('hex')
export const fingerprintOfFile = (organisation_id: number, content: string): string => hash('file', organisation_id, content)
/**
 * What makes a line itself: all that it says, and which of its like it is in its file. A statement of May and one
 * of the quarter bring the same line once; two equal payments on one day are two.
 */
export function fingerprints(organisation_id: number, lines: readonly ReadLine[]): string[] {
  const alike = new Map<string, number>()
  return lines.map(({ on_day, amount, name, account, text, reference }) => {
    const said = JSON.stringify([on_day, amount, name, account, text, reference])
    const nth = (alike.get(said) ?? 0) + 1
    alike.set(said, nth)
    return hash('line', organisation_id, said, nth)
  })
}
