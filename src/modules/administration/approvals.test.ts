import { beforeEach, describe, expect, test } from 'vitest'
import { type Actor, anonymous } from '../../core/context.ts'
import { anOrganisation, aPerson, ctxOf, noon, testDatabase } from '../../../tests/database.ts'
import { grantRole, revokeRole } from '../people/commands.ts'
import { staffRoles } from '../people/schema.ts'
import { numberOn, ruleOn } from '../rulebook/queries.ts'
import { decideApproval, type Proposal, proposeAct, withdrawApproval } from './approval-commands.ts'
import { activeAdministrators, openApprovals, pastApprovals } from './approval-queries.ts'
import { suspendPerson } from './people-commands.ts'
import { mayDecide } from './rules.ts'
import { approvalKinds } from './schema.ts'
import type { z } from 'zod'

const { db, asOwner } = await testDatabase()
const an = await aPerson(db, { staff: ['administrator'], name: 'Lê Đức Anh' })
const binh = await aPerson(db, { staff: ['administrator'], name: 'Trần Bình' })
const chi = await aPerson(db, { staff: ['administrator'], name: 'Vũ Chi' })
const moderator = await aPerson(db, { staff: ['moderator'], name: 'Đặng Quân' })
let lan: Actor
beforeEach(async () => { lan = await aPerson(db, { name: 'Nguyễn Thị Lan' }) })
const as = (actor: Actor, now = noon) => ctxOf(db, actor, now)
const reason = 'Giám đốc đề nghị bằng văn bản'
type Given = z.output<typeof Proposal>
const grantTo = (person: Actor): Given => ({ kind: 'role_grant', person_id: person.person_id!, role: 'moderator', reason })
const approve = (actor: Actor, id: number, now = noon) => decideApproval(as(actor, now), { id, decision: 'approved', decision_reason: '' })
const rolesOf = async (person: Actor) => (await db.selectFrom('staff_role').select('role').where('person_id', '=', person.person_id).execute()).map(({ role }) => role)
const eventsOf = async (subject: string) => await db.selectFrom('event').select(['type', 'person_id', 'data']).where('subject', '=', subject).orderBy('id').execute()

describe('Four eyes', () => {
  test('A role is proposed by one administrator and granted by another; the record names both.', async () => {
    const id = await proposeAct(as(an), grantTo(lan))
    expect(await rolesOf(lan)).toEqual([])
    await approve(binh, id)
    await approve(binh, id) // pressed twice
    expect(await rolesOf(lan)).toEqual(['moderator'])
    expect(await eventsOf(`approval:${id}`)).toMatchObject([
      { type: 'approval.proposed', person_id: an.person_id, data: { kind: 'role_grant', what: expect.stringMatching(/^#\d+: moderator$/), reason } },
      { type: 'approval.approved', person_id: binh.person_id, data: { proposed_by: an.person_id, what: expect.stringMatching(/^#\d+: moderator$/) } },
    ])
    expect((await eventsOf(`person:${lan.person_id}`)).map(({ type, person_id }) => [type, person_id])).toEqual([['person.role_granted', binh.person_id]])
  })

  test('Nobody decides their own proposal; the database says so too.', async () => {
    const id = await proposeAct(as(an), grantTo(lan))
    await expect(approve(an, id)).rejects.toMatchObject({ refusal: { code: 'own_proposal' } })
    await expect(decideApproval(as(an), { id, decision: 'rejected', decision_reason: 'thôi' })).rejects.toMatchObject({ refusal: { code: 'own_proposal' } })
    await expect(asOwner(`update approval set decision = 'approved', decided_by = proposed_by, decided_at = now() where id = ${id}`)).rejects.toThrow(/approval_takes_two/)
    expect(await rolesOf(lan)).toEqual([])
  })

  test('Two who approve at once do the act once, and one of them is told that it is settled.', async () => {
    const id = await proposeAct(as(an), grantTo(lan))
    const results = await Promise.allSettled([approve(binh, id), approve(chi, id)])
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(results.find((result) => result.status === 'rejected')).toMatchObject({ reason: { refusal: { code: 'approval_decided', decision: 'approved' } } })
    expect((await eventsOf(`approval:${id}`)).map(({ type }) => type)).toEqual(['approval.proposed', 'approval.approved'])
    expect(await eventsOf(`person:${lan.person_id}`)).toHaveLength(1)
  })

  test('One approves while another rejects: one of the two happens.', async () => {
    const id = await proposeAct(as(an), grantTo(lan))
    const results = await Promise.allSettled([approve(binh, id), decideApproval(as(chi), { id, decision: 'rejected', decision_reason: 'chưa đủ căn cứ' })])
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const { decision } = await db.selectFrom('approval').select('decision').where('id', '=', id).executeTakeFirstOrThrow()
    expect(await rolesOf(lan)).toEqual(decision === 'approved' ? ['moderator'] : [])
  })

  test('The same proposed twice at once waits once: the other proposer is led to it, the same one meets it again.', async () => {
    const results = await Promise.allSettled([proposeAct(as(an), grantTo(lan)), proposeAct(as(binh), grantTo(lan))])
    const made = results.find((result) => result.status === 'fulfilled')
    expect(results.find((result) => result.status === 'rejected')).toMatchObject({ reason: { refusal: { code: 'already_proposed', approval_id: made?.value } } })
    const mine = await proposeAct(as(chi), { ...grantTo(lan), role: 'deal_officer' } as Given)
    expect(await proposeAct(as(chi), { ...grantTo(lan), role: 'deal_officer' } as Given)).toBe(mine)
  })

  test('What could not be done any more is refused in words, changes nothing and stays open.', async () => {
    const id = await proposeAct(as(an), grantTo(lan))
    await grantRole(as(binh), { person_id: lan.person_id!, role: 'moderator' }) // at the console meanwhile
    await expect(approve(binh, id)).rejects.toMatchObject({ refusal: { code: 'role_held' } })
    expect(await eventsOf(`approval:${id}`)).toHaveLength(1)
    expect((await openApprovals(db, approvalKinds, noon)).some((open) => open.id === id)).toBe(true)
    await decideApproval(as(binh), { id, decision: 'rejected', decision_reason: 'đã có vai trò' })
    const kept = (await pastApprovals(db, approvalKinds, noon)).find((past) => past.id === id)
    expect(kept).toMatchObject({ decision: 'rejected', decider: binh.name, proposer: an.name, decision_reason: 'đã có vai trò' })
  })

  test('A proposal waits a fortnight; after that nobody approves it and it can be made anew.', async () => {
    const id = await proposeAct(as(an), grantTo(lan))
    const later = new Date(noon.getTime() + 14 * 86_400_000)
    await expect(approve(binh, id, later)).rejects.toMatchObject({ refusal: { code: 'approval_expired' } })
    const anew = await proposeAct(as(binh, later), grantTo(lan))
    expect(await db.selectFrom('approval').select('decision').where('id', '=', id).executeTakeFirstOrThrow()).toEqual({ decision: 'lapsed' })
    await approve(an, anew, later)
    expect(await rolesOf(lan)).toEqual(['moderator'])
  })

  test('Whoever proposed takes it back, and nobody else; a withdrawn proposal is not approved.', async () => {
    const id = await proposeAct(as(an), grantTo(lan))
    await expect(withdrawApproval(as(binh), { id })).rejects.toMatchObject({ refusal: { code: 'not_permitted' } })
    await withdrawApproval(as(an), { id })
    await withdrawApproval(as(an), { id })
    await expect(approve(binh, id)).rejects.toMatchObject({ refusal: { code: 'approval_decided', decision: 'withdrawn' } })
    expect((await eventsOf(`approval:${id}`)).map(({ type }) => type)).toEqual(['approval.proposed', 'approval.withdrawn'])
  })

  test('A proposer who has lost the role meanwhile has proposed nothing.', async () => {
    const leaving = await aPerson(db, { staff: ['administrator'] })
    const id = await proposeAct(as(leaving), grantTo(lan))
    await suspendPerson(as(an), { person_id: leaving.person_id!, reason: 'nghỉ việc từ hôm nay' })
    await expect(approve(binh, id)).rejects.toMatchObject({ refusal: { code: 'proposer_left' } })
  })

  test('Role by role: who may propose what, and who decides.', async () => {
    const from = await anOrganisation(db), into = await anOrganisation(db)
    const acts: Given[] = [
      { kind: 'organisation_merge', from, into, reason }, { kind: 'organisation_delete', organisation_id: from, reason }, grantTo(lan),
      { kind: 'rule_change', code: 'own.grant_days', value: 60, valid_from: '2026-06-01', mark: 'own', document: '', article: '', source: '', note: '', reason },
    ]
    const allowed: Record<string, string[]> = { moderator: ['organisation_merge'], administrator: acts.map(({ kind }) => kind) }
    for (const role of [...staffRoles, null]) {
      const person = await aPerson(db, { staff: role ? [role] : [] })
      for (const act of acts) {
        const outcome = await proposeAct(as(person), act).then(() => 'proposed', (error: { refusal?: { code: string } }) => error.refusal?.code)
        expect([role, act.kind, outcome]).toEqual([role, act.kind, allowed[role ?? '']?.includes(act.kind) ? expect.stringMatching(/^(proposed|already_proposed)$/) : 'not_permitted'])
      }
      const waiting = await proposeAct(as(an), grantTo(await aPerson(db)))
      const decided = await approve(person, waiting).then(() => 'approved', (error: { refusal?: { code: string } }) => error.refusal?.code)
      expect([role, decided]).toEqual([role, role === 'administrator' ? 'approved' : 'not_permitted'])
    }
    await expect(proposeAct(as(anonymous), grantTo(lan))).rejects.toMatchObject({ refusal: { code: 'sign_in_first' } })
    for (const open of await openApprovals(db, approvalKinds, noon)) if (open.act.kind === 'rule_change') await decideApproval(as(an.person_id === open.proposed_by ? binh : an), { id: open.id, decision: 'rejected', decision_reason: 'thử' })
  })

  test('Both confirm who they are, and nobody does it in another’s name.', async () => {
    const stale = { ...as(an), session: { id: 'x', signed_in_at: noon, confirmed_at: new Date(noon.getTime() - 11 * 60_000) } }
    await expect(proposeAct(stale, grantTo(lan))).rejects.toMatchObject({ refusal: { code: 'confirm_first' } })
    const id = await proposeAct(as(an), grantTo(lan))
    await expect(decideApproval({ ...as(binh), session: null }, { id, decision: 'approved', decision_reason: '' })).rejects.toMatchObject({ refusal: { code: 'confirm_first' } })
    await expect(decideApproval(as({ ...binh, acted_by: { person_id: chi.person_id!, name: chi.name } }), { id, decision: 'approved', decision_reason: '' })).rejects.toMatchObject({ refusal: { code: 'in_person_only' } })
  })

  test('A merge proposed by a moderator is done by an administrator’s yes, in one transaction.', async () => {
    const from = await anOrganisation(db, 'enterprise', 'Công ty trùng'), into = await anOrganisation(db, 'enterprise', 'Công ty thật')
    const member = await aPerson(db, { organisation: from })
    const id = await proposeAct(as(moderator), { kind: 'organisation_merge', from, into, reason })
    await approve(an, id)
    expect(await db.selectFrom('membership').select('organisation_id').where('person_id', '=', member.person_id).execute()).toEqual([{ organisation_id: into }])
    expect((await eventsOf(`approval:${id}`)).at(-1)).toMatchObject({ type: 'approval.approved', data: { what: `Công ty trùng (${from}) → Công ty thật (${into})` } })
    const again = await proposeAct(as(moderator), { kind: 'organisation_merge', from, into, reason }).then((made) => approve(an, made), (error: unknown) => { throw error }).then(() => 'done', () => 'refused')
    expect(again).toBe('refused')
    await expect(proposeAct(as(moderator), { kind: 'organisation_merge', from: into, into, reason })).rejects.toMatchObject({ refusal: { code: 'same_organisation' } })
  })

  test('A rule gets its new value by two, and the page can say by which proposal.', async () => {
    const change: Given = { kind: 'rule_change', code: 'privacy.answer', value: 3, valid_from: '2026-07-01', mark: 'S2', document: 'Nghị định sửa đổi', article: 'Điều 5', source: 'https://vanban.example/1', note: '', reason }
    await expect(proposeAct(as(an), { ...change, source: '' })).rejects.toMatchObject({ refusal: { code: 'law_needs_source' } })
    const [first, second] = [await proposeAct(as(an), change), await proposeAct(as(an), { ...change, value: 4 })]
    const results = await Promise.allSettled([approve(binh, first), approve(chi, second)])
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(results.find((result) => result.status === 'rejected')).toMatchObject({ reason: { refusal: { code: 'rule_not_later' } } })
    expect(await numberOn(db, 'privacy.answer', '2026-06-30')).toBe(2)
    expect([3, 4]).toContain((await ruleOn(db, 'privacy.answer', '2026-07-01')).value)
  })
})

describe('Taking a role away', () => {
  test('happens at once, with its reason in the record, and never takes the last administrator who can sign in.', async () => {
    await grantRole(as(an), { person_id: lan.person_id!, role: 'deal_officer' })
    await expect(revokeRole(as(moderator), { person_id: lan.person_id!, role: 'deal_officer' })).rejects.toMatchObject({ refusal: { code: 'not_permitted' } })
    await expect(revokeRole({ ...as(an), session: { id: 'x', signed_in_at: noon, confirmed_at: new Date(0) } }, { person_id: lan.person_id!, role: 'deal_officer' })).rejects.toMatchObject({ refusal: { code: 'confirm_first' } })
    await revokeRole(as(an), { person_id: lan.person_id!, role: 'deal_officer', reason: 'chuyển công tác' })
    expect((await eventsOf(`person:${lan.person_id}`)).at(-1)).toMatchObject({ type: 'person.role_revoked', data: { reason: 'chuyển công tác' } })
    await asOwner(`delete from staff_role where role = 'administrator' and person_id not in (${an.person_id}, ${binh.person_id})`)
    expect(await activeAdministrators(db)).toBe(2)
    const results = await Promise.allSettled([revokeRole(as(an), { person_id: binh.person_id!, role: 'administrator' }), revokeRole(as(binh), { person_id: an.person_id!, role: 'administrator' })])
    expect(results.find((result) => result.status === 'rejected')).toMatchObject({ reason: { refusal: { code: 'last_administrator' } } })
    expect(await activeAdministrators(db)).toBe(1)
  })
})

test('The rule of deciding, case by case.', () => {
  const open = { proposed_by: 1, expires_at: new Date(noon.getTime() + 1), decision: null }
  const cases = [
    [{ approval: open, person_id: 2, decision: 'approved', reason: '' }, undefined], [{ approval: open, person_id: 1, decision: 'approved', reason: '' }, 'own_proposal'],
    [{ approval: open, person_id: 2, decision: 'rejected', reason: '' }, 'reason_needed'], [{ approval: open, person_id: 2, decision: 'rejected', reason: 'vì' }, undefined],
    [{ approval: { ...open, expires_at: noon }, person_id: 2, decision: 'approved', reason: '' }, 'approval_expired'], [{ approval: { ...open, decision: 'withdrawn' }, person_id: 2, decision: 'approved', reason: '' }, 'approval_decided'],
  ] as const
  for (const [facts, code] of cases) expect(mayDecide({ ...facts, now: noon })?.code).toBe(code)
})
