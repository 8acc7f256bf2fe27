import { randomUUID } from 'node:crypto'
import { sharesNeeded } from '../../../platform/sealing/shares.ts'
import type { Logged, LotState } from '../../../platform/auction/lot.ts'
import { formatVnd } from '../../../platform/money.ts'
import { formatInstant } from '../../../platform/time.ts'
import type { FormState } from '../../../web/http.tsx'
import { ActionButton, wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { phaseNames } from '../../bidding/messages.ts'
import type { RoomLot } from '../../bidding/queries.ts'
import { HandInShareForm, KeyShown } from '../../keys/pages/keepers.tsx'
import type { KeyRound } from '../../keys/rules.ts'
import { ballotRefusals } from '../messages.ts'
import { openingTexts } from '../page-messages.ts'
import { type CheckProps, CheckSection } from './check.tsx'

export interface OpeningProps { lot: RoomLot; state: LotState; log: readonly Logged[]; key: KeyRound | null; own: { place: number; handed: boolean } | null; conducts: boolean; check: Omit<CheckProps, 'lot' | 'state' | 'log' | 'form'>; form: FormState; hall: FormState }
/** Mở phiếu: everybody sees how far it is; a member of the council hands in their share here, with or without a script. */
export function OpeningPage({ lot, state, log, key, own, conducts, check, form, hall }: OpeningProps) {
  const { locale } = useView()
  const t = useTexts(openingTexts)
  const base = `/${locale}/auctions/${lot.id}`, title = t.title(lot.title[locale])
  const handed = key?.shares.filter(({ handed_at }) => handed_at).length ?? 0, early = state.phase === 'armed' || state.phase === 'open'
  const read = log.flatMap((event) => (event.type === 'ballot_read' ? [event] : [])), drawn = log.findLast((event) => event.type === 'drawn')
  return (
    <Page title={title} path={`/auctions/${lot.id}/opening`} demonstration={lot.demonstration} crumbs={[{ href: base, text: lot.title[locale] }]}>
      <h1>{title}</h1>
      <p>{t.lead}</p>
      <section><h2>{t.state}</h2>
        <p><strong>{phaseNames[locale][state.phase]}</strong>{state.ballots.size > 0 && <> · {t.ballots(state.ballots.size)}</>}</p>
        {!key ? <p class="notice warn">{t.noKey}</p> : early ? <p>{t.notClosed(formatInstant(new Date(state.closes_at / 1_000), locale))}</p> : <p>{t.handed(handed)}</p>}
        {state.phase === 'opening' && key && handed >= sharesNeeded && <p class="notice warn">{key.secret_key ? t.opening : t.wrong}</p>}
        {own && <p>{t.member(own.place)} {own.handed && t.yourDone}</p>}
      </section>
      <CheckSection lot={lot} state={state} log={log} {...check} form={hall} />
      {own && ((!own.handed && state.phase === 'opening' && !key?.secret_key) || form.refusal) && <HandInShareForm form={form} base={base} refusals={wording(ballotRefusals[locale])} />}
      {read.length > 0 && <section><h2>{t.results}</h2>
        <div class="scroll" tabIndex={0} role="region" aria-label={t.results}><table><thead><tr><th scope="col">{t.number}</th><th scope="col">{t.amount}</th><th scope="col">{t.valid}</th></tr></thead>
          <tbody>{read.toSorted((a, b) => (b.amount ?? 0) - (a.amount ?? 0)).map(({ bidder, amount, invalid }) => <tr><td>{bidder}</td><td>{amount === null ? '–' : formatVnd(amount, locale)}</td><td>{invalid === null ? '✓' : t.invalid[invalid]}</td></tr>)}</tbody></table></div>
        {state.tied.length > 1 && <><p class="notice">{t.tied(state.tied.join(', '))}</p>{conducts && <><p>{t.drawLead}</p><ActionButton action={`${base}/opening/draw`} text={t.draw} fields={{ request_key: randomUUID() }} /></>}</>}
        {drawn?.type === 'drawn' && <p>{t.drawn(drawn.winner)} {t.drawLead} {t.seed}: <span class="room-hash">{drawn.seed}</span></p>}
      </section>}
      {key && <KeyShown kept={key} />}
      <p>{t.verify} <a href={`${base}/proof`}>{t.proof}</a></p>
    </Page>
  )
}
