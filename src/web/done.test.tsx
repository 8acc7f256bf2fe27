import cookie from '@fastify/cookie'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { aPerson, testDatabase } from '../../tests/database.ts'
import { openPages } from '../../tests/visitors.tsx'
import { button, localPath } from './http.tsx'
import { Page } from './ui/page.tsx'

const { db } = await testDatabase()
const lan = await aPerson(db)
const { get, post } = await openPages(db, (app) => {
  app.get('/listing', (_, reply) => reply.page(<Page title="Tin"><h1>Tin</h1></Page>))
  button(app, '/saving', z.object({}), async () => '/vi/listing?id=1&done=saved')
  app.post('/way-on', (request, reply) => reply.redirect(localPath((request.body as { next: string }).next, '/vi'), 303))
}, { root: (app) => { void app.register(cookie) } })
const said = 'Đã lưu.'
const cookieOf = ({ headers }: { headers: Record<string, unknown> }): string => String([headers['set-cookie']].flat().find((one) => String(one).startsWith('techex.done=')) ?? '').split(';')[0] ?? ''

test('a page says what was done to the browser that did it, once, and to no other', async () => {
  const answer = await post('/vi/saving', {}, lan)
  const address = String(answer.headers.location), ticket = cookieOf(answer)
  expect(ticket).toMatch(/^techex\.done=[\w-]{43}$/)
  expect(String(answer.headers['set-cookie'])).toContain('HttpOnly; SameSite=Lax; Max-Age=60')
  expect((await get(address, lan)).body).not.toContain(said)
  const first = await get(address, lan, ticket)
  expect(first.body).toContain(said)
  expect(cookieOf(first)).toBe('techex.done=')
  expect(String(first.headers['set-cookie'])).toContain('Max-Age=0')
})

test('a link that says something else was done shows nothing, even to a browser that just did something', async () => {
  const ticket = cookieOf(await post('/vi/saving', {}, lan))
  for (const forged of ['/vi/listing?id=2&done=saved', '/vi/listing?id=1&done=won', '/vi/listing?done=saved', '/vi/saving?done=saved']) expect((await get(forged, lan, ticket)).body, forged).not.toMatch(/role="status"><p>/)
  expect((await get('/vi/listing?id=1&done=saved', lan, 'techex.done=xx')).body).not.toContain(said)
})

test('whoever is led on to an address somebody else chose is told of nothing there', async () => {
  const answer = await post('/vi/way-on', { next: '/vi/listing?id=1&done=won#x' }, lan)
  expect([answer.headers.location, cookieOf(answer)]).toEqual(['/vi/listing?id=1#x', ''])
  expect(localPath('/vi/listing?%64one=won', '/vi')).toBe('/vi/listing')
  expect(localPath('/vi/listing?q=a%20b', '/vi')).toBe('/vi/listing?q=a%20b')
  for (const elsewhere of ['//x.example', 'https://x.example', '/\\x', undefined]) expect(localPath(elsewhere, '/vi')).toBe('/vi')
})
