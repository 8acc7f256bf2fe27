import { sql } from 'kysely'
import type { Tx } from '../src/core/database.ts'
import { keepVersion } from '../src/modules/listings/versions.ts'

/**
 * The city's listings have been confirmed since they were published, each on a day of its own, so that
 * the city does not empty all at once; about one in twelve is near the day on which it has to be
 * confirmed again. Of the listings that are shown most the present version is kept already.
 */
export async function worldLifecycle(tx: Tx, now: Date): Promise<void> {
  await sql`update listing set confirmed_at = greatest(published_at, ${now}::timestamptz - make_interval(days => case when id % 12 = 0 then 78 + id % 9 else id % 70 end))
    where state = 'published' and source_name is null`.execute(tx)
  await sql`insert into event (type, subject, person_id, organisation_id, at, request_id, data)
    select 'listing.confirmed', 'listing:' || l.id, (select min(m.person_id) from membership m where m.organisation_id = l.organisation_id and m.role = 'owner'), l.organisation_id, l.confirmed_at, 'world', jsonb_build_object('listing_id', l.id, 'version', l.version, 'again', false)
    from listing l where l.state = 'published' and l.confirmed_at > l.published_at order by l.confirmed_at`.execute(tx)
  const shown = await tx.selectFrom('listing as l').innerJoin('organisation as o', 'o.id', 'l.organisation_id').select(['l.id', 'l.version', 'l.published_at'])
    .where('l.state', '=', 'published').where('o.name_vi', 'in', ['Viện Công nghệ Sau thu hoạch Hát Giang', 'Hợp tác xã Nông sản và Dược liệu Đồi Sim']).execute()
  for (const { id, version, published_at } of shown) if (published_at) await keepVersion(tx, id, version, { published_at })
}
