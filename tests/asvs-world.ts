import { sql } from 'kysely'
import { randomUUID } from 'node:crypto'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import type { Db } from '../src/core/database.ts'
import { proposeAct } from '../src/modules/administration/approval-commands.ts'
import { createApiKey } from '../src/modules/api/commands.ts'
import { searchAudit } from '../src/modules/audit/commands.ts'
import { sendMessage } from '../src/modules/deals/commands.ts'
import { acceptInterest, expressInterest } from '../src/modules/deals/interest-commands.ts'
import { publishProfile, SaveProfile, saveProfile, SavePublication, savePublication } from '../src/modules/experts/commands.ts'
import { askAboutData } from '../src/modules/personal-data/request-commands.ts'
import { ctxOf, noon } from './database.ts'
import { aListing, anAcceptance, anInvitation, aPdf, multipart, type Reader, readers, routesOf, someReaders } from './readers.ts'
import { aProof } from './proofs.ts'
import { aRoomDocument } from './room-things.ts'
import { thingsAround } from './things.ts'

export const reasons = 'Lý do được viết ra cho đủ dài để ai cũng hiểu.'

/** Something of every kind there is, and a way to ask for every address as every reader. */
export async function aFullWorld(db: Db, app: FastifyInstance) {
  const world = await someReaders(app, db)
  const { institute, enterprise, people, as } = world
  const now = (): Date => new Date()
  const of = (name: keyof typeof people) => ctxOf(db, people[name], now())
  const offer = await aListing(db, 'offer', institute, 'published', 'Máy sấy lạnh rau quả'), draft = await aListing(db, 'offer', institute, 'draft', 'Bản nháp'), submitted = await aListing(db, 'offer', institute, 'submitted', 'Tin chờ duyệt')
  const need = await aListing(db, 'need', enterprise, 'published', 'Cần máy sấy lạnh'), second = await aListing(db, 'offer', institute, 'published', 'Kho lạnh năng lượng mặt trời')
  const interest = await expressInterest(of('buyer'), { listing_id: offer, counter_listing_id: need, message: 'Chúng tôi cần sấy 500 kg rau một ngày.', request_key: randomUUID() })
  const deal = await acceptInterest(of('member'), { interest_id: interest })
  const waiting = await expressInterest(of('buyer'), { listing_id: second, counter_listing_id: null, message: 'Chúng tôi cần một kho lạnh nhỏ.', request_key: randomUUID() })
  await sendMessage(of('member'), { deal_id: deal, body: 'Xin chào', request_key: randomUUID() })
  const upload = await multipart({}, { name: 'Bản vẽ.pdf', type: 'application/pdf', content: aPdf })
  await app.inject({ method: 'POST', url: `/vi/deals/${deal}/documents`, headers: { ...upload.headers, ...as('member') }, payload: upload.payload })
  await db.insertInto('listing_part').values({ listing_id: offer, name: 'technical', tier: 'granted', text_vi: 'Bí quyết', text_en: '', changed_by: null, changed_at: noon }).execute()
  const access = await anAcceptance(of('buyer'), of('member'), `listing:${offer}`)
  const expert = await saveProfile(of('member'), SaveProfile.parse({ version: 0, headline_vi: 'Sấy lạnh', headline_en: '', bio_vi: '', bio_en: '', research_fields: ['203'], languages: ['vi'], availability: 'available' }))
  await publishProfile(of('member'), { version: 1, consent: 'yes' })
  await savePublication(of('member'), SavePublication.parse({ title: 'Sấy lạnh rau', authors: '', venue: '', year: '2020', doi: '' }))
  const request = await askAboutData(of('other'), { kind: 'access', details: 'Sàn giữ gì về tôi?', request_key: randomUUID() })
  const approval = await proposeAct(of('administrator'), { kind: 'role_grant', person_id: people.other.person_id ?? 0, role: 'moderator', reason: 'Được đề cử' })
  const search = await searchAudit(of('inspector'), { type: '', person: '', person_id: null, organisation_id: null, subject: '', request_id: '', from: '', to: '' })
  const token = await anInvitation(db, institute, people.member.person_id ?? 0, 'moi@example.test')
  await aProof(db, institute, people.member)
  const key = await createApiKey(of('member'), { organisation_id: institute, name: 'Cổng của viện', scopes: ['market', 'listings', 'deals'], days: 9 })
  const things = await thingsAround(db, of('member'), people.moderator, { institute, offer, draft })
  const room = await aRoomDocument(app, db, as('member'), deal, things.room?.folder ?? 0)
  const { id: event_id } = await db.selectFrom('event').select('id').limit(1).executeTakeFirstOrThrow()
  const notice = async (name: keyof typeof people): Promise<number> => (await db.insertInto('notice').values({ person_id: people[name].person_id ?? 0, event_id, kind: 'won', topic: 'deals', values: JSON.stringify({ what: 'Máy sấy lạnh' }), reason: 'owner', reason_of: JSON.stringify({ vi: 'Viện', en: 'Viện' }), path: '/deals', delivery: 'page', at: now() }).returning('id').executeTakeFirstOrThrow()).id
  await notice('member')
  await notice('buyer')
  for (const name of ['member', 'viewer', 'other', 'moderator', 'officer', 'administrator', 'observer', 'inspector', 'colleague', 'buyer'] as const) await app.inject({ url: '/vi/work', headers: as(name as Reader) }) // an account becomes a person at its first request

  const given: Record<string, string[]> = {
    file: ['pages.xml'], token: [token], kind: ['won'], list: ['research_field'], code: ['203', 'privacy.answer'], name: ['x'], search_id: [String(search)], key: [key],
    deal_id: [String(deal)], interest_id: [String(interest), String(waiting)], organisation_id: [String(institute), String(enterprise)], grant_id: [String(access.grant)], request_id: [String(access.request), String(request)],
    claim_id: [String(things.claim)], evidence_id: [String(things.evidence)], help_id: [String(things.help)], webhook_id: [String(things.webhook)], slug: ['say-lanh', 'ban-nhap'], view: ['fields', 'gaps'], step: ['rights', 'numbers'],
    call_id: [things.sourcing?.draft, things.sourcing?.open, things.sourcing?.over, things.sourcing?.received].map(String), supplier_id: [things.sourcing?.part, things.sourcing?.judged].map(String), enquiry_id: [String(things.sourcing?.enquiry)],
    question_id: [String(things.room?.question)], meeting_id: [String(things.room?.meeting)], pilot_id: [String(things.room?.pilot)], report_id: [String(things.room?.report)], folder_id: [String(things.room?.folder)], room_document_id: [String(room.document)], room_version_id: [String(room.version)],
    milestone_id: [String(things.payments?.milestone)], payment_request_id: [String(things.payments?.request)], receipt_id: [String(things.payments?.receipt)], fee_share_id: [String(things.payments?.fee)], statement_id: [String(things.payments?.statement)], line_id: [String(things.payments?.line)],
    contract_kind: ['contract', 'memorandum'], article_key: ['price', 'definitions'], annex_number: ['1'], contract_version_id: [String(things.contract?.version)], filing_id: [String(things.contract?.filing)],
    terms_number: ['1'], clause_key: ['upfront', 'milestones', 'free_1'], mandate_id: [String(things.people?.mandate)], acceptance_id: [String(access.acceptance)], document_id: ['1', '2'], expert_id: [String(expert)], publication_id: ['1'], version: ['1'], series: ['1'],
    session_id: [things.sessions.session, things.sessions.draft, things.session_meetings.session, things.session_held].map(String), table_meeting_id: [String(things.session_meetings.meeting)], wish_id: [String(things.session_meetings.wish)], poll_id: [String(things.session_meetings.poll)], session_question_id: [String(things.session_meetings.question)], item_id: [String(things.sessions.item)], booth_number: ['3'], venue_id: ['1'],
    council_member_id: [String(things.ballots.member)], lot_id: [things.ballots.lot, things.live_lot, things.proof?.lot, things.auctions.lot, things.auctions.draft, things.auctions.postponed].map(String), postponement_id: [String(things.auctions.postponement)], file_id: [String(things.auctions.file)], replacement_id: [String(things.auctions.replacement)], annulment_id: [String(things.proof?.annulment)], receipt_seq: [String(things.proof?.receipt)], bid_key: ['7b0e5c2e-5b44-4b57-9a3c-0f7d6f0f3a11'],
    bidder_id: [String(things.auctions.bidder), String(things.auctions.late)], deposit_id: [String(things.auctions.deposit)], lot_question_id: [String(things.auctions.question)],
    solution_id: [things.solutions.open, things.solutions.draft, things.solutions.scoring, things.solutions.running, things.solutions.awarded, things.solutions.moved].map(String), date_change_id: [String(things.solutions.date_change)], entry_number: ['1'], member_id: [String(things.solutions.member)], solution_question_id: [String(things.solutions.question)], solution_document_id: [String(things.solutions.document)],
    programme: ['science-task', 'nothing'], calendar_token: [things.calendar, 'A'.repeat(43)],
  }
  const ids = ['1', '2', '3', '4', '5'] // listings, organisations, people, documents
  /** Addresses of a route, with numbers of things that exist. */
  const addressesOf = (route: string): string[] => {
    const open = /:([a-z_]+)/.exec(route)
    if (!open) return [route]
    const values = /administration\/(people|approvals|data-requests)/.test(route) && open[1] === 'id' ? [String(people.member.person_id), String(approval), String(request)] : given[open[1] ?? ''] ?? ids
    return [...new Set(values)].flatMap((value) => addressesOf(route.replace(open[0], value)))
  }
  let asked = 0
  const from = (): { 'x-forwarded-for': string } => ({ 'x-forwarded-for': `10.${60 + (++asked >> 16)}.${(asked >> 8) & 255}.${asked & 255}` })
  const ask = (url: string, reader: AnyReader = 'anonymous', headers: Record<string, string> = {}): Promise<LightMyRequestResponse> => app.inject({ url, headers: { ...from(), ...as(reader as Reader), ...headers } })
  return { ...world, offer, second, draft, submitted, need, interest, waiting, deal, access, expert, request, approval, search, token, key, addressesOf, from, ask }
}
export type World = Awaited<ReturnType<typeof aFullWorld>>
export const anyReaders = [...readers, 'colleague', 'buyer'] as const
export type AnyReader = (typeof anyReaders)[number]

/** Every route a form or script can be sent to, in Vietnamese and outside the languages: the English ones are the same code. */
export const postRoutes = (app: FastifyInstance): string[] => ['POST', 'PUT', 'PATCH', 'DELETE'].flatMap((method) => routesOf(app, method)).filter((route) => !route.startsWith('/en') && !route.startsWith('/api')) // programs send with a key: api-walk.test.ts
/** Those of them that answer with a page: files hold no form. */
export const pageRoutes = (app: FastifyInstance): string[] => getRoutes(app).filter((route) => route.startsWith('/vi') && route !== '/vi/live' && !/\.(csv|xlsx|docx|json|pdf|png|rss|atom|ics)$|\/file$/.test(route))
export const getRoutes = (app: FastifyInstance): string[] => routesOf(app).filter((route) => !route.startsWith('/en') && !route.includes('*'))

/** Everything that is kept, table by table, as one hash each; `without`: columns left out, or the rows looked at (where …). */
export async function fingerprint(db: Db, without: Record<string, readonly string[]> = {}): Promise<Record<string, string>> {
  const { rows } = await sql<{ name: string }>`select relname as name from pg_class c join pg_namespace n on n.oid = relnamespace where nspname = 'public' and relkind in ('r', 'p') and relname not in ('schema_migration') and has_table_privilege(c.oid, 'select') order by 1`.execute(db)
  const hashes = await Promise.all(rows.filter(({ name }) => !without[name]?.includes('*')).map(async ({ name }) => {
    const left = without[name] ?? [], row = sql.raw(['to_jsonb(t)', ...left.filter((one) => !one.startsWith('where ')).map((column) => ` - '${column}'`)].join(''))
    const { rows: [one] } = await sql<{ state: string }>`select count(*) || ' ' || md5(coalesce(string_agg((${row})::text, ',' order by (${row})::text), '')) as state from ${sql.table(name)} t ${sql.raw(left.find((one) => one.startsWith('where ')) ?? '')}`.execute(db)
    return [name, one?.state ?? ''] as const
  }))
  return Object.fromEntries(hashes)
}
export const changed = (before: Record<string, string>, after: Record<string, string>): string[] => Object.keys(after).filter((name) => before[name] !== after[name])

/** Every opening tag of a page with its attributes, read as a browser reads what the renderer writes. */
export function tagsOf(html: string): { tag: string; attributes: Record<string, string> }[] {
  return [...html.matchAll(/<([a-z][\w-]*)((?:\s+[^\s=>"'/]+(?:="[^"]*"|='[^']*'|=[^\s>"']+)?)*)\s*\/?>/gi)].map(([, tag = '', rest = '']) => ({
    tag: tag.toLowerCase(), attributes: Object.fromEntries([...rest.matchAll(/([^\s=>"'/]+)(?:="([^"]*)"|='([^']*)'|=([^\s>"']+))?/g)].map(([, name = '', a, b, c]) => [name.toLowerCase(), a ?? b ?? c ?? ''])),
  }))
}
