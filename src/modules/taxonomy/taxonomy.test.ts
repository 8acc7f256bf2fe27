import { expect, test } from 'vitest'
import { aPerson, ctxOf, testDatabase } from '../../../tests/database.ts'
import { addCode, changeCode, loadCodeLists, retireCode, restoreCode } from './commands.ts'
import { taxonomyOf } from './queries.ts'

const { db } = await testDatabase()
const administrator = await aPerson(db, { staff: ['administrator'] })
const ctx = ctxOf(db, administrator)
const kind = { list: 'organisation_kind' as const, code: 'institute' }
const row = () => db.selectFrom('code').selectAll().where('list', '=', kind.list).where('code', '=', kind.code).executeTakeFirstOrThrow()
const events = async () => (await db.selectFrom('event').select('type').where('subject', 'like', 'code:%').orderBy('id').execute()).map(({ type }) => type)

test('Only an administrator changes a list, and nobody does in another’s name.', async () => {
  const change = { ...kind, name_vi: 'Viện', name_en: 'Institute', position: 1, seen: '' }
  for (const staff of [['moderator'], ['deal_officer'], ['observer'], ['inspector'], []] as const) {
    const other = ctxOf(db, await aPerson(db, { staff: [...staff] }))
    for (const act of [() => changeCode(other, change), () => addCode(other, { ...change, parent: '' }), () => retireCode(other, kind), () => restoreCode(other, kind)]) await expect(act()).rejects.toMatchObject({ refusal: { code: 'not_permitted' } })
  }
  await expect(changeCode({ ...ctx, actor: { ...administrator, acted_by: { person_id: 1, name: 'Ai' } } }, change)).rejects.toMatchObject({ refusal: { code: 'in_person_only' } })
  expect(await events()).toEqual([])
})

test('An edit shows at once, is in the record with both versions, and survives the loading of the files.', async () => {
  const { name_vi, name_en, position } = await row()
  const to = { name_vi: 'Viện nghiên cứu và phát triển', name_en: 'Research institute', position: 0 }
  await taxonomyOf(db)
  await changeCode(ctx, { ...kind, ...to, seen: '' })
  await changeCode(ctx, { ...kind, ...to, seen: '' }) // pressed twice
  expect((await taxonomyOf(db)).name(kind.list, kind.code, 'vi')).toBe(to.name_vi)
  expect((await db.selectFrom('event').select('data').where('type', '=', 'taxonomy.code_changed').execute()).map(({ data }) => data)).toEqual([{ ...kind, from: { name_vi, name_en, position }, to }])
  await loadCodeLists(db, 'data')
  expect(await row()).toMatchObject(to)
})

test('Two who edit the same code: the one who has not seen the other’s change is told.', async () => {
  const seen = (await row()).edited_at?.toISOString() ?? ''
  const change = (name_vi: string) => changeCode(ctxOf(db, administrator, new Date()), { ...kind, name_vi, name_en: 'Institute', position: 0, seen })
  const results = await Promise.allSettled([change('Một'), change('Hai')])
  expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  expect(results.find((result) => result.status === 'rejected')).toMatchObject({ reason: { refusal: { code: 'code_changed_meanwhile' } } })
})

test('A retired code keeps its name, is not offered anew but to whoever has it, and comes back.', async () => {
  await Promise.all([retireCode(ctx, kind), retireCode(ctx, kind)])
  await loadCodeLists(db, 'data')
  const retired = await taxonomyOf(db)
  expect(retired.list(kind.list).some(({ code }) => code === kind.code)).toBe(false)
  expect(retired.offered(kind.list, [kind.code]).some(({ code }) => code === kind.code)).toBe(true)
  expect([retired.has(kind.list, kind.code), retired.name(kind.list, kind.code, 'en')]).toEqual([true, 'Institute'])
  await restoreCode(ctx, kind)
  expect((await taxonomyOf(db)).list(kind.list).some(({ code }) => code === kind.code)).toBe(true)
  expect((await events()).filter((type) => type !== 'taxonomy.code_changed')).toEqual(['taxonomy.code_retired', 'taxonomy.code_restored'])
})

test('A new code stands below its parent, once; a code or a parent that cannot be is said at its field.', async () => {
  const fresh = { list: 'research_field' as const, code: '20388', parent: '203', name_vi: 'Cơ khí khác', name_en: 'Other mechanics', position: 999 }
  const results = await Promise.allSettled([addCode(ctx, fresh), addCode(ctx, fresh)])
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(results.find((result) => result.status === 'rejected')).toMatchObject({ reason: { refusal: { code: 'code_taken', field: 'code' } } })
  expect((await taxonomyOf(db)).children('research_field', '203').at(-1)).toMatchObject({ code: '20388', level: '3' })
  await expect(addCode(ctx, { ...fresh, code: '99999', parent: '999' })).rejects.toMatchObject({ refusal: { code: 'parent_unknown' } })
})
