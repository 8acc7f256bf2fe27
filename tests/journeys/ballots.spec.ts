import { mkdirSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyBundle } from '../../src/commandline/verify-bundle.ts'
import type { Actor } from '../../src/core/context.ts'
import { openDb, openPool } from '../../src/core/database.ts'
import { afterTexts } from '../../src/modules/bidding/pages/after.tsx'
import { consoleTexts } from '../../src/modules/bidding/pages/console.tsx'
import { declareFree, nameMember } from '../../src/modules/ballots/council-commands.ts'
import { ballotTexts, openingTexts } from '../../src/modules/ballots/page-messages.ts'
import { ceremonyTexts, keeperTexts } from '../../src/modules/keys/page-messages.ts'
import { registerBidder } from '../../src/modules/auctions/registration-commands.ts'
import { proofTexts } from '../../src/modules/proofs/proof-messages.ts'
import { canonicalText, sha256 } from '../../src/platform/proof/chain.ts'
import { joinEmbeddedPostgres } from '../../src/platform/embedded-postgres.ts'
import { formatVnd } from '../../src/platform/money.ts'
import { vndInWords } from '../../src/platform/words.ts'
import { aLot, paid, registration } from '../auction-things.ts'
import { ctxOf } from '../database.ts'
import { until } from '../running.ts'
import { openScene, pressNamed, type Scene } from './browsing.ts'
import { looksLikePaper } from './papers.ts'
import { Crowd, downloaded, inDatabase, main, type Somebody } from './somebody.ts'

/**
 * A lot sold by sealed ballots, where everything secret is made in browsers: the key and its five shares in the
 * officer's, each ballot in its bidder's. Registration is written by its commands; what it looks like auction.spec.ts shows.
 */
const ceremony = ceremonyTexts.vi, ballot = ballotTexts.vi, opening = openingTexts.vi, million = 1_000_000
const pictures = 'var/pictures'
let scene: Scene
const crowd = new Crowd(() => scene)
beforeAll(async () => { scene = await openScene(); mkdirSync(pictures, { recursive: true }) })
afterAll(async () => { await scene?.close() })
/** The forms a page sends, as they go over the wire. */
const sentFrom = (page: Page): string[] => { const sent: string[] = []; page.on('request', (request) => { if (request.method() === 'POST') sent.push(decodeURIComponent(request.postData() ?? '').replaceAll('+', ' ')) }); return sent }
const picture = async ({ page }: Somebody, name: string): Promise<void> => { await page.screenshot({ path: `${pictures}/ballots-${name}.png`, fullPage: true }) }

describe('A lot by sealed ballots, in browsers', () => {
  crowd.stepByStep()
  interface Person { email: string; id: number; name: string; organisation_id: number | null }
  let lot = 0, numbers: number[] = [], shares: string[] = []
  let officer: Somebody, bidders: Somebody[] = [], people: { officers: Person[]; bidders: Person[]; council: Person[] }
  const at = (path = '') => `/vi/auctions/${lot}${path}`
  const acting = ({ id, name, organisation_id }: Person): Actor => ({ person_id: id, name, organisation_id, memberships: organisation_id === null ? [] : [{ organisation_id, role: 'owner' }], staff_roles: organisation_id === null ? ['auction_officer'] : [], acted_by: null })

  test('A council of five has declared; its key is made and split in a browser, each share seen once and its check typed, and nothing secret leaves the page.', async () => {
    const pool = openPool(await joinEmbeddedPostgres(scene.running.dataDir), 4), db = openDb(pool), now = new Date()
    try {
      const offer = (await inDatabase(scene, (database) => database.query<{ id: number; organisation_id: number }>(`select l.id, l.organisation_id from listing l where l.kind = 'offer' and l.state = 'published' and not exists (select from auction_lot a where a.listing_id = l.id) and not exists (select from interest i where i.listing_id = l.id) order by l.id desc limit 1`))).rows[0]!
      const owners = (await inDatabase(scene, (database) => database.query<Person>(`select distinct on (p.id) p.email, p.id, p.name, m.organisation_id from membership m join person p on p.id = m.person_id join organisation o on o.id = m.organisation_id where m.role = 'owner' and o.id <> $1
        and (select count(*) from membership other where other.person_id = p.id) = 1 and not exists (select from auction_bidder b where b.person_id = p.id) order by p.id desc limit 80`, [offer.organisation_id]))).rows
      const distinct = owners.filter(({ organisation_id }, i) => owners.findIndex((other) => other.organisation_id === organisation_id) === i)
      const staff = (await inDatabase(scene, (database) => database.query<Person>(`select email, id, name, null as organisation_id from person where email in ('daugia@san.example', 'daugia2@san.example') order by email`))).rows
      people = { officers: staff.toSorted((a, b) => a.email.length - b.email.length), bidders: distinct.slice(0, 2), council: distinct.slice(2, 7) }
      expect([people.officers.length, people.council.length]).toEqual([2, 5])
      const [first, second] = people.officers.map(acting) as [Actor, Actor]
      lot = await aLot(db, { officer: first, second, offer: offer.id, now, over: { form: 'sealed', extension_minutes: '0', latest_minutes: '0' } })
      for (const one of people.bidders) await paid(db, first, await registerBidder(ctxOf(db, acting(one), now), registration(lot)), now)
      for (const one of people.council) {
        await nameMember(ctxOf(db, first, now), { lot_id: lot, member_email: one.email })
        await declareFree(ctxOf(db, acting(one), now), { lot_id: lot, unrelated: 'yes', secrecy: 'yes' })
      }
    } finally { await pool.end() }
    officer = await crowd.signedIn(people.officers[0]!.email, undefined, {})
    const { page } = officer, sent = sentFrom(page)
    await page.goto(at('/ceremony'))
    await page.getByRole('button', { name: ceremony.begin }).click()
    for (let place = 1; place <= 5; place++) {
      await page.getByText(`(${place}/5)`).waitFor()
      const share = await page.locator('[data-share]').innerText()
      expect(await page.evaluate(() => document.activeElement?.textContent)).toContain(`(${place}/5)`)
      expect(await page.locator('[data-told]').innerText()).toBe(place === 1 ? ceremony.told.made : ceremony.told.given(place - 1))
      if (place === 1) {
        // What was pressed is not there to be pressed again.
        expect(await page.getByRole('button', { name: ceremony.begin }).count()).toBe(0)
        await picture(officer, 'share')
        await page.locator('[data-check]').fill('SAIRO')
        await page.getByRole('button', { name: ceremony.next }).click()
        expect(await page.locator('[data-wrong]').isVisible()).toBe(true)
      }
      await page.locator('[data-check]').fill(share.slice(-5).toLowerCase())
      if (place === 2) await page.keyboard.press('Enter')
      else await page.getByRole('button', { name: ceremony.next }).click()
      shares.push(share)
    }
    expect(await page.locator('[data-told]').innerText()).toBe(ceremony.told.given(5))
    expect(await page.locator('[data-step]').isVisible()).toBe(false)
    expect(new Set(shares).size).toBe(5)
    await pressNamed(page, ceremony.keep)
    const { rows: [key] } = await inDatabase(scene, (database) => database.query<{ public_key: string }>(`select encode(public_key, 'hex') as public_key from auction_ballot_key where lot_id = $1`, [lot]))
    expect(await main(page)).toContain(key!.public_key)
    const plain = (text: string): string => text.replace(/[\s-]/g, '').toUpperCase()
    expect(sent.filter((body) => shares.some((share) => plain(body).includes(plain(share).slice(0, 20))))).toEqual([])
    expect(sent.filter((body) => body.includes(key!.public_key))).toHaveLength(1)
  })

  test('Two bidders seal theirs in their browsers: the amount goes in words before it is sealed and over the wire not at all. Without scripts the page tells of the paper way and offers nothing to press.', async () => {
    bidders = await Promise.all(people.bidders.map(({ email }) => crowd.signedIn(email, undefined, {})))
    const bare = await crowd.signedIn(people.bidders[0]!.email)
    // The hours of this lot begin now: everything before them was done.
    const said = Date.now() + 3_000
    await inDatabase(scene, async (database) => {
      const { rows: [row] } = await database.query<{ rules: Record<string, unknown> }>('select rules from auction_lot where id = $1', [lot])
      const rules = { ...row!.rules, opens_at: said * 1_000, closes_at: (said + 45_000) * 1_000 }
      // A published lot is brought forward by nobody: the guard of the database is put aside for this one change.
      await database.query('set session_replication_role = replica')
      await database.query('update auction_lot set registration_closes_at = now(), rules = $2, rules_hash = $3 where id = $1', [lot, JSON.stringify(rules), sha256(canonicalText(rules)).toString('hex')])
      await database.query('reset session_replication_role')
      await database.query(`select graphile_worker.add_job('close_registrations', '{}'::json)`)
    })
    const phase = async (): Promise<string | null> => (await inDatabase(scene, (database) => database.query<{ phase: string | null }>('select phase from auction_lot where id = $1', [lot]))).rows[0]!.phase
    await until(async () => await phase() === 'open', () => 'bidding did not begin', 40)
    numbers = (await inDatabase(scene, (database) => database.query<{ number: number }>('select number from auction_bidder where lot_id = $1 order by array_position($2::int[], organisation_id)', [lot, people.bidders.map(({ organisation_id }) => organisation_id)]))).rows.map(({ number }) => number)
    await Promise.all(bidders.map(async ({ page }, i) => {
      const amount = (i === 0 ? 145 : 160) * million, sent = sentFrom(page)
      await page.goto(at('/ballot'))
      await page.locator('[data-amount]').fill('101.000.000')
      await page.getByRole('button', { name: ballot.seal }).click()
      expect(await page.locator('[data-wrong]').innerText()).toBe(ballot.wrong)
      await page.locator('[data-amount]').fill(formatVnd(amount, 'vi').replace(/\D+$/, ''))
      expect(await page.locator('[data-words]').innerText()).toBe(vndInWords(amount, 'vi'))
      await page.getByRole('button', { name: ballot.seal }).click()
      await page.locator('[data-sealed]').waitFor()
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(ballot.sealed)
      const hash = await page.locator('[data-hash]').innerText()
      expect(hash).toMatch(/^[0-9a-f]{64}$/)
      await pressNamed(page, ballot.submit)
      const words = await main(page)
      expect(words).toContain(hash)
      expect(words).toContain('Sàn đang giữ đúng bản mã bạn nộp')
      expect(sent).toHaveLength(1)
      expect([...new URLSearchParams(sent[0]).keys()].toSorted()).toEqual(['ciphertext', 'csrf', 'request_key'])
      expect(sent[0]).not.toMatch(/145\D?000|160\D?000/)
    }))
    await picture(bidders[0]!, 'witness')
    await bare.page.goto(at('/ballot'))
    expect(await main(bare.page)).toContain(ballot.paperLead)
    expect(await bare.page.locator('form[data-ballot]').isVisible()).toBe(false)
    await until(async () => await phase() === 'opening', () => 'bidding did not end', 90)
  })

  test('Three members open the ballots, each with the share they noted; the winner is announced, and anybody opens them again from the public file.', async () => {
    await bidders[0]!.page.goto(at('/ballot'))
    await bidders[0]!.page.getByRole('link', { name: afterTexts.vi.checkNow }).click()
    await picture(bidders[0]!, 'check')
    await pressNamed(bidders[0]!.page, opening.iChecked)
    expect(await main(bidders[0]!.page)).toContain('đã kiểm tra các phiếu còn nguyên niêm phong')
    for (const n of [4, 1, 3]) {
      const { page } = await crowd.signedIn(people.council[n - 1]!.email)
      await page.goto('/vi/work')
      expect(await main(page)).toContain('Nộp mảnh khóa để mở phiếu')
      await page.goto(at('/opening'))
      await page.locator('[name="share"]').fill(shares[n - 1]!.toLowerCase())
      await pressNamed(page, keeperTexts.vi.handIn)
      expect(await main(page)).toContain(opening.yourDone)
    }
    const { page } = officer
    await until(async () => { await page.goto(at('/opening')); return (await main(page)).includes(formatVnd(160 * million, 'vi')) }, () => 'the ballots were not opened', 30)
    await picture(officer, 'opened')
    await bidders[0]!.page.goto(at('/ballot'))
    expect(await main(bidders[0]!.page)).toContain(formatVnd(145 * million, 'vi'))
    await page.goto(at('/console'))
    await pressNamed(page, consoleTexts.vi.announce)
    await until(async () => { await page.goto(at('/room')); return (await main(page)).includes(`Công bố số ${numbers[1]} trúng`) }, () => 'nobody was announced', 20)

    const lines = async (): Promise<number> => (await inDatabase(scene, (database) => database.query<{ n: number }>('select count(*)::int as n from auction_event where lot_id = $1', [lot]))).rows[0]!.n
    await inDatabase(scene, (database) => database.query(`select graphile_worker.add_job('checkpoint_lots', '{}'::json)`))
    await until(async () => (await (await officer.window.request.get(at('/checkpoint'))).text()).split('\n')[1] === String(await lines() + 1), () => 'the end of the log was not signed', 20)
    await page.goto(at('/proof'))
    const bundle = (await downloaded(page, page.getByRole('link', { name: proofTexts.vi.bundle }))).toString()
    expect(verifyBundle(bundle).findings).toEqual([])
    expect(verifyBundle(bundle)).toMatchObject({ right: true, result: { phase: 'announced', winner: numbers[1], price: 160 * million } })
    const tampered = bundle.replace('amount\\":160000000', 'amount\\":165000000')
    expect(tampered).not.toBe(bundle)
    expect(verifyBundle(tampered).right).toBe(false)
    // The minutes name those who opened, in the copy of those who draw them up; looked at as they print.
    const { 0: one, 2: three, 3: four } = people.council
    const words = await looksLikePaper(await (await officer.window.request.get(at('/minutes.pdf'))).body(), 'ballots-minutes', 2)
    for (const member of [one, three, four]) expect(words).toContain(member!.name)
    expect(words).not.toContain(people.council[1]!.name)
  })
})
