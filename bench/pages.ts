/**
 * How fast pages are answered. `node bench/pages.ts URL` against a running Exchange that was
 * started with REQUESTS_PER_MINUTE=1000000.
 *
 * Method: each address is asked once to warm up, then 60 times one after the other (latency), then
 * by 8 clients for 3 seconds (throughput), brotli accepted, connections kept. Machines are noisy:
 * each line also carries the ratio to the plain page /vi/sign-in measured in the same run.
 * Prints one JSON line for each address.
 */
const base = process.argv[2] ?? 'http://127.0.0.1:3000'
const text = async (path: string): Promise<string> => (await fetch(base + path)).text()
const first = async (path: string, pattern: RegExp): Promise<string> => pattern.exec(await text(path))?.[0] ?? '/vi'

const pages = ['/vi/sign-in', '/vi', '/vi/search', '/vi/search?q=say+lanh', '/vi/search?q=cam+bien&field=2&sort=newest', '/vi/fields', '/vi/figures', '/vi/organisations',
  await first('/vi/search?kind=offer', /\/vi\/offers\/\d+/), await first('/vi/search?kind=need', /\/vi\/needs\/\d+/)]

async function ask(path: string): Promise<number> {
  const begun = performance.now()
  const answer = await fetch(base + path, { headers: { 'accept-encoding': 'br' } })
  await answer.arrayBuffer()
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`)
  return performance.now() - begun
}
const round = (value: number): number => Math.round(value * 10) / 10

let plain = 0
for (const path of pages) {
  await ask(path)
  const times: number[] = []
  for (let i = 0; i < 60; i++) times.push(await ask(path))
  times.sort((a, b) => a - b)
  const p50 = times[30] ?? 0
  plain ||= p50
  let answers = 0
  const until = performance.now() + 3_000
  await Promise.all(Array.from({ length: 8 }, async () => { while (performance.now() < until) { await ask(path); answers++ } }))
  console.log(JSON.stringify({ bench: 'pages', path, p50_ms: round(p50), p95_ms: round(times[57] ?? 0), per_second: round(answers / 3), times_plain_page: round(p50 / plain) }))
}
