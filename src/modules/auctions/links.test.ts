import { describe, expect, test } from 'vitest'
import { aLot, paid, registration } from '../../../tests/auction-things.ts'
import { anOrganisation, aPerson, ctxOf, minutesAfterNoon, noon, testDatabase } from '../../../tests/database.ts'
import { listed } from '../../../tests/listings.ts'
import { refused } from '../../../tests/refused.ts'
import { type Actor, anonymous, type Ctx } from '../../core/context.ts'
import { loadCodeLists } from '../taxonomy/commands.ts'
import { closeRegistration } from './ending.ts'
import { clearLinks } from './link-commands.ts'
import { openLinksOf, seenOf } from './link-queries.ts'
import { idMarks, RegistrationNumbers } from './link-rules.ts'
import { auctionDuties, lotFile, officeFile } from './queries.ts'
import { refuseBidder, registerBidder } from './registration-commands.ts'

const { db } = await testDatabase()
await loadCodeLists(db, 'data')
const institute = await anOrganisation(db, 'institute', 'Viện Bán')
const dau = await aPerson(db, { staff: ['auction_officer'], name: 'Đấu' }), gia = await aPerson(db, { staff: ['auction_officer'], name: 'Giá' })
const [an, binh, cuc] = await Promise.all(['Công ty An', 'Công ty Bình', 'Công ty Cúc'].map(async (name) => aPerson(db, { organisation: await anOrganisation(db, 'enterprise', name), name })))
const as = (actor: Actor, minutes = 0): Ctx => ctxOf(db, actor, minutesAfterNoon(minutes))
const open = async (over: Record<string, unknown> = {}): Promise<number> => aLot(db, { officer: dau, second: gia, offer: await listed(db, institute, 'Máy sấy'), now: noon, over })
/** Somebody who paid, with these numbers and words. */
const bids = async (who: Actor | undefined, lot_id: number, minutes: number, id_marks: string[], links = ''): Promise<number> => {
  const id = await registerBidder(as(who!, minutes), registration(lot_id, { id_marks, links }))
  await paid(db, dau, id, minutesAfterNoon(minutes))
  return id
}
const waiting = async (lot_id: number) => (await openLinksOf(db, lot_id)).map(({ bidder_id, words, shares, people }) => ({ bidder_id, words, shares, ...(people.length ? { people: people.map((one) => `${one.bidder_id}: ${one.name}`) } : {}) }))
const why = 'Đã đối chiếu giấy tờ, hai người khác nhau.'
/** As an officer decides who has the page open as it is now. */
const clear = async (ctx: Ctx, lot_id: number, bidder_id: number): Promise<void> => {
  const open = (await openLinksOf(db, lot_id)).find((one) => one.bidder_id === bidder_id)
  await clearLinks(ctx, { lot_id, bidder_id, word: why, seen: open ? seenOf(open) : '' })
}
const close = (lot_id: number, minutes: number) => db.transaction().execute((tx) => closeRegistration(tx, as(dau, minutes), lot_id))
const stand = async (lot_id: number) => (await db.selectFrom('auction_bidder as b').innerJoin('auction_deposit as d', 'd.bidder_id', 'b.id').select(['b.id', 'b.state', 'b.reason', 'd.state as money']).where('b.lot_id', '=', lot_id).orderBy('b.id').execute()).map(({ state, reason, money }) => [state, reason, money])

describe('Numbers declared at registration', () => {
  test.each<[Record<string, string>, unknown]>([
    [{ id_number: '', relatives_ids: '' }, { id_number: '', relatives_ids: [] }], [{ id_number: ' 001 085.012 345 ', relatives_ids: '001085012346\r\n001 085 012 347; 001085012348,' }, { id_number: '001085012345', relatives_ids: ['001085012346', '001085012347', '001085012348'] }],
    [{ id_number: '00108501234', relatives_ids: '' }, null], [{ id_number: '00108501234x', relatives_ids: '' }, null], [{ id_number: '', relatives_ids: '001085012346 001085012347' }, null], [{ id_number: '', relatives_ids: Array(21).fill('001085012346').join('\n') }, null],
  ])('%j is read as %j.', (typed, read) => expect(RegistrationNumbers.safeParse(typed).data ?? null).toEqual(read))
  test('A mark is the same within a lot, another in another lot and under another secret, and does not hold the number.', () => {
    const [one] = idMarks('bí mật', 7, ['001085012345', '', '001085012345'])
    expect(idMarks('bí mật', 7, ['001085012345', '', '001085012345'])).toEqual([one])
    expect(one).toMatch(/^[0-9a-f]{64}$/)
    for (const other of [idMarks('bí mật', 8, ['001085012345']), idMarks('khác', 7, ['001085012345']), idMarks('bí mật', 7, ['001085012346'])]) expect(other).not.toEqual([one])
  })
  test('A property auction asks for the number of who bids, another lot does not; nothing is kept of who is refused.', async () => {
    const statutory = await open({ regime: 'statutory', organiser: 'Công ty Đấu giá', organiser_licence: '15/TP', auctioneer_name: 'Phạm Quốc Việt', auctioneer_id: String(dau.person_id), owner_decision: '12/QĐ', extension_minutes: '0', registration_closes_at: '2026-03-20T12:00', opens_at: '2026-03-30T12:00', closes_at: '2026-03-30T14:00' })
    expect(await refused(registerBidder(as(an!), registration(statutory, { id_marks: [] })))).toBe('id_number_needed')
    expect(await stand(statutory)).toEqual([])
    expect(await refused(registerBidder(as(an!), registration(statutory)))).toBe('done')
    expect(await refused(registerBidder(as(an!), registration(await open(), { id_marks: [] })))).toBe('done')
  })
})

describe.concurrent('Links', () => {
  test('Who shares a number waits, both of them, for officers alone to see; one decision settles what both had declared by then, and what comes later waits anew.', async () => {
    const lot_id = await open()
    const first = await bids(an, lot_id, 1, ['anh', 'em']), second = await bids(binh, lot_id, 2, ['em'])
    expect(await waiting(lot_id)).toEqual([{ bidder_id: first, words: false, shares: [second] }, { bidder_id: second, words: false, shares: [first] }])
    expect((await auctionDuties(as(dau).db, dau, noon)).find((duty) => duty.kind === 'links' && duty.lot_id === lot_id)).toMatchObject({ n: 2, until: '2026-03-02' })
    expect((await officeFile(as(dau), await lotFile(as(dau), lot_id))).bidders.map(({ linked }) => linked?.shares)).toEqual([[second], [first]])
    expect(await openLinksOf(as(an!).db, lot_id)).toEqual([])
    await clear(as(gia, 3), lot_id, second)
    expect(await waiting(lot_id)).toEqual([])
    expect(await refused(clear(as(gia, 4), lot_id, first))).toBe('no_links_open')
    const third = await bids(cuc, lot_id, 5, ['anh'])
    expect(await waiting(lot_id)).toEqual([{ bidder_id: first, words: false, shares: [third] }, { bidder_id: third, words: false, shares: [first] }])
    await refuseBidder(as(dau, 6), { lot_id, bidder_id: third, reason: 'Cùng một người đứng sau hai bên.' })
    expect(await waiting(lot_id)).toEqual([])
  })
  test('The lot waits for a decision until shortly before its hour; then who declared links nobody weighed, and who came second with a number, are out and paid back; who came first stays.', async () => {
    const lot_id = await open({ single_bidder: 'sell' })
    await bids(an, lot_id, 1, ['anh']); await bids(binh, lot_id, 2, ['anh']); await bids(cuc, lot_id, 3, [], 'Em ruột tôi định giá tài sản này.')
    expect(await close(lot_id, 90)).toBe(false)
    expect(await close(lot_id, 151)).toBe(true)
    expect(await stand(lot_id)).toEqual([['eligible', '', 'received'], ['refused', 'links_undecided', 'refund_due'], ['refused', 'links_undecided', 'refund_due']])
    expect(await db.selectFrom('event').select('id').where('type', '=', 'lot.bidder_refused').where(({ eb }) => eb(eb.ref('data', '->>').key('lot_id' as never), '=', String(lot_id) as never)).execute()).toHaveLength(2)
  })
  test('Who registered after the page was read is not cleared by it; both words stay.', async () => {
    const lot_id = await open(), first = await bids(an, lot_id, 1, ['anh'], 'Tôi từng làm việc cho bên có tài sản.')
    await bids(binh, lot_id, 2, ['anh'])
    const late = { lot_id, bidder_id: first, word: why, seen: 'words' }
    expect(await refused(clearLinks(as(dau, 3), late))).toBe('links_changed')
    await clear(as(dau, 3), lot_id, first)
    await bids(cuc, lot_id, 4, ['anh'])
    await clear(as(gia, 5), lot_id, first)
    expect((await db.selectFrom('auction_bidder').select('links_word').where('id', '=', first).executeTakeFirstOrThrow()).links_word).toBe(`${why}\n${why}`)
  })
  test('Who came first and never paid puts nobody out who did; nor does who is out already.', async () => {
    const lot_id = await open({ single_bidder: 'sell' })
    await registerBidder(as(an!, 1), registration(lot_id, { id_marks: ['anh'] }))
    await bids(binh, lot_id, 2, ['anh', 'em']); await bids(cuc, lot_id, 3, ['em', 'chị'])
    const fourth = await aPerson(db, { organisation: await anOrganisation(db, 'enterprise', 'Công ty Dung') })
    await bids(fourth, lot_id, 4, ['chị'])
    expect(await close(lot_id, 151)).toBe(true)
    expect(await stand(lot_id)).toEqual([['refused', 'no_deposit', 'lapsed'], ['eligible', '', 'received'], ['refused', 'links_undecided', 'refund_due'], ['eligible', '', 'received']])
  })
  test('Weighed in time nobody is out; two officers at once decide once.', async () => {
    const lot_id = await open()
    await bids(an, lot_id, 1, ['anh']); const declared = await bids(binh, lot_id, 2, [], 'Chồng tôi góp vốn vào Công ty Cúc.')
    const codes = await Promise.all([dau, gia, dau].map((officer) => refused(clear(as(officer, 5), lot_id, declared))))
    expect(codes.toSorted()).toEqual(['done', 'no_links_open', 'no_links_open'])
    expect(await close(lot_id, 61)).toBe(true)
    expect(await stand(lot_id)).toEqual([['eligible', '', 'received'], ['eligible', '', 'received']])
    expect(await refused(clear(as(gia, 62), lot_id, declared))).toBe('wrong_state')
  })
  test('Nobody but an officer, who is not the seller’s, decides.', async () => {
    const lot_id = await open(), bidder_id = await bids(an, lot_id, 1, [], 'Tôi từng làm việc cho bên có tài sản.')
    const roles: Record<string, Actor> = { stranger: anonymous, bidder: an!, rival: binh!, seller: await aPerson(db, { organisation: institute }), inspector: await aPerson(db, { staff: ['inspector'] }), prosecutor: await aPerson(db, { staff: ['prosecutor'] }), observer: await aPerson(db, { staff: ['observer'] }), moderator: await aPerson(db, { staff: ['moderator'] }), sellers_officer: await aPerson(db, { organisation: institute, staff: ['auction_officer'] }) }
    const codes = await Promise.all(Object.entries(roles).map(async ([name, actor]) => [name, await refused(clear(as(actor, 2), lot_id, bidder_id))]))
    expect(Object.fromEntries(codes)).toEqual({ stranger: 'sign_in_first', bidder: 'not_permitted', rival: 'not_permitted', seller: 'not_permitted', inspector: 'not_permitted', prosecutor: 'not_permitted', observer: 'not_permitted', moderator: 'not_permitted', sellers_officer: 'officer_of_seller' })
    expect(await waiting(lot_id)).toEqual([{ bidder_id, words: true, shares: [] }])
  })
})

describe.concurrent('One person with power over two bidders of a lot', () => {
  const joins = (organisation_id: number, person: Actor, role: 'owner' | 'signer' | 'editor' | 'viewer', minutes: number, since = minutes) => db.insertInto('membership').values({ organisation_id, person_id: person.person_id!, role, since: minutesAfterNoon(since), role_since: minutes === since ? null : minutesAfterNoon(minutes) }).execute()
  /** Two bidders of their own, and somebody who signs for the first. */
  const two = async (over: Record<string, unknown> = {}) => {
    const lot_id = await open(over), [x, y] = await Promise.all(['Công ty Xuân', 'Công ty Yến'].map(async (name) => aPerson(db, { organisation: await anOrganisation(db, 'enterprise', name) })))
    const tay = await aPerson(db, { organisation: x!.organisation_id!, role: 'signer', name: 'Lê Hai Tay' })
    const first = await bids(x, lot_id, 1, ['x']), second = await bids(y, lot_id, 2, ['y'])
    return { lot_id, x: x!, y: y!, tay, first, second }
  }
  const shared = (first: number, second: number) => [{ bidder_id: first, words: false, shares: [], people: [`${second}: Lê Hai Tay`] }, { bidder_id: second, words: false, shares: [], people: [`${first}: Lê Hai Tay`] }]
  test.each([['owner', true], ['signer', true], ['editor', false], ['viewer', false]] as const)('Being %s of the second too waits for officers: %s.', async (role, waits) => {
    const { lot_id, y, tay, first, second } = await two()
    await joins(y.organisation_id!, tay, role, 3)
    expect(await waiting(lot_id)).toEqual(waits ? shared(first, second) : [])
    if (!waits) return
    expect((await auctionDuties(as(dau).db, dau, noon)).find((duty) => duty.kind === 'links' && duty.lot_id === lot_id)).toMatchObject({ n: 2, since: minutesAfterNoon(3), title: { en: 'Licence of a cold dryer' } })
    expect((await officeFile(as(dau), await lotFile(as(dau), lot_id))).bidders.map(({ linked }) => linked?.people.map(({ name }) => name))).toEqual([['Lê Hai Tay'], ['Lê Hai Tay']])
    expect(await openLinksOf(as(y).db, lot_id)).toEqual([])
    // A decision about either covers both.
    await clear(as(gia, 4), lot_id, second)
    expect(await waiting(lot_id)).toEqual([])
    expect(await close(lot_id, 61)).toBe(true)
    expect(await stand(lot_id)).toEqual([['eligible', '', 'received'], ['eligible', '', 'received']])
  })
  test('Who came to sign after the page was read, or after a decision, waits again; who left no more.', async () => {
    const { lot_id, x, y, tay, first, second } = await two()
    await joins(y.organisation_id!, tay, 'signer', 3)
    const seen = seenOf((await openLinksOf(db, lot_id))[0]!)
    const chi = await aPerson(db, { organisation: x.organisation_id!, role: 'owner', name: 'Lê Hai Tay' })
    await joins(y.organisation_id!, chi, 'signer', 4)
    expect(await refused(clearLinks(as(dau, 5), { lot_id, bidder_id: first, word: why, seen }))).toBe('links_changed')
    await clear(as(dau, 5), lot_id, first)
    expect(await waiting(lot_id)).toEqual([])
    // Somebody who had long been a viewer there is made a signer: the decision knew nothing of it.
    await db.deleteFrom('membership').where('organisation_id', '=', y.organisation_id).where('person_id', 'in', [tay.person_id!, chi.person_id!]).execute()
    await joins(y.organisation_id!, tay, 'signer', 6, 0)
    expect(await waiting(lot_id)).toEqual(shared(first, second))
    await db.deleteFrom('membership').where('organisation_id', '=', y.organisation_id).where('person_id', '=', tay.person_id).execute()
    expect(await waiting(lot_id)).toEqual([])
  })
  test('Undecided it keeps the second out; another lot is none of its business.', async () => {
    const { lot_id, y, tay } = await two({ single_bidder: 'sell' }), elsewhere = await open()
    await bids(y, elsewhere, 3, ['y'])
    await joins(y.organisation_id!, tay, 'signer', 3)
    expect(await waiting(elsewhere)).toEqual([])
    expect(await close(lot_id, 90)).toBe(false)
    expect(await close(lot_id, 151)).toBe(true)
    expect((await stand(lot_id)).map(([state, reason]) => [state, reason])).toEqual([['eligible', ''], ['refused', 'links_undecided']])
  })
})
