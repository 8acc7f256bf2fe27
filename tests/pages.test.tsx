import { randomUUID } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { afterAll, describe, expect, test } from 'vitest'
import { openDb, openPool } from '../src/core/database.ts'
import { proposeAct } from '../src/modules/administration/approval-commands.ts'
import { searchAudit } from '../src/modules/audit/commands.ts'
import { acceptInterest, expressInterest } from '../src/modules/deals/interest-commands.ts'
import { publishProfile, SaveProfile, saveProfile, SavePublication, savePublication } from '../src/modules/experts/commands.ts'
import { askAboutData } from '../src/modules/personal-data/request-commands.ts'
import { stopToken } from '../src/modules/notifications/rules.ts'
import { digestToken } from '../src/modules/promotion/digest-commands.ts'
import { ctxOf, testDatabase } from './database.ts'
import { aListing, anAcceptance, anInvitation, aPdf, multipart, openWhole, type Reader, readers, routesOf, send, someReaders } from './readers.ts'
import { aRoomDocument } from './room-things.ts'
import { thingsAround } from './things.ts'

/** Every page, asked for by everybody: what each answers is written out here, as the contract. */
const { db, url: databaseUrl } = await testDatabase()
const { app, config } = await openWhole(db)
const { institute, enterprise, people, as } = await someReaders(app, db)
const offer = await aListing(db, 'offer', institute, 'published', 'Máy sấy lạnh rau quả'), draft = await aListing(db, 'offer', institute, 'draft', 'Bản nháp chưa ai biết'), submitted = await aListing(db, 'offer', institute, 'submitted', 'Tin đang chờ duyệt')
const need = await aListing(db, 'need', enterprise, 'published', 'Cần máy sấy lạnh rau')
const message = 'Chúng tôi cần sấy 500 kg rau một ngày.'
const interest = await expressInterest(ctxOf(db, people.buyer), { listing_id: offer, counter_listing_id: need, message, request_key: randomUUID() })
const deal = await acceptInterest(ctxOf(db, people.member), { interest_id: interest })
const token = await anInvitation(db, institute, people.member.person_id ?? 0, 'moi@example.test')
const upload = await multipart({}, { name: 'Bản vẽ.pdf', type: 'application/pdf', content: aPdf })
expect((await app.inject({ method: 'POST', url: `/vi/deals/${deal}/documents`, headers: { ...upload.headers, ...as('member') }, payload: upload.payload })).headers.location).toBe(`/vi/deals/${deal}?done=uploaded`)
const { id: file } = await db.selectFrom('document').select('id').executeTakeFirstOrThrow()

const access = await anAcceptance(ctxOf(db, people.buyer, new Date()), ctxOf(db, people.member, new Date()), `listing:${offer}`)

const expert = await saveProfile(ctxOf(db, people.member), SaveProfile.parse({ version: 0, headline_vi: 'Sấy lạnh', headline_en: '', bio_vi: '', bio_en: '', research_fields: ['203'], languages: ['vi'], availability: 'available' }))
await publishProfile(ctxOf(db, people.member), { version: 1, consent: 'yes' })
await savePublication(ctxOf(db, people.member), SavePublication.parse({ title: 'Sấy lạnh rau', authors: '', venue: '', year: '2020', doi: '' }))
const hidden = await saveProfile(ctxOf(db, people.other), SaveProfile.parse({ version: 0, headline_vi: 'Chưa công khai', headline_en: '', bio_vi: '', bio_en: '', research_fields: [], languages: [], availability: 'available' }))
const { id: publication } = await db.selectFrom('expert_publication').select('id').executeTakeFirstOrThrow()


const dataRequest = await askAboutData(ctxOf(db, people.member), { kind: 'access', details: 'Sàn giữ gì về tôi?', request_key: randomUUID() })

const { id: notice } = await db.insertInto('notice').values({ person_id: people.member.person_id ?? 0, event_id: (await db.selectFrom('event').select('id').limit(1).executeTakeFirstOrThrow()).id, kind: 'won', topic: 'deals', values: JSON.stringify({ what: 'Máy sấy lạnh' }), reason: 'owner', reason_of: JSON.stringify({ vi: 'Viện', en: 'Viện' }), path: '/deals', delivery: 'page', at: new Date() }).returning('id').executeTakeFirstOrThrow()

const { calendar, ballots, proof, auctions, solutions, live_lot, sessions, session_meetings, session_held, claim, evidence, sheet, help, saved, webhook, collections, sourcing, contract: dealContract, people: dealPeople, room, payments } = await thingsAround(db, ctxOf(db, people.member), people.moderator, { institute, offer, draft, publicUrl: config.publicUrl })
const roomDocument = await aRoomDocument(app, db, as('member'), deal, room?.folder ?? 0)
const nobody = '404 404 404 404 404 404 404 404 404', nobodySignedIn = '303 404 404 404 404 404 404 404 404'
const everybody = '200 200 200 200 200 200 200 200 200', signedIn = '303 200 200 200 200 200 200 200 200'
const administrator = '303 403 403 403 403 403 200 200 200', between = '303 200 200 404 404 200 404 404 200', editors = '303 200 404 404 404 404 404 404 404', insiders = '404 200 200 404 404 404 404 404 404', members = '303 200 200 404 404 404 404 404 404'
/** Those who run sessions, and who see them before they are published. */
const runners = '303 403 403 403 403 403 200 403 403', watchers = '404 404 404 404 404 404 200 200 200'
/** Moderators, and those who look over their shoulder. */
const moderation = '303 403 403 403 200 403 403 200 200'
/** Those who administer or look on, and the deal officers whom users ask for help. */
const helpers = '303 403 403 403 403 200 200 200 200'
const approval = await proposeAct(ctxOf(db, people.administrator), { kind: 'role_grant', person_id: people.member.person_id ?? 0, role: 'moderator', reason: 'Được đề cử' })
/** Those who watch auctions without running them; of the readers here nobody runs them. */
const auctionWatch = '303 403 403 403 403 403 403 200 200'
const key = '00000000-0000-4000-8000-000000000000'
const audit = '303 403 403 403 403 403 200 403 200'
const search = await searchAudit(ctxOf(db, people.inspector), { type: '', person: '', person_id: null, organisation_id: null, subject: '', request_id: '', from: '', to: '' })
/** Route · an address of it · what it answers to anonymous, member, viewer, other organisation, moderator, deal officer, administrator, observer, inspector. */
const contract: [route: string, path: string, answers: string][] = [
  ['', '', everybody], ['/search', '/search?q=say', everybody], ['/fields', '/fields', everybody], ['/figures', '/figures', everybody], ...['', '/data.xlsx', '/report.docx'].map((file): [string, string, string] => [`/figures/conversion${file}`, `/figures/conversion${file}?by=source`, helpers]), ['/figures/conversion/files', '/figures/conversion/files?step=won', '303 403 403 403 403 200 403 403 200'], ...['', '/data.csv', '/data.xlsx', '/data.json'].map((file): [string, string, string] => [`/figures/outcomes${file}`, `/figures/outcomes${file}`, everybody]), ['/figures/fields.csv', '/figures/fields.csv', everybody], ['/figures/months.csv', '/figures/months.csv', everybody],
  ['/about', '/about', everybody], ['/help', '/help', everybody], ['/organisations', '/organisations', everybody], ['/organisations/:id', `/organisations/${institute}`, everybody], ['/organisations/new', '/organisations/new', signedIn],
  ['/experts', '/experts?q=say', everybody], ['/experts/:id', `/experts/${expert}`, everybody], ['/experts/:id', `/experts/${hidden}`, '404 404 404 200 200 200 200 200 200'], ['/my/expert', '/my/expert', signedIn], ['/my/expert/edit', '/my/expert/edit', signedIn],
  ...['import', 'conflicts', 'publications/new'].map((page): [string, string, string] => [`/my/expert/${page}`, `/my/expert/${page}`, '303 200 404 200 404 404 404 404 404']), ['/my/expert/publications/:publication_id', `/my/expert/publications/${publication}`, '303 200 404 404 404 404 404 404 404'],
  ['/offers/:id', `/offers/${offer}`, everybody], ['/offers/:id', `/offers/${draft}`, insiders], ['/offers/:id', `/offers/${submitted}`, '404 200 200 404 200 404 404 200 200'], ['/offers/:id', `/offers/${need}`, everybody.replaceAll('200', '404')], ['/needs/:id', `/needs/${need}`, everybody],
  ['/offers/:id/interest', `/offers/${offer}/interest`, signedIn], ['/offers/:id/interest', `/offers/${draft}/interest`, insiders], ['/needs/:id/interest', `/needs/${need}/interest`, signedIn],
  ['/my/notices', '/my/notices', signedIn], ['/my/notices/settings', '/my/notices/settings', signedIn], ['/my/notices/:id', `/my/notices/${notice}`, '303 303 404 404 404 404 404 404 404'], ['/notices/stop', '/notices/stop?token=x', everybody.replaceAll('200', '409')], ['/notices/stop', `/notices/stop?token=${stopToken('s'.repeat(40), { person_id: 1, stops: 'deals' })}`, everybody],
  ['/live', '/live', '204 406 406 406 406 406 406 406 406'], ['/administration/notices', '/administration/notices', administrator], ['/administration/notices/:kind', '/administration/notices/won', administrator], ['/administration/notices/:kind', '/administration/notices/nothing', '303 403 403 403 403 403 404 404 404'],
  ...['sheet.pdf', 'share.png', 'share'].flatMap((what): [string, string, string][] => [[`/offers/:id/${what}`, `/offers/${offer}/${what}`, everybody], [`/offers/:id/${what}`, `/offers/${draft}/${what}`, nobody], [`/offers/:id/${what}`, `/offers/${submitted}/${what}`, nobody], [`/needs/:id/${what}`, `/needs/${need}/${what}`, everybody]]),
  ...['rss', 'atom'].flatMap((format): [string, string, string][] => [[`/feeds/offers.${format}`, `/feeds/offers.${format}`, everybody], [`/feeds/needs.${format}`, `/feeds/needs.${format}`, everybody], [`/search.${format}`, `/search.${format}?q=say`, everybody], [`/feeds/collections/:slug.${format}`, `/feeds/collections/say-lanh.${format}`, everybody], [`/feeds/collections/:slug.${format}`, `/feeds/collections/ban-nhap.${format}`, nobody]]),
  ['/collections', '/collections', everybody], ['/collections.csv', '/collections.csv', everybody], ['/collections/:slug', '/collections/say-lanh', everybody], ['/collections/:slug', '/collections/ban-nhap', nobody], ['/collections/:slug/listings.csv', '/collections/say-lanh/listings.csv', everybody], ['/collections/:slug/listings.csv', '/collections/ban-nhap/listings.csv', nobody],
  ['/administration/collections', '/administration/collections', '303 403 403 403 200 403 200 200 200'], ['/administration/collections/new', '/administration/collections/new', '303 403 403 403 200 403 200 403 403'], ['/administration/collections/:id', `/administration/collections/${collections.draft}`, '303 403 403 403 200 403 200 200 200'],
  ['/my/digest', '/my/digest', signedIn], ['/digest/stop', '/digest/stop?token=x', everybody.replaceAll('200', '409')], ['/digest/stop', `/digest/stop?token=${digestToken('s'.repeat(40), 1)}`, everybody],
  ['/sign-in/code', '/sign-in/code', everybody], ['/confirm-identity', '/confirm-identity', signedIn], ['/my/account', '/my/account', signedIn], ['/my/account/profile', '/my/account/profile', signedIn], ['/my/account/email', '/my/account/email?token=x', signedIn], ['/my/account/email/sent', '/my/account/email/sent', signedIn],
  ['/my/account/security', '/my/account/security', signedIn], ['/my/account/password', '/my/account/password', signedIn], ['/my/account/codes', '/my/account/codes', signedIn], ['/my/account/passkeys', '/my/account/passkeys', signedIn], ['/my/account/sessions', '/my/account/sessions', signedIn],
  ['/sign-in', '/sign-in', everybody], ['/sign-up', '/sign-up', everybody], ['/forgot-password', '/forgot-password', everybody], ['/new-password', '/new-password?token=x', everybody], ['/confirm', '/confirm?token=x', everybody], ['/check-mail', '/check-mail', everybody], ['/mail', '/mail', everybody],
  ['/invitations/:token', `/invitations/${token}`, everybody], ['/invitations/:token', '/invitations/nobody-sent-this', everybody.replaceAll('200', '404')],
  ['/my/desk', '/my/desk', signedIn], ['/my/desk/:id', `/my/desk/${sheet}`, editors], ['/my/desk/:id/draft', `/my/desk/${sheet}/draft`, editors], ['/my/listings/:id/help', `/my/listings/${draft}/help`, editors],
  ['/desk', '/desk', signedIn], ['/desk/:help_id', `/desk/${help}`, '303 404 404 404 200 404 404 404 404'],
  ['/search/suggestions', '/search/suggestions?q=say', everybody], ['/my/searches', '/my/searches', signedIn], ['/my/searches/new', '/my/searches/new?q=say', signedIn], ['/my/searches/:id/edit', `/my/searches/${saved}/edit`, '303 200 404 404 404 404 404 404 404'], ['/my/searches/:id/found', `/my/searches/${saved}/found`, '303 200 404 404 404 404 404 404 404'],
  ['/my/api-keys', '/my/api-keys', signedIn], ['/my/webhooks', '/my/webhooks', signedIn], ['/my/webhooks/:webhook_id', `/my/webhooks/${webhook}`, members], ['/developers', '/developers', everybody],
  ['/my/matches', '/my/matches', signedIn], ['/my/matches/:listing_id/:other_id', `/my/matches/${offer}/${need}`, '303 200 200 404 404 200 200 200 200'], ['/my/matches/:listing_id/:other_id', `/my/matches/${need}/${offer}`, '303 200 200 404 404 200 200 200 200'], ['/my/matches/:listing_id/:other_id', `/my/matches/${draft}/${need}`, '303 200 200 404 404 404 404 404 404'],
  ...['', '/data.csv'].map((page): [string, string, string] => [`/administration/lexicon${page}`, `/administration/lexicon${page}?q=say&view=own`, '303 403 403 403 200 200 200 200 200']),
  ...['', '/declines.csv'].map((page): [string, string, string] => [`/administration/matching${page}`, `/administration/matching${page}`, helpers]), ...['', '/data.csv'].map((page): [string, string, string] => [`/administration/matching/quality${page}`, `/administration/matching/quality${page}`, helpers]), ...['', '/data.csv'].map((page): [string, string, string] => [`/administration/matching/exposure${page}`, `/administration/matching/exposure${page}`, administrator]),
  ...['', '/data.csv', '/data.xlsx'].flatMap((file): [string, string, string][] => [[`/board${file}`, `/board${file}?matched=none`, '303 403 403 403 200 200 200 200 200'], [`/gaps${file}`, `/gaps${file}?by=trl`, everybody]]), ['/board/:id', `/board/${need}`, '303 403 403 403 200 200 200 200 200'], ['/board/:id', `/board/${offer}`, '303 404 404 404 404 404 404 404 404'], ['/gaps/ours', '/gaps/ours', signedIn],
  ...['', '.csv', '.xlsx'].flatMap((file): [string, string, string][] => [[`/needs/:id/compare${file}`, `/needs/${need}/compare${file}?offers=${offer},${draft}`, everybody], [`/calls/:call_id/answers${file}`, `/calls/${sourcing?.over}/answers${file}`, between], [`/calls/:call_id/answers${file}`, `/calls/${sourcing?.open}/answers${file}`, '303 404 404 404 404 404 404 404 404']]), ['/needs/:id/compare', `/needs/${offer}/compare`, nobody],
  ['/my/calls', '/my/calls', signedIn], ['/needs/:id/call', `/needs/${need}/call`, '303 404 404 404 404 404 404 404 404'], ['/needs/:id/call', `/needs/${sourcing?.own}/call`, editors], ['/calls/:call_id', `/calls/${sourcing?.open}`, between], ['/calls/:call_id', `/calls/${sourcing?.received}`, '303 404 404 404 404 200 404 404 200'],
  ...['edit', 'suppliers'].flatMap((page): [string, string, string][] => [[`/calls/:call_id/${page}`, `/calls/${sourcing?.draft}/${page}`, editors], [`/calls/:call_id/${page}`, `/calls/${sourcing?.open}/${page}`, '303 404 404 404 404 404 404 404 404']]), ['/invited/:supplier_id', `/invited/${sourcing?.part}`, members], ['/invited/:supplier_id', `/invited/${sourcing?.judged}`, '303 404 404 404 404 404 404 404 404'],
  ['/sessions', '/sessions', everybody], ['/sessions/calendar.ics', '/sessions/calendar.ics', everybody], ['/sessions/new', '/sessions/new', runners], ['/sessions/venues', '/sessions/venues', administrator],
  ...['', '/calendar.ics'].flatMap((page): [string, string, string][] => [[`/sessions/:session_id${page}`, `/sessions/${sessions.session}${page}`, everybody], [`/sessions/:session_id${page}`, `/sessions/${sessions.draft}${page}`, watchers]]), ...['', '/guests.csv'].flatMap((page): [string, string, string][] => [[`/sessions/:session_id/desk${page}`, `/sessions/${sessions.session}/desk${page}`, administrator], [`/sessions/:session_id/desk${page}`, `/sessions/${sessions.draft}/desk${page}`, watchers]]),
  ['/sessions/:session_id/booths/:booth_number', `/sessions/${sessions.session}/booths/3`, everybody], ['/sessions/:session_id/cards/:listing_id', `/sessions/${sessions.session}/cards/${offer}`, signedIn], ['/sessions/:session_id/cards/:listing_id', `/sessions/${sessions.session}/cards/${need}`, nobody],
  ['/sessions/certificates', '/sessions/certificates?code=x', everybody], ['/sessions/:session_id/certificate.pdf', `/sessions/${sessions.session}/certificate.pdf`, nobodySignedIn], ...['docx', 'pdf'].map((kind): [string, string, string] => [`/sessions/:session_id/desk/minutes.${kind}`, `/sessions/${sessions.session}/desk/minutes.${kind}`, administrator]),
  ...['', '/data.xlsx'].flatMap((file): [string, string, string][] => [[`/sessions/:session_id/results${file}`, `/sessions/${session_held}/results${file}`, everybody], [`/sessions/:session_id/results${file}`, `/sessions/${sessions.session}/results${file}`, nobody]]),
  ['/sessions/:session_id/desk/follow-ups', `/sessions/${session_held}/desk/follow-ups`, administrator], ['/sessions/:session_id/desk/follow-ups', `/sessions/${sessions.draft}/desk/follow-ups`, watchers],
  ['/sessions/:session_id/results/list', `/sessions/${session_held}/results/list?figure=came`, administrator], ['/sessions/:session_id/results/list', `/sessions/${session_held}/results/list?figure=signed`, '303 403 403 403 403 200 403 403 200'],
  ['/sessions/:session_id/edit', `/sessions/${sessions.session}/edit`, runners], ['/sessions/:session_id/check-in', `/sessions/${sessions.session}/check-in`, runners], ...['', '.pdf'].map((file): [string, string, string] => [`/sessions/:session_id/ticket${file}`, `/sessions/${sessions.session}/ticket${file}`, '303 200 404 404 404 404 404 404 404']),
  ...['', '/calendar.ics'].flatMap((page): [string, string, string][] => [[`/sessions/:session_id/meetings${page}`, `/sessions/${session_meetings.session}/meetings${page}`, signedIn], [`/sessions/:session_id/meetings${page}`, `/sessions/${sessions.draft}/meetings${page}`, watchers]]),
  ['/sessions/:session_id/meetings/:table_meeting_id', `/sessions/${session_meetings.session}/meetings/${session_meetings.meeting}`, nobodySignedIn.replace('404', '200')], ['/sessions/:session_id/desk/meetings', `/sessions/${session_meetings.session}/desk/meetings`, administrator], ['/sessions/:session_id/desk/meetings', `/sessions/${sessions.draft}/desk/meetings`, watchers],
  ['/sessions/:session_id/questions', `/sessions/${session_meetings.session}/questions`, signedIn], ['/sessions/:session_id/questions', `/sessions/${sessions.draft}/questions`, watchers], ['/sessions/:session_id/desk/questions', `/sessions/${session_meetings.session}/desk/questions`, administrator],
  ...['room', 'room/clock.json', 'screen'].map((page): [string, string, string] => [`/auctions/:lot_id/${page}`, `/auctions/${live_lot}/${page}`, everybody]), ['/auctions/:lot_id/room/events', `/auctions/${live_lot}/room/events`, everybody.replaceAll('200', '406')], ['/auctions/:lot_id/room/bids/:bid_key', `/auctions/${live_lot}/room/bids/${key}`, nobody], ['/auctions/:lot_id/console', `/auctions/${live_lot}/console`, nobody],
  ['/work', '/work', signedIn], ['/deals', '/deals', signedIn], ['/deals/:deal_id', `/deals/${deal}`, between], ['/deals/:deal_id/outcome', `/deals/${deal}/outcome`, between], ['/deals/:deal_id/contract/signing', `/deals/${deal}/contract/signing`, between], ['/deals/:deal_id/result', `/deals/${deal}/result`, between], ['/deals/:deal_id/result/decision.pdf', `/deals/${deal}/result/decision.pdf`, between],
  ...['', '/json'].map((page): [string, string, string] => [`/deals/:deal_id/contract/verdicts/:verdict_id${page}`, `/deals/${deal}/contract/verdicts/1${page}`, nobodySignedIn]), ['/deals/:deal_id/contract/current', `/deals/${deal}/contract/current`, nobodySignedIn], ['/interests/:interest_id', `/interests/${interest}`, between],
  ...['', '/versions/1', '/paper', '/sheet.json', '/worth', '/worth.csv', '/worth.xlsx'].map((page): [string, string, string] => [`/deals/:deal_id/terms${page.replace('/1', '/:terms_number')}`, `/deals/${deal}/terms${page}`, between]), ...[['/draft'], ['/draft/:clause_key', '/draft/royalty']].map(([route, page = route]): [string, string, string] => [`/deals/:deal_id/terms${route}`, `/deals/${deal}/terms${page}`, '303 200 403 404 404 403 404 404 403']),
  ...[['room'], ['room/folders/:folder_id', `room/folders/${room?.folder}`], ['room/documents/:room_document_id', `room/documents/${roomDocument.document}`], ['questions'], ['questions.csv'], ['questions.xlsx'], ['questions/:question_id', `questions/${room?.question}`], ['meetings'], ['meetings/:meeting_id', `meetings/${room?.meeting}`], ['meetings/:meeting_id/calendar.ics', `meetings/${room?.meeting}/calendar.ics`], ['calendar.ics'], ['decisions'], ['decisions/pilots/:pilot_id', `decisions/pilots/${room?.pilot}`]].map(([route, path = route]): [string, string, string] => [`/deals/:deal_id/${route}`, `/deals/${deal}/${path}`, between]), ['/deals/:deal_id/room/versions/:room_version_id/file', `/deals/${deal}/room/versions/${roomDocument.version}/file`, '303 200 200 404 404 404 404 404 404'],
  ['/deals/:deal_id/room/reports', `/deals/${deal}/room/reports`, between], ['/deals/:deal_id/room/reports/:report_id', `/deals/${deal}/room/reports/${room?.report}`, members],
  ...['', '/milestones/:milestone_id', '/requests/:payment_request_id', '/receipts/:receipt_id', '/receipts/:receipt_id/receipt.pdf', '/fees/:fee_share_id/notice.pdf', '/ledger.csv', '/ledger.xlsx'].map((page): [string, string, string] => [`/deals/:deal_id/payments${page}`, `/deals/${deal}/payments${page.replace(':milestone_id', String(payments?.milestone)).replace(':payment_request_id', String(payments?.request)).replace(':receipt_id', String(payments?.receipt)).replace(':fee_share_id', String(payments?.fee))}`, between]),
  ['/payments', '/payments', '303 403 403 403 403 200 403 403 200'], ['/my/statements', '/my/statements', signedIn], ['/my/statements/:statement_id', `/my/statements/${payments?.statement}`, editors],
  ...[['', ''], ['/:contract_kind', '/contract'], ['/:contract_kind/clauses/:article_key', '/contract/clauses/price'], ['/:contract_kind/draft.docx', '/memorandum/draft.docx'], ['/:contract_kind/draft.pdf', '/memorandum/draft.pdf'], ['/annexes/:annex_number', '/annexes/1'], ['/annexes/:annex_number/clauses/:article_key', '/annexes/1/clauses/price'], ['/annexes/:annex_number/draft.docx', '/annexes/1/draft.docx'], ['/annexes/:annex_number/draft.pdf', '/annexes/1/draft.pdf'], ['/versions/:contract_version_id', `/versions/${dealContract?.version}`], ['/versions/:contract_version_id/contract.docx', `/versions/${dealContract?.version}/contract.docx`]].map(([route, page]): [string, string, string] => [`/deals/:deal_id/contract${route}`, `/deals/${deal}/contract${page}`, between]),
  ...[['', ''], ['/filings/:filing_id', `/filings/${dealContract?.filing}`], ['/filings/:filing_id/request.docx', `/filings/${dealContract?.filing}/request.docx`]].map(([route, page]): [string, string, string] => [`/deals/:deal_id/registration${route}`, `/deals/${deal}/registration${page}`, between]),
  ['/deals/advised', '/deals/advised', signedIn], ['/deals/:deal_id/people', `/deals/${deal}/people`, between], ['/deals/mandates/:mandate_id', `/deals/mandates/${dealPeople?.mandate}`, '303 404 404 200 404 404 404 404 404'],
  ['/deals/:deal_id/support', `/deals/${deal}/support`, between], ['/deals/:deal_id/support/:programme/dossier.docx', `/deals/${deal}/support/science-task/dossier.docx`, between], ['/deals/:deal_id/support/:programme/dossier.docx', `/deals/${deal}/support/nothing/dossier.docx`, '303 404 404 404 404 404 404 404 404'],
  ['/deals/:deal_id/steps', `/deals/${deal}/steps`, between], ['/deals/idle', '/deals/idle', '303 403 403 403 403 200 403 403 200'],
  ['/my/calendar', '/my/calendar', signedIn], ['/calendars/:calendar_token/techex.ics', `/calendars/${calendar}/techex.ics`, everybody], ['/calendars/:calendar_token/techex.ics', `/calendars/${'A'.repeat(43)}/techex.ics`, '404 404 404 404 404 404 404 404 404'], ['/my/listings', '/my/listings', signedIn], ['/my/listings/new/offer', `/my/listings/new/offer?key=${key}`, '303 200 403 200 303 303 303 303 303'], ['/my/listings/new/need', `/my/listings/new/need?key=${key}`, '303 200 403 200 303 303 303 303 303'],
  ['/my/listings/:id/confidential', `/my/listings/${offer}/confidential`, editors], ['/my/listings/:id/access', `/my/listings/${offer}/access`, members], ['/my/listings/:id/access/requests/:request_id', `/my/listings/${offer}/access/requests/${access.request}`, editors], ['/my/listings/:id/access/grants/:grant_id', `/my/listings/${offer}/access/grants/${access.grant}`, editors],
  ['/my/access', '/my/access', signedIn], ['/my/access/listings/:id', `/my/access/listings/${offer}`, signedIn], ['/my/access/grants/:grant_id/nda', `/my/access/grants/${access.grant}/nda`, '303 404 404 404 404 404 404 404 404'], ['/my/access/acceptances/:acceptance_id', `/my/access/acceptances/${access.acceptance}`, '303 200 200 404 404 404 404 404 200'],
  ['/my/listings/:id/steps/:step', `/my/listings/${draft}/steps/rights`, editors], ['/my/listings/:id/steps/:step', `/my/listings/${draft}/steps/numbers`, '303 404 404 404 404 404 404 404 404'], ['/my/listings/:id/check', `/my/listings/${draft}/check`, editors],
  ['/my/listings/:id/evidence', `/my/listings/${offer}/evidence`, members], ['/my/listings/:id/evidence', `/my/listings/${need}/evidence`, members.replaceAll('200', '404')], ['/my/listings/:id/evidence/claims/:claim_id', `/my/listings/${offer}/evidence/claims/${claim}`, members],
  ['/moderation/evidence', '/moderation/evidence', moderation], ['/moderation/evidence/:evidence_id', `/moderation/evidence/${evidence}`, moderation], ['/moderation/evidence/claims/:claim_id', `/moderation/evidence/claims/${claim}`, moderation],
  ...['fields', 'trl', 'places', 'months', 'evidence', 'gaps'].flatMap((view) => ['', '/data.csv', '/data.xlsx'].map((file): [string, string, string] => [`/figures/market/:view${file}`, `/figures/market/${view}${file}?field=2`, everybody])), ['/figures/market/:view', '/figures/market/nothing', everybody.replaceAll('200', '404')],
  ['/offers/:id/versions', `/offers/${offer}/versions`, everybody], ['/offers/:id/versions', `/offers/${draft}/versions`, insiders], ['/needs/:id/versions', `/needs/${need}/versions`, everybody], ['/my/listings/:id/confirmation', `/my/listings/${offer}/confirmation`, editors], ['/my/listings/:id/translation', `/my/listings/${draft}/translation`, editors],
  ['/my/listings/:id/edit', `/my/listings/${draft}/edit`, editors], ['/my/listings/:id/pictures', `/my/listings/${offer}/pictures`, editors],
  ['/my/organisation', '/my/organisation', signedIn], ['/my/organisation/edit', '/my/organisation/edit', '303 200 403 200 404 404 404 404 404'],
  ...['legal', 'proofs', 'history'].map((page): [string, string, string] => [`/my/organisation/${page}`, `/my/organisation/${page}`, '303 200 403 200 404 404 404 404 404']), ['/my/organisation/ownership', '/my/organisation/ownership', '303 200 200 200 404 404 404 404 404'],
  ['/moderation/organisations/:id', `/moderation/organisations/${institute}`, '303 403 403 403 200 403 200 200 200'], ['/moderation/duplicates', '/moderation/duplicates', '303 403 403 403 200 403 200 200 200'],
  ['/moderation/listings/:id/compare/:other_id', `/moderation/listings/${submitted}/compare/${offer}`, moderation], ['/moderation/listings/:id/compare/:other_id', `/moderation/listings/${submitted}/compare/${draft}`, moderation.replaceAll('200', '404')], ['/moderation/bulk/:id', '/moderation/bulk/1', moderation.replaceAll('200', '404')],
  ...['reasons', 'reasons/unproven', 'report', 'report/months.csv', 'report/reasons.csv'].map((page): [string, string, string] => [`/moderation/${page.replace('unproven', ':code')}`, `/moderation/${page}`, '303 403 403 403 200 403 200 200 200']),
  ['/moderation/technology', '/moderation/technology', '303 403 403 403 200 403 200 200 200'], ['/moderation/listings/:id/technology', `/moderation/listings/${submitted}/technology`, moderation],
  ['/moderation', '/moderation', moderation], ['/moderation/listings/:id', `/moderation/listings/${submitted}`, moderation], ['/moderation/organisations', '/moderation/organisations', '303 403 403 403 200 403 200 200 200'],
  ['/administration', '/administration', administrator], ['/administration/organisations', '/administration/organisations', administrator], ['/administration/organisations/:organisation_id', `/administration/organisations/${institute}`, administrator],
  ['/administration/people', '/administration/people', helpers], ['/administration/people/:id', `/administration/people/${people.member.person_id}`, helpers], ['/administration/health', '/administration/health', administrator], ['/my/acting', '/my/acting', signedIn],
  ['/administration/approvals', '/administration/approvals', '303 403 403 403 200 403 200 200 200'], ['/administration/approvals/new', '/administration/approvals/new', '303 403 403 403 200 403 200 403 403'], ['/administration/approvals/:id', `/administration/approvals/${approval}`, '303 403 403 403 404 403 200 200 200'],
  ['/administration/codes', '/administration/codes', administrator], ['/administration/codes/:list', '/administration/codes/research_field', administrator], ['/administration/codes/:list/:code', '/administration/codes/trl/5', administrator],
  ['/administration/rules', '/administration/rules', administrator], ['/administration/rules/:code', '/administration/rules/privacy.answer', administrator], ['/administration/service-times', '/administration/service-times', administrator],
  ...['proof', 'bundle', 'checkpoint', 'ocds', 'minutes', 'minutes.pdf', 'minutes.docx', 'minutes.json'].map((page): [string, string, string] => [`/auctions/:lot_id/${page}`, `/auctions/${proof?.lot}/${page}`, everybody]),
  ...[['receipts', 'receipts'], ['receipts/:receipt_seq', `receipts/${proof?.receipt}`]].map(([route, page]): [string, string, string] => [`/auctions/:lot_id/${route}`, `/auctions/${proof?.lot}/${page}`, '303 404 404 200 404 404 404 404 404']),
  ['/log', '/log', everybody], ['/log/heads.csv', '/log/heads.csv', everybody], ['/my/record', '/my/record', signedIn],
  ['/solutions', '/solutions', everybody], ['/solutions/office', '/solutions/office', '303 403 403 403 403 200 403 200 200'], ['/solutions/new', `/solutions/new?need=${solutions.need}`, '303 403 403 403 403 200 403 403 403'], ['/solutions/:solution_id', `/solutions/${solutions.open}`, everybody], ['/solutions/:solution_id', `/solutions/${solutions.draft}`, '404 404 404 404 404 200 404 200 200'],
  ['/solutions/:solution_id/edit', `/solutions/${solutions.draft}/edit`, '404 404 404 404 404 200 404 403 403'], ['/solutions/:solution_id/edit', `/solutions/${solutions.open}/edit`, '303 403 403 403 403 404 403 403 403'], ['/solutions/:solution_id/desk', `/solutions/${solutions.awarded}/desk`, '303 403 403 403 403 200 403 200 200'], ['/solutions/:solution_id/desk', `/solutions/${solutions.draft}/desk`, '404 404 404 404 404 200 404 200 200'],
  ['/solutions/:solution_id/submission', `/solutions/${solutions.open}/submission`, signedIn], ['/solutions/:solution_id/submission', `/solutions/${solutions.draft}/submission`, nobodySignedIn], ['/solutions/:solution_id/council', `/solutions/${solutions.scoring}/council`, nobodySignedIn],
  ['/solutions/:solution_id/rounds', `/solutions/${solutions.running}/rounds`, '404 404 404 404 404 200 404 200 200'], ['/solutions/:solution_id/rounds', `/solutions/${solutions.awarded}/rounds`, nobody], ['/solutions/:solution_id/ocds', `/solutions/${solutions.open}/ocds`, everybody], ['/solutions/:solution_id/ocds', `/solutions/${solutions.draft}/ocds`, nobody], ['/solutions/:solution_id/record.json', `/solutions/${solutions.awarded}/record.json`, everybody], ['/solutions/:solution_id/record.json', `/solutions/${solutions.running}/record.json`, nobody],
  ...['csv', 'xlsx'].flatMap((kind): [string, string, string][] => [[`/solutions/:solution_id/ranking.${kind}`, `/solutions/${solutions.awarded}/ranking.${kind}`, everybody], [`/solutions/:solution_id/ranking.${kind}`, `/solutions/${solutions.open}/ranking.${kind}`, nobody]]),
  ['/auctions', '/auctions', everybody], ['/auctions/office', '/auctions/office', auctionWatch], ['/auctions/new', `/auctions/new?offer=${offer}`, '303 403 403 403 403 403 403 403 403'], ['/auctions/:lot_id', `/auctions/${auctions.lot}`, everybody], ['/auctions/:lot_id', `/auctions/${auctions.postponed}`, everybody], ['/auctions/:lot_id', `/auctions/${auctions.draft}`, '404 404 404 404 404 404 404 200 200'],
  ['/auctions/:lot_id/office', `/auctions/${auctions.lot}/office`, auctionWatch], ['/auctions/:lot_id/office', `/auctions/${auctions.draft}/office`, '404 404 404 404 404 404 404 200 200'], ['/auctions/:lot_id/edit', `/auctions/${auctions.draft}/edit`, '404 404 404 404 404 404 404 403 403'],
  ['/auctions/:lot_id/council', `/auctions/${ballots.lot}/council`, '404 404 404 404 404 404 404 200 200'], ['/auctions/:lot_id/council', `/auctions/${auctions.lot}/council`, nobody], ['/auctions/:lot_id/ceremony', `/auctions/${ballots.lot}/ceremony`, '404 404 404 404 404 404 404 403 403'],
  ['/auctions/:lot_id/ballot', `/auctions/${ballots.lot}/ballot`, '404 404 404 200 404 404 404 404 404'], ['/auctions/:lot_id/ballot', `/auctions/${live_lot}/ballot`, nobody], ['/auctions/:lot_id/opening', `/auctions/${ballots.lot}/opening`, everybody], ['/auctions/:lot_id/opening', `/auctions/${live_lot}/opening`, nobody],
  ['/auctions/:lot_id/registration', `/auctions/${auctions.lot}/registration`, signedIn], ['/auctions/:lot_id/registration', `/auctions/${auctions.draft}/registration`, nobody],
  ['/audit', '/audit', audit], ['/audit/:id', '/audit/1', audit], ['/audit/searches/:search_id', `/audit/searches/${search}`, '303 403 403 403 403 403 404 403 200'],
  ['/privacy', '/privacy', everybody], ['/privacy/:version', '/privacy/1', everybody], ['/privacy/:version', '/privacy/2', everybody.replaceAll('200', '404')], ['/my/account/data', '/my/account/data', signedIn], ['/my/account/data/consent', '/my/account/data/consent', signedIn], ['/my/account/data/deletion', '/my/account/data/deletion', signedIn],
  ['/my/account/data/requests/new', '/my/account/data/requests/new', signedIn], ['/my/account/data/requests/:request_id', `/my/account/data/requests/${dataRequest}`, '303 200 404 404 404 404 404 404 404'], ['/administration/data-requests', '/administration/data-requests', '303 403 403 403 403 403 200 200 200'], ['/administration/data-requests/:id', `/administration/data-requests/${dataRequest}`, '303 403 403 403 403 403 200 200 200'],
]
/** Outside the languages. */
const rootContract: typeof contract = [
  ['/', '/', everybody.replaceAll('200', '302')], ['/health', '/health', everybody], ['/robots.txt', '/robots.txt', everybody], ['/sitemap.xml', '/sitemap.xml', everybody], ['/sitemaps/:file', '/sitemaps/pages.xml', everybody], ['/sitemaps/:file', '/sitemaps/other.xml', everybody.replaceAll('200', '404')],
  // Programs read with keys: a browser's cookies count for nothing here.
  ['/api/openapi.json', '/api/openapi.json', everybody], ['/api/v1/openapi.json', '/api/v1/openapi.json', everybody], ...['experts', 'code-lists', 'figures', 'log-heads', 'collections'].map((name): [string, string, string] => [`/api/v1/${name}`, `/api/v1/${name}`, everybody]), ['/api/v1/experts/:id', `/api/v1/experts/${expert}`, everybody], ['/api/v1/experts/:id', `/api/v1/experts/${hidden}`, everybody.replaceAll('200', '404')], ['/api/v1/code-lists/:list', '/api/v1/code-lists/trl', everybody],
  ...[['/my/organisation'], ['/interests'], ['/interests/:id', `/interests/${interest}`], ['/deals/:id/messages', `/deals/${deal}/messages`], ['/deals/:id/documents', `/deals/${deal}/documents`], ['/webhooks'], ['/webhooks/:webhook_id', `/webhooks/${webhook}`], ['/webhooks/:webhook_id/deliveries', `/webhooks/${webhook}/deliveries`]].map(([route, path = route]): [string, string, string] => [`/api/v1${route}`, `/api/v1${path}`, everybody.replaceAll('200', '401')]),
  ['/api/v1/collections/:slug', '/api/v1/collections/say-lanh', everybody], ['/api/v1/collections/:slug', '/api/v1/collections/ban-nhap', everybody.replaceAll('200', '404')], ['/api/v1/listings/:id/claims', `/api/v1/listings/${offer}/claims`, everybody], ['/api/v1/listings/:id/claims', `/api/v1/listings/${draft}/claims`, everybody.replaceAll('200', '404')],
  ['/api/v1/listings', '/api/v1/listings?q=say', everybody], ['/api/v1/listings/:id', `/api/v1/listings/${offer}`, everybody], ['/api/v1/listings/:id', `/api/v1/listings/${draft}`, everybody.replaceAll('200', '404')],
  ['/api/v1/organisations', '/api/v1/organisations', everybody], ['/api/v1/organisations/:id', `/api/v1/organisations/${institute}`, everybody], ['/api/v1/my/listings', '/api/v1/my/listings', everybody.replaceAll('200', '401')], ['/api/v1/deals', '/api/v1/deals', everybody.replaceAll('200', '401')], ['/api/v1/deals/:id', `/api/v1/deals/${deal}`, everybody.replaceAll('200', '401')],
  ...['vi', 'en'].flatMap((locale): [string, string, string][] => [[`/embed/${locale}/offers/:id`, `/embed/${locale}/offers/${offer}`, everybody], [`/embed/${locale}/offers/:id`, `/embed/${locale}/offers/${draft}`, nobody], [`/embed/${locale}/needs/:id`, `/embed/${locale}/needs/${need}`, everybody]]),
  ['/files/:id/:name', `/files/${file}/ban-ve.pdf`, '404 200 200 404 404 200 404 404 200'],
]
let asked = 0
/** Each question comes from another address on the network, as readers do. */
const ask = (url: string, reader: Reader = 'anonymous') => app.inject({ url, headers: { 'x-forwarded-for': `10.1.${(++asked >> 8) & 255}.${asked & 255}`, ...as(reader) } })

describe('Who sees what', () => {
  test.each(contract)('%s (%s) answers as agreed, in both languages.', async (_, path, answers) => {
    for (const locale of ['vi', 'en']) {
      const got = await Promise.all(readers.map(async (reader) => (await ask(`/${locale}${path}`, reader)).statusCode))
      expect(got.join(' '), `/${locale}${path}`).toBe(answers)
    }
  })
  test.each(rootContract)('%s (%s) answers as agreed.', async (_, path, answers) => {
    expect((await Promise.all(readers.map(async (reader) => (await ask(path, reader)).statusCode))).join(' ')).toBe(answers)
  })
  test('No page is missing from the contract.', () => {
    const alike = (route: string): string => route.replace(/:[^/]+/g, ':')
    const agreed = new Set([...contract.flatMap(([route]) => [`/vi${route}`, `/en${route}`]), ...rootContract.map(([route]) => route)].map(alike))
    const shortcuts = /^\/(\*|(?!vi|en)[a-z-]+\*?)$|^\/assets\// // led to one's language, or files of the build
    expect(routesOf(app).filter((route) => !shortcuts.test(route) || rootContract.some(([known]) => known === route)).map(alike).filter((route) => !agreed.has(route))).toEqual([])
    expect(routesOf(app).length).toBeGreaterThan(80)
  })
  test('Whoever is asked to sign in comes back to where they were going, and nowhere else.', async () => {
    expect((await ask(`/en/deals/${deal}`)).headers.location).toBe(`/en/sign-in?next=${encodeURIComponent(`/en/deals/${deal}`)}`)
    for (const next of ['//evil.example', 'https://evil.example', '/\\evil.example', '/\t/evil.example']) {
      expect((await ask(`/vi/sign-in?next=${encodeURIComponent(next)}`)).body).not.toContain('name="next"')
    }
  })
})

describe('Addresses nobody made', () => {
  const strange = ['0', '-1', '999999', '2147483647', '2147483648', '99999999999999999999', '1.5', 'NaN', 'abc', '1e999', "1'--", '%00', '%2e%2e%2f', '%F0%9F%92%A9', 'x'.repeat(250), '__proto__', 'constructor', '0x1', '%201', '+1', '01', '1e0', '1.0']
  const withIds = [...contract, ...rootContract].filter(([route]) => /:\w*(id|name)/.test(route)).map(([route]) => route)
  test.each([...new Set(withIds)])('%s with an id that is none is not found.', async (route) => {
    const prefix = route.startsWith('/files') ? '' : '/vi'
    const reader: Reader = route.startsWith('/admin') ? 'administrator' : route.startsWith('/audit') ? 'inspector' : route.startsWith('/moderation') ? 'moderator' : 'member'
    const got = await Promise.all(strange.map(async (id) => [id, (await ask(`${prefix}${route.replace(/:\w*id/, id).replace(':name', 'x')}`, reader)).statusCode]))
    expect(got.filter(([, status]) => status !== 404)).toEqual([])
  })
  test('What cannot be an address is refused with a page, not an error of ours.', async () => {
    for (const url of ['/vi/%', '/vi/offers/%E0%A4%A', `/vi/${'a'.repeat(5000)}`, '/vi//offers', '/VI', '/fr', '/vi/offers/1/2/3', '/vi/../../etc/passwd', '/assets/../package.json', '/assets/%2e%2e/manifest.json', '/files/1', '/files/1/a/b', '/vi?q=%', '/vi/search?q=%E0%A4%A']) {
      const answer = await ask(url, 'member')
      expect([200, 301, 302, 400, 404, 414], `${url}: ${answer.statusCode}`).toContain(answer.statusCode)
      expect(answer.body).not.toContain('"dependencies"')
    }
  })
  const hostile = ["q=';drop table person;--", 'q=%00', 'q=%22%27%3Cscript%3Ealert(1)%3C/script%3E', `q=${'a'.repeat(5000)}`, `q=${encodeURIComponent('ộ'.repeat(900))}`, 'q=a&q=b', 'q[]=a&q[x]=b', '__proto__=x&constructor=y', 'page=-1', 'page=0', 'page=1e309', 'page=99999999', 'page=abc', 'page=1&page=2',
    'as_of=NaN', 'as_of=99999999999999999999', 'field=%25&field=_', `field=${'9'.repeat(70)}`, 'kind=x', 'sort=x', 'trl=__proto__', 'trl=constructor', 'form=%27', 'organisation=%00', 'source=%00', 'filter=%00', 'done=__proto__', 'done=%3Cb%3E', 'next=%00', 'token=%00', 'with=abc', 'with=%00', 'organisation_id=%00', 'organisation_id=x', 'to=%00', 'q=%22%22%22+-+-', 'q=%26%7C!:*()', 'q=%E2%80%8B']
  const open = contract.filter(([route]) => !route.includes(':token'))
  test.each(open.map(([route, path]) => [route, path.split('?')[0] ?? '']))('%s is not moved by anything behind its question mark.', async (route, path) => {
    const reader: Reader = route.startsWith('/admin') ? 'administrator' : route.startsWith('/audit') ? 'inspector' : route.startsWith('/moderation') ? 'moderator' : 'member'
    const usual = (await ask(`/vi${path}`, reader)).statusCode
    const got = await Promise.all(hostile.map(async (query) => { const answer = await ask(`/vi${path}?${query}`, reader); return { query, status: answer.statusCode, runs: answer.body.includes('<script>alert') } }))
    // A part of the page named by a query may not exist, or not be readable; that is no error of ours.
    expect(got.filter(({ status, runs }) => runs || ![usual, 404, 422, 400].includes(status))).toEqual([])
  })
})

test('Every answer carries the same protection, errors and files included.', async () => {
  const asset = readdirSync('dist/public').find((name) => name.endsWith('.css')) ?? ''
  const foreign = await send(app, '/vi/sign-in', {}, { 'sec-fetch-site': 'cross-site' })
  const answers = {
    page: await ask('/vi'), own: await ask('/vi/work', 'member'), redirect: await ask('/vi/work'), root: await ask('/'), missing: await ask('/vi/nothing'), forbidden: await ask('/vi/administration', 'member'), refused: await send(app, `/vi/interests/${interest}/withdraw`, {}, as('buyer')), foreign, wrong: await send(app, '/vi/sign-in', {}),
    bad: await ask('/vi/%'), asset: await ask(`/assets/${asset}`), missingAsset: await ask('/assets/none.css'), csv: await ask('/vi/figures/fields.csv'), health: await ask('/health'), robots: await ask('/robots.txt'), file: await ask(`/files/${file}/x`, 'member'), noFile: await ask(`/files/${file}/x`),
    type: await app.inject({ method: 'POST', url: '/vi/sign-in', headers: { 'content-type': 'application/xml' }, payload: '<a/>' }), large: await send(app, '/vi/sign-in', { email: 'x'.repeat(1_100_000) }),
  }
  expect(Object.fromEntries(Object.entries(answers).map(([name, { statusCode }]) => [name, statusCode]))).toEqual({
    page: 200, own: 200, redirect: 303, root: 302, missing: 404, forbidden: 403, refused: 409, foreign: 403, wrong: 422, bad: 404, asset: 200, missingAsset: 404, csv: 200, health: 200, robots: 200, file: 200, noFile: 404, type: 415, large: 413,
  })
  for (const [name, { headers }] of Object.entries(answers)) {
    const policy = String(headers['content-security-policy'])
    expect(policy, name).toMatch(name === 'file' ? /default-src 'none'.*sandbox/ : /default-src 'self'.*frame-ancestors 'none'/)
    expect(policy, name).not.toMatch(/unsafe/)
    expect(headers, name).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin' })
    expect(headers['x-powered-by'], name).toBeUndefined()
  }
  expect(answers.own.headers['cache-control']).toBe('private, no-store')
  expect(answers.file.headers['cache-control']).toBe('private, no-store')
  expect(answers.asset.headers['cache-control']).toContain('immutable')
})

test('Of all pages only the card for other sites may stand in a foreign frame, and it reads no session.', async () => {
  const card = await ask(`/embed/vi/offers/${offer}`, 'member')
  expect(card.headers['content-security-policy']).toBe("default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *")
  expect([card.headers['x-frame-options'], card.headers['set-cookie'], card.headers['x-content-type-options'], card.body.includes('<script')]).toEqual([undefined, undefined, 'nosniff', false])
  for (const path of [`/vi/offers/${offer}`, `/vi/offers/${offer}/share`, `/vi/offers/${offer}/sheet.pdf`, '/vi/feeds/offers.rss']) expect(String((await ask(path)).headers['content-security-policy']), path).toContain("frame-ancestors 'none'")
  const { body } = await ask(`/vi/offers/${offer}`)
  expect(body).toContain(`<meta property="og:image" content="${config.publicUrl}/vi/offers/${offer}/share.png"/>`)
  expect(body).toContain('<link rel="alternate" type="application/rss+xml" title="Chào bán công nghệ mới" href="/vi/feeds/offers.rss"/>')
  expect((await ask('/vi/search?q=say&page=2')).body).toContain('href="/vi/search.rss?q=say"')
})

describe('Languages', () => {
  test.each(contract.filter(([route, , answers]) => answers === everybody && !/\.(csv|xlsx|pdf|docx|png|rss|atom|json|ics)$|^\/search\/suggestions$|\/(bundle|checkpoint|ocds|room\/clock)$/.test(route)))('%s says which language it is in and where the other one is.', async (_, path) => {
    for (const [locale, other] of [['vi', 'en'], ['en', 'vi']] as const) {
      const { body } = await ask(`/${locale}${path}`)
      expect(/<html lang="(\w+)"/.exec(body)?.[1]).toBe(locale)
      expect(body).toMatch(new RegExp(`<a href="/${other}[^"]*" lang="${other}" hreflang="${other}"`))
      const links = (rel: string): string[] => [...body.matchAll(new RegExp(`<link rel="${rel}"[^>]*>`, 'g'))].map(([tag]) => tag)
      if (body.includes('name="robots" content="noindex"')) { expect(links('canonical')).toEqual([]); continue }
      const address = (of: string): string => `${config.publicUrl}/${of}${path.split('?')[0]}`
      expect(links('canonical')).toEqual([expect.stringContaining(`href="${address(locale)}"`)])
      for (const [lang, of] of [['vi', 'vi'], ['en', 'en'], ['x-default', 'vi']]) expect(links('alternate').some((tag) => tag.includes(`hreflang="${lang}"`) && tag.includes(`href="${address(of ?? '')}"`)), `${lang} of ${path}`).toBe(true)
      expect((await ask(new URL(address(other)).pathname)).statusCode).toBe(200)
    }
  })
  test('What everybody may read is for indexes; what is one’s own, found or typed is not.', async () => {
    for (const path of ['', '/fields', '/figures', '/about', '/help', `/offers/${offer}`, `/needs/${need}`, `/organisations/${institute}`]) expect((await ask(`/vi${path}`)).body, path).not.toContain('noindex')
    for (const path of ['/search?q=say', '/sign-in', '/mail']) expect((await ask(`/vi${path}`)).body, path).toContain('noindex')
    for (const path of ['/work', `/deals/${deal}`, `/offers/${draft}`]) expect((await ask(`/vi${path}`, 'member')).body, path).toContain('noindex')
  })
  test('The sitemap names what is public, in both languages, and nothing else.', async () => {
    const files = [...(await ask('/sitemap.xml')).body.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, address]) => new URL(address ?? '').pathname)
    const all = (await Promise.all(files.map(async (path) => (await ask(path)).body))).join('')
    for (const path of [`/offers/${offer}`, `/needs/${need}`, '/about']) for (const locale of ['vi', 'en']) expect(all).toContain(`${config.publicUrl}/${locale}${path}<`)
    for (const id of [draft, submitted]) expect(all).not.toContain(`/offers/${id}<`)
    expect((await ask('/robots.txt')).body).toContain(`Sitemap: ${config.publicUrl}/sitemap.xml`)
  })
})

test('Without its database the Exchange says so calmly, and is back by itself.', { timeout: 60_000 }, async () => {
  const away = await aGate(databaseUrl)
  const pool = openPool(away.url, 4)
  const { app: fragile } = await openWhole(openDb(pool))
  afterAll(async () => { await away.close(); await pool.end() })
  const cookie = as('member')
  const down = async (): Promise<void> => {
    for (const url of ['/vi', '/en/figures', `/vi/offers/${offer}`, '/vi/search?q=say']) {
      const answer = await fragile.inject({ url })
      expect(answer.statusCode, url).toBe(503)
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
      expect(answer.body).toMatch(/<meta http-equiv="refresh" content="\d+"/)
      expect(answer.body).toMatch(url.startsWith('/en') ? /Everything that was confirmed is safe/ : /Những gì đã được xác nhận vẫn còn nguyên/)
      expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'none'")
    }
    expect((await fragile.inject({ url: '/vi/work', headers: cookie })).statusCode, 'signed in').toBe(503)
    expect((await fragile.inject({ url: '/health' })).statusCode).toBe(503)
    const programs = await fragile.inject({ url: '/api/v1/listings' })
    expect([programs.statusCode, programs.headers['retry-after'], programs.json().code]).toEqual([503, '3', 'resting'])
    const sent = await send(fragile, `/vi/deals/${deal}/messages`, { body: 'Xin chào', request_key: randomUUID() }, cookie)
    expect(sent.statusCode).toBe(503)
    expect(sent.body).not.toContain('http-equiv="refresh"') // sent again only by whoever typed it
    expect((await fragile.inject({ url: '/vi/about' })).statusCode, 'a page that needs no database').toBe(200)
  }
  const up = async (): Promise<void> => {
    for (const url of ['/vi', '/en/figures', '/health']) expect((await fragile.inject({ url })).statusCode, url).toBe(200)
    expect((await fragile.inject({ url: '/vi/work', headers: cookie })).statusCode).toBe(200)
  }
  await down()
  await away.open()
  await up()
  await away.shut()
  await down()
  await away.open()
  await up()
})

/** A way to the database that can be shut: whoever is on it falls off. */
async function aGate(to: string): Promise<{ url: string; open: () => Promise<void>; shut: () => Promise<void>; close: () => Promise<void> }> {
  const { searchParams } = new URL(to)
  const folder = searchParams.get('host') ?? '', real = searchParams.get('port') ?? '5432'
  const sockets = new Set<Socket>()
  const keep = (socket: Socket): void => { sockets.add(socket.on('error', () => {}).on('close', () => sockets.delete(socket))) }
  const gate: Server = createServer((inside) => { const outside = connect(`${folder}/.s.PGSQL.${real}`); keep(inside); keep(outside); inside.pipe(outside).pipe(inside) })
  const listen = (port: number): Promise<void> => new Promise((done) => { gate.listen(port, '127.0.0.1', done) })
  const shut = (): Promise<void> => new Promise((done) => { gate.close(() => done()); for (const socket of sockets) socket.destroy() })
  await listen(0)
  const { port } = gate.address() as { port: number }
  await shut()
  const url = new URL(to)
  const through = `postgres://${url.username}${url.password ? `:${url.password}` : ''}@127.0.0.1:${port}${url.pathname}`
  return { url: through, open: () => listen(port), shut, close: async () => { if (gate.listening) await shut() } }
}
