import { sql } from 'kysely'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { skipReactions } from '../src/core/reactions.ts'
import { joined, openDb, openPool, type Db, type Tx } from '../src/core/database.ts'
import { countWords, refreshSearch } from '../src/modules/listings/indexing.ts'
import { openAccounts } from '../src/modules/people/accounts.ts'
import type { OrganisationKind } from '../src/modules/organisations/schema.ts'
import { loadLexicon } from '../src/modules/matching/lexicon-commands.ts'
import { loadTechnologyLists } from '../src/modules/listings/technology-commands.ts'
import { loadReturnReasons } from '../src/modules/moderation/commands.ts'
import { loadCodeLists } from '../src/modules/taxonomy/commands.ts'
import { taxonomyOf } from '../src/modules/taxonomy/queries.ts'
import type { Config } from '../src/platform/config.ts'
import { type SigningKey, signingKeyOf } from '../src/platform/proof/keys.ts'
import type { Storage } from '../src/platform/storage.ts'
import { storageOf } from '../src/platform/storage-open.ts'
import { daysFrom } from '../src/platform/time.ts'
import { fold } from '../src/platform/text.ts'
import { monthsFrom } from '../src/modules/organisations/rules.ts'
import { worldAuctions } from './world-auctions.ts'
import { worldCollections } from './world-collections.ts'
import { contractsShown, worldContracts } from './world-contracts.ts'
import { courses, shownOrganisations, worldDeals } from './world-deals.ts'
import { worldDetails } from './world-details.ts'
import { worldLegal } from './world-organisations.ts'
import { worldDisclosure } from './world-disclosure.ts'
import { worldEvidence } from './world-evidence.ts'
import { worldExperts } from './world-experts.ts'
import { worldLifecycle } from './world-lifecycle.ts'
import { worldAttendance } from './world-lots.ts'
import { worldMatching } from './world-matching.ts'
import { worldOutcomes } from './world-outcomes.ts'
import { worldPeople } from './world-people.ts'
import { worldPayments } from './world-payments.ts'
import { worldQueue } from './world-queue.ts'
import { worldRegistration } from './world-registration.ts'
import { worldResults } from './world-results.ts'
import { worldRooms } from './world-rooms.ts'
import { worldSealed } from './world-sealed.ts'
import { worldSolutions } from './world-solutions.ts'
import { worldSourcing } from './world-sourcing.ts'
import { worldSessions } from './world-sessions.ts'
import { worldTerms } from './world-terms.ts'

/**
 * A small believable Hanoi, all of it fictional and marked as demonstration: organisations of every
 * kind, their people, offers and needs over all research fields, and deals at every stage.
 */
type Both = { vi: string; en?: string }
interface Organisation { key: string; kind: OrganisationKind; name: Both; about: Both; ward: string; founded: number; verified: boolean; people: { name: string; position: Both; role: 'owner' | 'editor' }[] }
interface Listing {
  key: string; organisation: string; original_language: 'vi' | 'en'; title: Both; summary: Both; description: Both; problem: Both; advantages?: Both; requirements?: Both
  trl: number; ip_status?: string; research_fields: string[]; cpc: string[]; industries: string[]; transfer_forms: string[]; ward: string
  price: { mode: 'fixed' | 'range' | 'negotiable'; min: number | null; max: number | null }
}
interface Part { organisations: Organisation[]; offers: Listing[]; needs: Listing[] }

export interface DemonstrationAccount { email: string; password: string; as: string }
export const demonstrationPassword = 'thu-nghiem-ha-noi'
type Progress = (done: number, total: number, what: string) => void

const staff = [
  { name: 'Trần Minh Quân', email: 'kiemduyet@san.example', role: 'moderator', as: 'Kiểm duyệt · moderator' },
  { name: 'Phạm Thu Hà', email: 'giaodich@san.example', role: 'deal_officer', as: 'Cán bộ giao dịch · deal officer' },
  // Another publishes the calls for solutions that one proposes.
  { name: 'Trịnh Quốc Huy', email: 'giaodich2@san.example', role: 'deal_officer', as: 'Cán bộ giao dịch thứ hai · second deal officer' },
  { name: 'Nguyễn Thanh Phương', email: 'phiengiaodich@san.example', role: 'programme_officer', as: 'Cán bộ chương trình · programme officer' },
  { name: 'Đoàn Thu Hương', email: 'daugia@san.example', role: 'auction_officer', as: 'Cán bộ đấu giá · auction officer' },
  // Another publishes what one proposes.
  { name: 'Ngô Quốc Việt', email: 'daugia2@san.example', role: 'auction_officer', as: 'Cán bộ đấu giá thứ hai · second auction officer' },
  { name: 'Lê Đức Anh', email: 'quantri@san.example', role: 'administrator', as: 'Quản trị · administrator' },
  // Risky acts take a second administrator.
  { name: 'Vũ Ngọc Diệp', email: 'quantri2@san.example', role: 'administrator', as: 'Quản trị thứ hai · second administrator' },
  { name: 'Đặng Thị Mai', email: 'quansat@san.example', role: 'observer', as: 'Quan sát viên · observer' },
  { name: 'Hoàng Văn Bách', email: 'thanhtra@san.example', role: 'inspector', as: 'Thanh tra · inspector' },
  { name: 'Lưu Thị Kim Oanh', email: 'kiemsat@san.example', role: 'prosecutor', as: 'Kiểm sát viên · prosecutor' },
] as const

/**
 * Brings the code lists up to `data/`, and where demonstration is asked for and nobody is known
 * yet, fills the city in one transaction: a start killed half-way leaves an empty database, never
 * half a city; the files of its contracts that lie there already are swept with any file nobody has. Returns the accounts to sign in with while the city is there.
 */
export async function ensureWorld(url: string, config: Config, onProgress: Progress, folder = join(import.meta.dirname, '..')): Promise<{ accounts: DemonstrationAccount[] }> {
  const pool = openPool(url, 4)
  const db = openDb(pool)
  try {
    await loadCodeLists(db, join(folder, 'data'))
    await loadReturnReasons(db, join(folder, 'data'))
    await loadTechnologyLists(db, join(folder, 'data'))
    await loadLexicon(db, join(folder, 'data'))
    const someone = await db.selectFrom('person').select('demonstration').orderBy('id').limit(1).executeTakeFirst()
    if (!someone && config.demonstration) await fill(db, storageOf(config), signingKeyOf(config), join(folder, 'database/world'), new Date(), onProgress)
    if (!(someone?.demonstration || (!someone && config.demonstration))) return { accounts: [] }
    return { accounts: await accountsOf(db) }
  } finally {
    await db.destroy()
  }
}

async function accountsOf(db: Db): Promise<DemonstrationAccount[]> {
  const sides = await db.selectFrom('person as p').innerJoin('membership as m', 'm.person_id', 'p.id').innerJoin('organisation as o', 'o.id', 'm.organisation_id')
    .select(['p.email', 'p.name', 'o.name_vi']).where('p.demonstration', '=', true).where('m.role', '=', 'owner').where('o.name_vi', 'in', shownOrganisations).orderBy('p.id').execute()
  return [
    ...staff.map(({ email, as }) => ({ email, password: demonstrationPassword, as })),
    ...sides.map(({ email, name, name_vi }) => ({ email, password: demonstrationPassword, as: `${name} · ${name_vi}` })),
  ]
}

async function fill(db: Db, storage: Storage, key: SigningKey, folder: string, now: Date, onProgress: Progress): Promise<void> {
  const parts = readdirSync(folder).filter((file) => file.endsWith('.json')).toSorted().map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Part)
  const organisations = parts.flatMap((part) => part.organisations)
  const listings = parts.flatMap((part) => [...part.offers.map((listing) => ({ kind: 'offer' as const, listing })), ...part.needs.map((listing) => ({ kind: 'need' as const, listing }))])
  const total = organisations.length + listings.length + courses.length + contractsShown
  // The library hashes slowly on purpose; the demonstration's people share one password and so one hash.
  const password = await openAccounts({ db, secret: 'x'.repeat(32), publicUrl: 'http://localhost', send: async () => {} }).hash(demonstrationPassword)
  await db.transaction().execute(async (tx) => {
    // A paper is drawn in the midst of it, which on a busy machine takes longer than a transaction may usually wait.
    await sql`set local idle_in_transaction_session_timeout = 0`.execute(tx)
    const wards = new Map((await taxonomyOf(db)).list('ward').flatMap(({ code, name_vi }) => [[fold(name_vi.replace(/^(Phường|Xã) /, '')), code]]))
    const ward = (name: string) => wards.get(fold(name)) ?? null
    const person = personMaker(tx, password, now)
    for (const { name, email, role } of staff) {
      const id = await person({ name, email, position: { vi: 'Sàn giao dịch công nghệ Hà Nội', en: 'Hanoi Technology Exchange' } })
      await tx.insertInto('staff_role').values({ person_id: id, role, granted_at: now, granted_by: null }).execute()
    }
    const moderator = await tx.selectFrom('staff_role').select('person_id').where('role', '=', 'moderator').executeTakeFirstOrThrow()

    const organisationIds = new Map<string, { id: number; owner: number }>()
    for (const [i, organisation] of organisations.entries()) {
      organisationIds.set(organisation.key, await addOrganisation(tx, organisation, ward(organisation.ward), person, moderator.person_id, daysFrom(now, -340 + i), i))
      onProgress(i + 1, total, organisation.name.vi)
    }
    const ids: number[] = []
    for (const [i, { kind, listing }] of listings.entries()) {
      const of = organisationIds.get(listing.organisation)
      if (!of) throw new Error(`${listing.key}: there is no organisation ${listing.organisation}`)
      ids.push(await addListing(tx, kind, listing, of, ward(listing.ward), moderator.person_id, i, daysFrom(now, -((i * 37) % 320) - 3)))
      onProgress(organisations.length + i + 1, total, listing.title.vi)
    }
    await worldDetails(tx, now)
    await refreshSearch(tx, ids)
    await countWords(joined(tx))
    await worldExperts(tx, now)
    await worldDeals(joined(tx), now, (done, what) => onProgress(organisations.length + listings.length + done, total, what))
    await worldDisclosure(joined(tx), now)
    await worldEvidence(joined(tx), now)
    await worldLifecycle(tx, now)
    await worldMatching(tx, now)
    await worldQueue(tx, now)
    await worldCollections(joined(tx), now)
    await worldSourcing(joined(tx), now)
    await worldTerms(joined(tx), now)
    await worldRegistration(joined(tx), now)
    await worldResults(joined(tx), now)
    await worldRooms(joined(tx), now)
    await worldPeople(joined(tx), now)
    await worldOutcomes(joined(tx), now)
    await worldPayments(joined(tx), now)
    await worldAuctions(joined(tx), storage, key, now)
    await worldSealed(joined(tx), storage, key, now)
    await worldSolutions(joined(tx), now)
    await worldSessions(joined(tx), storage, now)
    await worldAttendance(joined(tx))
    await worldContracts(joined(tx), storage, now, (done, what) => onProgress(organisations.length + listings.length + courses.length + done, total, what))
    await tx.updateTable('deal').set({ demonstration: true }).execute()
    // Nobody is written to about what happened before the doors opened.
    await skipReactions(tx)
  })
  onProgress(total, total, '')
}

type MakePerson = (given: { name: string; email: string; position: Both }) => Promise<number>
function personMaker(tx: Tx, password: string, now: Date): MakePerson {
  let n = 0
  return async ({ name, email, position }) => {
    const account = `demonstration-${++n}`
    await tx.insertInto('auth_user').values({ id: account, name, email, email_verified: true }).execute()
    await tx.insertInto('auth_account').values({ id: account, user_id: account, account_id: account, provider_id: 'credential', password }).execute()
    const { id } = await tx.insertInto('person').values({
      auth_user_id: account, name, email, position_vi: position.vi, position_en: position.en ?? '', acting_organisation_id: null, demonstration: true, created_at: now,
    }).returning('id').executeTakeFirstOrThrow()
    return id
  }
}

async function addOrganisation(tx: Tx, organisation: Organisation, ward_code: string | null, person: MakePerson, moderator: number, at: Date, index: number): Promise<{ id: number; owner: number }> {
  const { key, kind, name, about, founded, verified, people } = organisation
  const { id } = await tx.insertInto('organisation').values({
    kind, name_vi: name.vi, name_en: name.en ?? '', about_vi: about.vi, about_en: about.en ?? '', website: '', tax_code: null, ward_code, founded_year: founded,
    verification: verified ? 'verified' : 'unverified', ...(verified ? { verified_at: daysFrom(at, 2), verified_by: moderator, verified_until: monthsFrom(daysFrom(at, 2), 24) } : {}), source_name: null, demonstration: true, search_name: fold(`${name.vi} ${name.en ?? ''}`), created_by: null, created_at: at, updated_at: at,
  }).returning('id').executeTakeFirstOrThrow()
  let owner = 0
  for (const { name: personName, position, role } of people) {
    const words = fold(personName).split(' ')
    const personId = await person({ name: personName, email: `${words.at(-1)}.${words[0]}${words.length > 2 ? words[1]?.[0] : ''}@${key}.example`, position })
    owner ||= personId
    await tx.insertInto('membership').values({ organisation_id: id, person_id: personId, role, since: at }).execute()
    await tx.updateTable('person').set({ acting_organisation_id: id }).where('id', '=', personId).execute()
  }
  if (verified) await tx.insertInto('organisation_verification').values({ organisation_id: id, decision: 'verified', reason: 'Đã đối chiếu giấy đăng ký và người đại diện.', decided_by: moderator, decided_at: daysFrom(at, 2), valid_until: monthsFrom(daysFrom(at, 2), 24) }).execute()
  await worldLegal(tx, id, organisation, index, daysFrom(at, 1))
  return { id, owner }
}

async function addListing(tx: Tx, kind: 'offer' | 'need', listing: Listing, of: { id: number; owner: number }, ward_code: string | null, moderator: number, index: number, at: Date): Promise<number> {
  // Most are published; a few wait for review, were sent back, or are still being written.
  const state = index % 53 === 11 ? 'submitted' : index % 89 === 30 ? 'returned' : index % 97 === 45 ? 'draft' : 'published'
  const { price } = listing
  const { id } = await tx.insertInto('listing').values({
    kind, state, organisation_id: of.id, created_by: of.owner, original_language: listing.original_language, trl: listing.trl, ip_status: listing.ip_status ?? null,
    price_mode: price.mode, price_min: price.mode === 'negotiable' ? null : (price.min as never), price_max: price.mode === 'range' ? (price.max as never) : null,
    research_fields: listing.research_fields, patent_classes: listing.cpc, industries: listing.industries, transfer_forms: listing.transfer_forms, ward_code,
    source_name: null, source_key: null, source_sha256: null, demonstration: true,
    submitted_at: state === 'draft' ? null : daysFrom(at, -2), published_at: state === 'published' ? at : null, closed_at: null, created_at: daysFrom(at, -5), updated_at: at,
  }).returning('id').executeTakeFirstOrThrow()
  for (const language of ['vi', 'en'] as const) {
    if (!listing.title[language]) continue
    const text = (field: Both | undefined) => field?.[language] ?? ''
    await tx.insertInto('listing_text').values({
      listing_id: id, language, title: text(listing.title), summary: text(listing.summary), description: text(listing.description), problem: text(listing.problem), advantages: text(listing.advantages), requirements: text(listing.requirements),
    }).execute()
  }
  if (state === 'published') await tx.insertInto('listing_review').values({ listing_id: id, decision: 'published', reason: '', decided_by: moderator, decided_at: at }).execute()
  if (state === 'returned') await tx.insertInto('listing_review').values({ listing_id: id, decision: 'returned', reason: 'Phần ưu điểm chưa nêu ai đã thử và thử khi nào. Ví dụ đúng: “Trung tâm kiểm nghiệm thử tháng 5/2026, hiệu suất 82 %”.', decided_by: moderator, decided_at: at }).execute()
  const events: { type: 'listing.drafted' | 'listing.submitted' | 'listing.published'; at: Date; by: number; data: object }[] = [{ type: 'listing.drafted', at: daysFrom(at, -5), by: of.owner, data: { listing_id: id, kind } }]
  if (state !== 'draft') events.push({ type: 'listing.submitted', at: daysFrom(at, -2), by: of.owner, data: { listing_id: id, version: 1 } })
  if (state === 'published') events.push({ type: 'listing.published', at, by: moderator, data: { listing_id: id, version: 1 } })
  await tx.insertInto('event').values(events.map((event) => ({ type: event.type, subject: `listing:${id}`, person_id: event.by, organisation_id: of.id, at: event.at, request_id: 'world', data: JSON.stringify(event.data) }))).execute()
  return id
}
