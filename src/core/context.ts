import type { MemberRole } from '../modules/organisations/schema.ts'
import type { StaffRole } from '../modules/people/schema.ts'
import { refuse } from '../platform/refusal.ts'
import type { Locale } from '../platform/locale.ts'
import type { Db, Tx } from './database.ts'
import type { DomainEvent } from './schema.ts'

export interface Actor {
  /** Null for a stranger and for the worker. */
  person_id: number | null
  name: string
  /** The organisation they act for now; always one they are a member of. */
  organisation_id: number | null
  memberships: readonly { organisation_id: number; role: MemberRole }[]
  staff_roles: readonly StaffRole[]
  /** The member of staff who acts in this person's name, as both know; null: the person themselves. */
  acted_by: { person_id: number; name: string } | null
}
export const anonymous: Actor = { person_id: null, name: '', organisation_id: null, memberships: [], staff_roles: [], acted_by: null }

/** A browser that signed in. `confirmed_at`: when its person last showed that it is them. */
export interface Session { id: string; signed_in_at: Date; confirmed_at: Date }

export interface Ctx {
  /** The database as this actor may see it. */
  db: Db
  actor: Actor
  locale: Locale
  /** The only clock. */
  now: () => Date
  /** Goes into the log, into every event, and onto the page that apologises. */
  request_id: string
  /** Null where nobody signed in with a browser: strangers, API keys, the command line, the worker. */
  session: Session | null
}

export type Permission = (actor: Actor) => boolean
export type NotPermitted = { code: 'not_permitted' } | { code: 'sign_in_first' } | { code: 'confirm_first' } | { code: 'in_person_only' }

/** The first line of every command. Strangers are asked to sign in; others are told no. */
export function permit(actor: Actor, permission: Permission): void {
  if (permission(actor)) return
  refuse<NotPermitted>({ code: actor.person_id === null ? 'sign_in_first' : 'not_permitted' })
}

export const isSignedIn: Permission = (actor) => actor.person_id !== null
export const isStaff = (...roles: StaffRole[]): Permission => (actor) => roles.some((role) => actor.staff_roles.includes(role))
/** Writes for the organisation: its owners and editors. A signer settles deals and a viewer reads. */
export const mayEditFor = (organisationId: number): Permission => (actor) =>
  actor.memberships.some((m) => m.organisation_id === organisationId && (m.role === 'owner' || m.role === 'editor'))
export const isOwnerOf = (organisationId: number): Permission => (actor) =>
  actor.memberships.some((m) => m.organisation_id === organisationId && m.role === 'owner')
export const isMemberOf = (organisationId: number): Permission => (actor) =>
  actor.memberships.some((m) => m.organisation_id === organisationId)

/** Any of the Exchange's own people, those who only look included; a prosecutor looks at auctions alone. */
export const readsMarket: Permission = (actor) => actor.staff_roles.some((role) => role !== 'prosecutor')

/** How long a person who has shown that it is them need not show it again for a risky act. */
export const confirmMinutes = 10
/** Refuses a risky act unless its person showed a moment ago, by password or second factor, that it is them. OWASP ASVS 5.0, 7.5.1. */
export function requireConfirmed(ctx: Ctx): void {
  if (!isConfirmed(ctx)) refuse<NotPermitted>({ code: 'confirm_first' })
}
export const isConfirmed = (ctx: Pick<Ctx, 'session' | 'now'>): boolean => ctx.session !== null && ctx.now().getTime() - ctx.session.confirmed_at.getTime() <= confirmMinutes * 60_000
/** Refuses what nobody may do in another's name: signing, giving away ownership, security. */
export function inPerson(actor: Actor): void {
  if (actor.acted_by) refuse<NotPermitted>({ code: 'in_person_only' })
}

/** The person acting, where `permit` has already sent strangers away. */
export function personOf(actor: Actor): number {
  return actor.person_id ?? refuse<NotPermitted>({ code: 'sign_in_first' })
}

/** The Exchange itself, acting by the clock for nobody in particular: what time does, nobody did. `request_id` says in the log what it was at. */
export const byTime = (db: Db, now: Date, request_id: string): Ctx => ({ db, actor: anonymous, locale: 'vi', now: () => now, request_id, session: null })

/** All of `work` is written, or none of it. */
export const transact = <T>(ctx: Ctx, work: (tx: Tx) => Promise<T>): Promise<T> => ctx.db.transaction().execute(work)

/** Writes what happened, once, in the transaction that made it happen. `onBehalfOf` is the organisation it was done for. */
export async function record(tx: Tx, ctx: Ctx, subject: string, event: DomainEvent, onBehalfOf: number | null = ctx.actor.organisation_id): Promise<number> {
  const { type, ...data } = event
  const { id } = await tx.insertInto('event')
    .values({ type, subject, person_id: ctx.actor.person_id, acted_by: ctx.actor.acted_by?.person_id ?? null, organisation_id: onBehalfOf, at: ctx.now(), request_id: ctx.request_id, data: JSON.stringify(data) })
    .returning('id').executeTakeFirstOrThrow()
  return id
}
