import { randomUUID } from 'node:crypto'
import type pg from 'pg'

/** One kind of write, as a browser makes it, and how to tell afterwards what became of it. */
export interface Writer {
  name: string
  /** True where the answer said it was done. Throws or returns false where nobody was told so. */
  write(base: string, key: string): Promise<boolean>
  /** Of these keys: written wholly, and written in part. The rest left nothing. */
  found(client: pg.Client, keys: string[]): Promise<{ whole: Set<string>; part: Set<string> }>
}

/** The cookie and the token of one browser, taken from a page with a form as that browser would. */
const browsers = new Map<string, Promise<{ cookie: string; csrf: string }>>()
async function aBrowserAt(page: string): Promise<{ cookie: string; csrf: string }> {
  const answer = await fetch(page, { signal: AbortSignal.timeout(10_000) })
  const csrf = /name="csrf" value="([^"]+)"/.exec(await answer.text())?.[1]
  const cookie = answer.headers.getSetCookie().map((one) => one.split(';')[0]).join('; ')
  if (!csrf || !cookie) throw new Error(`${page} gave no form: ${answer.status}`)
  return { cookie, csrf }
}
function browserAt(page: string): Promise<{ cookie: string; csrf: string }> {
  const known = browsers.get(page) ?? aBrowserAt(page)
  browsers.set(page, known)
  known.catch(() => browsers.delete(page))
  return known
}

/** Posts a form as a browser would, each time from another address on the network. */
export async function post(url: string, form: Record<string, string>): Promise<Response> {
  const { cookie, csrf } = await browserAt(url)
  const byte = (): number => Math.floor(Math.random() * 254) + 1
  return fetch(url, { method: 'POST', body: new URLSearchParams({ ...form, csrf }), redirect: 'manual', headers: { cookie, 'x-forwarded-for': `10.${byte()}.${byte()}.${byte()}` }, signal: AbortSignal.timeout(10_000) })
}

/** Signing up: an account with its password, the letter that confirms it, and the job that carries the letter. */
const signUp: Writer = {
  name: 'sign-up',
  async write(base, key) {
    const answer = await post(`${base}/vi/sign-up`, { name: 'Nguyễn Thử Nghiệm', email: `${key}@example.test`, password: `mot-mat-khau-${randomUUID()}`, terms: 'yes' })
    return answer.status === 303 && (answer.headers.get('location') ?? '').includes('/check-mail')
  },
  async found(client, keys) {
    const { rows } = await client.query<{ key: string; parts: number }>(`
      select key, (select count(*) from auth_user u where u.email = key || '@example.test')::int
        + (select count(*) from auth_account a join auth_user u on u.id = a.user_id where u.email = key || '@example.test' and a.password is not null)::int
        + (select count(*) from outgoing_mail m where m.to_address = key || '@example.test'
            and (m.sent_at is not null or exists (select from graphile_worker._private_jobs j where (j.payload ->> 'mail_id')::int = m.id)))::int as parts
      from unnest($1::text[]) key`, [keys])
    return { whole: new Set(rows.filter(({ parts }) => parts === 3).map(({ key }) => key)), part: new Set(rows.filter(({ parts }) => parts !== 3 && parts !== 0).map(({ key }) => key)) }
  },
}

export const writers: Writer[] = [signUp]
