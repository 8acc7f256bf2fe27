import { signatureLimits, Unreadable } from './limits.ts'

/** The head of one DER value: its tag, where its content begins and where it ends. */
function headAt(bytes: Buffer, at: number, end: number): { tag: number; from: number; to: number } {
  const tag = bytes[at]
  const first = bytes[at + 1]
  if (tag === undefined || first === undefined || at + 2 > end || (tag & 31) === 31) throw new Unreadable('no DER value')
  let from = at + 2
  let length = first
  if (first >= 0x80) {
    const size = first & 0x7f
    if (size === 0 || size > 4 || from + size > end) throw new Unreadable('no DER length')
    length = bytes.readUIntBE(from, size)
    if (length < 128 || (size > 1 && bytes[from] === 0)) throw new Unreadable('a DER length written long')
    from += size
  }
  if (from + length > end) throw new Unreadable('a DER value beyond its frame')
  return { tag, from, to: from + length }
}

/** How long the DER value at the beginning is, its head included. BER's endless lengths are none: two readers could take different ends. */
export function derLength(bytes: Buffer): number {
  const { tag, to } = headAt(bytes, 0, bytes.length)
  if (tag !== 0x30) throw new Unreadable('no DER sequence')
  return to
}

/**
 * Refuses whatever is not DER all the way down: values that do not fill their frame, lengths written
 * long, brackets without an end. The library that reads the words forgives these, and what is
 * forgiven could be changed unseen.
 */
export function strictDer(bytes: Buffer): void {
  const walk = (at: number, end: number, depth: number): void => {
    if (depth > signatureLimits.depth) throw new Unreadable('too deep', true)
    while (at < end) {
      const { tag, from, to } = headAt(bytes, at, end)
      if (tag & 32) walk(from, to, depth + 1)
      else if (tag === 5 && to > from) throw new Unreadable('nothing, with something in it')
      else if ((tag === 2 && to - from > 1 && ((bytes[from] === 0 && bytes[from + 1]! < 128) || (bytes[from] === 255 && bytes[from + 1]! >= 128))) || (tag === 2 && to === from)) throw new Unreadable('a number written long')
      else if (tag === 1 && (to - from !== 1 || (bytes[from] !== 0 && bytes[from] !== 255))) throw new Unreadable('neither yes nor no')
      at = to
    }
  }
  const { to } = headAt(bytes, 0, bytes.length)
  if (to !== bytes.length) throw new Unreadable('something behind the DER value')
  walk(0, bytes.length, 0)
}

/** The values within one, each with its head. */
export function derChildren(bytes: Buffer): Buffer[] {
  const outer = headAt(bytes, 0, bytes.length)
  const children: Buffer[] = []
  for (let at = outer.from; at < outer.to;) {
    const { to } = headAt(bytes, at, outer.to)
    children.push(bytes.subarray(at, to))
    at = to
  }
  return children
}
