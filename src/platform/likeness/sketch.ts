import { written } from '../fulltext/lexicon.ts'
import { legible } from './reading.ts'

/** So many numbers stand for a text. */
const width = 16
/** Words that stand together. */
const together = 3

/** A text as a few numbers: two texts share as large a part of them as of their runs of three words (Broder 1997). */
export function sketchOf(text: string): Uint32Array {
  const least = new Uint32Array(width).fill(0xffff_ffff)
  const words = written(legible(text).toLowerCase()).slice(0, 4_000).map(hashed)
  for (let i = 0; i + together <= Math.max(words.length, together); i++) {
    let run = 0x811c_9dc5
    for (let j = i; j < i + together; j++) run = Math.imul(run ^ (words[j] ?? 0), 0x0100_0193) ^ (run >>> 13)
    for (let k = 0; k < width; k++) {
      let mixed = Math.imul(run ^ Math.imul(k + 1, 0x9e37_79b1), 0x85eb_ca6b)
      mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2_ae35)
      mixed = (mixed ^ (mixed >>> 16)) >>> 0
      if (mixed < least[k]!) least[k] = mixed
    }
  }
  return least
}
function hashed(word: string): number {
  let hash = 0x811c_9dc5
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x0100_0193)
  return hash ^ (hash >>> 15)
}

/** Whether two texts say nearly the same: three quarters of their runs of words and more. */
export function isCopy(a: Uint32Array, b: Uint32Array): boolean {
  let same = 0
  for (let i = 0; i < width; i++) if (a[i] === b[i]) same++
  return same >= width * 0.75
}
