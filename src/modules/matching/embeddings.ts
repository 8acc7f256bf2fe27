import { likenessOf } from '../../platform/likeness/meaning.ts'

/** What a language model said a listing means. */
export interface Embedding { model: string; vector: Int8Array }

/** A vector as bytes of the same direction: the largest of its numbers becomes 127. */
export function packedEmbedding(vector: readonly number[]): Buffer {
  const most = vector.reduce((all, value) => Math.max(all, Math.abs(value)), 0)
  return Buffer.from(Int8Array.from(vector, (value) => (most ? Math.round(value / most * 127) : 0)).buffer)
}
export const embeddingOf = (model: string | null, bytes: Buffer | null): Embedding | null => (model !== null && bytes ? { model, vector: Int8Array.from(new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length)) } : null)

/** How near two lie by the model, or null where it has not read both. */
export function nearByModel(a: Embedding | null, b: Embedding | null): number | null {
  if (!a || !b || a.model !== b.model || a.vector.length !== b.vector.length) return null
  const known = (vector: Int8Array): boolean => vector.some((value) => value !== 0)
  return known(a.vector) && known(b.vector) ? likenessOf(a.vector, 0, b.vector, 0, a.vector.length) : null
}
