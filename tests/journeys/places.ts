import type { BrowserContext } from 'playwright-core'

/** Who looks at pages. */
export type Reader = 'anonymous' | 'supplier' | 'moderator' | 'officer' | 'administrator'
/** Their addresses, where they have one; supplier and enterprise are those the start names. */
export const readers = (startOutput: string): Record<Reader | 'enterprise', string | null> => ({
  anonymous: null,
  supplier: /\S+@\S+(?=\s.*Hát Giang)/.exec(startOutput)?.[0] ?? '',
  enterprise: /\S+@\S+(?=\s.*Đồi Sim)/.exec(startOutput)?.[0] ?? '',
  moderator: 'kiemduyet@san.example', officer: 'giaodich@san.example', administrator: 'quantri@san.example',
})

export type Windows = Map<Reader | 'enterprise', BrowserContext>

export interface Place {
  name: string
  /** Without its language. */
  path: string
  status?: number
  /** A button to press first: the page is then what comes back. */
  send?: string
}
const place = (name: string, path: string | undefined, more: Omit<Place, 'name' | 'path'> = {}): Place => {
  if (path === undefined) throw new Error(`the demonstration city has no ${name}`)
  return { name, path, ...more }
}

/** The pages each reader looks at, with records of the demonstration city found as people find them: by links. */
export async function placesOf(windows: Windows): Promise<Record<Reader, Place[]>> {
  const find = async (reader: Reader, path: string, pattern: RegExp): Promise<string | undefined> => {
    const answer = await windows.get(reader)?.request.get(`/vi${path}`)
    return new RegExp(`href="/vi(${pattern.source})["?#]`).exec((await answer?.text()) ?? '')?.[1]
  }
  const offer = await find('anonymous', '/search?kind=offer', /\/offers\/\d+/)
  const need = await find('anonymous', '/search?kind=need', /\/needs\/\d+/)
  const organisation = await find('anonymous', '/organisations', /\/organisations\/\d+/)
  const supplier = (await find('supplier', '/my/organisation', /\/organisations\/\d+/)) ?? ''
  const ownOffer = await find('supplier', supplier, /\/offers\/\d+/)
  const own = ownOffer?.replace('/offers/', '/my/listings/')
  const openDeal = await find('officer', '/deals?filter=open', /\/deals\/\d+/)
  const wonDeal = await find('officer', '/deals?filter=won', /\/deals\/\d+/)
  const lostDeal = await find('officer', '/deals?filter=lost', /\/deals\/\d+/)
  const interest = await interestIn(windows, supplier)
  const ownDeal = await find('supplier', '/deals', /\/deals\/\d+/)
  const waiting = await find('moderator', '/moderation', /\/moderation\/listings\/\d+/)
  const main = 'main form[method=post] .row > button'
  return {
    anonymous: [
      place('home', ''), place('search', '/search'), place('search-found', '/search?q=say+lanh&kind=offer&field=2&trl=ready&sort=price'), place('search-nothing', '/search?q=zzzyyyxxx'), place('search-last', '/search?page=3'),
      place('offer', offer), place('need', need), place('organisations', '/organisations'), place('organisation', organisation), place('fields', '/fields'), place('figures', '/figures'), place('about', '/about'), place('help', '/help'),
      place('sign-in', '/sign-in?next=/vi/deals'), place('sign-in-wrong', '/sign-in', { send: main, status: 422 }), place('sign-up', '/sign-up'), place('sign-up-wrong', '/sign-up', { send: main, status: 422 }), place('forgot', '/forgot-password'),
      place('new-password', '/new-password?token=x'), place('confirm', '/confirm?token=x'), place('check-mail', '/check-mail?to=confirm'), place('mail', '/mail'), place('not-found', '/offers/999999', { status: 404 }), place('search-done', '/search?done=saved'),
    ],
    supplier: [
      place('work', '/work'), place('my-listings', '/my/listings'), place('new-offer', '/my/listings/new/offer'), place('new-offer-wrong', '/my/listings/new/offer', { send: main, status: 422 }), place('new-need', '/my/listings/new/need'),
      place('own-offer', ownOffer), place('edit', own && `${own}/edit`), place('pictures', own && `${own}/pictures`), place('my-organisation', '/my/organisation'), place('edit-organisation', '/my/organisation/edit'),
      place('new-organisation', '/organisations/new'), place('new-organisation-wrong', '/organisations/new', { send: main, status: 422 }), place('deals', '/deals'), place('deals-won', '/deals?filter=won'), place('deal', ownDeal), place('deal-message-wrong', ownDeal, { send: '#messages button', status: 422 }),
      place('interest-form', need && `${need}/interest`), place('interest-form-wrong', need && `${need}/interest`, { send: main, status: 422 }), place('interest', interest), place('decline-wrong', interest, { send: 'main details button', status: 422 }), place('forbidden', '/moderation', { status: 403 }),
    ],
    moderator: [place('work', '/work'), place('queue', '/moderation'), place('decision', waiting), place('return-wrong', waiting, { send: 'main form .button.danger', status: 422 }), place('verification', '/moderation/organisations')],
    officer: [place('deals', '/deals'), place('open-deal', openDeal), place('won-deal', wonDeal), place('lost-deal', lostDeal)],
    administrator: [
      place('overview', '/administration'), place('people', '/administration/people'), place('people-found', '/administration/people?q=nguyen'), place('ownerless', '/administration/organisations'),
      place('owner', organisation?.replace('/organisations/', '/administration/organisations/')), place('owner-wrong', organisation?.replace('/organisations/', '/administration/organisations/'), { send: main, status: 422 }),
    ],
  }
}

/** The enterprise's interest in one of that organisation's offers, which waits for an answer. */
async function interestIn(windows: Windows, organisation: string): Promise<string | undefined> {
  const request = windows.get('enterprise')?.request
  const textOf = async (path: string): Promise<string> => (await (await request?.get(`/vi${path}`))?.text()) ?? ''
  for (const [, offer] of (await textOf(organisation)).matchAll(/href="\/vi(\/offers\/\d+)"/g)) {
    const key = /name="request_key" value="([^"]+)"/.exec(await textOf(`${offer}/interest`))?.[1]
    if (!key) continue // there is one already
    const sent = await request?.post(`/vi${offer}/interest`, { form: { message: 'Chúng tôi muốn xem thiết bị đang chạy trong tháng này.', request_key: key, counter_listing_id: '' }, maxRedirects: 0 })
    return /\/interests\/\d+/.exec(sent?.headers().location ?? '')?.[0]
  }
  return undefined
}
