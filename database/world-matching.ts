import { sql } from 'kysely'
import type { Tx } from '../src/core/database.ts'
import type { MatchReason } from '../src/modules/matching/schema.ts'
import { daysFrom } from '../src/platform/time.ts'

/** Those who show the first walk answer for themselves: nothing is declined in their name. */
const walking = ['Viện Công nghệ Sau thu hoạch Hát Giang', 'Hợp tác xã Nông sản và Dược liệu Đồi Sim']

/** Which side of a pair declined, and why; in turn over the city's pairs. */
const declines: { by: 'need' | 'offer'; code: string; words?: string }[] = [
  { by: 'need', code: 'too_dear' }, { by: 'need', code: 'wrong_scale', words: 'Chúng tôi chỉ cần khoảng một phần mười công suất này.' }, { by: 'need', code: 'too_early' }, { by: 'offer', code: 'wrong_scale' },
  { by: 'need', code: 'already_have', words: 'Đã lắp một hệ thống tương tự từ năm ngoái.' }, { by: 'need', code: 'too_dear' }, { by: 'offer', code: 'wrong_field' }, { by: 'need', code: 'wrong_field', words: 'Cùng tên gọi nhưng chúng tôi cần cho thủy sản.' },
  { by: 'need', code: 'wrong_place' }, { by: 'need', code: 'other', words: 'Phải có người vận hành tại chỗ, chúng tôi chưa có.' }, { by: 'offer', code: 'no_longer_needed' }, { by: 'need', code: 'too_early' }, { by: 'need', code: 'not_what_it_says' }, { by: 'offer', code: 'too_early' },
]
const objections = ['Cùng lĩnh vực trên giấy, nhưng thiết bị này làm cho vật liệu khô, không dùng cho hàng tươi.', 'Mức sẵn sàng ghi trong tin đã cũ; mẫu thử chưa chạy ngoài phòng thí nghiệm.', '', 'Hai bên dùng cùng một từ cho hai việc khác nhau.']

interface Pair { need_id: number; offer_id: number; field: string; need_trl: number | null; offer_trl: number | null; need_organisation: number; offer_organisation: number; need_person: number; offer_person: number }

/** What the city's people said to suggested matches over the last months, which reasons they called wrong, and how often listings were shown. */
export async function worldMatching(tx: Tx, now: Date): Promise<void> {
  // Whoever expressed interest with a listing of their own took the match up.
  await sql`insert into match_answer (need_id, offer_id, organisation_id, person_id, answer, reasons, answered_at)
    select case l.kind when 'need' then l.id else c.id end, case l.kind when 'need' then c.id else l.id end, i.organisation_id, i.person_id, 'accepted', i.reasons, i.expressed_at
    from interest i join listing l on l.id = i.listing_id join listing c on c.id = i.counter_listing_id on conflict do nothing`.execute(tx)
  const { rows: pairs } = await sql<Pair>`
    select distinct on (n.id) n.id as need_id, o.id as offer_id, f.field, n.trl as need_trl, o.trl as offer_trl, n.organisation_id as need_organisation, o.organisation_id as offer_organisation, np.person_id as need_person, op.person_id as offer_person
    from listing n join listing o on o.kind = 'offer' and o.state = 'published' and o.organisation_id <> n.organisation_id
      join lateral (select unnest(n.research_fields) intersect select unnest(o.research_fields) order by 1 limit 1) f (field) on true
      join lateral (select m.person_id from membership m where m.organisation_id = n.organisation_id and m.role = 'owner' order by 1 limit 1) np on true
      join lateral (select m.person_id from membership m where m.organisation_id = o.organisation_id and m.role = 'owner' order by 1 limit 1) op on true
    where n.kind = 'need' and n.state = 'published' and not exists (select from match_answer a where a.need_id = n.id and a.offer_id = o.id)
      and not exists (select from organisation w where w.id in (n.organisation_id, o.organisation_id) and w.name_vi = any(${walking}::text[]))
    order by n.id, o.id limit ${declines.length * 2}`.execute(tx)
  for (const [i, pair] of pairs.entries()) {
    const decline = declines[i % declines.length]
    if (!decline) continue
    const { need_id, offer_id } = pair, at = daysFrom(now, -(9 + ((i * 53) % 300)))
    const organisation_id = decline.by === 'need' ? pair.need_organisation : pair.offer_organisation, person_id = decline.by === 'need' ? pair.need_person : pair.offer_person
    const score = 41 + ((i * 7) % 38)
    await tx.insertInto('match_answer').values({ need_id, offer_id, organisation_id, person_id, answer: 'declined', code: decline.code, words: decline.words ?? '', score, reasons: JSON.stringify(reasonsOf(pair)), answered_at: at }).execute()
    await tx.insertInto('event').values({ type: 'match.declined', subject: `match:${need_id}-${offer_id}`, person_id, organisation_id, at, request_id: 'world', data: JSON.stringify({ need_id, offer_id, organisation_id, code: decline.code }) }).execute()
    const words = objections[i / 3]
    if (words === undefined) continue
    const wrong = reasonsOf(pair)[i % 2] ?? reasonsOf(pair)[0]
    if (wrong) await tx.insertInto('match_objection').values({ need_id, offer_id, organisation_id, person_id, code: wrong.code, reason: JSON.stringify(wrong), words, objected_at: at }).execute()
  }
  // Four weeks of showings: some listings much more often than others, the newest least.
  await sql`insert into match_exposure (listing_id, day, shown, opened)
    select l.id, (${now}::timestamptz at time zone 'Asia/Ho_Chi_Minh')::date - d, n, n / 7 from listing l, generate_series(1, 28) d, lateral (select (60 / (1 + (l.id * 7) % 23) + (l.id * d) % 5) as n) x
    where l.state = 'published' and l.published_at < ${now}::timestamptz - make_interval(days => d) and n > 0`.execute(tx)
}

/** What is true of both listings and would have been stated. */
const reasonsOf = ({ field, need_trl, offer_trl }: Pair): MatchReason[] => [
  { code: 'same_field', field }, ...(need_trl !== null && offer_trl !== null ? [{ code: offer_trl >= need_trl ? 'trl_met' as const : 'trl_short' as const, offered: offer_trl, wanted: need_trl }] : []),
]
