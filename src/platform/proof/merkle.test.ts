import { describe, expect, test } from 'vitest'
import { sha256 } from './chain.ts'
import { consistencyProof, emptyRoot, inclusionProof, isConsistent, isIncluded, leafHash, nodeHash, rootOf } from './merkle.ts'

/** The eight leaves and the roots with which implementations of RFC 6962 are tested everywhere. */
const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
const leaves = inputs.map((hex) => leafHash(Buffer.from(hex, 'hex')))
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d', 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77', 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4', '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c', '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]
const hex = (hashes: readonly Buffer[]): string[] => hashes.map((hash) => hash.toString('hex'))

test('an empty tree, a leaf and a node are hashed as the RFC says', () => {
  expect(emptyRoot().toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  expect(leafHash('').toString('hex')).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d')
  expect(leafHash('L123456').toString('hex')).toBe('395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56')
  expect(nodeHash(Buffer.from('N123'), Buffer.from('N456')).toString('hex')).toBe('aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb')
})
test.each(roots.map((root, i) => [i + 1, root] as const))('the root of the first %i leaves is the known one', (n, root) => {
  expect(rootOf(leaves.slice(0, n)).toString('hex')).toBe(root)
})
test.each([
  [1, 0, []],
  [8, 0, ['96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7', '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e', '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4']],
  [8, 5, ['bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b', 'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0', 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7']],
  [3, 2, ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125']],
  [5, 1, ['6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d', '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e', 'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b']],
] as const)('in a tree of %i the way from leaf %i is the known one', (size, index, proof) => {
  expect(hex(inclusionProof(leaves.slice(0, size), index))).toEqual(proof)
})
test.each([
  [1, 1, []],
  [1, 8, ['96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7', '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e', '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4']],
  [6, 8, ['0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a', 'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0', 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7']],
  [2, 5, ['5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e', 'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b']],
] as const)('that a tree of %i is the beginning of one of %i is shown by the known hashes', (first, second, proof) => {
  expect(hex(consistencyProof(leaves.slice(0, second), first))).toEqual(proof)
})

describe('every proof holds, and nothing near it does', () => {
  const many = Array.from({ length: 33 }, (_, i) => leafHash(String(i)))
  const flipped = (hash: Buffer): Buffer => { const other = Buffer.from(hash); other[7]! ^= 1; return other }
  test('of inclusion, in every tree up to 33 leaves', () => {
    for (let size = 1; size <= many.length; size++) {
      const tree = many.slice(0, size), root = rootOf(tree)
      for (let index = 0; index < size; index++) {
        const proof = inclusionProof(tree, index)
        expect(isIncluded(tree[index]!, index, size, proof, root)).toBe(true)
        expect(isIncluded(flipped(tree[index]!), index, size, proof, root)).toBe(false)
        expect(isIncluded(tree[index]!, index, size, proof, flipped(root))).toBe(false)
        expect(isIncluded(tree[index]!, index, size, [...proof, sha256('x')], root)).toBe(false)
        expect(isIncluded(tree[index]!, size, size, proof, root)).toBe(false)
        if (proof.length) {
          expect(isIncluded(tree[index]!, index, size, proof.slice(1), root)).toBe(false)
          expect(isIncluded(tree[index]!, index, size, [flipped(proof[0]!), ...proof.slice(1)], root)).toBe(false)
          expect(isIncluded(tree[index]!, index ^ 1, size, proof, root)).toBe(false)
        }
      }
    }
  })
  test('of consistency, between every two of them', () => {
    for (let second = 1; second <= many.length; second++) for (let first = 1; first <= second; first++) {
      const [before, after] = [rootOf(many.slice(0, first)), rootOf(many.slice(0, second))]
      const proof = consistencyProof(many.slice(0, second), first)
      expect(isConsistent(first, second, proof, before, after)).toBe(true)
      expect(isConsistent(first, second, proof, flipped(before), after)).toBe(false)
      expect(isConsistent(first, second, proof, before, flipped(after))).toBe(false)
      expect(isConsistent(first, second, [...proof, sha256('x')], before, after)).toBe(false)
      if (proof.length) expect(isConsistent(first, second, [...proof.slice(0, -1), flipped(proof.at(-1)!)], before, after)).toBe(false)
    }
    expect(isConsistent(0, 5, [], emptyRoot(), rootOf(many.slice(0, 5)))).toBe(false)
    expect(() => consistencyProof(many, 34)).toThrow(RangeError)
    expect(() => inclusionProof(many, 33)).toThrow(RangeError)
  })
})
