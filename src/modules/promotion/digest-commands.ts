import { sql } from 'kysely'
import { z } from 'zod'
import { anonymous, type Ctx, inPerson, isSignedIn, permit, personOf, record, transact } from '../../core/context.ts'
import { asSystem, type Db, type Tx } from '../../core/database.ts'
import { choiceField, codesField } from '../../platform/fields.ts'
import { inLocale, type Locale, locales } from '../../platform/locale.ts'
import { seal, unseal } from '../../platform/sealed.ts'
import { shorten } from '../../platform/text.ts'
import { daysFrom, formatDay } from '../../platform/time.ts'
import { settledAt } from '../listings/lifecycle-rules.ts'
import { cardsOf, type ListingCard } from '../listings/queries.ts'
import { listingKinds } from '../listings/schema.ts'
import { queueMail } from '../notifications/commands.ts'
import type { Sender } from '../notifications/notice-commands.ts'
import { taxonomyOf } from '../taxonomy/queries.ts'
import { digestTexts } from './messages.ts'
import { periodOf } from './rules.ts'
import { type MarketDigest, rhythms } from './schema.ts'

const subjectOf = (personId: number): string => `person:${personId}`
const purpose = 'promotion: digest stop links'
export const digestToken = (secret: string, personId: number): string => seal(secret, purpose, String(personId))
/** Whose letters the link of a letter stops; null where it is not ours. */
export function readDigestToken(secret: string, token: unknown): number | null {
  const person = unseal(secret, purpose, token)
  return person !== null && /^[1-9]\d{0,9}$/.test(person) ? Number(person) : null
}

const oneOf = <T extends readonly [string, ...string[]]>(choices: T) => z.preprocess((value) => (value === undefined || value === '' ? [] : Array.isArray(value) ? value : [value]), z.array(choiceField(choices)).min(1, { error: 'choose' }).max(choices.length, { error: 'choose' }).transform((all) => [...new Set(all)]))
export const DigestChoice = z.object({ rhythm: choiceField(rhythms), kinds: oneOf(listingKinds), research_fields: codesField(60), locale: choiceField(locales) })
/**
 * This person is sent what is new from now on, each period once, the first time with the period after
 * this one. To ask for it is to agree to it, so nobody else can: the database records the consent with
 * the row (migration 0027). Asked again it only changes what was chosen.
 */
export async function chooseDigest(ctx: Ctx, input: z.output<typeof DigestChoice>): Promise<void> {
  permit(ctx.actor, isSignedIn)
  inPerson(ctx.actor)
  const person_id = personOf(ctx.actor)
  const taxonomy = await taxonomyOf(ctx.db)
  const unknown = input.research_fields.some((code) => !taxonomy.has('research_field', code))
  if (unknown) throw new z.ZodError([{ code: 'custom', path: ['research_fields'], message: 'invalid', input: input.research_fields }])
  await transact(ctx, async (tx) => {
    await inTurn(tx, person_id)
    const now = ctx.now()
    const before = await tx.selectFrom('market_digest').selectAll().where('person_id', '=', person_id).executeTakeFirst()
    if (before && (['rhythm', 'kinds', 'research_fields', 'locale'] as const).every((name) => JSON.stringify(before[name]) === JSON.stringify(input[name]))) return
    if (before) await tx.updateTable('market_digest').set(input).where('person_id', '=', person_id).execute()
    else await tx.insertInto('market_digest').values({ ...input, person_id, chosen_at: now, covered_until: settledAt(now) }).execute()
    // This period's letter is not owed to whoever asks within it.
    await tx.insertInto('market_digest_period').values({ person_id, period: periodOf(input.rhythm, now), listings: 0, mail_id: null, at: now }).onConflict((on) => on.doNothing()).execute()
    await record(tx, ctx, subjectOf(person_id), { type: 'market_digest.chosen', person_id, rhythm: input.rhythm }, null)
  })
}

/** No such letter follows; the consent is taken back in the same moment. Stopped a second time it stays stopped. */
export async function stopDigest(ctx: Ctx): Promise<void> {
  permit(ctx.actor, isSignedIn)
  inPerson(ctx.actor)
  await transact(ctx, (tx) => stop(tx, ctx, 'page'))
}

/** The same for whoever follows the link of a letter: it shows that the letter reached its reader. */
export async function stopDigestByLetter(ctx: Ctx, personId: number): Promise<void> {
  const reader: Ctx = { ...ctx, db: asSystem(ctx.db), actor: { ...anonymous, person_id: personId } }
  permit(reader.actor, isSignedIn)
  await transact(reader, (tx) => stop(tx, reader, 'letter'))
}

async function stop(tx: Tx, ctx: Ctx, by: 'page' | 'letter'): Promise<void> {
  const person_id = personOf(ctx.actor)
  await inTurn(tx, person_id)
  const { numDeletedRows } = await tx.deleteFrom('market_digest').where('person_id', '=', person_id).executeTakeFirst()
  if (numDeletedRows) await record(tx, ctx, subjectOf(person_id), { type: 'market_digest.stopped', person_id, by }, null)
}
/** One choice of a person at a time: there may be no row yet to hold. */
const inTurn = (tx: Tx, personId: number) => sql`select pg_advisory_xact_lock(hashtext('market_digest'), ${personId})`.execute(tx)

const linesInLetter = 30

/**
 * Whoever asked for the letter of this week or month and has not had it is sent it, where there is
 * anything new; where not, the period is over without one. Run as often as one likes, by two workers at
 * once, or again after one died half-way: each period is told once a person. Returns how many letters.
 */
export async function sendMarketDigests(db: Db, sender: Sender, now: Date): Promise<number> {
  const [week, month] = [periodOf('weekly', now), periodOf('monthly', now)]
  const owed = await db.selectFrom('market_digest as d').select('d.person_id').where((its) => its.not(its.exists(its.selectFrom('market_digest_period as p').select('p.period').whereRef('p.person_id', '=', 'd.person_id')
    .where('p.period', '=', sql<string>`case d.rhythm when 'weekly' then ${week} else ${month} end`)))).orderBy('d.person_id').execute()
  let sent = 0
  for (const { person_id } of owed) sent += await db.transaction().execute((tx) => sendOne(tx, sender, person_id, now))
  return sent
}

/** One person's letter. What they chose is held first: whoever comes second waits and finds the period told. */
async function sendOne(tx: Tx, sender: Sender, personId: number, now: Date): Promise<number> {
  const digest = await tx.selectFrom('market_digest').selectAll().where('person_id', '=', personId).forUpdate().executeTakeFirst()
  if (!digest) return 0
  const period = periodOf(digest.rhythm, now)
  if (await tx.selectFrom('market_digest_period').select('period').where('person_id', '=', personId).where('period', '=', period).executeTakeFirst()) return 0
  const until = settledAt(now)
  const ids = await newFor(tx, digest, until)
  const mail_id = ids.length ? await queueLetter(tx, sender, digest, ids, until, now) : null
  await tx.insertInto('market_digest_period').values({ person_id: personId, period, listings: ids.length, mail_id, at: now }).execute()
  await tx.updateTable('market_digest').set({ covered_until: until }).where('person_id', '=', personId).where('covered_until', '<', until).execute()
  // That a period was told is of use while it lasts; a year of it is kept for its person.
  await tx.deleteFrom('market_digest_period').where('person_id', '=', personId).where('at', '<', daysFrom(now, -366)).execute()
  return mail_id === null ? 0 : 1
}

/** What was published since the last letter and is still on the market, in the fields and of the kinds they chose, the newest first. */
async function newFor(tx: Tx, { kinds, research_fields, covered_until }: MarketDigest, until: Date): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select l.id from published_listing l where l.published_at > ${covered_until} and l.published_at <= ${until} and l.kind = any (${kinds}::text[])
      and (${research_fields.length === 0} or exists (select from unnest(l.research_fields) f, unnest(${research_fields}::text[]) wanted where starts_with(f, wanted)))
    order by l.published_at desc, l.id desc limit 5000`.execute(tx)
  return rows.map(({ id }) => id)
}

async function queueLetter(tx: Tx, { publicUrl, secret }: Sender, { person_id, locale }: MarketDigest, ids: readonly number[], until: Date, now: Date): Promise<number> {
  const { name, email } = await tx.selectFrom('person').select(['name', 'email']).where('id', '=', person_id).executeTakeFirstOrThrow()
  const t = digestTexts[locale]
  // Read for everybody, so no card here names an organisation that keeps its name back.
  const cards = await cardsOf(tx, ids.slice(0, linesInLetter), locale)
  const parts = listingKinds.flatMap((kind) => {
    const lines = cards.filter((card) => card.kind === kind).map((card) => lineOf(card, publicUrl, locale))
    return lines.length ? [[t[`${kind}s`], ...lines].join('\n\n')] : []
  })
  const more = ids.length - cards.length
  const stop_url = `${publicUrl}/${locale}/digest/stop?token=${digestToken(secret, person_id)}`
  return queueMail(tx, {
    to: email, locale, stop_url, subject: t.subject(ids.length, formatDay(until, locale)), body: [t.greeting(name), t.opening, ...parts, ...(more ? [t.more(more, `${publicUrl}/${locale}/search?sort=newest`)] : [])].join('\n\n'),
    footer: ['—', t.why, t.stopLine(stop_url), t.settings(`${publicUrl}/${locale}/my/digest`)].join('\n'),
  }, now)
}

const lineOf = (card: ListingCard, publicUrl: string, locale: Locale): string =>
  [`- ${shorten(card.title, 200)}`, inLocale(locale, card.organisation_name_vi, card.organisation_name_en), shorten(card.summary, 240), `${publicUrl}/${locale}/${card.kind}s/${card.id}`].filter(Boolean).join('\n  ')
