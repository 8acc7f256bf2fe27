import { randomUUID } from 'node:crypto'
import { nextCall } from '../../../platform/auction/decide.ts'
import { pauseReasons } from '../../../platform/auction/lot.ts'
import { texts } from '../../../platform/locale.ts'
import { formatVnd } from '../../../platform/money.ts'
import type { FormState } from '../../../web/http.tsx'
import { ActionButton, Form, Hidden, Select, TextField, wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { biddingRefusals, clockOf, pauseWords, roomTexts } from '../messages.ts'
import { Board, History, RoomScript } from './board.tsx'
import type { RoomProps } from './room.tsx'

export const consoleTexts = texts({
  vi: {
    title: (title: string) => `Bàn điều hành: ${title}`, byClock: 'Phiên tự bắt đầu và kết thúc theo giờ đã công bố.', hold: 'Muốn tự tay bắt đầu (chẳng hạn khi hội trường chưa sẵn sàng), hãy tạm dừng trước giờ mở rồi bấm “Bắt đầu phiên” khi xong.', start: 'Bắt đầu phiên', startHelp: (hour: string) => `Phiên mở ngay khi bạn bấm, nhưng không trước giờ đã công bố (${hour}); nếu bấm sau giờ đó, giờ kết thúc lùi lại bằng thời gian chờ quá giờ.`, call: 'Gọi giá', callNth: (n: number) => `Gọi giá lần ${n}`, thrice: 'Sau lần thứ ba, việc trả giá kết thúc.', thirdFrom: (hour: string) => `Lần thứ ba sớm nhất lúc ${hour}.`, announce: 'Công bố người trúng', told: 'Ghi điều người trúng đã nói', toldLead: 'Chỉ ghi khi người trúng nói trực tiếp, qua điện thoại hoặc bằng văn bản mà không tự làm trên trang của mình.', refusesResult: 'Từ chối kết quả', refusesMinutes: 'Từ chối ký biên bản', toldNext: (n: number) => `Ghi câu trả lời của số ${n}`, takes: 'Nhận tài sản', takesNot: 'Không nhận', resume: 'Tiếp tục phiên',
    phone: 'Trả giá qua điện thoại', phoneHelp: 'Giá được ghi dưới số của người tham gia, cùng tên người nhập.', phoneTakes: (price: string) => `Số đã chọn nhận giá ${price}`, phoneTakesHelp: 'Chỉ ghi khi người gọi nói rõ họ nhận giá đang đọc. Nếu giá đã giảm trước khi bạn bấm, lệnh không được nhận và bạn hỏi lại họ.', number: 'Số của người tham gia', present: 'Ghi nhận có mặt', presentHelp: 'Dành cho bên đến hội trường mà không mở phòng đấu giá trên máy của mình; ai mở phòng hoặc trả giá thì đã được ghi nhận. Ai có mặt thì không bị coi là vắng mặt, kể cả khi không trả giá.', presentNow: 'Ghi có mặt', typed: 'Giá (đồng)', enter: 'Ghi giá này', sure: 'Xác nhận nhiều bước', pause: 'Tạm dừng', reason: 'Lý do', word: 'Ghi rõ', pauseNow: 'Tạm dừng phiên',
    out: 'Truất quyền tham gia', outReason: 'Căn cứ', outNow: 'Truất quyền', cancel: 'Hủy phiên', authority: 'Cơ quan hoặc người quyết định', cancelReason: 'Lý do hủy', cancelNow: 'Hủy phiên', numbers: 'Số được trả giá', whyConfirm: 'Mỗi lệnh đòi bạn vừa xác nhận danh tính.', notDone: 'Chưa thực hiện được', confirm: 'Xác nhận danh tính',
  },
  en: {
    title: (title: string) => `Auctioneer’s console: ${title}`, byClock: 'The session begins and ends by the published hours.', hold: 'To start it by hand (while the hall is not ready, say), pause it before it opens and press “Start the session” when all is.', start: 'Start the session', startHelp: (hour: string) => `It opens as soon as you press, though not before the published hour (${hour}); pressed later, the end moves by as long as it waited beyond that hour.`, call: 'Call the price', callNth: (n: number) => `Call ${n}`, thrice: 'The third call ends the bidding.', thirdFrom: (hour: string) => `The third at ${hour} at the earliest.`, announce: 'Announce the winner', told: 'Record what the winner said', toldLead: 'Only where the winner says so in person, by telephone or in writing and does not press it on a page of their own.', refusesResult: 'Refuses the result', refusesMinutes: 'Refuses to sign the minutes', toldNext: (n: number) => `Record the answer of number ${n}`, takes: 'Takes the lot', takesNot: 'Does not take it', resume: 'Go on',
    phone: 'Bid by telephone', phoneHelp: 'It is recorded under the bidder’s number, with the name of whoever enters it.', phoneTakes: (price: string) => `The chosen number takes ${price}`, phoneTakesHelp: 'Only where the caller says plainly that they take the price you read. If it has fallen before you press, the order is not taken and you ask them again.', number: 'Bidder’s number', present: 'Note who is present', presentHelp: 'For bidders who came to the hall and opened no room on a screen of their own; who opened the room or gave a price is noted already. Whoever was present did not stay away, also without a price.', presentNow: 'Note as present', typed: 'Price (đồng)', enter: 'Record this bid', sure: 'Many steps are meant', pause: 'Pause', reason: 'Reason', word: 'In words', pauseNow: 'Pause the session',
    out: 'Disqualify', outReason: 'Grounds', outNow: 'Disqualify', cancel: 'Cancel the session', authority: 'Who decided', cancelReason: 'Reason', cancelNow: 'Cancel the auction', numbers: 'Numbers that may bid', whyConfirm: 'Each order asks that you have just confirmed who you are.', notDone: 'This was not done', confirm: 'Show who you are',
  },
})
/** `order`: a button that was refused; it has no fields, so what is wrong stands at the top. */
export type ConsoleForms = Record<'phone' | 'present' | 'pause' | 'out' | 'cancel' | 'order', FormState>

/** Bàn điều hành: what the auctioneer orders goes into the lot's log like a bid. */
export function ConsolePage({ lot, state, view, lines, forms }: Pick<RoomProps, 'lot' | 'state' | 'view' | 'lines'> & { forms: ConsoleForms }) {
  const { locale, wordRefusal } = useView()
  const t = useTexts(consoleTexts), r = useTexts(roomTexts)
  const here = `/${locale}/auctions/${lot.id}/console`
  const key = (): { request_key: string } => ({ request_key: randomUUID() })
  const refusals = wording(biddingRefusals[locale])
  const live = !['signed', 'failed', 'cancelled'].includes(state.phase), running = state.phase === 'open' && state.paused_at === null, falls = state.rules.form === 'descending'
  const hour = clockOf(state.rules.opens_at, state.closes_at, locale)
  const title = t.title(lot.title[locale])
  return (
    <Page title={title} demonstration={lot.demonstration} crumbs={[{ href: `/${locale}/auctions/${lot.id}/room`, text: r.room }]}>
      <h1>{title}</h1>
      {forms.order.refusal && <div class="notice bad" role="alert" tabIndex={-1} data-focus=""><h2>{t.notDone}</h2><p>{wordRefusal(forms.order.refusal)}</p>
        {forms.order.refusal.code === 'confirm_first' && <p><a class="button second" href={`/${locale}/confirm-identity?next=${encodeURIComponent(here)}`}>{t.confirm}</a></p>}</div>}
      <p>{t.byClock} {t.whyConfirm} {state.phase === 'armed' && state.paused_at === null && t.hold}</p>
      <Board lot_id={lot.id} view={view} rules={state.rules} />
      <p class="row"><a class="button second" href={here} data-refresh="">{r.refresh}</a>{state.rules.form === 'sealed' && <a href={`/${locale}/auctions/${lot.id}/opening`}>{r.opening}</a>}</p>
      {running && state.rules.form === 'ascending' && state.leader !== null && <section class="sheet"><h2>{t.call}</h2><p>{t.thrice} {state.rules.course === 2 && t.thirdFrom(hour(nextCall({ ...state, calls: 2, called_at: state.calls === 2 ? state.called_at : 0 })))}</p><ActionButton action={`${here}/calls`} text={t.callNth(Math.min(3, state.calls + 1))} fields={key()} /></section>}
      {state.phase === 'closed' && state.leader !== null && state.tied.length === 0 && <ActionButton action={`${here}/announcement`} text={t.announce} fields={key()} />}
      {state.phase === 'announced' && state.winner !== null && <section class="sheet"><h2>{t.told}</h2><p>{t.toldLead}</p><div class="row"><ActionButton action={`${here}/refusal`} text={t.refusesResult} kind="button danger" fields={{ ...key(), refuses: 'result' }} /><ActionButton action={`${here}/refusal`} text={t.refusesMinutes} kind="button danger" fields={{ ...key(), refuses: 'minutes' }} /></div></section>}
      {state.phase === 'offered' && state.leader !== null && <section class="sheet"><h2>{t.toldNext(state.leader)}</h2><div class="row"><ActionButton action={`${here}/succession`} text={t.takes} fields={{ ...key(), takes: 'yes' }} /><ActionButton action={`${here}/succession`} text={t.takesNot} kind="button second" fields={{ ...key(), takes: 'no' }} /></div></section>}
      {state.paused_at !== null && (state.phase === 'armed'
        ? <section class="sheet"><h2>{t.start}</h2><p>{t.startHelp(hour(state.rules.opens_at))}</p><ActionButton action={`${here}/resumption`} text={t.start} fields={key()} /></section>
        : <ActionButton action={`${here}/resumption`} text={t.resume} fields={key()} />)}
      {running && state.rules.form !== 'sealed' && <section class="sheet"><h2>{t.phone}</h2><p>{t.phoneHelp} {falls && t.phoneTakesHelp}</p>
        <Form action={`${here}/bids`} form={forms.phone} submit={falls ? t.phoneTakes(formatVnd(state.price!, locale)) : t.enter} labels={{ number: t.number, typed: t.typed }} refusals={refusals}>
          <Hidden name="request_key" value={randomUUID()} />
          <Select form={forms.phone} name="number" label={t.number} options={state.bidders.filter((n) => !state.out.has(n)).map((n) => ({ value: String(n), text: r.number(n) }))} />
          {falls ? <Hidden name="typed" value={String(state.price)} /> : <><TextField form={forms.phone} name="typed" label={t.typed} inputmode="numeric" autocomplete="off" />
          <label class="tick"><input type="checkbox" name="sure" value="yes" /> <span>{t.sure}</span></label></>}
        </Form></section>}
      {live && state.bidders.length > 0 && <section class="sheet"><h2>{t.present}</h2><p>{t.presentHelp}</p>
        <Form action={`${here}/presence`} form={forms.present} submit={t.presentNow} labels={{ present_number: t.number }} refusals={refusals}>
          <Hidden name="request_key" value={randomUUID()} />
          <Select form={forms.present} name="present_number" label={t.number} options={state.bidders.filter((n) => !state.out.has(n)).map((n) => ({ value: String(n), text: r.number(n) }))} />
        </Form></section>}
      {live && state.paused_at === null && ['armed', 'open', 'opening'].includes(state.phase) && <section class="sheet"><h2>{t.pause}</h2>
        <Form action={`${here}/pause`} form={forms.pause} submit={t.pauseNow} labels={{ pause_reason: t.reason, pause_word: t.word }} refusals={refusals}>
          <Hidden name="request_key" value={randomUUID()} />
          <Select form={forms.pause} name="pause_reason" label={t.reason} options={pauseReasons.map((value) => ({ value, text: pauseWords[locale][value] }))} />
          <TextField form={forms.pause} name="pause_word" label={t.word} />
        </Form></section>}
      {live && state.bidders.length > 0 && <section class="sheet"><h2>{t.out}</h2>
        <Form action={`${here}/disqualification`} form={forms.out} submit={t.outNow} labels={{ out_number: t.number, out_reason: t.outReason }} refusals={refusals} danger>
          <Hidden name="request_key" value={randomUUID()} />
          <Select form={forms.out} name="out_number" label={t.number} options={state.bidders.filter((n) => !state.out.has(n)).map((n) => ({ value: String(n), text: r.number(n) }))} />
          <TextField form={forms.out} name="out_reason" label={t.outReason} />
        </Form></section>}
      {live && <section class="sheet"><h2>{t.cancel}</h2>
        <Form action={`${here}/cancellation`} form={forms.cancel} submit={t.cancelNow} labels={{ authority: t.authority, cancel_reason: t.cancelReason }} refusals={refusals} danger>
          <Hidden name="request_key" value={randomUUID()} />
          <TextField form={forms.cancel} name="authority" label={t.authority} />
          <TextField form={forms.cancel} name="cancel_reason" label={t.cancelReason} />
        </Form></section>}
      <History lines={lines} />
      <RoomScript />
    </Page>
  )
}
