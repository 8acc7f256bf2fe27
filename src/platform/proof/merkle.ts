import { sha256 } from './chain.ts'

/**
 * The Merkle tree of RFC 9162 §2.1 (RFC 6962's): a leaf is hashed behind the byte 0, a node behind the
 * byte 1, and every node has the largest power of two of leaves at its left. Two short proofs follow
 * from it: that a leaf is in a tree of known root, and that an earlier tree is the beginning of a later one.
 */
const leafMark = Buffer.of(0), nodeMark = Buffer.of(1)
export const leafHash = (data: string | Uint8Array): Buffer => sha256(leafMark, data)
export const nodeHash = (left: Uint8Array, right: Uint8Array): Buffer => sha256(nodeMark, left, right)
/** The root of a tree of nothing. */
export const emptyRoot = (): Buffer => sha256('')

/** The whole subtrees a tree of that size is made of, from the left: one for each bit of the size. Enough to go on from. */
export type Peaks = readonly Buffer[]
/** The peaks after one more leaf. */
export function appended(peaks: Peaks, size: number, leaf: Buffer): Buffer[] {
  const next = [...peaks, leaf]
  for (let whole = size; whole % 2 === 1; whole = (whole - 1) / 2) next.push(nodeHash(next.splice(-2, 1)[0]!, next.pop()!))
  return next
}
export const rootOfPeaks = (peaks: Peaks): Buffer => (peaks.length === 0 ? emptyRoot() : peaks.reduceRight((right, left) => nodeHash(left, right)))
/** A tree's root from its leaves' hashes. */
export function rootOf(leaves: readonly Buffer[]): Buffer {
  let peaks: Buffer[] = []
  leaves.forEach((leaf, size) => { peaks = appended(peaks, size, leaf) })
  return rootOfPeaks(peaks)
}

/** The largest power of two smaller than n. */
const split = (n: number): number => { let k = 1; while (k * 2 < n) k *= 2; return k }

/** The hashes that lead from that leaf to the root (RFC 9162 §2.1.3.1). */
export function inclusionProof(leaves: readonly Buffer[], index: number): Buffer[] {
  if (!(index >= 0 && index < leaves.length)) throw new RangeError(`no leaf ${index} among ${leaves.length}`)
  if (leaves.length === 1) return []
  const k = split(leaves.length)
  return index < k ? [...inclusionProof(leaves.slice(0, k), index), rootOf(leaves.slice(k))] : [...inclusionProof(leaves.slice(k), index - k), rootOf(leaves.slice(0, k))]
}
/** Whether they do (RFC 9162 §2.1.3.2). */
export function isIncluded(leaf: Buffer, index: number, size: number, proof: readonly Buffer[], root: Buffer): boolean {
  if (!(index >= 0 && index < size)) return false
  let [node, last, hash] = [index, size - 1, leaf]
  for (const other of proof) {
    if (last === 0) return false
    if (node % 2 === 1 || node === last) {
      hash = nodeHash(other, hash)
      while (node % 2 === 0 && node !== 0) { node /= 2; last = Math.floor(last / 2) }
    } else hash = nodeHash(hash, other)
    node = Math.floor(node / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 && hash.equals(root)
}

/** The hashes by which a tree of the first so many leaves is shown to be the beginning of this one (RFC 9162 §2.1.4.1). */
export function consistencyProof(leaves: readonly Buffer[], first: number): Buffer[] {
  if (!(first > 0 && first <= leaves.length)) throw new RangeError(`no tree of ${first} within one of ${leaves.length}`)
  const subproof = (m: number, part: readonly Buffer[], whole: boolean): Buffer[] => {
    if (m === part.length) return whole ? [] : [rootOf(part)]
    const k = split(part.length)
    return m <= k ? [...subproof(m, part.slice(0, k), whole), rootOf(part.slice(k))] : [...subproof(m - k, part.slice(k), false), rootOf(part.slice(0, k))]
  }
  return subproof(first, leaves, true)
}
/** Whether it is (RFC 9162 §2.1.4.2). */
export function isConsistent(first: number, second: number, proof: readonly Buffer[], firstRoot: Buffer, secondRoot: Buffer): boolean {
  if (first === second) return proof.length === 0 && firstRoot.equals(secondRoot)
  if (!(first > 0 && first < second) || proof.length === 0) return false
  const path = Number.isInteger(Math.log2(first)) ? [firstRoot, ...proof] : [...proof]
  let [node, last] = [first - 1, second - 1]
  while (node % 2 === 1) { node = (node - 1) / 2; last = Math.floor(last / 2) }
  let [before, after] = [path[0]!, path[0]!]
  for (const hash of path.slice(1)) {
    if (last === 0) return false
    if (node % 2 === 1 || node === last) {
      before = nodeHash(hash, before)
      after = nodeHash(hash, after)
      while (node % 2 === 0 && node !== 0) { node /= 2; last = Math.floor(last / 2) }
    } else after = nodeHash(after, hash)
    node = Math.floor(node / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 && before.equals(firstRoot) && after.equals(secondRoot)
}
