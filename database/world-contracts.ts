import { Readable } from 'node:stream'
import type { Actor, Ctx } from '../src/core/context.ts'
import type { Db } from '../src/core/database.ts'
import { beginAnnex, WriteAnnex, writeAnnex } from '../src/modules/contracts/annex-commands.ts'
import { approveVersion, beginContract, issueVersion, largestContract, WriteClause, writeClause } from '../src/modules/contracts/commands.ts'
import { contractOf } from '../src/modules/contracts/queries.ts'
import type { ContractClauseKey } from '../src/modules/contracts/schema.ts'
import { PaperSigned, recordPaper } from '../src/modules/contracts/signing-commands.ts'
import { receiveUpload } from '../src/modules/documents/commands.ts'
import { ChangeLegal, changeLegal } from '../src/modules/organisations/verification-commands.ts'
import { asPdf } from '../src/platform/papers/pdf.ts'
import type { Storage } from '../src/platform/storage.ts'
import { hanoiDay, minutesFrom } from '../src/platform/time.ts'
import { keyOf, memberOf } from './world-sides.ts'

/** What the template and the term sheet leave to be filled in, in both languages. */
const filled: Record<string, string> = {
  'tên sản phẩm': 'sản phẩm nêu tại Phụ lục 1', 'name of the product': 'those named in Annex 1',
  'tiêu chuẩn, chỉ tiêu chất lượng': 'tiêu chuẩn cơ sở do Bên giao công bố, chỉ tiêu và cách đo tại Phụ lục 2', 'standards and measures of quality': 'the Supplier’s published standard, measured as Annex 2 says',
  'mức phạt vi phạm': 'Bên chậm thực hiện nghĩa vụ chịu phạt 0,05 % giá trị phần nghĩa vụ chậm cho mỗi ngày, tổng mức phạt không quá 8 % giá trị phần nghĩa vụ bị vi phạm.', 'the penalty for a breach': 'A party that is late pays 0.05 % of the value of what is late for each day, and no more than 8 % of the value of what is in breach.',
  'nơi thực hiện chuyển giao': 'cơ sở của Bên nhận tại Hà Nội', 'where the transfer takes place': 'the Receiver’s premises in Hanoi',
  'ngày nghiệm thu, ngày bàn giao hay ngày khác': 'ngày nghiệm thu', 'the day of acceptance, of delivery or another day': 'the day of acceptance',
  'vẫn phải bồi thường, hay không phải bồi thường thêm': 'vẫn phải bồi thường', 'still makes good the loss, or owes nothing more': 'still makes good the loss', 'số ngày': '15', 'number of days': '15',
  'số tiền bán hàng ghi trên hóa đơn, sau khi trừ những khoản nào: thuế, chiết khấu, hàng bị trả lại': 'số tiền bán hàng ghi trên hóa đơn, sau khi trừ thuế giá trị gia tăng, chiết khấu và hàng bị trả lại', 'the amounts invoiced less what: taxes, discounts, returns': 'the amounts invoiced less value added tax, discounts and returns',
  'sản xuất xong, xuất kho hay bán ra': 'bán ra', 'it is made, leaves the store or is sold': 'it is sold', 'so với mức nào, đo bằng cách nào, ai xác nhận': 'so với mức tiêu hao năm trước khi chuyển giao, theo công tơ, hai bên xác nhận', 'against what, measured how, confirmed by whom': 'against the year before the transfer, by the meter, confirmed by both parties',
  'phương thức khác là gì': 'Phương thức khác: hướng dẫn tại hiện trường.', 'which other way': 'The other way: guidance on site.', 'việc nào đến trước hay đến sau': 'việc nào đến trước', 'whichever comes first, or last': 'whichever comes first',
  'địa điểm thực hiện chuyển giao': 'Địa điểm: cơ sở của Bên nhận tại Hà Nội.',
}
/** Of so many deals; what the progress of the start calls each. */
export const contractsShown = 2
const contractName = 'Hợp đồng chuyển giao công nghệ'
export const fill = (text: string): string => text.replaceAll(/\[\[(.+?)\]\]/g, (gap, name: string) => filled[name] ?? gap)

/**
 * The papers of the files whose terms are confirmed: of the first a memorandum being written and a contract
 * issued that one side agrees to, of the second a contract both agreed to and signed on paper,
 * with the annexes that came after it. `onContract`
 * hears of each once it is done.
 */
export async function worldContracts(db: Db, storage: Storage, now: Date, onContract: (done: number, what: string) => void): Promise<void> {
  const deals = await db.selectFrom('deal as d').innerJoin('term_sheet as s', 's.deal_id', 'd.id').select(['d.id', 's.confirmed_at', 'd.supplier_organisation_id', 'd.demander_organisation_id']).where('d.stage', '=', 'contract').orderBy('d.id').limit(contractsShown).execute()
  for (const [index, { id: deal_id, confirmed_at, ...deal }] of deals.entries()) {
    const [supplier, demander] = [await memberOf(db, deal.supplier_organisation_id), await memberOf(db, deal.demander_organisation_id)]
    if (!supplier || !demander) continue
    // From the day the terms were confirmed, spread over what has passed since.
    const passed = Math.max(60, (now.getTime() - confirmed_at.getTime()) / 60_000)
    const as = (actor: Actor, share: number): Ctx => { const at = minutesFrom(confirmed_at, Math.floor(passed * share)); return { db, actor, locale: 'vi', now: () => at, request_id: 'world', session: { id: 'world', signed_in_at: at, confirmed_at: at } } }
    const key = (what: string): string => keyOf(`contract ${deal_id} ${what}`)
    for (const side of [supplier, demander]) await withLegal(db, as(side, 0.01))
    if (index === 0) await beginContract(as(demander, 0.05), { deal_id, kind: 'memorandum' })
    await beginContract(as(supplier, 0.1), { deal_id, kind: 'contract' })
    for (const clause of (await contractOf(db, deal_id, 'contract'))?.content.clauses ?? []) {
      if (!clause.text.vi.includes('[[')) continue
      const { draft_version } = (await contractOf(db, deal_id, 'contract'))!
      await writeClause(as(clause.key === 'plan' ? demander : supplier, 0.2), WriteClause.parse({ deal_id, kind: 'contract', clause: clause.key, draft_version, title_vi: '', title_en: '', text_vi: fill(clause.text.vi), text_en: fill(clause.text.en) }))
    }
    const { draft_version } = (await contractOf(db, deal_id, 'contract'))!
    const version_id = await issueVersion(as(supplier, 0.4), storage, { deal_id, kind: 'contract', draft_version, note: 'Bản đầy đủ theo bảng điều khoản đã xác nhận; mời bên nhận đọc trước khi ký.', request_key: key('issue') })
    await approveVersion(as(supplier, 0.45), { deal_id, version_id })
    if (index === 0) { onContract(1, contractName); continue }
    await approveVersion(as(demander, 0.6), { deal_id, version_id })
    const scan = await asPdf({ locale: 'vi', title: 'TRANG KÝ HỢP ĐỒNG', blocks: [{ kind: 'paragraph', text: 'Trang này thay cho bản quét trang ký trong thành phố minh họa. Không có giá trị pháp lý.' }], author: 'Sàn giao dịch công nghệ Hà Nội', created: as(supplier, 0.7).now() })
    for (const [side, share] of [[supplier, 0.7], [demander, 0.8]] as const) {
      await signOnPaper(db, storage, as(side, share), { deal_id, version_id, side, scan, request_key: key(`signed ${side.organisation_id}`) })
    }
    await annexes(db, storage, { deal_id, supplier, demander, scan, as: (actor, share) => as(actor, 0.8 + 0.2 * share), key })
    onContract(index + 1, contractName)
  }
}

/** Its owner fills in the legal record a contract takes its parties from, where it is still empty. */
async function withLegal(db: Db, ctx: Ctx): Promise<void> {
  const organisation_id = ctx.actor.organisation_id!
  const { version, ward_code, kind } = await db.selectFrom('organisation').select(['version', 'ward_code', 'kind']).where('id', '=', organisation_id).executeTakeFirstOrThrow()
  if (await db.selectFrom('organisation_legal').select('organisation_id').where('organisation_id', '=', organisation_id).executeTakeFirst()) return
  const head = kind === 'institute' ? ['Viện trưởng', 'Director of the institute'] : kind === 'university' ? ['Hiệu trưởng', 'Rector'] : ['Giám đốc', 'Director']
  await changeLegal(ctx, ChangeLegal.parse({ organisation_id, version, representative_name: ctx.actor.name, representative_position_vi: head[0], representative_position_en: head[1], registration_number: `MH-${organisation_id}`, registration_issuer: 'Cơ quan đăng ký minh họa', address_line: `${organisation_id} phố Minh Họa`, province: ward_code === null ? 'Hà Nội' : '' }))
}

/** By whom the side has named as its signer, or by whoever speaks for it; where the file holds no valuation and one is asked for, with the reason why not. */
async function signOnPaper(db: Db, storage: Storage, ctx: Ctx, { deal_id, version_id, side, scan, request_key }: { deal_id: number; version_id: number; side: Member; scan: Buffer; request_key: string }): Promise<void> {
  const named = await db.selectFrom('deal_signer').select(['full_name', 'position']).where('deal_id', '=', deal_id).where('organisation_id', '=', side.organisation_id).where('ended_at', 'is', null).orderBy('id').executeTakeFirst()
  const upload = await receiveUpload(ctx, storage, { stream: Readable.from(scan), filename: 'trang-ky-ban-quet.pdf', maxBytes: largestContract, truncated: () => false }, 'document')
  await recordPaper(ctx, storage, PaperSigned.parse({ deal_id, version_id, full_name: named?.full_name ?? side.name, position: named?.position ?? 'Người đại diện theo pháp luật', signed_on: hanoiDay(ctx.now()), place: 'Hà Nội', way: 'paper', request_key, without_valuation: 'yes', unvalued_reason: 'Hai bên thỏa thuận giá trước; chứng thư thẩm định giá được bổ sung vào hồ sơ sau khi ký.' }), upload)
}

type Member = NonNullable<Awaited<ReturnType<typeof memberOf>>>
interface Contracted { deal_id: number; supplier: Member; demander: Member; scan: Buffer; as: (actor: Actor, share: number) => Ctx; key: (what: string) => string }
/** What was changed after the signing: a longer warranty, signed on paper by both; and a later delivery, which the receiver is drafting. */
async function annexes(db: Db, storage: Storage, { deal_id, supplier, demander, scan, as, key }: Contracted): Promise<void> {
  const seen = async (annex: number): Promise<number> => (await contractOf(db, deal_id, 'annex', annex))!.draft_version
  const draft = async (by: Member, share: number, clause: ContractClauseKey, more: Record<'vi' | 'en', string>, reason: Record<'vi' | 'en', string>): Promise<number> => {
    const annex = await beginAnnex(as(by, share), { deal_id, request_key: key(`annex ${clause}`) })
    const { content } = (await contractOf(db, deal_id, 'annex', annex))!
    const { vi, en } = content.clauses.find((one) => one.key === clause)!.text
    await writeClause(as(by, share + 0.02), { kind: 'annex', annex, ...WriteClause.omit({ kind: true }).parse({ deal_id, clause, draft_version: await seen(annex), title_vi: '', title_en: '', text_vi: `${vi}\n${more.vi}`, text_en: `${en}\n${more.en}` }) })
    await writeAnnex(as(by, share + 0.04), WriteAnnex.parse({ deal_id, annex_number: annex, draft_version: await seen(annex), number: '', place: 'Hà Nội', effective_on: '', reason_vi: reason.vi, reason_en: reason.en }))
    return annex
  }
  const first = await draft(supplier, 0.1, 'warranty', { vi: 'Bên giao gia hạn bảo hành thêm 06 tháng cho các bộ phận thay thế trong thời gian chạy thử.', en: 'The Supplier extends the warranty by 06 months for the parts replaced during the trial run.' }, { vi: 'Một số bộ phận được thay trong thời gian chạy thử nên hai bên thống nhất kéo dài bảo hành cho các bộ phận đó.', en: 'Some parts were replaced during the trial run, so the parties agree on a longer warranty for them.' })
  const version_id = await issueVersion(as(supplier, 0.2), storage, { deal_id, kind: 'annex', annex: first, draft_version: await seen(first), note: 'Theo biên bản làm việc của hai bên.', request_key: key('annex issue') })
  for (const [side, share] of [[supplier, 0.3], [demander, 0.4]] as const) {
    const ctx = as(side, share)
    await approveVersion(ctx, { deal_id, version_id })
    await signOnPaper(db, storage, ctx, { deal_id, version_id, side, scan, request_key: key(`annex signed ${side.organisation_id}`) })
  }
  await draft(demander, 0.6, 'plan', { vi: 'Mốc bàn giao thiết bị lùi 30 ngày do nhà xưởng của Bên nhận bàn giao chậm.', en: 'The equipment is handed over 30 days later, as the Receiver’s workshop was finished late.' }, { vi: 'Nhà xưởng của Bên nhận bàn giao chậm một tháng.', en: 'The Receiver’s workshop was finished a month late.' })
}
