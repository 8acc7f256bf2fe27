/** The k-th largest of these numbers (k from 0), which are reordered. */
function nth(values: Float64Array, k: number): number {
  let low = 0, high = values.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    const a = values[low]!, b = values[middle]!, c = values[high]!
    const pivot = a > b ? (b > c ? b : a > c ? c : a) : a > c ? a : b > c ? c : b
    let i = low, j = high
    while (i <= j) {
      while (values[i]! > pivot) i++
      while (values[j]! < pivot) j--
      if (i > j) break
      const swapped = values[i]!
      values[i++] = values[j]!
      values[j--] = swapped
    }
    if (k <= j) high = j
    else if (k >= i) low = i
    else return values[k]!
  }
  return values[k]!
}

type Order = (of: number) => number

/** Of these in their order, best first, as many as `limit` after the first `from`: by the first order, largest first, among equals by the next. No order may answer NaN. */
export function ranked(those: Int32Array, from: number, limit: number, orders: readonly Order[]): Int32Array {
  const upTo = chosen(those, from + limit, orders)
  // Only what is asked for is sorted: the worst of the best.
  const page = from === 0 ? upTo : chosen(upTo, upTo.length - from, orders.map((order): Order => (of) => -order(of)))
  const keys = orders.map((order) => new Map(Array.from(page, (one) => [one, order(one)])))
  return page.sort((a, b) => { for (const key of keys) { const more = key.get(b)! - key.get(a)!; if (more) return more } return 0 })
}
/** The k best, in any order. */
function chosen(those: Int32Array, k: number, [order, ...others]: readonly Order[]): Int32Array {
  if (k <= 0) return new Int32Array(0)
  if (those.length <= k || !order) return those.slice(0, k)
  const keys = new Float64Array(those.length)
  for (let i = 0; i < those.length; i++) keys[i] = order(those[i]!)
  const bar = nth(keys.slice(), k - 1)
  const above = those.filter((_, i) => keys[i]! > bar)
  const level = those.filter((_, i) => keys[i] === bar)
  const rest = chosen(level, k - above.length, others)
  const all = new Int32Array(above.length + rest.length)
  all.set(above)
  all.set(rest, above.length)
  return all
}
