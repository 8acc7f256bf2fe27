import { sql } from 'kysely'
import { type Actor, type Ctx, isMemberOf, isStaff, mayEditFor } from '../../core/context.ts'
import type { Db } from '../../core/database.ts'
import type { Locale } from '../../platform/locale.ts'
import { notFound } from '../../platform/refusal.ts'
import { cardsOf, type ListingCard, publishedOf } from '../listings/queries.ts'
import { organisationNames } from '../organisations/queries.ts'
import { type Phase, phaseOf } from './call-rules.ts'
import type { Call, Question, Supplier } from './schema.ts'

const callColumns = ['id', 'need_id', 'organisation_id', 'state', 'text', 'deadline_at', 'request_key', 'version', 'created_by', 'created_at', 'sent_by', 'sent_at', 'withdrawn_by', 'withdrawn_at', 'withdrawal_reason', 'opened_at'] as const
/** A call by its number, held where it is asked for; its days as text. */
export async function callRow(db: Db, id: number, lock: 'update' | 'share' | null = null): Promise<Call | undefined> {
  return db.selectFrom('sourcing_call').select(callColumns).select([sql<string>`deadline::text`.as('deadline'), sql<string | null>`reminded_for::text`.as('reminded_for')]).where('id', '=', id)
    .$if(lock === 'update', (q) => q.forUpdate()).$if(lock === 'share', (q) => q.forShare()).executeTakeFirst()
}
export const questionsOf = (db: Db, callId: number): Promise<Question[]> => db.selectFrom('call_question').selectAll().where('call_id', '=', callId).orderBy('position').execute()

/** Whether somebody invites for this organisation: its own editors, and a deal officer where it has nobody yet. */
export async function invitesFor(db: Db, actor: Actor, organisationId: number): Promise<boolean> {
  if (mayEditFor(organisationId)(actor)) return true
  if (!actor.staff_roles.includes('deal_officer') || isMemberOf(organisationId)(actor)) return false
  return (await db.selectFrom('membership').select('role').where('organisation_id', '=', organisationId).limit(1).executeTakeFirst()) === undefined
}

export interface Enquiry { id: number; question: string; asked_at: Date; answer: string; answered_at: Date | null; own: boolean }
export interface SupplierShown extends Supplier { name_vi: string; name_en: string; offer: ListingCard | null; peopled: boolean }
export interface CallFile { call: Call; phase: Phase; need: ListingCard; questions: Question[]; suppliers: SupplierShown[]; enquiries: Enquiry[]; invites: boolean }

/** An invitation as those see it who sent it, and the Exchange's deal officers and inspectors; for everybody else there is none. */
export async function callFile(ctx: Ctx, id: number): Promise<CallFile> {
  const { db, actor, locale } = ctx
  const call = await callRow(db, id)
  if (!call || !(isMemberOf(call.organisation_id)(actor) || isStaff('deal_officer', 'inspector')(actor))) return notFound()
  const [questions, rows, enquiries, invites] = await Promise.all([questionsOf(db, id), db.selectFrom('call_supplier').selectAll().where('call_id', '=', id).orderBy('id').execute(), enquiriesOf(db, id, null), invitesFor(db, actor, call.organisation_id)])
  const organisations = rows.map(({ organisation_id }) => organisation_id)
  const [names, cards, peopled] = await Promise.all([
    organisationNames(db, organisations), cardsOf(db, [call.need_id, ...rows.flatMap(({ offer_id }) => offer_id ?? [])], locale),
    organisations.length ? db.selectFrom('membership').select('organisation_id').distinct().where('organisation_id', 'in', organisations).execute() : [],
  ])
  const suppliers = rows.map((row) => ({ ...row, name_vi: names.get(row.organisation_id)?.vi ?? '', name_en: names.get(row.organisation_id)?.en ?? '', offer: cards.find((card) => card.id === row.offer_id && card.state === 'published') ?? null, peopled: peopled.some(({ organisation_id }) => organisation_id === row.organisation_id) }))
  return { call, phase: phaseOf(call, ctx.now()), need: cards.find((card) => card.id === call.need_id) ?? unnamedNeed(call.need_id), questions, suppliers, enquiries, invites }
}

/** What is asked about a call, the earliest first, as far as this reader may know; never who asked. */
async function enquiriesOf(db: Db, callId: number, supplierId: number | null): Promise<Enquiry[]> {
  const rows = await db.selectFrom('call_enquiry').select(['id', 'supplier_id', 'question', 'asked_at', 'answer', 'answered_at']).where('call_id', '=', callId).orderBy('id').limit(400).execute()
  return rows.map(({ supplier_id, ...row }) => ({ ...row, own: supplier_id === supplierId }))
}

export interface Reply { supplier_id: number; note: string; offer: ListingCard | null; values: Map<number, string> }
/** What was answered, by supplier, as the database lets this reader have it: nothing before the seal is broken. */
export async function repliesTo(db: Db, suppliers: readonly number[], locale: Locale): Promise<Map<number, Reply>> {
  if (suppliers.length === 0) return new Map()
  const [replies, answers] = await Promise.all([
    db.selectFrom('call_reply').select(['supplier_id', 'note', 'offer_id']).where('supplier_id', 'in', suppliers).execute(),
    db.selectFrom('call_answer').selectAll().where('supplier_id', 'in', suppliers).execute(),
  ])
  const cards = await cardsOf(db, replies.flatMap(({ offer_id }) => offer_id ?? []), locale)
  return new Map(replies.map(({ supplier_id, note, offer_id }) => [supplier_id, {
    supplier_id, note, offer: cards.find(({ id, state }) => id === offer_id && state === 'published') ?? null, values: new Map(answers.filter((one) => one.supplier_id === supplier_id).map(({ question_id, value }) => [question_id, value])),
  }]))
}

export interface InvitedFile { call: Call; phase: Phase; need: ListingCard; questions: Question[]; supplier: Supplier; reply: { note: string; offer_id: number | null; version: number; saved_at: Date } | null; values: Map<number, string>; enquiries: Enquiry[]; offers: ListingCard[]; edits: boolean }
/** One supplier's part in an invitation, as its own people see it; for everybody else there is none, and of the others in it nothing is here. */
export async function invitedFile(ctx: Ctx, supplierId: number): Promise<InvitedFile> {
  const { db, actor, locale } = ctx
  const supplier = await db.selectFrom('call_supplier').selectAll().where('id', '=', supplierId).executeTakeFirst()
  if (!supplier || !isMemberOf(supplier.organisation_id)(actor)) return notFound()
  const call = await callRow(db, supplier.call_id)
  if (!call || call.state === 'draft') return notFound()
  const [questions, reply, answers, enquiries, own] = await Promise.all([
    questionsOf(db, call.id), db.selectFrom('call_reply').select(['note', 'offer_id', 'version', 'saved_at']).where('supplier_id', '=', supplierId).executeTakeFirst(),
    db.selectFrom('call_answer').selectAll().where('supplier_id', '=', supplierId).execute(), enquiriesOf(db, call.id, supplierId), publishedOf(db, supplier.organisation_id, 200),
  ])
  const cards = await cardsOf(db, [call.need_id, ...own.map(({ id }) => id)], locale)
  return {
    call, phase: phaseOf(call, ctx.now()), need: cards.find(({ id }) => id === call.need_id) ?? unnamedNeed(call.need_id), questions, supplier, reply: reply ?? null, values: new Map(answers.map(({ question_id, value }) => [question_id, value])), enquiries,
    offers: cards.filter(({ id, kind, state }) => id !== call.need_id && kind === 'offer' && state === 'published'), edits: mayEditFor(supplier.organisation_id)(actor),
  }
}
/** A need this reader may no longer read is known by its number: it was closed or is being revised. */
const unnamedNeed = (id: number): ListingCard => ({
  id, kind: 'need', state: 'closed', anonymous: true, organisation_id: 0, organisation_name_vi: '', organisation_name_en: '', verification: 'unverified', verified_until: null, language: 'vi', title: `№ ${id}`, summary: '', trl: null, price_mode: 'negotiable', price_min: null, price_max: null,
  research_fields: [], ward_code: null, source_name: null, demonstration: false, evidence_grade: 0, submitted_at: null, published_at: null, updated_at: new Date(0),
})

export interface CallListed { id: number; need: ListingCard; phase: Phase; deadline: string; deadline_at: Date; answered: number; suppliers: number; opened: boolean }
export interface InvitedListed { id: number; need: ListingCard; phase: Phase; deadline: string; deadline_at: Date; state: Supplier['state']; outcome: Supplier['outcome'] }
const mostListed = 100
/** The invitations the organisation acted for has sent, and those it was sent; a deal officer reads all that were sent. The latest first. */
export async function callsOf(ctx: Ctx): Promise<{ sent: CallListed[]; received: InvitedListed[] }> {
  const { db, actor, locale } = ctx
  const own = actor.organisation_id ?? 0
  const officer = isStaff('deal_officer', 'inspector')(actor)
  const [sent, received] = await Promise.all([
    db.selectFrom('sourcing_call as c').select(['c.id', 'c.need_id', 'c.state', 'c.deadline_at', 'c.opened_at', sql<string>`c.deadline::text`.as('deadline'),
      sql<number>`(select count(*)::int from call_supplier s where s.call_id = c.id and s.state = 'answered')`.as('answered'), sql<number>`(select count(*)::int from call_supplier s where s.call_id = c.id)`.as('suppliers')])
      .$if(!officer, (q) => q.where('c.organisation_id', '=', own)).orderBy('c.id', 'desc').limit(mostListed).execute(),
    db.selectFrom('call_supplier as s').innerJoin('sourcing_call as c', 'c.id', 's.call_id').select(['s.id', 'c.need_id', 'c.state as call_state', 'c.deadline_at', sql<string>`c.deadline::text`.as('deadline'), 's.state', 's.outcome'])
      .where('s.organisation_id', '=', own).where('c.state', '<>', 'draft').orderBy('c.id', 'desc').limit(mostListed).execute(),
  ])
  const cards = await cardsOf(db, [...new Set([...sent, ...received].map(({ need_id }) => need_id))], locale)
  const need = (id: number): ListingCard => cards.find((card) => card.id === id) ?? unnamedNeed(id)
  return {
    sent: sent.map(({ need_id, state, opened_at, ...row }) => ({ ...row, need: need(need_id), phase: phaseOf({ state, deadline_at: row.deadline_at }, ctx.now()), opened: opened_at !== null })),
    received: received.map(({ need_id, call_state, ...row }) => ({ ...row, need: need(need_id), phase: phaseOf({ state: call_state, deadline_at: row.deadline_at }, ctx.now()) })),
  }
}

export interface SourcingDuty { kind: 'to_answer' | 'to_judge' | 'enquiry'; href: string; since: Date; until: string }
/** What waits for these organisations: invitations to answer, answers to judge, questions to answer. */
export async function sourcingDuties(db: Db, editable: readonly number[], now: Date): Promise<SourcingDuty[]> {
  if (editable.length === 0) return []
  const { rows } = await sql<SourcingDuty>`
    select 'to_answer' as kind, '/invited/' || s.id as href, c.sent_at as since, c.deadline::text as until from call_supplier s join sourcing_call c on c.id = s.call_id
      where s.organisation_id = any(${editable}::int[]) and s.state in ('invited', 'drafting') and c.state = 'open' and c.deadline_at > ${now}
    union all select 'to_judge', '/calls/' || c.id || '/answers', c.opened_at, c.deadline::text from sourcing_call c
      where c.organisation_id = any(${editable}::int[]) and c.opened_at is not null and exists (select from call_supplier s where s.call_id = c.id and s.state = 'answered' and s.outcome is null)
    union all select 'enquiry', '/calls/' || c.id, min(e.asked_at), c.deadline::text from sourcing_call c join call_enquiry e on e.call_id = c.id
      where c.organisation_id = any(${editable}::int[]) and c.state = 'open' and c.deadline_at > ${now} and e.answered_at is null group by c.id
    order by since limit 50`.execute(db)
  return rows
}
