/**
 * Imported before anything else by a process that is to live some days ahead (NODE_OPTIONS and
 * CLOCK_AHEAD_DAYS, see `ahead` in journeys/browsing.ts): what a journey cannot wait for. Only the
 * clock is another; dates of others' making stay what they are.
 */
const ahead = Number(process.env.CLOCK_AHEAD_DAYS ?? 0) * 86_400_000
const now = Date.now
if (ahead) {
  globalThis.Date = new Proxy(Date, {
    construct: (real, given, as) => Reflect.construct(real, given.length ? given : [now() + ahead], as) as Date,
    apply: (real) => new real(now() + ahead).toString(),
    get: (real, name) => (name === 'now' ? () => now() + ahead : Reflect.get(real, name) as unknown),
  })
}
export {}
