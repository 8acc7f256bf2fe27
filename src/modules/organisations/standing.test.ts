import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { aPerson, anOrganisation, ctxOf, noon, testDatabase } from '../../../tests/database.ts'
import { aProof } from '../../../tests/proofs.ts'
import { actorNow } from '../../../tests/visitors.tsx'
import { type Actor, anonymous } from '../../core/context.ts'
import { readAs } from '../../core/database.ts'
import { daysFrom, hanoiDay } from '../../platform/time.ts'
import type { ReceivedFile } from '../documents/commands.ts'
import { changeMemberRole, removeMember } from './commands.ts'
import { proofDocuments } from './documents.ts'
import { AcceptOwnership, acceptOwnership, endOffer, offerOwnership } from './ownership-commands.ts'
import { decisionsOf, legalFor, openTransfers, organisationHistory, organisationPage, proofsOf, standingsOf, waitingVerifications } from './queries.ts'
import type { FormerRole, MemberRole, ProofKind } from './schema.ts'
import { addProof, ChangeLegal, changeLegal, DecideVerification, decideVerification, lapseVerifications, requestVerification, withdrawProof } from './verification-commands.ts'

const { db } = await testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'techex-proofs-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const refused = (code: string) => ({ refusal: { code } })
const on = (actor: Actor, now = noon) => ctxOf(db, actor, now)
const outcomes = (results: PromiseSettledResult<unknown>[]) => results.map((r) => (r.status === 'fulfilled' ? 'done' : (r.reason as { refusal?: { code: string } }).refusal?.code ?? String(r.reason))).toSorted()
const membersOf = async (id: number) => Object.fromEntries((await db.selectFrom('membership').select(['person_id', 'role']).where('organisation_id', '=', id).execute()).map((m) => [m.person_id, m.role]))
const eventsOf = async (id: number) => (await db.selectFrom('event').select('type').where('subject', '=', `organisation:${id}`).orderBy('id').execute()).map(({ type }) => type)
const rowOf = (id: number) => db.selectFrom('organisation').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

/** An organisation with one member of each role. */
async function anOffice() {
  const id = await anOrganisation(db)
  const member = (role: MemberRole) => aPerson(db, { organisation: id, role })
  return { id, owner: await member('owner'), editor: await member('editor'), signer: await member('signer'), viewer: await member('viewer'), stranger: await aPerson(db) }
}
const moderator = await aPerson(db, { staff: ['moderator'], name: 'Trần Minh Quân' }), second = await aPerson(db, { staff: ['moderator'] }), observer = await aPerson(db, { staff: ['observer'] }), inspector = await aPerson(db, { staff: ['inspector'] })
async function aWaitingOffice() {
  const office = await anOffice()
  const proof = await aProof(db, office.id, office.owner)
  await requestVerification(on(office.owner), { organisation_id: office.id })
  return { ...office, proof }
}
const decide = (actor: Actor, organisation_id: number, proofs: number[], over: object = {}, now = noon) =>
  decideVerification(on(actor, now), { organisation_id, version: 1, decision: 'verified', reason: 'Đã đối chiếu bản gốc.', months: 24, proofs, ...over })
async function aVerifiedOffice() {
  const office = await aWaitingOffice()
  await decide(moderator, office.id, [office.proof.id])
  return office
}
const aFile = (text: string): ReceivedFile => ({ path: join(folder, text), quota_bytes: 1e9, sha256: Buffer.from(text).toString('hex').padEnd(64, '0').slice(0, 64), media_type: 'application/pdf', bytes: text.length, name: `${text}.pdf`, keep: async () => {}, discard: async () => {} })
const prove = (actor: Actor, organisation_id: number, text: string, kind: ProofKind = 'business_registration') => addProof(on(actor), { organisation_id, kind, note: '' }, aFile(text))
const legal = (organisation_id: number, version: number, over: object = {}) => ChangeLegal.parse({ organisation_id, version, representative_name: 'Trần Văn Đại', representative_position_vi: 'Giám đốc', registration_number: '0100109106', registered_on: '2019-05-20', ...over })

test('an owner keeps the legal record; editors read it, and strangers find nothing of it, whatever a query forgets', async () => {
  const { id, owner, editor, signer, viewer, stranger } = await anOffice()
  await changeLegal(on(owner), legal(id, 1))
  for (const actor of [editor, signer, viewer, stranger, moderator]) await expect(changeLegal(on(actor), legal(id, 2))).rejects.toMatchObject(refused('not_permitted'))
  await expect(changeLegal(ctxOf(db), legal(id, 2))).rejects.toMatchObject(refused('sign_in_first'))
  expect(await legalFor(on(stranger).db, stranger, id)).toMatchObject({ representative_name: 'Trần Văn Đại', registered_on: '2019-05-20' })
  expect(await legalFor(db, anonymous, id)).toBeNull()
  expect(await readAs(db, anonymous).selectFrom('organisation_legal').selectAll().execute()).toEqual([])
  await expect(on(stranger).db.updateTable('organisation_legal').set({ representative_name: 'Kẻ khác' }).where('organisation_id', '=', id).execute()).rejects.toThrow(/row-level security/)
})
test('two owners save the legal record at once: the second is shown what the first saved', async () => {
  const { id, owner } = await anOffice()
  const other = await aPerson(db, { organisation: id })
  const results = await Promise.allSettled([changeLegal(on(owner), legal(id, 1, { representative_name: 'Một' })), changeLegal(on(other), legal(id, 1, { representative_name: 'Hai' }))])
  expect(outcomes(results)).toEqual(['done', 'legal_changed_meanwhile'])
  expect((await rowOf(id)).version).toBe(2)
  await changeLegal(on(owner), legal(id, 2, { representative_name: (await legalFor(db, owner, id))?.representative_name }))
  expect((await eventsOf(id)).filter((type) => type === 'organisation.legal_changed')).toHaveLength(1)
})
test.each(['2019-02-30', '20/05/2019', '0999-01-01', 'hôm qua'])('%s is no day of issue', (registered_on) => {
  expect(ChangeLegal.safeParse({ organisation_id: 1, version: 1, registered_on }).error?.issues[0]?.message).toBe('day')
})
test('another representative than the one verified ends the mark; another address leaves it', async () => {
  const { id, owner } = await anOffice()
  await changeLegal(on(owner), legal(id, 1))
  const proof = await aProof(db, id, owner)
  await requestVerification(on(owner), { organisation_id: id })
  await decide(moderator, id, [proof.id], { version: 2 })
  await changeLegal(on(owner), legal(id, 2, { address_line: '1 Tràng Tiền' }))
  expect((await rowOf(id)).verification).toBe('verified')
  await changeLegal(on(owner), legal(id, 3, { address_line: '1 Tràng Tiền', representative_name: 'Lê Thị Mới' }))
  expect(await rowOf(id)).toMatchObject({ verification: 'unverified', verified_at: null, verified_until: null, verified_by: null })
})

test('only owners upload proof; a new version takes the place of the old one, which stays', async () => {
  const { id, owner, editor, signer, viewer, stranger } = await anOffice()
  for (const actor of [editor, signer, viewer, stranger, moderator]) await expect(prove(actor, id, 'x')).rejects.toMatchObject(refused('not_permitted'))
  const first = await prove(owner, id, 'ban-1')
  expect(await prove(owner, id, 'ban-1')).toBe(first)
  const next = await prove(owner, id, 'ban-2')
  const others = [await prove(owner, id, 'khac-1', 'other'), await prove(owner, id, 'khac-2', 'other')]
  expect((await proofsOf(on(owner).db, id)).map(({ id: proof, superseded_by, superseded_at }) => [proof, superseded_by, superseded_at !== null]).toReversed()).toEqual([[first, next, true], [next, null, false], ...others.map((other) => [other, null, false])])
  await withdrawProof(on(owner), { organisation_id: id, proof_id: others[0]! })
  await withdrawProof(on(owner), { organisation_id: id, proof_id: others[0]! })
  await expect(withdrawProof(on(editor), { organisation_id: id, proof_id: next })).rejects.toMatchObject(refused('not_permitted'))
  expect(await eventsOf(id)).toEqual([...Array.from({ length: 4 }, () => 'organisation.proof_added'), 'organisation.proof_withdrawn'])
})
test('two owners upload the same kind at once: one version is in force', async () => {
  const { id, owner } = await anOffice()
  const other = await aPerson(db, { organisation: id })
  await Promise.all([prove(owner, id, 'cua-toi'), prove(other, id, 'cua-ban')])
  expect((await proofsOf(db, id)).map(({ superseded_at }) => superseded_at === null).toSorted()).toEqual([false, true])
})
test('a proof is read by owners, editors and those who verify; of these it is written down', async () => {
  const { id, owner, editor, signer, viewer, stranger } = await anOffice()
  const { document_id } = await aProof(db, id, owner)
  const document = await db.selectFrom('document').selectAll().where('id', '=', document_id).executeTakeFirstOrThrow()
  const administrator = await aPerson(db, { staff: ['administrator'] })
  const may = async (actor: Actor) => (await proofDocuments(on(actor), document)) !== null
  expect(await Promise.all([owner, editor, moderator, administrator].map(may))).toEqual([true, true, true, true])
  expect(await Promise.all([anonymous, signer, viewer, stranger, observer, inspector, await aPerson(db, { staff: ['deal_officer'] })].map(may))).toEqual(Array.from({ length: 7 }, () => false))
  for (const actor of [signer, viewer, stranger, observer]) expect(await proofsOf(on(actor).db, id)).toEqual([])
  const way = await proofDocuments(on(moderator), document)
  await way?.recordView?.(on(moderator), document)
  expect(await db.selectFrom('event').select('person_id').where('type', '=', 'organisation.proof_read').where('subject', '=', `organisation:${id}`).execute()).toEqual([{ person_id: moderator.person_id }])
})

test('a decision rests on documents somebody looked at, and keeps their hashes, its officer and its end', async () => {
  const { id, proof } = await aWaitingOffice()
  await expect(decide(moderator, id, [])).rejects.toMatchObject(refused('look_first'))
  await expect(decide(moderator, id, [proof.id, 999_999])).rejects.toMatchObject(refused('proof_replaced'))
  for (const actor of [observer, inspector]) await expect(decide(actor, id, [proof.id])).rejects.toMatchObject(refused('not_permitted'))
  await decide(moderator, id, [proof.id], { months: 12 })
  expect(await decisionsOf(db, id)).toMatchObject([{ decision: 'verified', decided_by: 'Trần Minh Quân', valid_until: new Date('2027-03-02T05:00:00Z'), proofs: [{ kind: 'business_registration', sha256: proof.sha256 }] }])
  expect((await standingsOf(readAs(db, anonymous), [id])).get(id)).toEqual({ verification: 'verified', verified_at: noon, verified_until: new Date('2027-03-02T05:00:00Z'), verified_by: 'Trần Minh Quân' })
  expect(await organisationPage(readAs(db, anonymous), id)).toMatchObject({ verified_by: 'Trần Minh Quân' })
})
test.each([-1, '0', 'mãi', 1.5])('a verification does not hold for %s months', (months) => {
  expect(DecideVerification.safeParse({ organisation_id: 1, version: 1, decision: 'verified', reason: 'x', months, proofs: ['1'] }).success).toBe(false)
})
test('a verification holds for as long as the rule table says on the day it is decided, or for less, never for more', async () => {
  await db.updateTable('rule').set({ valid_to: '2026-03-31' }).where('code', '=', 'own.verification_validity').execute()
  const { id: _id, ...rule } = await db.selectFrom('rule').selectAll().where('code', '=', 'own.verification_validity').executeTakeFirstOrThrow()
  await db.insertInto('rule').values({ ...rule, value: 9, valid_from: '2026-04-01', valid_to: null }).execute()
  const until = async (over: object, day: string) => {
    const { id, proof } = await aWaitingOffice()
    await decide(moderator, id, [proof.id], over, new Date(`${day}T10:00:00+07:00`))
    return hanoiDay((await rowOf(id)).verified_until!)
  }
  const theirs = { months: undefined }
  expect(await until(theirs, '2026-03-31')).toBe('2028-03-31')
  expect(await until(theirs, '2026-04-01')).toBe('2027-01-01')
  expect(await until({ months: 6 }, '2026-04-01')).toBe('2026-10-01')
  await expect(until({ months: 24 }, '2026-04-01')).rejects.toMatchObject({ refusal: { code: 'validity_not_offered', field: 'months', longest: 9 } })
  for (const months of [9, 18, 36]) await expect(until({ months }, '2026-03-31'), `${months}`).rejects.toMatchObject({ refusal: { code: 'validity_not_offered', longest: 24 } })
  await db.deleteFrom('rule').where('code', '=', 'own.verification_validity').where('valid_from', '=', '2026-04-01').execute()
  await db.updateTable('rule').set({ valid_to: null }).where('code', '=', 'own.verification_validity').execute()
})
test('a proof replaced while a moderator reads it is not what they decide on, also at the same moment', async () => {
  const { id, owner, proof } = await aWaitingOffice()
  await prove(owner, id, 'ban-khac')
  await expect(decide(moderator, id, [proof.id])).rejects.toMatchObject(refused('proof_replaced'))
  const again = await aWaitingOffice()
  const [decided] = await Promise.allSettled([decide(moderator, again.id, [again.proof.id]), prove(again.owner, again.id, 'cung-luc')])
  const seen = await db.selectFrom('organisation_verification_proof as v').innerJoin('organisation_proof as p', 'p.id', 'v.proof_id').select('p.id').where('p.organisation_id', '=', again.id).execute()
  expect(seen).toEqual(decided.status === 'fulfilled' ? [{ id: again.proof.id }] : [])
})
test('two moderators decide at once: one decision stands, with its documents', async () => {
  const { id, proof } = await aWaitingOffice()
  expect(outcomes(await Promise.allSettled([decide(moderator, id, [proof.id]), decide(second, id, [], { decision: 'refused' })]))).toEqual(['done', 'wrong_state'])
  expect(await decisionsOf(db, id)).toHaveLength(1)
})

test('owners are told thirty and seven days before; on its day the mark ends; each once, whoever runs the job', async () => {
  const { id } = await aVerifiedOffice()
  const until = (await rowOf(id)).verified_until!
  const said = async () => (await eventsOf(id)).filter((type) => type.startsWith('organisation.verification_exp'))
  const run = (days: number) => Promise.all([lapseVerifications(db, daysFrom(until, days)), lapseVerifications(db, daysFrom(until, days))])
  await run(-31)
  expect(await said()).toEqual([])
  await run(-30); await run(-20)
  expect(await said()).toEqual(['organisation.verification_expiring'])
  await run(-7); await run(-1)
  expect(await said()).toEqual(['organisation.verification_expiring', 'organisation.verification_expiring'])
  await run(0); await run(1)
  expect(await said()).toEqual(['organisation.verification_expiring', 'organisation.verification_expiring', 'organisation.verification_expired'])
  expect(await rowOf(id)).toMatchObject({ verification: 'expired', verified_until: null })
})
test('who asks anew in the last sixty days keeps the mark until that is decided or it ends', async () => {
  const { id, owner, proof } = await aVerifiedOffice()
  const until = (await rowOf(id)).verified_until!
  await expect(requestVerification(on(owner, daysFrom(until, -61)), { organisation_id: id })).rejects.toMatchObject({ refusal: { code: 'not_yet', from: daysFrom(until, -60) } })
  await requestVerification(on(owner, daysFrom(until, -60)), { organisation_id: id })
  await expect(requestVerification(on(owner, daysFrom(until, -50)), { organisation_id: id })).rejects.toMatchObject({ refusal: { code: 'not_yet', from: null } })
  expect((await waitingVerifications(db, 1)).rows.map((row) => row.id)).toContain(id)
  expect((await rowOf(id)).verification).toBe('verified')
  await decide(moderator, id, [], { decision: 'refused' }, daysFrom(until, -49)) // the mark stays to its day
  expect(await rowOf(id)).toMatchObject({ verification: 'verified', verified_until: until, renewal_requested_at: null })
  await requestVerification(on(owner, daysFrom(until, -40)), { organisation_id: id })
  await decide(moderator, id, [proof.id], { months: 6 }, daysFrom(until, -39))
  expect((await rowOf(id)).verified_until?.getTime()).toBeGreaterThan(until.getTime())
  await db.updateTable('organisation').set({ renewal_requested_at: noon, verified_until: noon }).where('id', '=', id).execute()
  await lapseVerifications(db, daysFrom(noon, 1))
  expect((await rowOf(id)).verification).toBe('submitted') // and goes on waiting
})

const offer = (owner: Actor, organisation_id: number, to: Actor, becomes: FormerRole = 'editor', now = noon) => offerOwnership(on(owner, now), { organisation_id, person_id: to.person_id!, becomes, days: 14 })
test('an owner offers to a member of theirs, in person and freshly confirmed; nobody else does', async () => {
  const { id, owner, editor, viewer, stranger } = await anOffice()
  for (const actor of [editor, viewer, stranger, moderator]) await expect(offer(actor, id, owner)).rejects.toMatchObject(refused('not_permitted'))
  for (const to of [stranger, owner]) await expect(offer(owner, id, to)).rejects.toMatchObject(refused('offer_to_member'))
  await expect(offer({ ...owner, acted_by: { person_id: moderator.person_id!, name: 'Quân' } }, id, editor)).rejects.toMatchObject(refused('in_person_only'))
  await expect(offerOwnership({ ...on(owner), session: { id: 's', signed_in_at: noon, confirmed_at: daysFrom(noon, -1) } }, { organisation_id: id, person_id: editor.person_id!, becomes: 'editor', days: 14 })).rejects.toMatchObject(refused('confirm_first'))
  const first = await offer(owner, id, editor)
  expect(await offer(owner, id, editor)).toBe(first)
  await expect(offer(owner, id, viewer)).rejects.toMatchObject(refused('offer_open'))
  expect(await membersOf(id)).toMatchObject({ [owner.person_id!]: 'owner', [editor.person_id!]: 'editor' })
  expect(await offer(owner, id, viewer, 'editor', daysFrom(noon, 14))).not.toBe(first) // the first has run out
})
test('taken twice at once it changes hands once; the former owner edits or is gone, and an owner there always is', async () => {
  for (const becomes of ['editor', 'leaves'] as const) {
    const { id, owner, viewer } = await anOffice()
    const transfer_id = await offer(owner, id, viewer, becomes)
    await Promise.all([acceptOwnership(on(viewer), { transfer_id }), acceptOwnership(on(viewer), { transfer_id })])
    const members = await membersOf(id)
    expect(members[viewer.person_id!]).toBe('owner')
    expect(members[owner.person_id!]).toBe(becomes === 'editor' ? 'editor' : undefined)
    expect((await eventsOf(id)).filter((type) => type === 'organisation.ownership_transferred')).toHaveLength(1)
    if (becomes === 'leaves') expect(await actorNow(db, owner)).toMatchObject({ organisation_id: null })
  }
})
test('only who was asked takes it; declined, taken back and run out it is gone', async () => {
  const { id, owner, editor, viewer, stranger } = await anOffice()
  const transfer_id = await offer(owner, id, editor)
  for (const actor of [viewer, stranger, owner]) await expect(acceptOwnership(on(actor), { transfer_id })).rejects.toMatchObject(refused('not_found'))
  for (const actor of [viewer, stranger]) await expect(endOffer(on(actor), { transfer_id })).rejects.toMatchObject(refused('not_found'))
  await expect(acceptOwnership({ ...on(editor), session: null }, AcceptOwnership.parse({ transfer_id }))).rejects.toMatchObject(refused('confirm_first'))
  await expect(acceptOwnership(on(editor, daysFrom(noon, 14)), { transfer_id })).rejects.toMatchObject(refused('offer_expired'))
  expect(await openTransfers(on(editor).db, editor.person_id!, noon)).toHaveLength(1)
  await endOffer(on(editor), { transfer_id })
  await endOffer(on(owner), { transfer_id })
  await expect(acceptOwnership(on(editor), { transfer_id })).rejects.toMatchObject(refused('offer_ended'))
  expect((await eventsOf(id)).filter((type) => type === 'organisation.ownership_offer_ended')).toHaveLength(1)
})
test('an offer is worth what its owner is: stepped down or gone meanwhile, they hand over nothing', async () => {
  const { id, owner, editor } = await anOffice()
  const other = await aPerson(db, { organisation: id })
  const transfer_id = await offer(owner, id, editor)
  await changeMemberRole(on(other), { organisation_id: id, person_id: owner.person_id!, role: 'viewer' })
  await expect(acceptOwnership(on(editor), { transfer_id })).rejects.toMatchObject(refused('offer_void'))
  await changeMemberRole(on(other), { organisation_id: id, person_id: owner.person_id!, role: 'owner' })
  const results = await Promise.allSettled([acceptOwnership(on(editor), { transfer_id }), removeMember(on(other), { organisation_id: id, person_id: owner.person_id! }), endOffer(on(owner), { transfer_id })])
  expect(results.every((r) => r.status === 'fulfilled' || 'refusal' in (r.reason as object))).toBe(true)
  expect(Object.values(await membersOf(id))).toContain('owner')
})
test('the history tells its own people and the staff everything, by name', async () => {
  const { id, owner } = await aVerifiedOffice()
  expect((await organisationHistory(on(owner).db, id)).map(({ event, person_name }) => [event.type, person_name])).toEqual([['organisation.verified', 'Trần Minh Quân'], ['organisation.verification_requested', owner.name]])
})
