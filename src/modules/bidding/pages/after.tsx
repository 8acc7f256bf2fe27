import { randomUUID } from 'node:crypto'
import { isLive, type LotState } from '../../../platform/auction/lot.ts'
import { texts } from '../../../platform/locale.ts'
import { formatVnd } from '../../../platform/money.ts'
import { ActionButton } from '../../../web/ui/form.tsx'
import { useTexts, useView } from '../../../web/view.ts'

export const afterTexts = texts({
  vi: {
    won: 'Bạn trúng', wonAt: (price: string) => `Bạn được công bố trúng với giá ${price}. Hãy đọc biên bản rồi ký; khi ký xong, hồ sơ giao dịch với bên bán tự mở.`, minutes: 'Đọc biên bản', sign: 'Ký biên bản',
    refuseLead: 'Nếu từ chối kết quả, bạn không còn tham gia, tiền đặt trước có thể không được trả lại, và tài sản được hỏi người trả giá liền kề hoặc đấu giá tiếp theo quy chế.', refuse: 'Từ chối kết quả trúng',
    offered: 'Bạn được hỏi mua', offeredAt: (price: string) => `Người trúng đã từ chối. Bạn trả giá liền kề: bạn có nhận tài sản với giá ${price} không?`, accept: (price: string) => `Nhận với giá ${price}`, decline: 'Không nhận',
    leave: 'Rút khỏi phiên', leaveLead: 'Rút khỏi phiên là thôi tham gia và rút mọi giá đã trả, không quay lại được. Tiền đặt trước có thể không được trả lại theo quy chế của tài sản.', leaveNow: 'Rút khỏi phiên này', confirm: 'Bạn sẽ được hỏi xác nhận danh tính trước khi việc này được ghi.', out: 'Bạn không còn tham gia phiên này.', check: 'Kiểm tra phiếu trước khi mở', checkLead: 'Các phiếu chỉ được mở sau khi ít nhất một người tham gia kiểm tra chúng còn nguyên niêm phong, đúng danh sách. Bạn xem danh sách và xác nhận ở trang mở phiếu.', checkNow: 'Đến trang mở phiếu',
  },
  en: {
    won: 'You won', wonAt: (price: string) => `You were announced the winner at ${price}. Read the minutes, then sign them; once they are signed the deal file with the seller opens by itself.`, minutes: 'Read the minutes', sign: 'Sign the minutes',
    refuseLead: 'If you refuse the result you take part no more, the deposit may be kept, and the next bidder is asked or bidding goes on as the rules of the lot say.', refuse: 'Refuse the result',
    offered: 'You are asked', offeredAt: (price: string) => `The winner refused. Your price is the next: do you take the lot at ${price}?`, accept: (price: string) => `Take it at ${price}`, decline: 'Do not take it',
    leave: 'Leave the auction', leaveLead: 'Whoever leaves takes part no more and takes back every price, for good. The deposit may be kept, as the rules of the lot say.', leaveNow: 'Leave this auction', confirm: 'You are asked to show who you are before this is recorded.', out: 'You take part in this auction no more.', check: 'Check before the opening', checkLead: 'The ballots are opened only once one bidder at least has checked that they are sealed as listed. See the list and confirm it on the page of the opening.', checkNow: 'To the page of the opening',
  },
})

/** What a bidder may still do besides bidding: sign or refuse as the winner, answer as the next, leave. */
export function AfterPanel({ lot_id, state, number }: { lot_id: number; state: LotState; number: number }) {
  const { locale } = useView()
  const t = useTexts(afterTexts)
  const here = `/${locale}/auctions/${lot_id}`, key = (): string => randomUUID()
  const price = state.price === null ? '' : formatVnd(state.price, locale)
  if (state.out.has(number)) return <p class="notice">{t.out}</p>
  if (state.paused_at !== null || !isLive(state.phase)) return null
  if (state.phase === 'announced' && state.winner === number) return (
    <section class="sheet"><h2>{t.won}</h2><p>{t.wonAt(price)}</p><p><a href={`${here}/minutes`}>{t.minutes}</a></p><p class="meta">{t.confirm}</p>
      <ActionButton action={`${here}/room/signature`} text={t.sign} fields={{ request_key: key() }} />
      <details><summary>{t.refuse}</summary><p>{t.refuseLead}</p><ActionButton action={`${here}/room/refusal`} text={t.refuse} kind="button danger" fields={{ request_key: key() }} /></details>
    </section>)
  if (state.phase === 'offered' && state.leader === number) return (
    <section class="sheet"><h2>{t.offered}</h2><p>{t.offeredAt(price)}</p><p class="meta">{t.confirm}</p>
      <div class="row"><ActionButton action={`${here}/room/succession`} text={t.accept(price)} fields={{ request_key: key(), takes: 'yes' }} /><ActionButton action={`${here}/room/succession`} text={t.decline} kind="button second" fields={{ request_key: key(), takes: 'no' }} /></div>
    </section>)
  if (state.phase === 'opening') return <CheckCall lot_id={lot_id} state={state} />
  if (state.phase !== 'open' && state.phase !== 'closed') return null
  return <details class="sheet"><summary>{t.leave}</summary><p>{t.leaveLead}</p><p class="meta">{t.confirm}</p><ActionButton action={`${here}/room/withdrawal`} text={t.leaveNow} kind="button danger" fields={{ request_key: key() }} /></details>
}

/** Where a bidder goes to check sealed ballots, while they wait for it. */
export function CheckCall({ lot_id, state }: { lot_id: number; state: LotState }) {
  const { locale } = useView()
  const t = useTexts(afterTexts)
  if (state.phase !== 'opening' || state.checked || state.paused_at !== null) return null
  return <section class="sheet"><h2>{t.check}</h2><p>{t.checkLead}</p><p><a class="button" href={`/${locale}/auctions/${lot_id}/opening`}>{t.checkNow}</a></p></section>
}
