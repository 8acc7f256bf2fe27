import { randomUUID } from 'node:crypto'
import type { Logged, LotState } from '../../../platform/auction/lot.ts'
import type { FormState } from '../../../web/http.tsx'
import { ActionButton, Form, Hidden, Select, wording } from '../../../web/ui/form.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { biddingRefusals, clockOf, lineOf, roomTexts } from '../../bidding/messages.ts'
import type { RoomLot } from '../../bidding/queries.ts'
import { openingTexts } from '../page-messages.ts'
import type { ListedBallot } from '../queries.ts'

/** `ballots`: while they wait to be opened. `number`: under which this reader may check them; `officer`: this reader may note who did. */
export interface CheckProps { lot: RoomLot; state: LotState; log: readonly Logged[]; ballots: readonly ListedBallot[] | null; number: number | null; officer: number | null; form: FormState }
/** Kiểm tra phiếu trước khi mở: what is to be checked, and who says that it was. */
export function CheckSection({ lot, state, log, ballots, number, officer, form }: CheckProps) {
  const { locale } = useView()
  const t = useTexts(openingTexts), r = useTexts(roomTexts)
  const base = `/${locale}/auctions/${lot.id}/opening`, said = log.filter(({ type }) => type === 'ballots_checked' || type === 'absence_noted')
  if (!ballots && said.length === 0) return null
  const clock = clockOf(state.rules.opens_at, state.closes_at, locale), waits = ballots !== null && !state.checked && state.paused_at === null
  return <section><h2>{t.check}</h2>
    {ballots && <><p>{t.checkLead}</p>
      <div class="scroll" tabIndex={0} role="region" aria-label={t.check}><table><thead><tr><th scope="col">{t.number}</th><th scope="col">{t.handedIn}</th><th scope="col">{t.intact}</th><th scope="col">{t.hash}</th></tr></thead>
        <tbody>{ballots.map(({ bidder, at, kept, hash }) => <tr><th scope="row">{bidder}</th><td>{clock(at)}</td><td>{kept ? <span class="badge good">{t.isIntact}</span> : <span class="badge bad">{t.notIntact}</span>}</td><td class="room-hash">{hash}</td></tr>)}</tbody></table></div></>}
    {said.length > 0 && <ul>{said.map((event) => <li><time>{clock(event.at)}</time> · {lineOf(event, locale)}</li>)}</ul>}
    {waits && <p class="notice warn">{state.absence === null ? t.unchecked : t.absenceNoted}</p>}
    {waits && number !== null && <div class="sheet"><p>{t.iCheckedLead}</p><ActionButton action={`${base}/check`} text={t.iChecked} fields={{ request_key: randomUUID() }} /></div>}
    {waits && officer !== null && <>
      <div class="sheet"><h3>{t.hall}</h3><p>{t.hallLead}</p>
        <Form action={`${base}/witness`} form={form} submit={t.noteHall} labels={{ witness_number: t.witness }} refusals={wording(biddingRefusals[locale])}>
          <Hidden name="request_key" value={randomUUID()} />
          <Select form={form} name="witness_number" label={t.witness} options={state.bidders.filter((n) => !state.out.has(n)).map((n) => ({ value: String(n), text: r.number(n) }))} />
        </Form></div>
      {state.absence !== officer && <details class="sheet"><summary>{t.absence}</summary><p>{t.absenceLead}</p><ActionButton action={`${base}/absence`} text={state.absence === null ? t.noteAbsence : t.confirmAbsence} kind="button danger" fields={{ request_key: randomUUID() }} /></details>}
    </>}
  </section>
}
