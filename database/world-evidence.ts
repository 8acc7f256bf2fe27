import { randomUUID } from 'node:crypto'
import type { Actor, Ctx } from '../src/core/context.ts'
import type { Db } from '../src/core/database.ts'
import { AddEvidence, addEvidence, ageEvidence, answerFailedTest, confirmEvidence, RecordFailedTest, recordFailedTest } from '../src/modules/evidence/commands.ts'
import { monthsOn } from '../src/modules/evidence/rules.ts'
import type { ClaimKind, ProofGrade } from '../src/modules/evidence/schema.ts'
import { taxonomyOf } from '../src/modules/taxonomy/queries.ts'
import { daysFrom, hanoiDay } from '../src/platform/time.ts'

/** Evidence of an offer's claims: its grade, months ago, and what is special about it. */
interface Proof { grade: ProofGrade; months: number; waiting?: true; fails?: true; ends?: number }
/** What eight offers in turn have to show, so that every grade and every age is somewhere. */
const patterns: Partial<Record<ClaimKind, Proof[]>>[] = [
  { readiness: [{ grade: 4, months: 8 }], performance: [{ grade: 4, months: 7 }, { grade: 3, months: 14 }] },
  { readiness: [{ grade: 3, months: 5 }], performance: [{ grade: 3, months: 9 }], cost: [{ grade: 3, months: 4 }] },
  { readiness: [{ grade: 2, months: 6 }], performance: [{ grade: 3, months: 11 }] },
  { readiness: [{ grade: 2, months: 3 }], performance: [{ grade: 2, months: 10 }], cost: [] },
  { readiness: [{ grade: 4, months: 6 }], performance: [{ grade: 3, months: 41 }] },
  { readiness: [{ grade: 2, months: 2 }], performance: [{ grade: 2, months: 8 }, { grade: 3, months: 1, waiting: true }] },
  { readiness: [{ grade: 3, months: 12, ends: 17 }], performance: [{ grade: 3, months: 7 }] },
  { readiness: [], performance: [{ grade: 1, months: 2 }] },
]
/** The one whose claim a trial at a customer's contradicted, and which answered. */
const contradicted: (typeof patterns)[number] = { readiness: [{ grade: 3, months: 13 }], performance: [{ grade: 3, months: 15 }, { grade: 4, months: 3, fails: true }] }

const documents: Record<ProofGrade, { title: string; issuers: string[]; reference: string }> = {
  1: { title: 'Sổ theo dõi chạy thử tại xưởng của đơn vị', issuers: [''], reference: '' },
  2: { title: 'Báo cáo thử nghiệm nội bộ có chữ ký', issuers: [''], reference: 'BC-NB' },
  3: { title: 'Phiếu kết quả thử nghiệm', issuers: ['Trung tâm Thử nghiệm kỹ thuật Nhuệ Giang', 'Phòng Thử nghiệm độc lập Cầu Diễn', 'Trung tâm Đo lường Kim Ngưu'], reference: 'PKQ' },
  4: { title: 'Biên bản theo dõi vận hành tại nơi sử dụng', issuers: [], reference: 'BB-VH' },
}
const bulletsOf = (text: string): string[] => text.split('\n').filter((line) => /^\s*[-•]\s+/.test(line)).map((line) => line.replace(/^\s*[-•]\s+/, '').trim())
const firstSentence = (text: string): string => /^.*?[.;](?=\s|$)/s.exec(text)?.[0] ?? text
const isLimit = /^(Giới hạn|Hạn chế|Cần|Chưa|Không|Mới|Phải|Nhạy|Limit|Not|Needs)/i, isCost = /đồng|giá |VND|cost/i

/** About forty of the city's offers claim something and show how well it is proven: every grade, some of it stale, some waiting, one contradicted. By the commands people use, but for the claims, which were published with their offers. */
export async function worldEvidence(db: Db, now: Date): Promise<void> {
  const offers = await db.selectFrom('listing as l').innerJoin('membership as m', (on) => on.onRef('m.organisation_id', '=', 'l.organisation_id').on('m.role', '=', 'owner')).innerJoin('person as p', 'p.id', 'm.person_id').innerJoin('organisation as o', 'o.id', 'l.organisation_id')
    .select(['l.id', 'l.organisation_id', 'l.trl', 'l.created_at', 'p.id as person_id', 'p.name', 'o.name_vi']).where('l.state', '=', 'published').where('l.kind', '=', 'offer').where('l.source_name', 'is', null).orderBy('l.id').orderBy('p.id').execute()
  const users = await db.selectFrom('listing as l').innerJoin('organisation as o', 'o.id', 'l.organisation_id').select(['o.name_vi']).distinct().where('l.kind', '=', 'need').where('l.state', '=', 'published').orderBy('o.name_vi').execute()
  const moderator = await db.selectFrom('staff_role as r').innerJoin('person as p', 'p.id', 'r.person_id').select(['p.id', 'p.name']).where('r.role', '=', 'moderator').orderBy('p.id').executeTakeFirst()
  if (!moderator) return
  const taxonomy = await taxonomyOf(db)
  const ctx = (actor: Actor, at: Date): Ctx => ({ db, actor, locale: 'vi', now: () => at, request_id: 'world', session: null })
  const staff: Actor = { person_id: moderator.id, name: moderator.name, organisation_id: null, memberships: [], staff_roles: ['moderator'], acted_by: null }
  const today = hanoiDay(now)
  // Those first shown to a visitor, and every fourth of the rest.
  const chosen = [...offers.filter(({ name_vi }) => name_vi === 'Viện Công nghệ Sau thu hoạch Hát Giang').slice(0, 2), ...offers.filter(({ name_vi }, i) => i % 4 === 1 && name_vi !== 'Viện Công nghệ Sau thu hoạch Hát Giang')].slice(0, 42)
  const texts = await db.selectFrom('listing_text').select(['listing_id', 'language', 'summary', 'advantages']).where('listing_id', 'in', [0, ...chosen.map(({ id }) => id)]).execute()

  for (const [i, offer] of chosen.entries()) {
    const owner: Actor = { person_id: offer.person_id, name: offer.name, organisation_id: offer.organisation_id, memberships: [{ organisation_id: offer.organisation_id, role: 'owner' }], staff_roles: [], acted_by: null }
    const text = (language: 'vi' | 'en') => texts.find((one) => one.listing_id === offer.id && one.language === language)
    const bullets = { vi: bulletsOf(text('vi')?.advantages ?? ''), en: bulletsOf(text('en')?.advantages ?? '') }
    const own = bullets.vi.length ? bullets.vi : bullets.en
    const index = { performance: own.findIndex((line) => !isLimit.test(line) && !isCost.test(line)), cost: own.findIndex((line) => isCost.test(line) && !isLimit.test(line)) }
    const said = (kind: 'performance' | 'cost') => (language: 'vi' | 'en'): string => {
      const line = bullets[language][index[kind]] ?? (kind === 'performance' || index.cost >= 0 ? firstSentence(text(language)?.summary ?? '') : '')
      return line.length >= 10 && line.length <= 300 ? line : ''
    }
    const trl = offer.trl ?? 5
    const level = (language: 'vi' | 'en') => `${language === 'vi' ? 'Mức sẵn sàng công nghệ' : 'Technology readiness level'} ${trl}: ${taxonomy.name('trl', String(trl), language)}`.slice(0, 300)
    const statements: Partial<Record<ClaimKind, (language: 'vi' | 'en') => string>> = { readiness: level, performance: said('performance'), cost: said('cost') }

    for (const [kind, proofs] of Object.entries(i === 5 ? contradicted : (patterns[i % patterns.length] ?? {})) as [ClaimKind, Proof[]][]) {
      const [statement_vi, statement_en] = [statements[kind]?.('vi') ?? '', statements[kind]?.('en') ?? '']
      if (!statement_vi && !statement_en) continue
      const { id: claim_id } = await db.insertInto('claim').values({ listing_id: offer.id, kind, statement_vi, statement_en, amount: kind === 'readiness' ? trl : null, unit: kind === 'readiness' ? 'TRL' : '', conditions: '', request_key: null, added_by: offer.person_id, added_at: offer.created_at }).returning('id').executeTakeFirstOrThrow()
      await db.insertInto('event').values({ type: 'claim.added', subject: `listing:${offer.id}`, person_id: offer.person_id, organisation_id: offer.organisation_id, at: offer.created_at, request_id: 'world', data: JSON.stringify({ listing_id: offer.id, claim_id, kind }) }).execute()
      for (const { grade, months, waiting, fails, ends } of proofs) {
        const { title, issuers, reference } = documents[grade]
        const issuer = issuers[i % Math.max(1, issuers.length)] || (grade === 4 ? (users[(i * 7) % users.length]?.name_vi ?? 'Cơ sở sử dụng') : offer.name_vi)
        const given = {
          claim_id, request_key: randomUUID(), grade: String(grade), title, issuer, made_on: monthsOn(today, -months), reference: reference && `${reference}-${String(100 + i * 3)}/${monthsOn(today, -months).slice(0, 4)}`,
          valid_until: ends === undefined ? '' : hanoiDay(daysFrom(now, ends)), note: '', tier: 'public',
        }
        const at = daysFrom(now, fails ? -9 : waiting ? -4 : -18)
        if (fails) {
          const evidence_id = await recordFailedTest(ctx(staff, at), RecordFailedTest.parse({ ...given, title: 'Biên bản chạy thử không đạt', reported_by: 'deal_party', note: 'Chạy thử bốn tuần tại nơi sử dụng; kết quả thấp hơn điều công bố khoảng một phần tư.' }), null)
          await answerFailedTest(ctx(owner, daysFrom(now, -6)), { id: offer.id, evidence_id, answer: 'Chúng tôi đã xem biên bản cùng bên chạy thử. Nguyên liệu đầu vào ngoài khoảng đã công bố; hai bên hẹn thử lại với nguyên liệu đúng khoảng và sẽ đăng kết quả tại đây.' })
          continue
        }
        const evidence_id = await addEvidence(ctx(owner, at), AddEvidence.parse({ id: offer.id, ...given, result: 'supports' }), null)
        if (!waiting) await confirmEvidence(ctx(staff, daysFrom(at, 2)), { evidence_id })
      }
    }
  }
  // What was stale when the doors opened was told of before.
  await ageEvidence(db, now)
}
