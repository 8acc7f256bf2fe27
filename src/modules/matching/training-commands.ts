import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { gzipSync } from 'node:zlib'
import { z } from 'zod'
import { type Ctx, isStaff, permit, record, transact } from '../../core/context.ts'
import type { Db } from '../../core/database.ts'
import { conceptsOf } from '../../platform/likeness/concepts.ts'
import { learnMeaningAside, packed } from '../../platform/likeness/meaning.ts'
import { refuse } from '../../platform/refusal.ts'
import { FileMarket, itemsIn, plan } from './files.ts'
import { learntAtOnce, marketIndex, type MarketRow, readMarket, servingWeights, textsOf } from './market-index.ts'
import { featuresOf, type Facts, weighFacts } from './rules.ts'
import { type Case, type Judged, learnAndCompare, type Learnt, taught, type TrainingRefusal } from './training-rules.ts'

/** So many of the best are weighed for each case; what nobody judged among them counts as not sought. */
const weighed = 60
const nothingKnown: Facts = { research_fields: [], patent_classes: [], industries: [], transfer_forms: [], trl: null, price_mode: 'negotiable', price_min: null, price_max: null, ward_code: null, evidence_grade: 0, urgency: null, state_share: null }

/** Judged needs of a folder: offers.jsonl, needs.jsonl and qrels.tsv (need, offer, grade). */
async function casesOfFolder(folder: string, market: (offers: Awaited<ReturnType<typeof readAll>>) => FileMarket): Promise<Case[]> {
  const offers = await readAll(join(folder, 'offers.jsonl'))
  const grades = new Map<string, Map<string, number>>()
  for (const line of readFileSync(join(folder, 'qrels.tsv'), 'utf8').split('\n')) {
    const [need = '', offer = '', grade = ''] = line.split('\t')
    if (need && offer) grades.set(need, (grades.get(need) ?? new Map<string, number>()).set(offer, Number(grade)))
  }
  const engine = market(offers), cases: Case[] = []
  for (const need of await readAll(join(folder, 'needs.jsonl'))) {
    const own = grades.get(need.id)
    if (!own) continue
    const { facts } = weighFacts(nothingKnown, nothingKnown)
    cases.push({ judged: engine.found(need, weighed).map(({ id, ...text }): Judged => ({ features: featuresOf(text, facts), grade: own.get(id) ?? 0, about: null })) })
  }
  return cases
}
async function readAll(file: string) {
  const all = []
  for await (const item of itemsIn(file)) all.push(item)
  return all
}

/** What people said to matches here: a declined one is worse than one taken up, and than those nobody answered, in what the reason is about. */
async function casesOfAnswers(db: Db): Promise<{ cases: Case[]; answers: number }> {
  const answers = await db.selectFrom('match_answer as a').innerJoin('listing as n', 'n.id', 'a.need_id').innerJoin('listing as o', 'o.id', 'a.offer_id')
    .select(['a.need_id', 'a.offer_id', 'a.answer', 'a.code', 'n.organisation_id as need_owner', 'a.organisation_id']).orderBy('a.need_id').orderBy('a.offer_id').execute()
  const index = await marketIndex(db).upToDate()
  const byListing = Map.groupBy(answers, (row) => (row.organisation_id === row.need_owner ? row.need_id : row.offer_id))
  const cases: Case[] = []
  for (const [id, own] of byListing) {
    const [row] = await readMarket(db, sql`l.id = ${id}`, sql`listing`)
    if (!row) continue
    const other = row.kind === 'need' ? 'offer' : 'need'
    const said = new Map(own.map((answer) => [row.kind === 'need' ? answer.offer_id : answer.need_id, answer]))
    const judged = index.engine(other).near(textsOf(row), weighed, (one) => index.standing(one) !== undefined).flatMap((found, place): Judged[] => {
      const answer = said.get(found.id)
      // Of those nobody answered only the first are known to have been looked at.
      if (!answer && place >= 10) return []
      const standing = index.standing(found.id)!
      const { facts } = row.kind === 'need' ? weighFacts(row, standing) : weighFacts(standing, row)
      return [{ features: featuresOf(found, facts), grade: answer ? (answer.answer === 'accepted' ? 2 : 0) : 1, about: answer?.answer === 'declined' ? taught[answer.code ?? 'other'] ?? null : null }]
    })
    cases.push({ judged })
  }
  return { cases, answers: answers.length }
}

export const TrainMatching = z.object({ folders: z.array(z.string()) })
export interface Training extends Learnt { id: number; needs: number; answers: number }
/**
 * Weights are learnt from judged needs of these folders and from what people answered here, and compared
 * with the ones that serve on cases neither has seen. They serve from now on if they are better; either way the
 * attempt is kept.
 */
export async function trainMatching(ctx: Ctx, { folders }: z.output<typeof TrainMatching>): Promise<Training> {
  permit(ctx.actor, isStaff('administrator'))
  const index = await marketIndex(ctx.db).upToDate()
  const judged = (await Promise.all(folders.map((folder) => casesOfFolder(folder, (offers) => new FileMarket(offers, index.dictionary))))).flat()
  const { cases, answers } = await casesOfAnswers(ctx.db)
  const present = await servingWeights(ctx.db)
  const learnt = learnAndCompare([...judged, ...cases], present)
  return transact(ctx, async (tx) => {
    const { id } = await tx.insertInto('match_training').values({ at: ctx.now(), needs: judged.length, answers, judged: [...judged, ...cases].reduce((sum, one) => sum + one.judged.length, 0), weights: JSON.stringify(learnt.weights), quality: learnt.quality, quality_before: learnt.before, served: learnt.better }).returning('id').executeTakeFirstOrThrow()
    if (learnt.better) await tx.insertInto('match_serving').values({ training_id: id, since: ctx.now(), by_person: ctx.actor.person_id }).execute()
    await record(tx, ctx, `match_training:${id}`, { type: 'matching.weights_learnt', training_id: id, served: learnt.better })
    return { ...learnt, id, needs: judged.length, answers }
  })
}

/** `seen`: which weights the administrator saw serving. */
export const ServeWeights = z.object({ training_id: z.preprocess((typed) => (typed === '' || typed === undefined ? null : typed), z.coerce.number().int().positive().nullable()), seen: z.coerce.number().int().min(0) })
/** The weights of that training serve from now on, with null the program’s own. Refused where somebody else changed them since. */
export async function serveWeights(ctx: Ctx, { training_id, seen }: z.output<typeof ServeWeights>): Promise<void> {
  permit(ctx.actor, isStaff('administrator'))
  await transact(ctx, async (tx) => {
    await sql`select pg_advisory_xact_lock(7310261)`.execute(tx) // two administrators take turns
    const serving = await tx.selectFrom('match_serving').select(['id', 'training_id']).orderBy('id', 'desc').limit(1).executeTakeFirst()
    if ((serving?.training_id ?? null) === training_id) return
    if ((serving?.id ?? 0) !== seen) refuse<TrainingRefusal>({ code: 'serving_meanwhile' })
    if (training_id !== null && !(await tx.selectFrom('match_training').select('id').where('id', '=', training_id).executeTakeFirst())) refuse<TrainingRefusal>({ code: 'training_unknown', training: training_id })
    await tx.insertInto('match_serving').values({ training_id, since: ctx.now(), by_person: ctx.actor.person_id }).execute()
    await record(tx, ctx, training_id === null ? 'match_training:0' : `match_training:${training_id}`, { type: 'matching.weights_served', training_id })
  })
}

/** A model is learnt from so many listings at most, taken evenly from all. */
const mostLearnt = 8_000
const kept = 3
/** A model of less than this part of the market is old. */
const mostlyKnown = 0.7
/**
 * What words mean on this market is learnt anew, where there are too many listings for each process to do
 * so by itself; web processes take it up within seconds. Others work on meanwhile. `whereGrown`: only
 * where there is no model yet, or the market has outgrown it; returns whether one was learnt.
 */
export async function learnMarketMeaning(db: Db, now: Date, { whereGrown = false } = {}): Promise<boolean> {
  const index = await marketIndex(db).upToDate()
  if (index.size <= learntAtOnce) return false
  if (whereGrown) {
    const last = await db.selectFrom('match_meaning').select('listings').orderBy('id', 'desc').limit(1).executeTakeFirst()
    if (last && last.listings >= Math.min(index.size, mostLearnt) * mostlyKnown) return false
  }
  const { rows: ids } = await sql<{ id: number }>`select id from (select id, row_number() over (order by id) as n, count(*) over () as total from published_listing) all_of_them where n % greatest(1, total / ${mostLearnt}) = 0 limit ${mostLearnt}`.execute(db)
  const bags: Map<string, number>[] = []
  for (let from = 0; from < ids.length; from += 200) {
    const rows: MarketRow[] = await readMarket(db, sql`l.id = any(${ids.slice(from, from + 200).map(({ id }) => id)}::int[])`)
    for (const row of rows) bags.push(conceptsOf(textsOf(row), plan.said, index.dictionary))
  }
  const meaning = await learnMeaningAside(bags)
  if (!meaning) return false
  const { terms, vectors } = packed(meaning)
  await db.transaction().execute(async (tx) => {
    const { id } = await tx.insertInto('match_meaning').values({ learnt_at: now, listings: bags.length, dimensions: meaning.dimensions, terms: gzipSync(terms), vectors }).returning('id').executeTakeFirstOrThrow()
    await tx.deleteFrom('match_meaning').where('id', 'not in', (query) => query.selectFrom('match_meaning').select('id').orderBy('id', 'desc').limit(kept)).where('id', '<', id).execute()
  })
  return true
}
