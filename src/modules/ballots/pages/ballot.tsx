import { randomUUID } from 'node:crypto'
import type { LotEvent, LotState } from '../../../platform/auction/lot.ts'
import { formatVnd } from '../../../platform/money.ts'
import { formatDay, formatInstant } from '../../../platform/time.ts'
import type { FormState } from '../../../web/http.tsx'
import { Hidden, wording } from '../../../web/ui/form.tsx'
import { fieldErrors, wordError } from '../../../web/messages.ts'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { biddingRefusals, clockOf, hourOf } from '../../bidding/messages.ts'
import { CheckCall } from '../../bidding/pages/after.tsx'
import type { RoomLot } from '../../bidding/queries.ts'
import { toldAs } from '../../bidding/rules.ts'
import type { KeyRound } from '../../keys/rules.ts'
import { ballotRefusals } from '../messages.ts'
import { ballotTexts, openingTexts } from '../page-messages.ts'
import type { Witness } from '../queries.ts'

/** That the ballot which counts is in and stays as it was sealed, looked at anew whenever the page is opened. */
function Witnessed({ lot, own: { seq, hash, at, kept, signed, read } }: { lot: RoomLot; own: Witness }) {
  const { locale, now } = useView()
  const t = useTexts(ballotTexts)
  const base = `/${locale}/auctions/${lot.id}`
  return <section class="sheet"><h2>{t.witness}</h2>
    {kept ? <p class="notice good">{t.kept(formatInstant(now, locale))}</p> : <p class="notice bad">{t.lost}</p>}
    <dl class="facts"><div><dt>{t.hash}</dt><dd class="room-hash">{hash}</dd></div><div><dt>{t.takenAt}</dt><dd>{hourOf(at, locale)}, {formatDay(new Date(Math.floor(at / 1000)), locale)}</dd></div><div><dt>{t.line}</dt><dd>{seq}. {signed === null ? t.unsigned : t.signedIn(signed)}</dd></div>
      {read && <div><dt>{t.wasRead}</dt><dd>{read.amount === null ? '–' : formatVnd(read.amount, locale)}{read.invalid !== null && `. ${openingTexts[locale].invalid[read.invalid as keyof typeof openingTexts.vi.invalid]}`}</dd></div>}</dl>
    <p class="row"><a href={`${base}/receipts/${seq}`}>{t.signedReceipt}</a> <a href={`${base}/proof`}>{t.proof}</a></p>
  </section>
}

export interface BallotProps { lot: RoomLot; state: LotState; number: number; key: KeyRound | null; own: readonly Witness[]; form: FormState; refused?: Extract<LotEvent, { type: 'refused' }> | null }
/** Phiếu kín of one bidder. Without its script the page says how to seal it at the Exchange's counter; nothing on it sends an amount. */
export function BallotPage({ lot, state, number, key, own, form, refused = null }: BallotProps) {
  const { locale, asset, nonce, wordRefusal } = useView()
  const t = useTexts(ballotTexts), errors = useTexts(fieldErrors)
  const base = `/${locale}/auctions/${lot.id}`, title = t.title(lot.title[locale]), { rules } = state
  const open = state.phase === 'open' && state.paused_at === null && !state.out.has(number)
  const wrong = refused ? wording(biddingRefusals[locale])(toldAs(refused.refusal)) : form.refusal ? wordRefusal(form.refusal) : Object.keys(form.errors).length ? `${ballotRefusals[locale].ballot_malformed({ code: 'ballot_malformed' })} (${Object.values(form.errors).map((code) => wordError(code, errors)).join(', ')})` : null
  return (
    <Page title={title} path={`/auctions/${lot.id}/ballot`} demonstration={lot.demonstration} crumbs={[{ href: `${base}/room`, text: t.room }]}>
      <h1>{title}</h1>
      {wrong && <p class="notice bad" role="alert" tabIndex={-1} data-focus="">{wrong}</p>}
      <p><strong>{t.you(number)}</strong> {open && <strong>{t.until(formatInstant(new Date(state.closes_at / 1_000), locale))} </strong>}{t.how}</p>
      <p class="meta">{t.trust}</p>
      <div class="stack">
      {!state.out.has(number) && <CheckCall lot_id={lot.id} state={state} />}
      {!open ? <p class="notice">{t.notOpen}</p> : !key ? <p class="notice warn">{t.noKey}</p> : <>
        <form method="post" action={`${base}/ballot`} class="sheet" data-guard="" data-ballot="" data-lot={lot.id} data-bidder={number} data-key={key.public_key} data-start={rules.start} data-step={rules.step} hidden novalidate>
          <Hidden name="request_key" value={randomUUID()} /><Hidden name="ciphertext" value="" />
          <div data-writing="">
            <div class="field"><label for="ballot-amount">{t.amount}</label><span class="help" id="ballot-amount-help">{t.amountHelp(formatVnd(rules.start, locale), formatVnd(rules.step, locale))}</span><span class="error" role="alert" data-wrong="" hidden></span>
              <input id="ballot-amount" type="text" inputMode="numeric" autocomplete="off" aria-describedby="ballot-amount-help" data-amount="" /></div>
            <p class="meta" data-words="" aria-live="polite"></p>
            <p><button type="button" class="button" data-seal="">{t.seal}</button></p>
          </div>
          <div data-sealed="" hidden class="stack">
            <h2 tabIndex={-1} data-read="">{t.sealed}</h2><p>{t.sealedLead}</p>
            <p>{t.words}: <strong data-said=""></strong></p>
            <p>{t.hash}: <span class="room-hash" data-hash=""></span></p>
            <p class="row"><a class="button second" data-note="">{t.note}</a><button type="button" class="button second" data-again="">{t.again}</button><button class="button" data-submit="">{t.submit}</button></p>
          </div>
        </form>
        <script src={asset('ballot.js')} nonce={nonce} defer />
      </>}
      {open && <section class="sheet"><h2>{t.paper}</h2><p>{t.paperLead}</p></section>}
      </div>
      <section><h2>{t.yours}</h2>
        {own.length === 0 ? <p>{t.none}</p> : <ul class="list">{own.map(({ hash, at, key: press }, i) => <li><time>{clockOf(rules.opens_at, rules.closes_at, locale)(at)}</time> · {i === 0 ? <strong>{t.counts}</strong> : t.replaced} · <a href={`${base}/room/bids/${press}`}>{t.receipt}</a><div class="room-hash">{hash}</div></li>)}</ul>}
      </section>
      {own[0] && <Witnessed lot={lot} own={own[0]} />}
    </Page>
  )
}
