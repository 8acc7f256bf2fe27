import { expect, test } from 'vitest'
import { testDatabase } from '../../../tests/database.ts'
import { aPdf, multipart, openWhole, type Reader, someReaders } from '../../../tests/readers.ts'

/** Proof from the form to the reader, through the whole application. */
const { db } = await testDatabase()
const { app } = await openWhole(db)
const { institute, as } = await someReaders(app, db)
const path = `/vi/my/organisation/proofs?organisation_id=${institute}`
async function send(reader: Reader | 'colleague', { kind = 'establishment_decision', content = aPdf, name = 'Quyết định.pdf' } = {}) {
  const { headers, payload } = await multipart({ kind, note: 'Bản gốc' }, { name, type: 'application/pdf', content })
  return app.inject({ method: 'POST', url: path, headers: { ...headers, ...as(reader) }, payload })
}
const proofs = () => db.selectFrom('organisation_proof as p').innerJoin('document as d', 'd.id', 'p.document_id').select(['p.id', 'd.id as document_id', 'd.sha256', 'd.organisation_id', 'p.superseded_by']).orderBy('p.id').execute()

test('an owner uploads; a wrong kind, a wrong file and anybody else leave nothing', async () => {
  const wrong = await send('member', { kind: 'passport' })
  expect([wrong.statusCode, /id="e-kind"/.test(wrong.body), wrong.body.includes('Bản gốc')]).toEqual([422, true, true])
  expect((await send('member', { content: 'MZ\x90', name: 'a.exe' })).statusCode).toBe(409)
  for (const reader of ['colleague', 'viewer'] as const) expect((await send(reader)).statusCode).toBe(403)
  for (const reader of ['other', 'moderator'] as const) expect((await send(reader)).statusCode).toBe(404)
  expect((await send('anonymous')).statusCode).toBe(303)
  expect(await proofs()).toEqual([])
  expect((await send('member')).headers.location).toBe(`${path}&done=uploaded`)
  await send('member', { content: `${aPdf}% second\n%%EOF\n` })
  const [first, second] = await proofs()
  expect(await proofs()).toMatchObject([{ superseded_by: second?.id, organisation_id: institute }, { superseded_by: null }])
  expect(first?.sha256).not.toBe(second?.sha256)
})
test('old and new are read by owners, editors and those who verify, as files; by nobody else', async () => {
  for (const { document_id } of await proofs()) {
    const got = await Promise.all((['anonymous', 'member', 'colleague', 'viewer', 'other', 'moderator', 'officer', 'administrator', 'observer', 'inspector'] as const).map(async (reader) => (await app.inject({ url: `/files/${document_id}/x`, headers: as(reader) })).statusCode))
    expect(got.join(' ')).toBe('404 200 200 404 404 200 404 200 404 404')
    expect((await app.inject({ url: `/files/${document_id}/x`, headers: as('member') })).headers['content-disposition']).toMatch(/^attachment/)
  }
  expect(await db.selectFrom('event').select('id').where('type', '=', 'organisation.proof_read').execute()).toHaveLength(4)
})
