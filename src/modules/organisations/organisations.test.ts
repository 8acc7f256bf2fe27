import { expect, test } from 'vitest'
import { aPerson, anOrganisation, ctxOf, noon, testDatabase } from '../../../tests/database.ts'
import { aProof } from '../../../tests/proofs.ts'
import { actorNow } from '../../../tests/visitors.tsx'
import type { Actor } from '../../core/context.ts'
import { daysFrom } from '../../platform/time.ts'
import {
  acceptAddressedInvitation, acceptInvitation, appointOwner, changeMemberRole, ChangeOrganisation, changeOrganisation, CreateOrganisation, createOrganisation,
  inviteMember, leaveOrganisation, removeMember, withdrawInvitation,
} from './commands.ts'
import { decideVerification, requestVerification } from './verification-commands.ts'
import { invitationsFor, organisationList, organisationNames, organisationPage, organisationsWithoutMembers, waitingVerifications } from './queries.ts'
import type { MemberRole } from './schema.ts'

const { db } = await testDatabase()
const refused = (code: string) => ({ refusal: { code } })
const on = (actor: Actor, now = noon) => ctxOf(db, actor, now)
const typed = (over: object = {}) => CreateOrganisation.parse({ kind: 'enterprise', name_vi: 'Công ty Sấy Lạnh Hoài Đức', ...over })
const changed = (organisation_id: number, version: number, over: object = {}) => ChangeOrganisation.parse({ kind: 'enterprise', name_vi: 'Công ty Mới', organisation_id, version, ...over })
const emailOf = async (actor: Actor) => (await db.selectFrom('person').select('email').where('id', '=', actor.person_id).executeTakeFirstOrThrow()).email
const membersOf = async (id: number) => Object.fromEntries((await db.selectFrom('membership').select(['person_id', 'role']).where('organisation_id', '=', id).execute()).map((m) => [m.person_id, m.role]))
const eventsOf = async (id: number) => (await db.selectFrom('event').select('type').where('subject', '=', `organisation:${id}`).orderBy('id').execute()).map(({ type }) => type)
const standingOf = async (id: number) => (await db.selectFrom('organisation').select('verification').where('id', '=', id).executeTakeFirstOrThrow()).verification
const outcomes = (results: PromiseSettledResult<unknown>[]) => results.map((r) => (r.status === 'fulfilled' ? 'done' : (r.reason as { refusal?: { code: string } }).refusal?.code ?? String(r.reason))).toSorted()

/** An organisation with one member of each role. */
async function anOffice() {
  const id = await anOrganisation(db)
  const member = (role: MemberRole) => aPerson(db, { organisation: id, role })
  return { id, owner: await member('owner'), editor: await member('editor'), signer: await member('signer'), viewer: await member('viewer'), stranger: await aPerson(db) }
}
async function invite(owner: Actor, organisation_id: number, email: string, role: MemberRole = 'editor', now = noon) {
  let token = ''
  const invitation_id = await inviteMember(on(owner, now), { organisation_id, email, role }, (given, locale) => { token = given; return `http://x/${locale}/invitations/${given}` })
  return { token, invitation_id }
}

test('whoever creates an organisation owns it and acts for it; a second press makes no second one', async () => {
  const lan = await aPerson(db)
  const [id, again] = await Promise.all([createOrganisation(on(lan), typed()), createOrganisation(on(lan), typed())])
  expect(again).toBe(id)
  expect(await membersOf(id)).toEqual({ [lan.person_id!]: 'owner' })
  expect(await actorNow(db, lan)).toMatchObject({ organisation_id: id })
  expect(await eventsOf(id)).toEqual(['organisation.created'])
  expect(await db.selectFrom('organisation').select('search_name').where('id', '=', id).executeTakeFirst()).toEqual({ search_name: 'cong ty say lanh hoai duc' })
})
test('a stranger is asked to sign in before creating an organisation', async () => {
  await expect(createOrganisation(ctxOf(db), typed())).rejects.toMatchObject(refused('sign_in_first'))
})
test('nobody creates organisations without end', async () => {
  const busy = await aPerson(db)
  for (let n = 0; n < 20; n++) await createOrganisation(on(busy), typed({ name_vi: `Tổ chức số ${n}` }))
  await expect(createOrganisation(on(busy), typed({ name_vi: 'Thêm một' }))).rejects.toMatchObject(refused('too_many_organisations'))
})
test.each<[string, object, string]>([
  ['no name at all', { name_vi: '  ' }, 'name_vi'],
  ['a name of two lines', { name_vi: 'Sàn giao dịch\nBạn đã trúng thưởng' }, 'name_vi'],
  ['an English name of two lines', { name_en: 'Exchange\r\nYou have won' }, 'name_en'],
  ['a kind of no list', { kind: 'club' }, 'kind'],
  ['a tax code of nine digits', { tax_code: '010010910' }, 'tax_code'],
  ['a tax code whose check digit is wrong', { tax_code: '0100109107' }, 'tax_code'],
  ['a link that is no web page', { website: 'javascript:alert(1)' }, 'website'],
  ['a year that is none', { founded_year: 'xưa' }, 'founded_year'],
])('the form does not take %s', (_, over, field) => {
  const read = CreateOrganisation.safeParse({ kind: 'enterprise', name_vi: 'A', ...over })
  expect(read.error?.issues.map(({ path }) => path[0])).toEqual([field])
})
test('years to come and places of no list are refused', async () => {
  const lan = await aPerson(db)
  await expect(createOrganisation(on(lan), typed({ founded_year: '2027' }))).rejects.toMatchObject({ refusal: { code: 'founded_in_future', year: 2026 } })
  await expect(createOrganisation(on(lan), typed({ ward_code: '99999' }))).rejects.toMatchObject({ refusal: { code: 'not_in_list', field: 'ward_code' } })
  await expect(createOrganisation(on(lan), typed({ country_code: 'ZZ' }))).rejects.toMatchObject({ refusal: { code: 'not_in_list', field: 'country_code' } })
})

test('owners and editors change the facts; signers, viewers and strangers do not', async () => {
  const { id, owner, editor, signer, viewer, stranger } = await anOffice()
  await changeOrganisation(on(owner), changed(id, 1, { name_vi: 'Tên Một' }))
  await changeOrganisation(on(editor), changed(id, 2, { name_vi: 'Tên Hai' }))
  for (const actor of [signer, viewer, stranger]) await expect(changeOrganisation(on(actor), changed(id, 3))).rejects.toMatchObject(refused('not_permitted'))
  await expect(changeOrganisation(ctxOf(db), changed(id, 3))).rejects.toMatchObject(refused('sign_in_first'))
  expect(await organisationNames(db, [id, id, 999_999])).toEqual(new Map([[id, { vi: 'Tên Hai', en: 'Tên Hai' }]]))
})
test('two people save at once: the second is shown what the first saved', async () => {
  const { id, owner, editor } = await anOffice()
  const results = await Promise.allSettled([changeOrganisation(on(owner), changed(id, 1, { name_vi: 'Của chủ' })), changeOrganisation(on(editor), changed(id, 1, { name_vi: 'Của biên tập' }))])
  expect(outcomes(results)).toEqual(['done', 'organisation_changed'])
  const saved = await db.selectFrom('organisation').select('name_vi').where('id', '=', id).executeTakeFirstOrThrow()
  const lost = results.find((r) => r.status === 'rejected')
  expect(lost?.reason.refusal).toMatchObject({ version: 2, current: saved })
})
test('saving what is already there changes nothing', async () => {
  const { id, owner } = await anOffice()
  await changeOrganisation(on(owner), changed(id, 1))
  await changeOrganisation(on(owner), changed(id, 2))
  expect(await eventsOf(id)).toEqual(['organisation.changed'])
})

async function aWaitingOffice(over: object = {}) {
  const office = await anOffice()
  await changeOrganisation(on(office.owner), changed(office.id, 1, over))
  const proof = await aProof(db, office.id, office.owner)
  await requestVerification(on(office.owner), { organisation_id: office.id })
  return { ...office, proof }
}
const decide = async (actor: Actor, organisation_id: number, decision: 'verified' | 'refused', version = 2) => {
  const proofs = await db.selectFrom('organisation_proof').select('id').where('organisation_id', '=', organisation_id).where('superseded_at', 'is', null).execute()
  return decideVerification(on(actor), { organisation_id, decision, version, months: 24, proofs: proofs.map(({ id }) => id), reason: 'Đã đối chiếu giấy đăng ký.' })
}

test('only an owner asks for verification, and not twice', async () => {
  const { id, owner, editor, signer, viewer, stranger } = await anOffice()
  await expect(requestVerification(on(owner), { organisation_id: id })).rejects.toMatchObject(refused('proof_needed'))
  await aProof(db, id, owner)
  for (const actor of [editor, signer, viewer, stranger]) await expect(requestVerification(on(actor), { organisation_id: id })).rejects.toMatchObject(refused('not_permitted'))
  const results = await Promise.allSettled([requestVerification(on(owner), { organisation_id: id }), requestVerification(on(owner), { organisation_id: id })])
  expect(outcomes(results)).toEqual(['done', 'wrong_state'])
  expect(await standingOf(id)).toBe('submitted')
})
test('moderators and administrators decide; owners, deal officers and strangers do not', async () => {
  const { id, owner, stranger } = await aWaitingOffice()
  for (const actor of [owner, stranger, await aPerson(db, { staff: ['deal_officer'] })]) await expect(decide(actor, id, 'verified')).rejects.toMatchObject(refused('not_permitted'))
  const moderator = await aPerson(db, { organisation: await anOrganisation(db), staff: ['moderator'] })
  await decide(moderator, id, 'refused')
  // Decided for the Exchange, not for the organisation the moderator happens to act for.
  expect(await db.selectFrom('event').select(['person_id', 'organisation_id']).where('type', '=', 'organisation.verification_refused').where('subject', '=', `organisation:${id}`).executeTakeFirst()).toEqual({ person_id: moderator.person_id, organisation_id: null })
  expect(await standingOf(id)).toBe('refused')
  await requestVerification(on(owner), { organisation_id: id })
  await decide(await aPerson(db, { staff: ['administrator'] }), id, 'verified')
  expect(await standingOf(id)).toBe('verified')
  expect((await organisationPage(db, id))?.verified_at).toEqual(noon)
  expect((await eventsOf(id)).slice(-4)).toEqual(['organisation.verification_requested', 'organisation.verification_refused', 'organisation.verification_requested', 'organisation.verified'].slice(-4))
})
test('nobody verifies an organisation of their own, whichever hat they wear', async () => {
  const { id } = await aWaitingOffice()
  await expect(decide(await aPerson(db, { organisation: id, role: 'viewer', staff: ['moderator'] }), id, 'verified')).rejects.toMatchObject(refused('own_organisation'))
})
test('two moderators decide at once: one decision stands', async () => {
  const { id } = await aWaitingOffice()
  const [a, b] = [await aPerson(db, { staff: ['moderator'] }), await aPerson(db, { staff: ['moderator'] })]
  expect(outcomes(await Promise.allSettled([decide(a, id, 'verified'), decide(b, id, 'refused')]))).toEqual(['done', 'wrong_state'])
  expect(await db.selectFrom('organisation_verification').select('id').where('organisation_id', '=', id).execute()).toHaveLength(1)
})
test('a moderator decides on what they were shown, not on what it became', async () => {
  const { id, editor } = await aWaitingOffice()
  await changeOrganisation(on(editor), changed(id, 2, { name_vi: 'Ngân hàng khác' }))
  await expect(decide(await aPerson(db, { staff: ['moderator'] }), id, 'verified', 2)).rejects.toMatchObject(refused('organisation_changed'))
})
test('a verified organisation that takes another name is no longer verified; another text leaves it so', async () => {
  const { id, owner } = await aWaitingOffice()
  await decide(await aPerson(db, { staff: ['moderator'] }), id, 'verified')
  await changeOrganisation(on(owner), changed(id, 2, { about_vi: 'Sấy lạnh nông sản.' }))
  expect(await standingOf(id)).toBe('verified')
  await changeOrganisation(on(owner), changed(id, 3, { name_vi: 'Tên khác hẳn' }))
  expect(await standingOf(id)).toBe('unverified')
  expect((await organisationPage(db, id))?.verified_at).toBeNull()
})
test('one tax code is verified once, also when two are decided at the same moment', async () => {
  const [a, b] = [await aWaitingOffice({ tax_code: '0100109106' }), await aWaitingOffice({ tax_code: '0100109106' })]
  const moderators = [await aPerson(db, { staff: ['moderator'] }), await aPerson(db, { staff: ['moderator'] })]
  expect(outcomes(await Promise.allSettled([decide(moderators[0]!, a.id, 'verified'), decide(moderators[1]!, b.id, 'verified')]))).toEqual(['done', 'tax_code_taken'])
  const lan = await aPerson(db)
  await expect(createOrganisation(on(lan), typed({ tax_code: '0100 109 106' }))).rejects.toMatchObject(refused('tax_code_taken'))
})
test('the queue shows the longest waiting first, with those it may be confused with', async () => {
  const early = await aWaitingOffice({ name_vi: 'Trùng Tên', tax_code: '0101248141' })
  const late = await anOffice()
  await changeOrganisation(on(late.owner), changed(late.id, 1, { name_vi: 'Trùng tên', tax_code: '0101248141' }))
  await aProof(db, late.id, late.owner)
  await requestVerification(on(late.owner, daysFrom(noon, 1)), { organisation_id: late.id })
  const { rows, total } = await waitingVerifications(db, 1)
  expect(rows.length).toBe(Math.min(total, 10))
  expect(rows.map(({ id }) => id).filter((id) => [early.id, late.id].includes(id))).toEqual([early.id, late.id])
  expect(rows.at(-1)).toMatchObject({ id: late.id, alike: [{ id: early.id, same: 'tax_code' }] })
})

test('an owner invites by letter; the database keeps no token that opens it', async () => {
  const { id, owner, editor, signer, viewer, stranger } = await anOffice()
  for (const actor of [editor, signer, viewer, stranger]) await expect(invite(actor, id, 'a@example.test')).rejects.toMatchObject(refused('not_permitted'))
  const { token } = await invite(owner, id, 'moi@example.test')
  const letter = await db.selectFrom('outgoing_mail').selectAll().where('to_address', '=', 'moi@example.test').executeTakeFirstOrThrow()
  expect(letter.body).toContain(`http://x/vi/invitations/${token}`)
  expect(await db.selectFrom('invitation').select('token_sha256').where('token_sha256', '=', token).execute()).toHaveLength(0)
  await expect(invite(owner, id, 'moi@example.test')).rejects.toMatchObject(refused('already_invited'))
  await expect(invite(owner, id, await emailOf(editor))).rejects.toMatchObject(refused('already_member'))
  await invite(owner, id, 'moi@example.test', 'viewer', daysFrom(noon, 14)) // the first has run out
})
test('no stranger’s mailbox is filled: five invitations to one address in thirty days, withdrawn ones included', async () => {
  const { id, owner } = await anOffice(), elsewhere = await anOffice()
  for (let n = 0; n < 5; n++) {
    const { invitation_id } = await invite(owner, id, 'la@example.test', 'viewer', daysFrom(noon, n))
    await withdrawInvitation(on(owner, daysFrom(noon, n)), { organisation_id: id, invitation_id })
  }
  await expect(invite(owner, id, 'la@example.test', 'viewer', daysFrom(noon, 29))).rejects.toMatchObject({ refusal: { code: 'invited_too_often', field: 'email', largest: 5, days: 30 } })
  await invite(elsewhere.owner, elsewhere.id, 'la@example.test')
  await invite(owner, id, 'khac@example.test', 'viewer', daysFrom(noon, 29))
  await invite(owner, id, 'la@example.test', 'viewer', daysFrom(noon, 31))
})
test('fifty invitations wait at most', async () => {
  const { id, owner } = await anOffice()
  for (let n = 0; n < 50; n++) await invite(owner, id, `dong${n}@example.test`)
  await expect(invite(owner, id, 'them@example.test')).rejects.toMatchObject({ refusal: { code: 'too_many_invitations', largest: 50 } })
})
test('two owners invite the same person at once: one letter leaves', async () => {
  const { id, owner } = await anOffice()
  const second = await aPerson(db, { organisation: id })
  expect(outcomes(await Promise.allSettled([invite(owner, id, 'b@example.test'), invite(second, id, 'b@example.test')]))).toEqual(['already_invited', 'done'])
})
test('the invited person joins with the role offered, once, however often they press', async () => {
  const { id, owner, stranger } = await anOffice()
  const { token } = await invite(owner, id, await emailOf(stranger), 'signer')
  expect(await Promise.all([acceptInvitation(on(stranger), { token }), acceptInvitation(on(stranger), { token })])).toEqual([id, id])
  expect((await membersOf(id))[stranger.person_id!]).toBe('signer')
  expect(await actorNow(db, stranger)).toMatchObject({ organisation_id: id })
  expect((await eventsOf(id)).filter((type) => type === 'organisation.member_joined')).toHaveLength(1)
})
test('an invitation is for its address only, for fourteen days, unless withdrawn', async () => {
  const { id, owner, stranger } = await anOffice()
  const other = await aPerson(db)
  const email = await emailOf(stranger)
  const { token, invitation_id } = await invite(owner, id, email)
  await expect(acceptInvitation(ctxOf(db), { token })).rejects.toMatchObject(refused('sign_in_first'))
  await expect(acceptInvitation(on(other), { token })).rejects.toMatchObject({ refusal: { code: 'invitation_for_another', email } })
  await expect(acceptInvitation(on(stranger), { token: 'guess' })).rejects.toMatchObject(refused('not_found'))
  await expect(acceptInvitation(on(stranger, daysFrom(noon, 14)), { token })).rejects.toMatchObject(refused('invitation_expired'))
  await expect(withdrawInvitation(on(stranger), { organisation_id: id, invitation_id })).rejects.toMatchObject(refused('not_permitted'))
  const elsewhere = await anOffice()
  await expect(withdrawInvitation(on(elsewhere.owner), { organisation_id: elsewhere.id, invitation_id })).rejects.toMatchObject(refused('not_found'))
  await withdrawInvitation(on(owner), { organisation_id: id, invitation_id })
  await expect(acceptInvitation(on(stranger), { token })).rejects.toMatchObject(refused('invitation_withdrawn'))
})
test('somebody who lost the letter joins from their own page; to others the invitation does not exist', async () => {
  const { id, owner, stranger } = await anOffice()
  const { invitation_id } = await invite(owner, id, await emailOf(stranger))
  expect(await invitationsFor(db, stranger.person_id!, noon)).toMatchObject([{ id: invitation_id, organisation_id: id }])
  await expect(acceptAddressedInvitation(on(await aPerson(db)), { invitation_id })).rejects.toMatchObject(refused('not_found'))
  await acceptAddressedInvitation(on(stranger), { invitation_id })
  expect(await invitationsFor(db, stranger.person_id!, noon)).toEqual([])
})
test('withdrawn and accepted at once: one of the two happened', async () => {
  const { id, owner, stranger } = await anOffice()
  const { token, invitation_id } = await invite(owner, id, await emailOf(stranger))
  const results = outcomes(await Promise.allSettled([withdrawInvitation(on(owner), { organisation_id: id, invitation_id }), acceptInvitation(on(stranger), { token })]))
  expect([['done', 'invitation_withdrawn'], ['done', 'invitation_used']]).toContainEqual(results)
})

test('members leave, the last owner does not', async () => {
  const { id, owner, viewer, stranger } = await anOffice()
  await leaveOrganisation(on(viewer), { organisation_id: id })
  expect(await actorNow(db, viewer)).toMatchObject({ organisation_id: null, memberships: [] })
  await expect(leaveOrganisation(on(owner), { organisation_id: id })).rejects.toMatchObject(refused('last_owner'))
  await expect(leaveOrganisation(on(stranger), { organisation_id: id })).rejects.toMatchObject(refused('not_found'))
  await expect(leaveOrganisation(ctxOf(db), { organisation_id: id })).rejects.toMatchObject(refused('sign_in_first'))
})
test('the last two owners leave, step down or remove each other at once: one remains', async () => {
  const way = {
    leave: (actor: Actor, id: number) => leaveOrganisation(on(actor), { organisation_id: id }),
    step: (actor: Actor, id: number) => changeMemberRole(on(actor), { organisation_id: id, person_id: actor.person_id!, role: 'viewer' }),
    remove: (actor: Actor, id: number, other: Actor) => removeMember(on(actor), { organisation_id: id, person_id: other.person_id! }),
  }
  for (const [first, second] of [['leave', 'leave'], ['step', 'step'], ['remove', 'remove'], ['leave', 'step'], ['leave', 'remove']] as const) {
    const id = await anOrganisation(db)
    const [a, b] = [await aPerson(db, { organisation: id }), await aPerson(db, { organisation: id })]
    await Promise.allSettled([way[first](a, id, b), way[second](b, id, a)])
    expect(Object.values(await membersOf(id)).filter((role) => role === 'owner'), `${first}, ${second}`).toHaveLength(1)
  }
})
test('owners change roles and remove members; nobody else does', async () => {
  const { id, owner, editor, signer, viewer, stranger } = await anOffice()
  for (const actor of [editor, signer, viewer, stranger]) {
    await expect(changeMemberRole(on(actor), { organisation_id: id, person_id: actor.person_id!, role: 'owner' })).rejects.toMatchObject(refused('not_permitted'))
    await expect(removeMember(on(actor), { organisation_id: id, person_id: owner.person_id! })).rejects.toMatchObject(refused('not_permitted'))
  }
  await changeMemberRole(on(owner), { organisation_id: id, person_id: editor.person_id!, role: 'owner' })
  await removeMember(on(owner), { organisation_id: id, person_id: viewer.person_id! })
  await expect(removeMember(on(owner), { organisation_id: id, person_id: stranger.person_id! })).rejects.toMatchObject(refused('not_found'))
  expect(await membersOf(id)).toEqual({ [owner.person_id!]: 'owner', [editor.person_id!]: 'owner', [signer.person_id!]: 'signer' })
  expect(await eventsOf(id)).toEqual(['organisation.member_role_changed', 'organisation.member_removed'])
})
test('an owner removed a moment ago decides nothing more, whatever their page still shows', async () => {
  const { id, owner, stranger } = await anOffice()
  const second = await aPerson(db, { organisation: id })
  await removeMember(on(owner), { organisation_id: id, person_id: second.person_id! })
  await expect(invite(second, id, await emailOf(stranger))).rejects.toMatchObject(refused('not_permitted'))
  await expect(requestVerification(on(second), { organisation_id: id })).rejects.toMatchObject(refused('not_permitted'))
  await expect(changeOrganisation(on(second), changed(id, 1))).rejects.toMatchObject(refused('not_permitted'))
})

test('an administrator gives an organisation without members its owner, once', async () => {
  const administrator = await aPerson(db, { staff: ['administrator'] })
  const [lan, minh] = [await aPerson(db), await aPerson(db)]
  const organisation_id = await anOrganisation(db, 'institute', 'vien nhap tu nguon')
  expect((await organisationsWithoutMembers(db, 'viện nguồn', 1)).rows.map(({ id }) => id)).toEqual([organisation_id])
  await expect(appointOwner(on(await aPerson(db, { staff: ['moderator'] })), { organisation_id, email: await emailOf(lan) })).rejects.toMatchObject(refused('not_permitted'))
  await expect(appointOwner(on(administrator), { organisation_id, email: 'nobody@example.test' })).rejects.toMatchObject(refused('person_unknown'))
  const results = await Promise.allSettled([appointOwner(on(administrator), { organisation_id, email: await emailOf(lan) }), appointOwner(on(administrator), { organisation_id, email: await emailOf(minh) })])
  expect(outcomes(results)).toEqual(['done', 'has_members'])
  expect(Object.values(await membersOf(organisation_id))).toEqual(['owner'])
  expect(await eventsOf(organisation_id)).toEqual(['organisation.owner_appointed'])
})

test('organisations are found without diacritics, in any order of words, and every page shows each once', async () => {
  const lan = await aPerson(db)
  for (let n = 0; n < 9; n++) await createOrganisation(on(lan), typed({ kind: 'cooperative', name_vi: `Hợp tác xã Rau Đông Anh ${n}`, name_en: `Dong Anh Vegetables ${n}` }))
  for (let n = 0; n < 30; n++) await anOrganisation(db, 'cooperative', 'hop tac xa rau dong anh')
  const page = (n: number, q = 'RAU đong ANH') => organisationList(db, { q, kind: 'cooperative', page: n })
  const [one, two] = [await page(1), await page(2)]
  expect([one.rows.length, one.pages]).toEqual([24, 2])
  const seen = [...one.rows, ...two.rows].map(({ id }) => id)
  expect(new Set(seen).size).toBe(one.total)
  expect(seen).toEqual([...(await page(1)).rows, ...(await page(2)).rows].map(({ id }) => id))
  expect((await page(1, 'anh dong vegetables')).total).toBe(9)
  expect((await page(1, '%')).total).toBe(one.total)
  expect((await organisationList(db, { q: 'rau dong anh', kind: 'fund', page: 1 })).total).toBe(0)
})
