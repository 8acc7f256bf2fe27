import { signatureLimits, Unreadable } from './limits.ts'

/**
 * The objects of a PDF (ISO 32000-1, 7.2 and 7.3), read strictly: what two programs might read as two
 * different things is refused instead of repaired, for that is how signed files are made to lie.
 */
export interface Name { kind: 'name'; name: string }
export interface Text { kind: 'string'; bytes: Buffer; /** Where its bracket opens and where it has closed. */ from: number; to: number; hex: boolean }
export interface Ref { kind: 'ref'; id: number; generation: number }
export interface Dict { kind: 'dict'; entries: Map<string, Value> }
export interface Stream { kind: 'stream'; dict: Dict; from: number; to: number }
export type Value = null | boolean | number | Name | Text | Ref | Value[] | Dict | Stream

export const isDict = (value: Value | undefined): value is Dict => typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'dict'
export const isStream = (value: Value | undefined): value is Stream => typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'stream'
export const isRef = (value: Value | undefined): value is Ref => typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'ref'
export const isText = (value: Value | undefined): value is Text => typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'string'
export const nameOf = (value: Value | undefined): string | null => (typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'name' ? value.name : null)
export const wholeOf = (value: Value | undefined): number | null => (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null)

const white = new Set([0, 9, 10, 12, 13, 32])
const delimiters = new Set([...'()<>[]{}/%'].map((sign) => sign.charCodeAt(0)))
const escapes: Record<string, number> = { n: 10, r: 13, t: 9, b: 8, f: 12, '(': 40, ')': 41, '\\': 92 }

export class Reader {
  readonly bytes: Buffer
  at: number
  constructor(bytes: Buffer, at = 0) {
    if (at > bytes.length) throw new Unreadable(`beyond the end: ${at}`)
    this.bytes = bytes
    this.at = at
  }

  /** Past white space and comments. */
  skip(): void {
    for (;;) {
      const sign = this.bytes[this.at]
      if (sign === undefined) return
      if (white.has(sign)) this.at++
      else if (sign === 0x25) while (this.at < this.bytes.length && this.bytes[this.at] !== 10 && this.bytes[this.at] !== 13) this.at++
      else return
    }
  }

  /** Whether this word stands here; if it does, past it. */
  take(word: string): boolean {
    this.skip()
    if (this.bytes.toString('latin1', this.at, this.at + word.length) !== word) return false
    const after = this.bytes[this.at + word.length]
    if (after !== undefined && /\w/.test(word.at(-1) ?? '') && !white.has(after) && !delimiters.has(after)) return false
    this.at += word.length
    return true
  }

  expect(word: string): void {
    if (!this.take(word)) throw new Unreadable(`no ${word} at ${this.at}`)
  }

  whole(): number {
    this.skip()
    const digits = /^\d{1,15}/.exec(this.bytes.toString('latin1', this.at, this.at + 16))?.[0]
    if (!digits) throw new Unreadable(`no number at ${this.at}`)
    this.at += digits.length
    return Number(digits)
  }

  value(depth = 0): Value {
    if (depth > signatureLimits.depth) throw new Unreadable('too deep', true)
    this.skip()
    const sign = String.fromCharCode(this.bytes[this.at] ?? 0)
    if (sign === '/') return { kind: 'name', name: this.#name() }
    if (sign === '(') return this.#literal()
    if (sign === '<') return this.bytes[this.at + 1] === 0x3c ? this.#dict(depth) : this.#hex()
    if (sign === '[') return this.#array(depth)
    if (/[\d+.-]/.test(sign)) return this.#numberOrRef()
    for (const [word, value] of [['true', true], ['false', false], ['null', null]] as const) if (this.take(word)) return value
    throw new Unreadable(`nothing known at ${this.at}`)
  }

  #name(): string {
    const from = ++this.at
    while (this.at < this.bytes.length && !white.has(this.bytes[this.at]!) && !delimiters.has(this.bytes[this.at]!)) this.at++
    return this.bytes.toString('latin1', from, this.at).replace(/#([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
  }

  #literal(): Text {
    const from = this.at++
    const read: number[] = []
    for (let open = 1; ;) {
      const sign = this.bytes[this.at++]
      if (sign === undefined) throw new Unreadable('a text without its end')
      if (sign === 0x28) open++
      if (sign === 0x29 && --open === 0) break
      if (sign !== 0x5c) { read.push(sign); continue }
      const next = String.fromCharCode(this.bytes[this.at++] ?? 0)
      if (escapes[next] !== undefined) read.push(escapes[next])
      else if (/[0-7]/.test(next)) {
        let code = next
        while (code.length < 3 && /[0-7]/.test(String.fromCharCode(this.bytes[this.at] ?? 0))) code += String.fromCharCode(this.bytes[this.at++]!)
        read.push(parseInt(code, 8) & 255)
      } else if (next === '\r') { if (this.bytes[this.at] === 10) this.at++ } else if (next !== '\n') read.push(next.charCodeAt(0))
    }
    return { kind: 'string', bytes: Buffer.from(read), from, to: this.at, hex: false }
  }

  #hex(): Text {
    const from = this.at++
    const end = this.bytes.indexOf(0x3e, this.at)
    if (end < 0) throw new Unreadable('a text without its end')
    const digits = this.bytes.toString('latin1', this.at, end).replace(/\s/g, '')
    if (!/^[0-9a-f]*$/i.test(digits)) throw new Unreadable(`no hexadecimal text at ${from}`)
    this.at = end + 1
    return { kind: 'string', bytes: Buffer.from(digits.length % 2 ? `${digits}0` : digits, 'hex'), from, to: this.at, hex: true }
  }

  #array(depth: number): Value[] {
    this.at++
    const values: Value[] = []
    while (!this.take(']')) values.push(this.value(depth + 1))
    return values
  }

  #dict(depth: number): Dict {
    this.at += 2
    const entries = new Map<string, Value>()
    while (!this.take('>>')) {
      if (this.bytes[this.at] !== 0x2f) throw new Unreadable(`no name at ${this.at}`)
      const name = this.#name()
      // One program takes the first of two, another the last.
      if (entries.has(name)) throw new Unreadable(`${name} twice in one dictionary`)
      entries.set(name, this.value(depth + 1))
    }
    return { kind: 'dict', entries }
  }

  #numberOrRef(): number | Ref {
    const near = this.bytes.toString('latin1', this.at, this.at + 40)
    const ref = /^(\d{1,10})[\0\t\n\f\r ]+(\d{1,5})[\0\t\n\f\r ]+R(?![\w.#-])/.exec(near)
    if (ref) {
      this.at += ref[0].length
      return { kind: 'ref', id: Number(ref[1]), generation: Number(ref[2]) }
    }
    const number = /^[+-]?(?:\d+\.?\d*|\.\d+)/.exec(near)?.[0]
    if (!number) throw new Unreadable(`no number at ${this.at}`)
    this.at += number.length
    return Number(number)
  }
}

/** Whether two values are the same, letter for letter; what they refer to is not followed. */
export function same(a: Value | undefined, b: Value | undefined, bytesA: Buffer, bytesB: Buffer): boolean {
  if (a === b) return true
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((value, i) => same(value, b[i], bytesA, bytesB))
  if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null || Array.isArray(b) || a.kind !== b.kind) return false
  if (a.kind === 'name' && b.kind === 'name') return a.name === b.name
  if (a.kind === 'ref' && b.kind === 'ref') return a.id === b.id && a.generation === b.generation
  if (a.kind === 'string' && b.kind === 'string') return a.bytes.equals(b.bytes)
  if (a.kind === 'dict' && b.kind === 'dict') return a.entries.size === b.entries.size && [...a.entries].every(([name, value]) => b.entries.has(name) && same(value, b.entries.get(name), bytesA, bytesB))
  return a.kind === 'stream' && b.kind === 'stream' && same(a.dict, b.dict, bytesA, bytesB) && bytesA.subarray(a.from, a.to).equals(bytesB.subarray(b.from, b.to))
}
