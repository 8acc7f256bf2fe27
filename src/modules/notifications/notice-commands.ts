import { sql } from 'kysely'
import { z } from 'zod'
import { anonymous, type Ctx, isSignedIn, permit, personOf, record, transact } from '../../core/context.ts'
import { asSystem, type Db, type Tx } from '../../core/database.ts'
import { queueJob } from '../../core/jobs.ts'
import type { Locale } from '../../platform/locale.ts'
import { hanoiDay } from '../../platform/time.ts'
import { choiceField, idField } from '../../platform/fields.ts'
import { queueMail } from './commands.ts'
import { letterTexts } from './messages.ts'
import { choicesOf, reasonIn, textsNow } from './queries.ts'
import { nextDigest, type StopLink, stopToken } from './rules.ts'
import { type Delivery, deliveries, type Topic, topics, type Value } from './schema.ts'
import type { MemberRole } from '../organisations/schema.ts'
import { isNoticeKind, type NoticeKind, noticeText, type PlaceholderOf, type ReasonCode, topicNames, wordsFor } from './texts.ts'

/** Where letters lead, and what their links are sealed with. */
export interface Sender { publicUrl: string; secret: string }

/** Something people are told of. It is told once a person and event; `path` is what it leads to, without language. */
export interface Notice<K extends NoticeKind = NoticeKind> {
  kind: K
  event_id: number
  at: Date
  values: Record<PlaceholderOf<K>, Value>
  path: string
}
export interface Recipient { person_id: number; reason: ReasonCode; of?: Record<Locale, string> | null }

/**
 * Tells each of these people, in the caller's transaction: a notice in the page, and by what they
 * chose for its topic a letter at once or a place in the next daily one. Asked again for the same
 * event it does nothing. For reactions and jobs, which see everybody; a command records an event instead.
 */
export async function notify<K extends NoticeKind>(tx: Tx, sender: Sender, notice: Notice<K>, to: readonly Recipient[]): Promise<void> {
  if (to.length === 0) return
  const { topic, always } = noticeText(notice.kind)
  const words = await textsNow(tx)
  const people = await tx.selectFrom('person as p').leftJoin('notice_choice as c', (join) => join.onRef('c.person_id', '=', 'p.id').on('c.topic', '=', topic))
    .select(['p.id', 'p.name', 'p.email', 'p.locale', 'c.delivery']).where('p.id', 'in', to.map(({ person_id }) => person_id)).orderBy('p.id').execute()
  for (const { id, name, email, locale, delivery: chosen } of people) {
    const { reason, of = null } = to.find(({ person_id }) => person_id === id) as Recipient
    const delivery: Delivery = always ? 'at_once' : (chosen ?? 'at_once')
    const told = await tx.insertInto('notice')
      .values({ person_id: id, event_id: notice.event_id, kind: notice.kind, topic, values: JSON.stringify(notice.values), reason, reason_of: of && JSON.stringify(of), path: notice.path, delivery, at: notice.at })
      .onConflict((on) => on.columns(['person_id', 'event_id']).doNothing()).returning('id').executeTakeFirst()
    if (!told) continue
    if (delivery === 'daily') {
      const due = nextDigest(notice.at)
      // A key for each day: one that is tried again is not put off by what comes meanwhile.
      await queueJob(tx, 'send_digests', {}, { key: `digests ${hanoiDay(due)}`, after: due })
    }
    if (delivery !== 'at_once') continue
    const t = letterTexts[locale]
    const { subject, body } = wordsFor(words(notice.kind, locale), notice.values, locale)
    const stop_url = always ? null : stopUrl(sender, locale, { person_id: id, stops: topic })
    const mail_id = await queueMail(tx, {
      to: email, locale, subject, stop_url, body: [t.greeting(name), body, `${sender.publicUrl}/${locale}${notice.path}`].join('\n\n'),
      footer: footer(sender, locale, t.why(reasonIn({ code: reason, of }, locale)), stop_url ? t.stopTopic(topicNames[locale][topic], stop_url) : t.always[always ?? 'security']),
    }, notice.at)
    await tx.updateTable('notice').set({ mail_id }).where('id', '=', told.id).execute()
  }
}

const stopUrl = ({ publicUrl, secret }: Sender, locale: Locale, link: StopLink): string => `${publicUrl}/${locale}/notices/stop?token=${stopToken(secret, link)}`
const footer = ({ publicUrl }: Sender, locale: Locale, ...lines: string[]): string =>
  ['—', ...lines, letterTexts[locale].settings(`${publicUrl}/${locale}/my/notices/settings`)].join('\n')

/**
 * Tells everyone who may act for an organisation. Where it has nobody yet, the deal officers who
 * answer for it meanwhile are told, unless `orOfficers` is false.
 */
export async function notifyOrganisation<K extends NoticeKind>(tx: Tx, sender: Sender, organisationId: number, notice: Notice<K>, { orOfficers = true } = {}): Promise<void> {
  const { rows } = await sql<{ person_id: number; reason: ReasonCode; of: Record<Locale, string> }>`
    with o as (select json_build_object('vi', coalesce(nullif(name_vi, ''), name_en), 'en', coalesce(nullif(name_en, ''), name_vi)) as of from organisation where id = ${organisationId})
    select m.person_id, m.role as reason, o.of from membership m, o where m.organisation_id = ${organisationId} and m.role <> 'viewer'
    union all select r.person_id, 'nobody_there', o.of from staff_role r, o
      where r.role = 'deal_officer' and ${orOfficers} and not exists (select from membership m where m.organisation_id = ${organisationId})
    order by person_id limit 50`.execute(tx)
  await notify(tx, sender, notice, rows)
}

/**
 * Tells those of an organisation whose role is among these, or one of them alone where they are still
 * there; where it has nobody, the deal officers. Who did it themselves is not told.
 */
export async function notifyHolders<K extends NoticeKind>(tx: Tx, sender: Sender, { organisation_id, roles, person_id, but }: { organisation_id: number; roles: readonly MemberRole[]; person_id: number | null; but: number | null }, notice: Notice<K>): Promise<void> {
  const { rows } = await sql<{ person_id: number; reason: ReasonCode; of: Record<Locale, string> }>`
    with o as (select json_build_object('vi', coalesce(nullif(name_vi, ''), name_en), 'en', coalesce(nullif(name_en, ''), name_vi)) as of from organisation where id = ${organisation_id})
    select m.person_id, m.role as reason, o.of from membership m, o where m.organisation_id = ${organisation_id}
      and case when exists (select from membership n where n.organisation_id = ${organisation_id} and n.person_id = ${person_id}) then m.person_id = ${person_id} else m.role = any(${[...roles]}::text[]) end
    union all select r.person_id, 'nobody_there', o.of from staff_role r, o
      where r.role = 'deal_officer' and not exists (select from membership m where m.organisation_id = ${organisation_id})
    order by person_id limit 50`.execute(tx)
  await notify(tx, sender, notice, rows.filter((row) => row.person_id !== but))
}

/** Tells every member of staff with this role. */
export async function notifyStaff<K extends NoticeKind>(tx: Tx, sender: Sender, role: Extract<ReasonCode, 'moderator' | 'deal_officer' | 'auction_officer' | 'programme_officer' | 'administrator'>, notice: Notice<K>): Promise<void> {
  const staff = await tx.selectFrom('staff_role').select('person_id').where('role', '=', role).orderBy('person_id').limit(200).execute()
  await notify(tx, sender, notice, staff.map(({ person_id }) => ({ person_id, reason: role })))
}

/** Everybody who chose the daily letter and is owed one has it queued, once, however many workers do this and wherever one of them dies. */
export async function sendDigests(db: Db, sender: Sender, now: Date): Promise<void> {
  const owed = await db.selectFrom('notice').select('person_id').distinct().where('delivery', '=', 'daily').where('mail_id', 'is', null).where('at', '<=', now).orderBy('person_id').execute()
  for (const { person_id } of owed) await db.transaction().execute((tx) => sendDigest(tx, sender, person_id, now))
}

const linesInDigest = 100
/** One person's daily letter. Its notices are taken first: whoever comes second waits and finds them carried. */
async function sendDigest(tx: Tx, sender: Sender, personId: number, now: Date): Promise<void> {
  const notices = await tx.selectFrom('notice').select(['id', 'kind', 'topic', 'values', 'reason', 'reason_of', 'path'])
    .where('person_id', '=', personId).where('delivery', '=', 'daily').where('mail_id', 'is', null).where('at', '<=', now).orderBy('id').forUpdate().execute()
  if (notices.length === 0) return
  const { name, email, locale } = await tx.selectFrom('person').select(['name', 'email', 'locale']).where('id', '=', personId).executeTakeFirstOrThrow()
  const words = await textsNow(tx)
  const t = letterTexts[locale]
  const shown = notices.slice(0, linesInDigest).flatMap((notice) => (isNoticeKind(notice.kind) ? [{ ...notice, kind: notice.kind }] : []))
  const parts = topics.flatMap((topic) => {
    const lines = shown.filter((notice) => notice.topic === topic).map(({ kind, values, reason, reason_of, path }) =>
      [`- ${wordsFor(words(kind, locale), values as Record<string, Value>, locale).line}`, `  ${t.because(reasonIn({ code: reason as ReasonCode, of: reason_of as Record<Locale, string> | null }, locale))}`, `  ${sender.publicUrl}/${locale}${path}`].join('\n'))
    return lines.length ? [[topicNames[locale][topic], ...lines].join('\n\n')] : []
  })
  const more = notices.length - shown.length
  const stop_url = stopUrl(sender, locale, { person_id: personId, stops: 'digest' })
  const mail_id = await queueMail(tx, {
    to: email, locale, stop_url, subject: t.digest(notices.length, now), body: [t.greeting(name), t.digestLead, ...parts, ...(more ? [t.more(more, `${sender.publicUrl}/${locale}/my/notices`)] : [])].join('\n\n'),
    footer: footer(sender, locale, t.why(t.digestReason), t.stopDigest(stop_url)),
  }, now)
  await tx.updateTable('notice').set({ mail_id }).where('id', 'in', notices.map(({ id }) => id)).execute()
}

/** Marks a notice as read and returns where it leads; undefined where this person has no such notice. Whoever acts in another's name reads without marking. */
export async function openNotice(ctx: Ctx, { id, marks }: { id: number; marks: boolean }): Promise<string | undefined> {
  permit(ctx.actor, isSignedIn)
  const notice = await ctx.db.selectFrom('notice').select(['path', 'read_at']).where('id', '=', id).where('person_id', '=', personOf(ctx.actor)).executeTakeFirst()
  if (notice && !notice.read_at && marks && !ctx.actor.acted_by) {
    await ctx.db.updateTable('notice').set({ read_at: ctx.now() }).where('id', '=', id).where('person_id', '=', personOf(ctx.actor)).where('read_at', 'is', null).execute()
  }
  return notice?.path
}

export const ReadUpTo = z.object({ up_to: idField })
/** Every notice up to the newest one its reader saw is marked as read; what came meanwhile is not. */
export async function readAll(ctx: Ctx, { up_to }: z.output<typeof ReadUpTo>): Promise<void> {
  permit(ctx.actor, isSignedIn)
  if (ctx.actor.acted_by) return
  await ctx.db.updateTable('notice').set({ read_at: ctx.now() }).where('person_id', '=', personOf(ctx.actor)).where('id', '<=', up_to).where('read_at', 'is', null).execute()
}

const delivery = choiceField(deliveries).optional()
/** What is told of one's own account comes in any case: there is nothing to choose. */
export const DeliveryChoices = z.object({ listings: delivery, matching: delivery, searches: delivery, interests: delivery, deals: delivery, auctions: delivery, organisation: delivery, disclosure: delivery, moderation: delivery } satisfies Record<Exclude<Topic, 'account'>, z.ZodType>)
/** From now on this person is told about these topics in the way they chose; the others stay as they were. */
export async function chooseDelivery(ctx: Ctx, input: z.output<typeof DeliveryChoices>): Promise<void> {
  permit(ctx.actor, isSignedIn)
  await transact(ctx, (tx) => choose(tx, ctx, input, 'page'))
}

/** No more letters about what the link of a letter stops, whoever follows it: the link shows that the letter reached its reader. */
export async function stopLetters(ctx: Ctx, { person_id, stops }: StopLink): Promise<void> {
  const reader: Ctx = { ...ctx, db: asSystem(ctx.db), actor: { ...anonymous, person_id } }
  await transact(reader, async (tx) => {
    const now = await choicesOf(tx, person_id)
    const stopped = topics.filter((topic) => (stops === 'digest' ? now[topic] === 'daily' : topic === stops))
    await choose(tx, reader, Object.fromEntries(stopped.map((topic) => [topic, 'page'])), 'letter')
  })
}

async function choose(tx: Tx, ctx: Ctx, wanted: Partial<Record<Topic, Delivery | undefined>>, by: 'page' | 'letter'): Promise<void> {
  const person_id = personOf(ctx.actor)
  // One choice of a person at a time: two windows saving at once leave one of the two, whole.
  await sql`select pg_advisory_xact_lock(hashtext('notice_choice'), ${person_id})`.execute(tx)
  const now = await choicesOf(tx, person_id)
  const choices = Object.fromEntries(topics.flatMap((topic) => { const want = wanted[topic]; return want && want !== now[topic] ? [[topic, want]] : [] })) as Partial<Record<Topic, Delivery>>
  const changed = Object.entries(choices) as [Topic, Delivery][]
  if (changed.length === 0) return
  for (const [topic, chosen] of changed) {
    await tx.insertInto('notice_choice').values({ person_id, topic, delivery: chosen, chosen_at: ctx.now() })
      .onConflict((on) => on.columns(['person_id', 'topic']).doUpdateSet({ delivery: chosen, chosen_at: ctx.now() })).execute()
  }
  const silent = changed.flatMap(([topic, chosen]) => (chosen === 'page' ? [topic] : []))
  // What waited for the daily letter stays in the page: after stopping, no letter follows.
  if (silent.length) await tx.updateTable('notice').set({ delivery: 'page' }).where('person_id', '=', person_id).where('topic', 'in', silent).where('delivery', '=', 'daily').where('mail_id', 'is', null).execute()
  await record(tx, ctx, `person:${person_id}`, { type: 'notice.delivery_chosen', person_id, choices, by }, null)
}
