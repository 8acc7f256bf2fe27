/** By which of the counters of requests an address is counted: those who watch a lot keep nobody at the same address from bidding in it or conducting it, nor from other pages. */
export type RequestCounter = 'pages' | 'watching' | 'bidding'
/**
 * What a room asks for by itself and the screen of a hall are watching. What is sent to a room, the auctioneer's console, the handing in
 * of ballots or their opening is bidding, and so are these pages for a browser that shows the cookie of a session: whether there is such
 * a session is not asked, for this is counted before the database is asked.
 */
export function counterOf({ method, url, signedIn }: { method: string; url: string; signedIn: boolean }): RequestCounter {
  const [, part, more = ''] = /^\/(?:vi|en)\/auctions\/\d{1,9}\/(room|console|ballot|opening|screen)(\/[^?]*)?(?:\?.*)?$/.exec(url) ?? []
  if (part === undefined) return 'pages'
  if (method === 'GET' && (part === 'screen' ? more === '' : more === '/events' || more === '/clock.json')) return 'watching'
  return method === 'POST' || (signedIn && (more === '' || more.startsWith('/bids/'))) ? 'bidding' : 'pages'
}
/** So many times as much as of pages an address may ask for by each of these: a hall has one address. */
export const crowdTimes = 10
