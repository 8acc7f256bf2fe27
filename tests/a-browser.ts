import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import type { Db } from '../src/core/database.ts'
import type { Actor } from '../src/core/context.ts'
import { aBrowser, send, signedIn, urlencoded } from './readers.ts'

let addresses = 0
/** A browser that keeps its cookies, at a network address of its own. */
export function browserAt(app: FastifyInstance, address = `10.7.${++addresses >> 8}.${addresses & 255}`, agent = 'Mozilla/5.0 (Windows NT 10.0) Chrome/140.0') {
  const jar = new Map<string, string>()
  const cookie = (): string => [aBrowser.cookie, ...[...jar].map(([name, value]) => `${name}=${value}`)].join('; ')
  const headers = () => ({ ...aBrowser, cookie: cookie(), 'x-forwarded-for': address, 'user-agent': agent })
  const keep = (answer: LightMyRequestResponse): LightMyRequestResponse => {
    for (const { name, value, maxAge } of answer.cookies) { if (maxAge === 0 || value === '') jar.delete(name); else jar.set(name, encodeURIComponent(value)) }
    return answer
  }
  return {
    jar, address, headers,
    get: async (url: string) => keep(await app.inject({ url, headers: headers() })),
    post: async (url: string, form: Record<string, string> = {}) => keep(await send(app, url, form, { ...headers(), ...urlencoded })),
    json: async (url: string, body: object = {}) => keep(await app.inject({ method: 'POST', url, headers: { ...headers(), 'content-type': 'application/json' }, payload: JSON.stringify(body) })),
    /** Takes over the session of somebody whom the test signs in. */
    becomes: async (db: Db, actor: Actor): Promise<void> => {
      for (const pair of (await signedIn(app, db, actor)).split('; ')) { const [name = '', value = ''] = pair.split('='); jar.set(name, value) }
    },
    /** Forgets every cookie, as a new window would. */
    forget: (): void => jar.clear(),
  }
}
export type InjectedBrowser = ReturnType<typeof browserAt>
