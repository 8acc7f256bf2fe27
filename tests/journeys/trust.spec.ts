import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { administrationRefusals, administrationTexts, approvalTexts, personTexts, staffRoleNames } from '../../src/modules/administration/messages.ts'
import { timelineTexts } from '../../src/modules/audit/messages.ts'
import { auditTexts } from '../../src/modules/audit/texts.ts'
import { accessTexts, tierNames } from '../../src/modules/disclosure/messages.ts'
import { partTexts } from '../../src/modules/listings/messages.ts'
import { badgeTexts, duplicateTexts, fieldNames, moderationTexts, myTexts, organisationTexts, proofNames, proofTexts } from '../../src/modules/organisations/messages.ts'
import { monthsFrom } from '../../src/modules/organisations/rules.ts'
import { daysFrom, formatDay } from '../../src/platform/time.ts'
import { wordRefusal } from '../../src/refusals.ts'
import { fieldErrors, shell } from '../../src/web/messages.ts'
import { becomeSomebody, field, openScene, password, press, pressNamed, type Scene } from './browsing.ts'
import { readers } from './places.ts'
import { Crowd, downloaded, follow, inDatabase, inFull, main, posts, type Somebody, statusOf } from './somebody.ts'

/**
 * Who is who, who may act for whom, and who saw what: a secret on its way to the one organisation that
 * may read it, and the people of the Exchange who watch over that. Nobody's browser runs scripts.
 */
const a = accessTexts.vi, p = partTexts.vi, s = shell.vi, ap = approvalTexts.vi, people = personTexts.vi, au = auditTexts.vi
const secret = { contact: 'Kỹ sư trưởng dây chuyền, phòng 4.12, hẹn trước hai ngày', technical: 'Buồng sấy 12 khay, quạt 5,5 kW, gió 1,8 m mỗi giây', knowHow: 'Đổi chế độ khi độ chênh áp qua khay thứ bảy còn 41 Pa' }
const drawing = { title: 'Bản vẽ buồng sấy mười hai khay', name: 'buồng sấy.pdf', bytes: Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n% khay thứ bảy\ntrailer<</Root 1 0 R>>\n%%EOF\n') }
const firm = 'Công ty Cổ phần Sấy Mai Lĩnh'
const officer = 'Phạm Thu Hà', checker = 'Trần Minh Quân'
const emailOf = { vân: 'van@mai-linh.example', khoa: 'khoa@mai-linh.example', bảo: 'bao@san.example', quan: 'quan@giam-sat.example', thanh: 'thanh@thanh-tra.example' }

let scene: Scene
const crowd = new Crowd(() => scene)
/** As if this person had signed in a while ago. */
async function longAgo(email: string): Promise<void> {
  const { rowCount } = await inDatabase(scene, (client) => client.query(`update auth_session set confirmed_at = null, created_at = created_at - interval '20 minutes' where user_id = (select auth_user_id from person where email = $1)`, [email]))
  expect(rowCount).toBeGreaterThan(0)
}

beforeAll(async () => { scene = await openScene() })
afterAll(async () => { await scene?.close() })

describe('Trust, shown step by step', () => {
  let owner: Somebody, vân: Somebody, quân: Somebody, admin: Somebody, second: Somebody
  let offer = '', offerId = 0, file = '', grant = '', firmId = 0
  crowd.stepByStep()

  test('An owner keeps a contact, figures, know-how and a drawing at three levels; a stranger is told what there is and reads none of it.', async () => {
    owner = await crowd.signedIn(readers(scene.running.output()).supplier ?? '')
    const { page } = owner
    await page.goto('/vi/my/organisation')
    await follow(page, page, myTexts.vi.publicPage)
    // The city's own secrets are with its first offers; these go with the last one.
    offerId = Math.max(...await page.locator('main a[href*="/offers/"]').evaluateAll((links) => links.map((link) => Number(/\/offers\/(\d+)/.exec((link as HTMLAnchorElement).href)?.[1]))))
    offer = `/vi/offers/${offerId}`
    await page.goto(`/vi/my/listings/${offerId}/confidential`)
    await page.locator('#f-contact_vi').fill(secret.contact)
    await page.locator('#f-technical_vi').fill(secret.technical)
    await page.locator('#f-technical_tier').selectOption('granted')
    await page.locator('#f-know_how_vi').fill(secret.knowHow)
    await page.locator('#f-know_how_tier').selectOption('nda')
    await pressNamed(page, p.save)
    await field(page, p.documentTitle).fill(drawing.title)
    await page.locator('#f-tier').selectOption('nda')
    await page.locator('#f-file').setInputFiles({ name: drawing.name, mimeType: 'application/pdf', buffer: drawing.bytes })
    await pressNamed(page, p.upload)
    file = (await page.getByRole('link', { name: drawing.title }).getAttribute('href')) ?? ''
    const stranger = await crowd.somebody()
    await stranger.page.goto(offer)
    const kept = await stranger.page.locator('#kept').innerText()
    for (const said of [p.names.contact, p.names.technical, p.names.know_how, tierNames.vi.nda, p.strangers(1)]) expect(kept).toContain(said)
    const html = await stranger.page.content()
    for (const hidden of [...Object.values(secret), drawing.title]) expect(html).not.toContain(hidden)
    expect(await statusOf(stranger, file)).toBe(404)
  })

  test('A firm signs up, reads what signing in opens and the titles of the rest, and asks for the level under NDA with its purpose.', async () => {
    vân = await crowd.somebody()
    const { page } = vân
    await becomeSomebody(page, 'Đặng Thị Vân', emailOf.vân)
    await page.goto('/vi/organisations/new')
    await field(page, fieldNames.vi.kind).selectOption('enterprise')
    await field(page, fieldNames.vi.name_vi).fill(firm)
    await pressNamed(page, organisationTexts.vi.creating)
    await page.goto('/vi/my/organisation')
    firmId = Number(/\/organisations\/(\d+)/.exec((await page.getByRole('link', { name: myTexts.vi.publicPage }).getAttribute('href')) ?? '')?.[1])
    await page.goto(offer)
    const html = await page.content()
    for (const shown of [secret.contact, drawing.title]) expect(html).toContain(shown)
    for (const hidden of [secret.technical, secret.knowHow]) expect(html).not.toContain(hidden)
    await follow(page, page.locator('#kept'), a.ask)
    await field(page, a.tier).selectOption('nda')
    await field(page, a.purpose).fill('Xem máy có chạy được với vải thiều')
    await pressNamed(page, a.askSend)
    expect(await main(page)).toContain('Xem máy có chạy được với vải thiều')
  })

  test('The owner finds the request among the notices and in the work, and gives access for thirty days.', async () => {
    const { page } = owner
    await expect.poll(async () => { await page.goto('/vi/my/notices'); return main(page) }, { timeout: 15_000 }).toContain('Một tổ chức đề nghị')
    await page.goto('/vi/work')
    await follow(page, page.getByRole('table'), inFull(firm))
    await follow(page, page.getByRole('region', { name: a.asks }), firm)
    await field(page, a.days).fill('ba mươi')
    await pressNamed(page, a.give)
    expect(await field(page, a.days).inputValue()).toBe('ba mươi')
    await field(page, a.days).fill('30')
    await field(page, a.limits).fill('Chỉ để đánh giá nội bộ, không sao chép bản vẽ.')
    await pressNamed(page, a.give)
    expect(await main(page)).toContain(formatDay(daysFrom(new Date(), 30), 'vi'))
    // Given, and yet nobody has undertaken anything: figures open, know-how does not.
    await vân.page.goto(offer)
    expect(await main(vân.page)).toContain(secret.technical)
    expect(await main(vân.page)).not.toContain(secret.knowHow)
    grant = (await vân.page.getByRole('link', { name: a.sign }).getAttribute('href')) ?? ''
    expect(await statusOf(vân, file)).toBe(404)
  })

  test('A deal officer who was asked for help acts for the signer under both names, may not sign for her, and is sent away by her.', async () => {
    const helper = await crowd.signedIn('giaodich@san.example')
    const { page } = helper
    await page.goto('/vi/administration/people')
    await page.locator('#q').fill(emailOf.vân)
    await pressNamed(page, administrationTexts.vi.search)
    await follow(page, page.locator('main'), 'Đặng Thị Vân')
    await page.locator('#f-act_reason').fill('Chị Vân gọi điện nhờ đăng giúp một nhu cầu.')
    await field(page, people.minutes).fill('15')
    await pressNamed(page, people.act)
    expect(await page.getByRole('complementary', { name: s.notice }).innerText()).toContain(s.actedBy(officer, 'Đặng Thị Vân'))
    await page.goto('/vi/my/listings/new/need')
    await page.locator('#f-title_vi').fill('Cần máy sấy vải thiều 300 kg mỗi mẻ')
    await press(page, page.locator('main form[method=post] .row > button').first())
    expect(await main(page)).toContain('Cần máy sấy vải thiều 300 kg mỗi mẻ')
    await page.goto(grant)
    await field(page, a.fullName).fill('Đặng Thị Vân')
    await field(page, a.position).fill('Giám đốc')
    await page.locator('#f-agreed').check()
    await pressNamed(page, a.accept)
    expect(await main(page)).toContain(wordRefusal({ code: 'in_person_only' }, 'vi'))
    expect(await main(page)).not.toContain(a.signedTitle(1))

    await expect.poll(async () => { await vân.page.goto('/vi/my/notices'); return main(vân.page) }, { timeout: 15_000 }).toContain(`${officer}, cán bộ của Sàn, làm thay`)
    await vân.page.goto('/vi/my/record')
    const did = vân.page.getByRole('listitem').filter({ hasText: timelineTexts.vi.actedBy(officer) })
    expect(await did.filter({ hasText: 'Cần máy sấy vải thiều' }).innerText(), 'the draft, under both names').toContain('Đặng Thị Vân')
    await vân.page.goto('/vi/my/acting')
    await pressNamed(vân.page, people.endTheirs(officer))
    await page.goto('/vi/work')
    expect(await page.getByRole('complementary', { name: s.notice }).count()).toBe(0)
    expect(await statusOf(helper, grant), 'he is himself again').toBe(404)
  })

  test('The signer shows again that it is her, accepts with her name, reads the know-how and downloads the drawing.', async () => {
    const { page, window } = vân
    await longAgo(emailOf.vân)
    await page.goto(grant)
    await field(page, a.fullName).fill('Đặng Thị Vân')
    await field(page, a.position).fill('Giám đốc')
    await page.locator('#f-agreed').check()
    await pressNamed(page, a.accept)
    const [tab] = await Promise.all([window.waitForEvent('page'), page.getByRole('alert').getByRole('link', { name: fieldErrors.vi.confirm }).click()])
    await tab.waitForLoadState()
    await tab.locator('#f-password').fill(password)
    await press(tab, tab.locator('main form[method=post] .row > button').first())
    await tab.close()
    expect([await field(page, a.fullName).inputValue(), await page.locator('#f-agreed').isChecked()], 'what was typed').toEqual(['Đặng Thị Vân', true])
    await pressNamed(page, a.accept)
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toMatch(/^Bản chấp nhận cam kết bảo mật số \d+$/)
    expect(await main(page)).toContain('Đặng Thị Vân, Giám đốc')
    await page.goto(offer)
    expect(await main(page)).toContain(secret.knowHow)
    expect((await downloaded(page, page.getByRole('link', { name: drawing.title }))).equals(drawing.bytes)).toBe(true)
  })

  test('The owner sees who looked at what and when, and withdraws; the next request shows nothing.', async () => {
    const { page } = owner
    await page.goto(`/vi/my/listings/${offerId}/access`)
    const looks = page.getByRole('row').filter({ hasText: 'Đặng Thị Vân' }).filter({ has: page.locator('time') })
    const told = (await looks.allInnerTexts()).join('\n')
    for (const part of [p.names.contact, p.names.technical, p.names.know_how, drawing.title, firm]) expect(told).toContain(part)
    await follow(page, page.getByRole('region', { name: a.grants }), firm)
    await field(page, a.withdrawReason).fill('Đã chọn một đối tác khác cho đợt này.')
    await pressNamed(page, a.withdraw)
    expect(await statusOf(vân, file)).toBe(404)
    await vân.page.goto(offer)
    for (const gone of [secret.technical, secret.knowHow]) expect(await vân.page.content()).not.toContain(gone)
    expect(await main(vân.page)).toContain(secret.contact)
  })

  test('A firm hands in its proof; the moderator opens it and verifies for twelve months; the badge says by whom and until when.', async () => {
    await vân.page.goto('/vi/my/organisation/proofs')
    await field(vân.page, proofTexts.vi.kind).selectOption('business_registration')
    await vân.page.locator('#f-file').setInputFiles({ ...drawing, name: 'giấy đăng ký.pdf', mimeType: 'application/pdf', buffer: drawing.bytes })
    await pressNamed(vân.page, proofTexts.vi.upload)
    await vân.page.goto('/vi/my/organisation')
    await pressNamed(vân.page, myTexts.vi.request)
    quân = await crowd.signedIn('kiemduyet@san.example')
    const { page } = quân
    await page.goto('/vi/moderation/organisations')
    const card = page.getByRole('article', { name: inFull(firm) })
    await field(card, moderationTexts.vi.reason).fill('Đã đối chiếu giấy đăng ký và người đại diện.')
    await pressNamed(page, moderationTexts.vi.verify, card)
    expect(await main(page), 'not without having looked').toContain('Hãy đánh dấu ít nhất một tài liệu')
    expect((await downloaded(page, card.getByRole('link', { name: 'giấy đăng ký.pdf' }))).equals(drawing.bytes)).toBe(true)
    await card.getByRole('checkbox', { name: proofNames.vi.business_registration }).check()
    await field(card, moderationTexts.vi.months).selectOption('12')
    await pressNamed(page, moderationTexts.vi.verify, card)
    const stranger = await crowd.somebody()
    await stranger.page.goto(`/vi/organisations/${firmId}`)
    const said = await main(stranger.page)
    for (const words of [badgeTexts.vi.by(checker), badgeTexts.vi.until(formatDay(monthsFrom(new Date(), 12), 'vi'))]) expect(said).toContain(words)
  })

  test('The same firm stands there twice: one administrator proposes the merge and cannot approve it, the second approves, and the old address leads on.', async () => {
    const twin = await crowd.somebody()
    await becomeSomebody(twin.page, 'Đặng Văn Khoa', emailOf.khoa)
    await twin.page.goto('/vi/organisations/new')
    await field(twin.page, fieldNames.vi.kind).selectOption('enterprise')
    await field(twin.page, fieldNames.vi.name_vi).fill(firm)
    await pressNamed(twin.page, organisationTexts.vi.creating)
    second = await crowd.somebody()
    await becomeSomebody(second.page, 'Vũ Gia Bảo', emailOf.bảo)
    execFileSync(process.execPath, ['dist/cli.mjs', 'user', 'grant', emailOf.bảo, 'administrator'], { env: { ...process.env, DATA_DIR: scene.running.dataDir }, stdio: 'ignore' })
    admin = await crowd.signedIn('quantri@san.example')
    const { page } = admin
    await page.goto('/vi/moderation/duplicates')
    const pair = page.getByRole('article', { name: inFull(`${firm} · ${firm}`) })
    expect(await pair.innerText()).toContain(duplicateTexts.vi.same_name)
    const merge = pair.locator('details[open] form')
    const [from, into] = [Number(await merge.locator('[name=from]').getAttribute('value')), Number(await merge.locator('[name=into]').getAttribute('value'))]
    expect(into, 'the verified one stays').toBe(firmId)
    await field(merge, duplicateTexts.vi.reason).fill('Cùng tên, cùng chủ; anh Khoa xác nhận qua điện thoại.')
    await pressNamed(page, duplicateTexts.vi.propose, merge)
    const proposal = new URL(page.url()).pathname
    expect(await main(page)).toContain(ap.yours)
    const own = await posts(admin, `${proposal}/decision`, { decision: 'approved', decision_reason: '' })
    expect(own.status).toBe(409)
    expect(own.text).toContain(administrationRefusals.vi.own_proposal({ code: 'own_proposal' }))
    await decide(proposal)
    await page.goto(`/vi/organisations/${from}`)
    expect(new URL(page.url()).pathname).toBe(`/vi/organisations/${into}`)
  })

  /** The second administrator approves, and the page says so. */
  async function decide(proposal: string): Promise<void> {
    await second.page.goto(proposal)
    await field(second.page, ap.decision).selectOption('approved')
    await pressNamed(second.page, ap.save)
    expect(await main(second.page)).toContain('Đã phê duyệt và thực hiện.')
  }

  test('Two administrators grant the roles of observer and inspector; both sign in as themselves, read, and have nothing to press.', async () => {
    const { page } = admin
    for (const [name, email, role] of [['Ngô Thị Quan', emailOf.quan, 'observer'], ['Tạ Văn Thanh', emailOf.thanh, 'inspector']] as const) {
      const one = await crowd.somebody()
      await becomeSomebody(one.page, name, email)
      expect(await statusOf(one, '/vi/administration')).toBe(403)
      await page.goto('/vi/administration/people')
      await page.locator('#q').fill(email)
      await pressNamed(page, administrationTexts.vi.search)
      await follow(page, page.locator('main'), name)
      await follow(page, page.locator('main'), people.propose)
      await field(page, ap.role).selectOption(role)
      await field(page, ap.reason).fill('Cử theo công văn của cơ quan giám sát.')
      await pressNamed(page, ap.propose)
      expect(await main(page)).toContain(staffRoleNames.vi[role])
      await decide(new URL(page.url()).pathname)
      const reading = await crowd.signedIn(email, password)
      for (const path of ['/moderation', '/moderation/organisations', `/moderation/organisations/${firmId}`, '/moderation/duplicates', '/deals', '/administration', '/administration/approvals', '/administration/people', '/administration/rules', '/administration/notices']) {
        const answer = await reading.page.goto(`/vi${path}`)
        expect(answer?.status(), path).toBe(200)
        // Whom one looks for is posted, so that no address holds a name; that is all there is to send.
        expect(await reading.page.locator('main form[method=post]:not([action="/vi/administration/people"]) button').allInnerTexts(), path).toEqual([])
      }
      expect((await posts(reading, '/vi/moderation/duplicates', { lower_id: '1', upper_id: '2', reason: 'Hai tổ chức khác nhau.' })).status).toBe(403)
      expect(await statusOf(reading, '/vi/audit')).toBe(role === 'inspector' ? 200 : 403)
    }
  })

  test('The inspector searches the log, takes the rows away as a file, and opens an event with its seal.', async () => {
    const { page } = await crowd.signedIn(emailOf.thanh, password)
    await page.goto('/vi/audit')
    await field(page, au.type).selectOption('disclosure.nda_accepted')
    await field(page, au.person).fill(emailOf.vân)
    await pressNamed(page, au.search)
    expect(page.url(), 'no address in the address').not.toContain('@')
    expect(await page.getByRole('row').count()).toBe(2)
    const lines = (await downloaded(page, page.getByRole('button', { name: au.exportCsv }))).toString().split(/\r?\n/)
    expect(lines[0]).toBe('\uFEFFid,at,type,what,subject,person_id,person,acted_by,acted_by_name,organisation_id,organisation,request_id,data,position,day,hash')
    expect(lines[1]).toMatch(new RegExp(`^\\d+,[^,]+,disclosure\\.nda_accepted,.*listing:${offerId},\\d+,Đặng Thị Vân,`))
    await follow(page, page.getByRole('row').last(), /./)
    // New events are sealed every minute.
    await expect.poll(async () => { await page.reload(); return main(page) }, { timeout: 75_000, interval: 1_000 }).not.toContain(au.unsealed)
    expect(await main(page)).toMatch(/Dấu niêm phong[\s\S]*[0-9a-f]{64}/)
    expect(await main(page)).toContain('"text_sha256"')
    await page.goto('/vi/my/record')
    expect(await main(page)).toMatch(/xuất/i)
    expect(crowd.complaints).toEqual([])
  })
})
