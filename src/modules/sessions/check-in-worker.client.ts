/** Stands behind the pages of the door, and gives what they kept of themselves where the network gives nothing. */
interface Fetched extends Event { request: Request; respondWith(answer: Promise<Response>): void; waitUntil(work: Promise<unknown>): void }
const worker = globalThis as unknown as { skipWaiting(): Promise<void>; clients: { claim(): Promise<void> }; addEventListener(name: string, heard: (event: Fetched) => void): void }

worker.addEventListener('install', (event) => event.waitUntil(worker.skipWaiting()))
worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()))
worker.addEventListener('fetch', (event) => {
  const { request } = event
  if (request.method !== 'GET') return
  event.respondWith((async () => {
    try {
      const answer = await fetch(request)
      // The page as it is now takes the place of the one kept: its list of tickets is newer.
      if (answer.ok && request.mode === 'navigate') await (await caches.open('check-in')).put(new URL(request.url).pathname, answer.clone())
      return answer
    } catch (error) {
      const kept = await caches.match(request.mode === 'navigate' ? new URL(request.url).pathname : request, { ignoreSearch: true })
      if (kept) return kept
      throw error
    }
  })())
})

export {}
