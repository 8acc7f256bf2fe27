import type { BrowserContext, Page } from 'playwright-core'
import { demonstrationPassword } from '../../database/world.ts'
import { press } from './browsing.ts'

/** Who looks at pages: the demonstration's people, and for `acting` the deal officer once they have stepped in for somebody. */
export const everyReader = ['anonymous', 'supplier', 'enterprise', 'expert', 'moderator', 'officer', 'administrator', 'observer', 'inspector', 'auctioneer', 'second', 'acting'] as const
export type Reader = (typeof everyReader)[number]
/** Their addresses; supplier and enterprise are those the start names, and a link in the directory leads to the expert. */
export const readers = (startOutput: string): Record<Exclude<Reader, 'anonymous' | 'expert'>, string> => ({
  supplier: /\S+@\S+(?=\s.*Hát Giang)/.exec(startOutput)?.[0] ?? '', enterprise: /\S+@\S+(?=\s.*Đồi Sim)/.exec(startOutput)?.[0] ?? '',
  moderator: 'kiemduyet@san.example', officer: 'giaodich@san.example', administrator: 'quantri@san.example', second: 'quantri2@san.example', observer: 'quansat@san.example', inspector: 'thanhtra@san.example', auctioneer: 'daugia@san.example', acting: 'giaodich@san.example',
})

export type Windows = Map<Reader, BrowserContext>

export interface Place {
  name: string
  /** Without its language. */
  path: string
  status?: number
  /** A button to press first: the page is then what comes back. */
  send?: string
  /** One page of each template is looked at by night and on paper too. */
  night?: boolean
}
const place = (name: string, path: string | undefined, more: Omit<Place, 'name' | 'path'> = {}): Place => {
  if (path === undefined) throw new Error(`the demonstration city has no ${name}`)
  return { name, path, ...more }
}
const night = { night: true }
const wrong = (send: string): Omit<Place, 'name' | 'path'> => ({ send, status: 422 })
const main = 'main form[method=post] .row > button'

const textOf = async (windows: Windows, reader: Reader, path: string): Promise<string> => (await (await windows.get(reader)?.request.get(`/vi${path}`))?.text()) ?? ''
/** The first address of that shape to which a page links: records are found as people find them. */
async function find(windows: Windows, reader: Reader, path: string, pattern: RegExp): Promise<string | undefined> {
  return new RegExp(`href="/vi(${pattern.source})["?#]`).exec(await textOf(windows, reader, path))?.[1]
}

/** The same, on whichever of the pages it links to has one. */
async function findAny(windows: Windows, reader: Reader, path: string, pages: RegExp, pattern: RegExp): Promise<string | undefined> {
  for (const page of new Set([...(await textOf(windows, reader, path)).matchAll(pages)].map(([address]) => address))) {
    const there = await find(windows, reader, page, pattern)
    if (there) return there
  }
  return undefined
}

/** The first deal file of theirs whose page of that part links to such an address, and that address. */
async function fileWith(windows: Windows, reader: Reader, part: string, pattern: RegExp): Promise<{ file: string; at: string }> {
  for (const [, file = ''] of (await textOf(windows, reader, '/deals')).matchAll(/href="\/vi(\/deals\/\d+)"/g)) {
    const at = await find(windows, reader, `${file}/${part}`, pattern)
    if (at) return { file, at }
  }
  throw new Error(`no deal file of the ${reader} has such an address in ${part}: ${pattern.source}`)
}

/** The address of somebody in the directory of experts. */
export async function anExpert(windows: Windows): Promise<string> {
  const name = /<h2><a href="\/vi\/experts\/\d+">([^<]+)</.exec(await textOf(windows, 'anonymous', '/experts'))?.[1]
  const page = await windows.get('administrator')?.newPage() as Page
  await page.goto('/vi/administration/people')
  await page.locator('#q').fill(name ?? '')
  await press(page, page.locator('form:has(#q) button'))
  const email = new RegExp(`>${name}<.*?([\\w.-]+@[\\w-]+\\.example)`, 's').exec(await page.content())?.[1]
  await page.close()
  if (!email) throw new Error(`the demonstration city has no expert (${name ?? 'nobody'})`)
  return email
}

/** Fills the form that is sent to an address ending so, sends it, and returns where that led, without language. */
async function send(windows: Windows, reader: Reader, path: string, action: string, fields: Record<string, string>): Promise<string> {
  const page = await windows.get(reader)?.newPage() as Page
  await page.goto(`/vi${path}`)
  await page.evaluate(() => { for (const folded of document.querySelectorAll('details')) folded.open = true })
  const form = page.locator(`main form[action$="${action}"]`).first()
  for (const [name, value] of Object.entries(fields)) {
    const all = form.locator(`[name="${name}"]`)
    const kind = await all.first().evaluate((one) => (one instanceof HTMLInputElement ? one.type : one.tagName))
    if (kind === 'SELECT') await all.selectOption(value)
    else if (kind === 'radio' || kind === 'checkbox') await form.locator(`[name="${name}"][value="${value}"]`).check()
    else await all.fill(value)
  }
  await press(page, form.locator('button').last())
  const led = new URL(page.url()).pathname.replace(/^\/vi/, '')
  const refused = await page.locator('main [role=alert]').allInnerTexts()
  await page.close()
  if (refused.length > 0) throw new Error(`${path}: ${refused.join(' ')}`)
  return led
}

/** What the readers' pages need and the city does not hold yet, made as people make it. */
async function prepare(windows: Windows, offers: string[]) {
  const person = await find(windows, 'officer', '/administration/people', /\/administration\/people\/\d+/) ?? ''
  const asked = 'Đánh giá xem thiết bị có lắp được vào xưởng 200 m² của chúng tôi không.'
  const interest = await interestIn(windows, offers)
  const approval = await send(windows, 'administrator', `/administration/approvals/new?kind=role_grant&person_id=${person.split('/').at(-1)}`, '/approvals', { role: 'moderator', reason: 'Được đề cử theo quyết định phân công.' })
  await send(windows, 'supplier', '/my/account/data/requests/new', '/requests', { kind: 'access', details: 'Sàn đang giữ những gì về tôi?' })
  await send(windows, 'inspector', '/audit', '/audit/searches', { type: 'listing.published' })
  await send(windows, 'inspector', '/my/account/codes', '/codes', { password: demonstrationPassword })
  await send(windows, 'supplier', '/my/searches/new?q=say+lanh&kind=need&trl=ready', '/searches/new', { name: 'Nhu cầu sấy lạnh', frequency: 'weekly' })
  await send(windows, 'supplier', '/my/api-keys', '/api-keys', { name: 'Cổng thông tin của viện', days: '90', scopes: 'listings' })
  // A second level asked for and given, so that an undertaking waits for a signature.
  const other = offers.at(-1)?.split('/').at(-1)
  await send(windows, 'enterprise', `/my/access/listings/${other}`, `/listings/${other}`, { tier: 'nda', purpose: asked })
  const request = await find(windows, 'supplier', `/my/listings/${other}/access`, /\/my\/listings\/\d+\/access\/requests\/\d+/) ?? ''
  await send(windows, 'supplier', request, '/grant', { tier: 'nda', days: '60', limits: 'Chỉ dùng để đánh giá nội bộ.' })
  const sheet = await send(windows, 'supplier', '/my/desk', '/my/desk', {})
  await send(windows, 'supplier', sheet, sheet, { hurts: 'Rau héo trước khi tới siêu thị, một phần ba bị trả lại.', now: 'Hao 28 % sau 8 giờ.', baseline: 'khoảng 28' })
  await send(windows, 'supplier', `/my/listings/${offers.at(-1)?.split('/').at(-1)}/help`, '/help', { note: 'Xin giúp viết cho dễ hiểu hơn.' })
  return { interest, approval, person, sheet }
}

/** The deal officer steps in for somebody, which holds in all their windows, so it is ended before anybody goes on. */
export async function whileActing<T>(windows: Windows, look: () => Promise<T>): Promise<T> {
  const person = await find(windows, 'acting', '/administration/people', /\/administration\/people\/\d+/) ?? ''
  // The others have been looking for longer than a confirmation holds.
  await send(windows, 'acting', '/confirm-identity?next=/vi/work', '/confirm-identity', { password: demonstrationPassword })
  await send(windows, 'acting', person, '/acting', { act_reason: 'Người dùng nhờ qua điện thoại, phiếu số 12.', minutes: '30' })
  try { return await look() } finally {
    const page = await windows.get('acting')?.newPage() as Page
    await page.goto('/vi/work')
    await press(page, page.locator('form[action$="/acting-for/end"] button'))
    await page.close()
  }
}

/** The enterprise's interest in one of these offers, which waits for an answer. */
async function interestIn(windows: Windows, offers: string[]): Promise<string | undefined> {
  for (const offer of offers) {
    if (!(await textOf(windows, 'enterprise', `${offer}/interest`)).includes('name="request_key"')) continue // there is one already
    return send(windows, 'enterprise', `${offer}/interest`, '/interest', { message: 'Chúng tôi muốn xem thiết bị đang chạy trong tháng này.' })
  }
  return undefined
}

/** The pages each reader looks at: every page of the contract that a person opens. */
export async function placesOf(windows: Windows): Promise<Record<Reader, Place[]>> {
  const from = (reader: Reader, path: string, pattern: RegExp): Promise<string | undefined> => find(windows, reader, path, pattern)
  const offer = await from('anonymous', '/search?kind=offer', /\/offers\/\d+/)
  const need = await from('anonymous', '/search?kind=need', /\/needs\/\d+/)
  const organisation = await from('anonymous', '/organisations', /\/organisations\/\d+/)
  const supplier = await from('supplier', '/my/organisation', /\/organisations\/\d+/) ?? ''
  const offers = [...new Set([...(await textOf(windows, 'supplier', supplier)).matchAll(/href="\/vi(\/offers\/\d+)"/g)].map(([, path]) => path ?? ''))].toSorted((a, b) => Number(a.split('/')[2]) - Number(b.split('/')[2]))
  const { interest, approval, person, sheet } = await prepare(windows, offers)
  const ownOffer = offers[0], own = ownOffer?.replace('/offers/', '/my/listings/')
  const number = organisation?.split('/').at(-1)
  const access = `${own}/access`
  const ownNeed = (await from('enterprise', '/my/listings', /\/needs\/\d+/))?.replace('/needs/', '/my/listings/')
  const answersPlace = await findAny(windows, 'enterprise', '/my/calls', /\/calls\/\d+/g, /\/calls\/\d+\/answers/)
  const alike = await findAny(windows, 'moderator', '/moderation', /\/moderation\/listings\/\d+/g, /\/moderation\/listings\/\d+\/compare\/\d+/)
  const session = await from('anonymous', '/sessions', /\/sessions\/\d+/)
  const sessionPast = [...(await textOf(windows, 'anonymous', '/sessions')).matchAll(/href="\/vi(\/sessions\/\d+)"/g)].at(-1)?.[1]
  const everyLot = [...(await textOf(windows, 'auctioneer', '/auctions/office')).matchAll(/href="\/vi(\/auctions\/\d+)">([^<]*)/g)].map(([, path = '', title = '']) => ({ path, sealed: title.startsWith('Độc quyền sử dụng') }))
  const lots = everyLot.filter(({ sealed }) => !sealed).map(({ path }) => path)
  const [keyless, taking, opening, opened] = everyLot.filter(({ sealed }) => sealed).map(({ path }) => path) // the newest first, and so as database/world-sealed.ts makes them
  const solutions = [...new Set([...(await textOf(windows, 'anonymous', '/solutions')).matchAll(/href="\/vi(\/solutions\/\d+)"/g)].map(([, path]) => path ?? ''))] // the newest first: one takes envelopes, one is being scored, of one the prices wait, one is ranked
  const draftLot = lots[0], [openLot, liveLot] = lots.slice(-3) // drafts come first, then the newest, of which a session gathers one
  const contracted = await fileWith(windows, 'supplier', 'contract', /\/deals\/\d+\/contract\/versions\/\d+/)
  const annexed = await fileWith(windows, 'officer', 'contract', /\/deals\/\d+\/contract\/annexes\/\d+/)
  const tried = await fileWith(windows, 'enterprise', 'decisions', /\/deals\/\d+\/decisions\/pilots\/\d+/)
  const paid = await fileWith(windows, 'enterprise', 'payments', /\/deals\/\d+\/payments\/milestones\/\d+/)
  const asked = await findAny(windows, 'enterprise', `${paid.file}/payments`, /\/deals\/\d+\/payments\/milestones\/\d+/g, /\/deals\/\d+\/payments\/requests\/\d+/)
  const receipt = await from('enterprise', paid.at, /\/deals\/\d+\/payments\/receipts\/\d+/)
  return {
    anonymous: [
      place('ledger', '/figures/outcomes', night),
      place('lots', '/auctions', night), place('lot', openLot, night), ...lots.slice(2).map((path, i) => place(`lot-${i}`, path)),
      place('solutions', '/solutions', night), place('solution', solutions[0], night), place('solution-ranked', solutions.at(-1), night), place('solution-rounds', solutions.at(-1) && `${solutions.at(-1)}/rounds`, night),
      place('lot-room', liveLot && `${liveLot}/room`, night), place('lot-screen', liveLot && `${liveLot}/screen`), place('lot-proof', lots.at(-1) && `${lots.at(-1)}/proof`, night),
      place('sealed', taking, night), place('sealed-room', taking && `${taking}/room`, night), place('sealed-screen', taking && `${taking}/screen`), place('sealed-opening-early', taking && `${taking}/opening`), place('sealed-waits', opening), place('sealed-waits-room', opening && `${opening}/room`), place('sealed-opening', opening && `${opening}/opening`),
      place('sealed-opened', opened), place('sealed-opened-room', opened && `${opened}/room`), place('sealed-opened-screen', opened && `${opened}/screen`), place('sealed-results', opened && `${opened}/opening`, night), place('sealed-proof', opened && `${opened}/proof`, night), place('sealed-keyless', keyless),
      place('sessions', '/sessions', night), place('session', session, night), place('session-past', sessionPast), place('session-results', sessionPast && `${sessionPast}/results`, night), place('certificates', '/sessions/certificates?code=x'), place('booth', session && `${session}/booths/1`, night),
      place('home', '', night), place('search', '/search', night), place('search-found', '/search?q=say+lanh&kind=offer&field=2&trl=ready&sort=price'), place('search-nothing', '/search?q=zzzyyyxxx'), place('search-narrow', '/search?q=say+lanh&kind=need&source=zzz&evidence=4', night), place('search-last', '/search?page=3'),
      place('offer', offer, night), place('need', need), place('organisations', '/organisations'), place('organisation', organisation), place('fields', '/fields'), place('figures', '/figures', night), place('gaps', '/gaps', night), place('gaps-field', '/gaps?code=4'), place('gaps-trl', '/gaps?by=trl'), place('compare', need && await from('anonymous', need, /\/needs\/\d+\/compare/)), place('compare-table', need && `${need}/compare?offers=${offers.slice(0, 5).map((path) => path.split('/').at(-1)).join(',')}`, night), place('about', '/about'), place('help', '/help'),
      place('versions', offer && `${offer}/versions`), place('share', offer && `${offer}/share`, night), place('collections', '/collections', night), place('developers', '/developers', night), place('collection', await from('anonymous', '/collections', /\/collections\/[a-z0-9-]+/), night), place('developers', '/developers', night), place('digest-stop', '/digest/stop?token=x', { status: 409 }),
      ...['fields', 'trl', 'places', 'months', 'evidence', 'gaps'].map((view) => place(`market-${view}`, `/figures/market/${view}`, night)),
      place('sign-in', '/sign-in?next=/vi/deals'), place('sign-in-wrong', '/sign-in', { ...wrong(main), ...night }), place('sign-in-code', '/sign-in/code'), place('sign-up', '/sign-up'), place('sign-up-wrong', '/sign-up', wrong(main)), place('forgot', '/forgot-password'),
      place('new-password', '/new-password?token=x'), place('confirm', '/confirm?token=x'), place('check-mail', '/check-mail?to=confirm'), place('mail', '/mail'), place('not-found', '/offers/999999', { status: 404, night: true }), place('search-done', '/search?done=saved'),
      place('experts', '/experts', night), place('experts-found', '/experts?q=say'), place('expert', await from('anonymous', '/experts', /\/experts\/\d+/), night), place('log', '/log', night), place('privacy', '/privacy'), place('privacy-version', '/privacy/1'), place('stop', '/notices/stop?token=x', { status: 409 }),
    ],
    supplier: [
      place('lot-register', openLot && `${openLot}/registration`, night), place('lot-register-wrong', openLot && `${openLot}/registration`, wrong('main form[action$="/registration"] .row > button')),
      place('session-own', session), place('ticket', session && `${session}/ticket`, night), place('session-meetings', session && `${session}/meetings`, night), place('session-questions', session && `${session}/questions`), place('session-questions-past', sessionPast && `${sessionPast}/questions`, night),
      place('my-calls', '/my/calls', night), place('invited', await from('supplier', '/my/calls', /\/invited\/\d+/), night), place('invited-wrong', await from('supplier', '/my/calls', /\/invited\/\d+/), wrong('main form[action$="/enquiries"] .row > button')), place('our-gaps', '/gaps/ours'), place('work', '/work', night), place('my-matches', '/my/matches', night), place('my-listings', '/my/listings'), place('my-searches', '/my/searches'), place('new-search', '/my/searches/new?q=say+lanh&field=2'), place('edit-search', await from('supplier', '/my/searches', /\/my\/searches\/\d+\/edit/)), place('found', (await from('supplier', '/my/searches', /\/my\/searches\/\d+\/edit/))?.replace('/edit', '/found')), place('new-offer', '/my/listings/new/offer'), place('new-offer-wrong', '/my/listings/new/offer', { ...wrong(main), ...night }), place('new-need', '/my/listings/new/need'),
      place('own-offer', ownOffer, night), place('edit', own && `${own}/edit`), place('pictures', own && `${own}/pictures`), ...['readiness', 'rights', 'use', 'market', 'public_money'].map((step) => place(`step-${step}`, own && `${own}/steps/${step}`, step === 'readiness' ? night : {})), place('check', own && `${own}/check`, night), place('confirmation', own && `${own}/confirmation`), place('translation', own && `${own}/translation`, night),
      place('evidence', own && `${own}/evidence`, night), place('claim', await from('supplier', `${own}/evidence`, /\/my\/listings\/\d+\/evidence\/claims\/\d+/)), place('help-with-words', own && `${own}/help`), place('desk', '/my/desk', night), place('sheet', sheet, night), place('sheet-draft', `${sheet}/draft`), place('sheet-draft-wrong', `${sheet}/draft`, wrong(main)), place('webhooks', '/my/webhooks', night), place('digest', '/my/digest'),
      place('my-organisation', '/my/organisation', night), place('edit-organisation', '/my/organisation/edit'),
      place('new-organisation', '/organisations/new'), place('new-organisation-wrong', '/organisations/new', wrong(main)), place('deals', '/deals'), place('deals-won', '/deals?filter=won'), place('deal', await from('supplier', '/deals', /\/deals\/\d+/), night), place('deal-message-wrong', await from('supplier', '/deals', /\/deals\/\d+/), wrong('#messages button')),
      place('interest-form', need && `${need}/interest`), place('interest-form-wrong', need && `${need}/interest`, wrong(main)), place('interest', interest), place('decline-wrong', interest, wrong('main details button')), place('forbidden', '/moderation', { status: 403 }),
      place('account', '/my/account', night), place('profile', '/my/account/profile'), place('email', '/my/account/email?token=x'), place('email-sent', '/my/account/email/sent'), place('security', '/my/account/security', night), place('password', '/my/account/password'), place('codes', '/my/account/codes'), place('passkeys', '/my/account/passkeys'), place('sessions', '/my/account/sessions', night), place('confirm-identity', '/confirm-identity?next=/vi/my/account'),
      place('notices', '/my/notices', night), place('notice-settings', '/my/notices/settings', night), place('confidential', own && `${own}/confidential`, night), place('access', access, night),
      place('access-request', await from('supplier', access, /\/my\/listings\/\d+\/access\/requests\/\d+/)), place('access-wrong', await from('supplier', access, /\/my\/listings\/\d+\/access\/requests\/\d+/), wrong('main .button.danger')), place('access-grant', await from('supplier', access, /\/my\/listings\/\d+\/access\/grants\/\d+/)),
      ...['legal', 'proofs', 'ownership', 'history'].map((page) => place(`organisation-${page}`, `/my/organisation/${page}`, page === 'proofs' ? night : {})), place('acting-in-my-name', '/my/acting'), place('api-keys', '/my/api-keys', night), place('calendar', '/my/calendar', night), place('webhooks', '/my/webhooks', night), place('record', '/my/record', night),
      place('data', '/my/account/data', night), place('consent', '/my/account/data/consent'), place('deletion', '/my/account/data/deletion'), place('ask-data', '/my/account/data/requests/new'), place('ask-data-wrong', '/my/account/data/requests/new', wrong(main)), place('data-request', await from('supplier', '/my/account/data', /\/my\/account\/data\/requests\/\d+/)),
      // The parts of a deal file where a contract is written; whoever supplies sees most of them.
      ...['people', 'terms', 'contract', 'registration', 'result', 'support'].map((part) => place(`file-${part}`, `${contracted.file}/${part}`, part === 'terms' ? night : {})),
      place('terms-draft', `${contracted.file}/terms/draft`), place('terms-clause', `${contracted.file}/terms/draft/milestones`), place('terms-worth', `${contracted.file}/terms/worth`, night), place('terms-paper', `${contracted.file}/terms/paper`, night),
      place('contract-draft', `${contracted.file}/contract/contract`), place('contract-clause', `${contracted.file}/contract/contract/clauses/price`), place('contract-version', contracted.at), place('statements', '/my/statements'),
    ],
    enterprise: [
      place('sealed', taking), place('ballot', taking && `${taking}/ballot`, night),
      place('lot-deposit', openLot && `${openLot}/registration`, night),
      place('signing', `${contracted.file}/contract/signing`), place('room', `${tried.file}/room`), place('reports', `${tried.file}/room/reports`), place('report', await from('enterprise', `${tried.file}/room/reports`, /\/deals\/\d+\/room\/reports\/\d+/)), place('folder', await from('enterprise', `${tried.file}/room`, /\/deals\/\d+\/room\/folders\/\d+/)), place('question', await from('enterprise', `${tried.file}/questions`, /\/deals\/\d+\/questions\/\d+/)), place('meeting', await from('enterprise', `${tried.file}/meetings`, /\/deals\/\d+\/meetings\/\d+/)), place('decisions', `${tried.file}/decisions`), place('pilot', tried.at),
      place('payments', `${paid.file}/payments`, night), place('milestone', paid.at), place('payment-request', asked), place('receipt', receipt),
      place('calls', '/my/calls'), place('call', await from('enterprise', '/my/calls', /\/calls\/\d+/), night), place('call-answers', answersPlace, night), place('new-call', ownNeed && `${ownNeed.replace('/my/listings/', '/needs/')}/call`), place('new-call-wrong', ownNeed && `${ownNeed.replace('/my/listings/', '/needs/')}/call`, wrong(main)),
      place('work', '/work'), ...['numbers', 'tried', 'money', 'pilot'].map((step) => place(`step-${step}`, ownNeed && `${ownNeed}/steps/${step}`, step === 'numbers' ? night : {})), place('need-check', ownNeed && `${ownNeed}/check`), place('offer-shown', ownOffer), place('my-access', '/my/access', night), place('ask', offers[2] && `/my/access/listings/${offers[2].split('/').at(-1)}`), place('ask-wrong', offers[2] && `/my/access/listings/${offers[2].split('/').at(-1)}`, wrong(main)),
      place('nda', await from('enterprise', '/my/access', /\/my\/access\/grants\/\d+\/nda/), night), place('nda-wrong', await from('enterprise', '/my/access', /\/my\/access\/grants\/\d+\/nda/), wrong(main)), place('acceptance', await from('enterprise', '/my/access', /\/my\/access\/acceptances\/\d+/), night), place('notices', '/my/notices'), place('acting-in-my-name', '/my/acting'), place('no-expert', '/my/expert'),
    ],
    expert: [
      place('scoring', solutions[1] && `${solutions[1]}/council`, night), place('scoring-wrong', solutions[1] && `${solutions[1]}/council`, wrong('main form[action$="/scores"]:has(input[value=""]) .row > button')), place('scores-locked', solutions[2] && `${solutions[2]}/council`, night),
      place('own', '/my/expert', night), place('edit', '/my/expert/edit'), place('import', '/my/expert/import'), place('conflicts', '/my/expert/conflicts'), place('conflicts-wrong', '/my/expert/conflicts', wrong(main)),
      place('publication', await from('expert', '/my/expert', /\/my\/expert\/publications\/\d+/)), place('new-publication', '/my/expert/publications/new'),
    ],
    moderator: [
      place('work', '/work'), place('queue', '/moderation', night), place('decision', await from('moderator', '/moderation', /\/moderation\/listings\/\d+/), night), place('return-wrong', await from('moderator', '/moderation', /\/moderation\/listings\/\d+/), wrong('main form .button.danger')), place('desk', '/desk'), place('desk-help', await from('moderator', '/desk', /\/desk\/\d+/), night), place('evidence', '/moderation/evidence', night), place('evidence-one', await from('moderator', '/moderation/evidence', /\/moderation\/evidence\/\d+/), night), place('compare', alike, night), ...['reasons', 'reasons/unproven', 'report'].map((page) => place(page.replace('/', '-'), `/moderation/${page}`, page === 'report' ? night : {})), place('collections', '/administration/collections', night), place('new-collection', '/administration/collections/new'), place('collection', await from('moderator', '/administration/collections', /\/administration\/collections\/\d+/)),
      place('lexicon', '/administration/lexicon?view=own'), place('verification', '/moderation/organisations'),
      place('file', `/moderation/organisations/${number}`, night), place('duplicates', '/moderation/duplicates'), place('approvals', '/administration/approvals'), place('offer-shown', ownOffer),
    ],
    officer: [
      // A member of the council of ballots: before the key, while ballots come in, and with a share to hand in.
      place('council-member', keyless && `${keyless}/council`), place('council-seat', taking && `${taking}/council`), place('share', opening && `${opening}/opening`, night), place('share-wrong', opening && `${opening}/opening`, wrong('main form[action$="/opening"] .row > button')), place('share-given', opened && `${opened}/opening`),
      place('conversion', '/figures/conversion', night), place('conversion-files', await from('officer', '/figures/conversion', /\/figures\/conversion\/files\?stay=\w+/)), place('idle', '/deals/idle'), place('payments-board', '/payments'), place('outcome', await from('officer', '/deals/idle', /\/deals\/\d+\/outcome/)),
      place('contract-annexed', `${annexed.file}/contract`), place('annex-signed', `${annexed.file}/contract/annexes/1`, night), place('annex-draft', `${annexed.file}/contract/annexes/2`), place('annex-clause', `${annexed.file}/contract/annexes/2/clauses/plan`), place('contract-current', `${annexed.file}/contract/current`, night),
      place('solutions-office', '/solutions/office'), place('solution-desk', solutions.at(-1) && `${solutions.at(-1)}/desk`, night), place('solution-desk-open', solutions[0] && `${solutions[0]}/desk`), place('solution-desk-scoring', solutions[1] && `${solutions[1]}/desk`), place('solution-desk-prices', solutions[2] && `${solutions[2]}/desk`, night),
      place('board', '/board', night), place('board-need', await from('officer', '/board', /\/board\/\d+/), night), place('board-need-wrong', await from('officer', '/board', /\/board\/\d+/), wrong(main)), place('matching', '/administration/matching', night), place('match', await from('officer', '/administration/matching', /\/my\/matches\/\d+\/\d+/), night), place('deals', '/deals'), ...await Promise.all(['open', 'won', 'lost'].map(async (state) => place(`${state}-deal`, await from('officer', `/deals?filter=${state}`, /\/deals\/\d+/)))), place('people', '/administration/people'), place('person', person),
    ],
    administrator: [
      place('session-desk', session && `${session}/desk`, night), place('session-meeting-desk', session && `${session}/desk/meetings`, night), place('session-questions-desk', session && `${session}/desk/questions`), place('session-meeting-desk-past', sessionPast && `${sessionPast}/desk/meetings`), place('session-new', '/sessions/new'), place('session-new-wrong', '/sessions/new', wrong(main)), place('session-edit', session && `${session}/edit`), place('door', session && `${session}/check-in`, night), place('session-follow-ups', sessionPast && `${sessionPast}/desk/follow-ups`, night), place('venues', '/sessions/venues'),
      place('overview', '/administration', night), place('lexicon', '/administration/lexicon', night), place('lexicon-found', '/administration/lexicon?q=say+lanh'), place('lexicon-wrong', '/administration/lexicon', wrong('main form[method=post] .row > button')), place('quality', '/administration/matching/quality', night), place('exposure', '/administration/matching/exposure', night), place('exposure-wrong', '/administration/matching/exposure', wrong('main form[method=post] .row > button')), place('people', '/administration/people', night), place('people-found', '/administration/people', { send: 'form:has(#q) button' }), place('person', person, night), place('ownerless', '/administration/organisations'),
      place('owner', `/administration/organisations/${number}`), place('owner-wrong', `/administration/organisations/${number}`, wrong(main)), place('health', '/administration/health', night),
      place('approvals', '/administration/approvals', night), place('approval-own', approval), ...['organisation_merge', 'organisation_delete', 'rule_change'].map((kind) => place(`propose-${kind}`, `/administration/approvals/new?kind=${kind}`)),
      place('lists', '/administration/codes'), place('list', '/administration/codes/research_field', night), place('code', '/administration/codes/trl/5'), place('rules', '/administration/rules', night), place('rule', '/administration/rules/privacy.answer', night), place('service-times', '/administration/service-times', night),
      place('notice-texts', '/administration/notices'), place('notice-text', '/administration/notices/won'), place('data-requests', '/administration/data-requests', night), place('data-request', await from('administrator', '/administration/data-requests', /\/administration\/data-requests\/\d+/)),
    ],
    auctioneer: [
      place('lots-office', '/auctions/office', night), place('lot-desk', openLot && `${openLot}/office`, night), place('lot-desk-wrong', openLot && `${openLot}/office`, wrong('main form[action$="/notices"] .row > button')), place('lot-times-wrong', openLot && `${openLot}/office`, wrong('main form[action$="/postponements"] .row > button')), place('lot-draft', draftLot), place('lot-draft-desk', draftLot && `${draftLot}/office`), place('lot-edit', draftLot && `${draftLot}/edit`, night), place('lot-new-wrong', offer && `/auctions/new?offer=${offer.split('/').at(-1)}`, wrong('main form[action$="/new"] .row > button')), place('lot-past-desk', lots.at(-1) && `${lots.at(-1)}/office`), place('lot-console', liveLot && `${liveLot}/console`, night),
      place('sealed-desk', taking && `${taking}/office`), place('council', keyless && `${keyless}/council`, night), place('council-made', taking && `${taking}/council`), place('ceremony', keyless && `${keyless}/ceremony`, night), place('ceremony-made', taking && `${taking}/ceremony`, night), place('sealed-console', taking && `${taking}/console`), place('opening-console', opening && `${opening}/console`), place('sealed-past-desk', opened && `${opened}/office`), place('sealed-minutes', opened && `${opened}/minutes`, night),
    ],
    observer: [place('lot-desk', openLot && `${openLot}/office`), place('moderation', '/moderation'), place('overview', '/administration'), place('approval', approval), place('file', `/moderation/organisations/${number}`), place('work', '/work')],
    inspector: [
      place('audit', '/audit', night), place('found', await from('inspector', '/audit', /\/audit\/searches\/\d+/), night), place('event', '/audit/1', night), place('deals', '/deals'), place('overview', '/administration'), place('codes-enrolment', '/my/account/codes', night),
    ],
    second: [place('approval', approval, night), place('work', '/work')],
    acting: [place('work', '/work', night), place('account', '/my/account', { status: 409 }), place('my-organisation', '/my/organisation')],
  }
}
