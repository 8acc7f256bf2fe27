import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isCopy, sketchOf } from './sketch.ts'

const original = `Thiết bị sấy lạnh rau quả giữ màu và mùi, công suất 200 kg một mẻ, tiết kiệm điện so với sấy nóng. Máy tự điều chỉnh nhiệt độ theo độ ẩm của sản phẩm,
  người vận hành chỉ cần chọn loại nông sản trên màn hình. Đã lắp đặt tại ba hợp tác xã ở Đông Anh và Mê Linh từ năm 2024, bảo hành hai năm, có nơi cho xem và dùng thử tại Hà Nội.`
const words = original.split(/\s+/)
test('a copy is known however it is capitalised, spaced, pointed or full of invisible signs, and with a word or two changed', () => {
  const changed = words.with(10, 'khác').join(' ')
  for (const copy of [original, original.toUpperCase(), original.replaceAll(/\s+/g, '\n'), original.replaceAll(/[.,]/g, ' ;'), original.normalize('NFD'), original.replaceAll(/\p{L}(?=\p{L})/gu, '$&\u200b'), changed]) expect(isCopy(sketchOf(original), sketchOf(copy)), copy.slice(0, 40)).toBe(true)
})
test('another text is no copy, nor one that shares its words in another order, its beginning or its subject', () => {
  const others = ['', 'Máy sấy', words.toReversed().join(' '), words.slice(0, 30).join(' '), `${words.slice(0, 30).join(' ')} ${'hệ thống tưới nhỏ giọt cho nhà lưới trồng dưa lưới và cà chua bi theo hợp đồng với siêu thị'.repeat(2)}`, 'Máy sấy lạnh nông sản dùng bơm nhiệt, tiết kiệm điện hơn sấy nóng, giữ được màu và mùi của rau quả.']
  for (const other of others) expect(isCopy(sketchOf(original), sketchOf(other)), other.slice(0, 40)).toBe(false)
})
test('two texts share as large a part of their numbers as of their runs of three words, but for chance', () => {
  let off = 0, tried = 0
  fc.assert(fc.property(fc.integer({ min: 0, max: 1_000_000 }), fc.integer({ min: 0, max: 60 }), (seed, common) => {
    const [a, b] = [0, 1].map((own) => Array.from({ length: 60 }, (_, i) => (i < common ? `w${seed}-${i}` : `w${seed}-${own}-${i}`).replaceAll('-', 'x')))
    const runs = (all: string[]) => new Set(all.slice(2).map((_, i) => all.slice(i, i + 3).join(' ')))
    const [one, other] = [runs(a!), runs(b!)], both = [...one].filter((run) => other.has(run)).length
    const x = sketchOf(a!.join(' ')), y = sketchOf(b!.join(' '))
    const shared = x.filter((value, i) => value === y[i]).length / x.length, true_part = both / (one.size + other.size - both)
    off += shared - true_part
    tried++
    expect(isCopy(x, y)).toBe(isCopy(y, x))
    if (true_part === 1) expect(isCopy(x, y)).toBe(true)
    if (true_part < 0.2) expect(isCopy(x, y)).toBe(false)
  }), { numRuns: 400 })
  expect(Math.abs(off / tried)).toBeLessThan(0.03)
})
test('whatever comes has a sketch, and it is its own copy', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => { expect(isCopy(sketchOf(text), sketchOf(text))).toBe(true) }))
  expect(sketchOf('máy '.repeat(200_000))).toEqual(sketchOf('máy '.repeat(4_000)))
})
