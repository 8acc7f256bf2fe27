import { sql } from 'kysely'
import type { Tx } from '../src/core/database.ts'
import { refreshSearch } from '../src/modules/listings/indexing.ts'
import { daysFrom, minutesFrom } from '../src/platform/time.ts'

/** The published offer of which somebody sends a copy, and who sends it. */
const copied = { organisation: 'Viện Công nghệ Sau thu hoạch Hát Giang', by: 'Hợp tác xã Nông sản và Dược liệu Đồi Sim' }
/** What most of the city's returned listings were returned for. */
const reasonsGiven = ['unproven', 'no_figures'] as const

/**
 * The moderators' queue of the city: what waits came in over the last days, the oldest of it already
 * late; one offer is an edited copy of another organisation's; and what was sent back is counted by its reason.
 */
export async function worldQueue(tx: Tx, now: Date): Promise<void> {
  const waiting = await tx.selectFrom('listing').select('id').where('state', '=', 'submitted').orderBy('id').execute()
  for (const [i, { id }] of waiting.entries()) await tx.updateTable('listing').set({ submitted_at: minutesFrom(daysFrom(now, -9 + i * 2), -i * 47) }).where('id', '=', id).execute()
  await addCopy(tx, minutesFrom(now, -190))
  const returned = await tx.selectFrom('listing_review').select(['id', 'listing_id']).where('decision', '=', 'returned').orderBy('id').execute()
  for (const [i, { id }] of returned.entries()) await tx.insertInto('listing_review_reason').values({ review_id: id, code: reasonsGiven[i % 4 === 3 ? 1 : 0], duplicate_of: null }).onConflict((on) => on.doNothing()).execute()
}

async function addCopy(tx: Tx, at: Date): Promise<void> {
  const of = (name: string) => tx.selectFrom('organisation as o').innerJoin('membership as m', (on) => on.onRef('m.organisation_id', '=', 'o.id').on('m.role', '=', 'owner')).select(['o.id', 'm.person_id']).where('o.name_vi', '=', name).executeTakeFirst()
  const [from, by] = [await of(copied.organisation), await of(copied.by)]
  if (!from || !by) return
  const original = await tx.selectFrom('listing').select(['id', 'kind', 'original_language', 'trl', 'ip_status', 'price_mode', 'price_min', 'price_max', 'research_fields', 'patent_classes', 'industries', 'transfer_forms', 'ward_code'])
    .where('organisation_id', '=', from.id).where('kind', '=', 'offer').where('state', '=', 'published').orderBy('id').limit(1).executeTakeFirst()
  if (!original) return
  const { id: originalId, ...columns } = original
  const { id } = await tx.insertInto('listing').values({
    ...columns, state: 'submitted', organisation_id: by.id, created_by: by.person_id, source_name: null, source_key: null, source_sha256: null, demonstration: true,
    submitted_at: at, published_at: null, closed_at: null, created_at: minutesFrom(at, -60), updated_at: at,
  }).returning('id').executeTakeFirstOrThrow()
  await sql`insert into listing_text (listing_id, language, title, summary, description, problem, advantages, requirements)
    select ${id}, language, 'Cung cấp ' || lower(left(title, 1)) || substr(title, 2), summary, description || ' Hợp tác xã nhận đặt theo yêu cầu và giao trong 45 ngày.', problem, advantages, requirements from listing_text where listing_id = ${originalId} and language = 'vi'`.execute(tx)
  const events = [{ type: 'listing.drafted', data: { listing_id: id, kind: 'offer' } }, { type: 'listing.submitted', data: { listing_id: id, version: 1 } }] as const
  await tx.insertInto('event').values(events.map(({ type, data }) => ({ type, subject: `listing:${id}`, person_id: by.person_id, organisation_id: by.id, at, request_id: 'world', data: JSON.stringify(data) }))).execute()
  await refreshSearch(tx, [id])
}
