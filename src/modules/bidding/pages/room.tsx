import { randomUUID } from 'node:crypto'
import type { LotState, LotEvent } from '../../../platform/auction/lot.ts'
import { formatVnd, type Vnd } from '../../../platform/money.ts'
import { vndInWords } from '../../../platform/words.ts'
import type { FormState } from '../../../web/http.tsx'
import { fieldErrors } from '../../../web/messages.ts'
import { Form, Hidden, TextField, wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import type { Outcome } from '../commands.ts'
import type { RoomLine, RoomView } from '../hub.ts'
import { biddingRefusals, roomTexts } from '../messages.ts'
import type { Kept, RoomLot } from '../queries.ts'
import { stepsOffered, toldAs } from '../rules.ts'
import { AfterPanel } from './after.tsx'
import { Board, History, RoomScript } from './board.tsx'

export interface RoomProps {
  lot: RoomLot
  state: LotState
  view: RoomView
  lines: readonly RoomLine[]
  /** The number under which this reader bids; null: they watch. */
  number: number | null
  /** This reader acts for a bidder and gives no price for it. */
  kept?: Kept | null
  conducts: boolean
  form: FormState
  /** The bid just sent was refused. */
  refused?: Extract<LotEvent, { type: 'refused' }> | null
  /** This reader has just shown who they are. */
  confirmed: boolean
  /** A price many steps up that was confirmed by somebody who had not: nothing was sent. */
  unsaid?: Vnd | null
}

/** Phòng trả giá: complete as it comes; a script only keeps it current. */
export function RoomPage({ lot, state, view, lines, number, kept = null, conducts, form, refused = null, confirmed, unsaid = null }: RoomProps) {
  const { locale } = useView()
  const t = useTexts(roomTexts)
  const title = t.title(lot.title[locale])
  const here = `/${locale}/auctions/${lot.id}`
  return (
    <Page title={title} demonstration={lot.demonstration}>
      <h1>{title}</h1>
      <Board lot_id={lot.id} view={view} rules={state.rules} />
      <p class="row"><a class="button second" href={`${here}/room`} data-refresh="">{t.refresh}</a><span class="meta" data-lost="" hidden>{t.lost}</span>
        <a href={`${here}/screen`}>{t.screen}</a>{conducts && <a href={`${here}/console`}>{t.console}</a>}{state.rules.form === 'sealed' && <a href={`${here}/opening`}>{t.opening}</a>}</p>
      {kept ? <KeptNotice kept={kept} /> : number === null ? <p class="notice">{t.watch}</p> : <><BidPanel lot={lot} state={state} view={view} number={number} form={form} refused={refused} confirmed={confirmed} unsaid={unsaid} /><AfterPanel lot_id={lot.id} state={state} number={number} /></>}
      <History lines={lines} />
      <RoomScript />
    </Page>
  )
}

function KeptNotice({ kept: { why, who } }: { kept: Kept }) {
  const { wordRefusal } = useView()
  const t = useTexts(roomTexts)
  return <div class="notice warn" role="status"><p>{wordRefusal({ code: why })}</p><p>{who.length ? t.whoMay(who.join(', ')) : t.nobodyMay}</p></div>
}

function BidPanel({ lot, state, view, number, form, refused, confirmed, unsaid }: Pick<RoomProps, 'lot' | 'state' | 'view' | 'form' | 'refused' | 'confirmed' | 'unsaid'> & { number: number }) {
  const { locale } = useView()
  const t = useTexts(roomTexts), shared = useTexts(fieldErrors)
  const action = `/${locale}/auctions/${lot.id}/room/bids`
  const { form: kind } = state.rules
  const sure = refused?.refusal.code === 'many_steps' && 'amount' in refused.command ? refused.command.amount : unsaid ?? null
  return (
    <section class="room-bid" aria-label={t.bid} data-number={number}>
      <div class="sheet"><h2>{t.bid}</h2>
        <p><strong>{t.you(number)}.</strong> <strong class="room-lead" data-live="you">{view.leader === number ? t.youLead : ''}</strong></p>
        {(refused || sure !== null) && <div class="notice bad" role="alert" tabIndex={-1} data-focus=""><h3>{t.refusedTitle}</h3>{refused && <p>{wording(biddingRefusals[locale])(toldAs(refused.refusal))}</p>}
          {/* In a window of its own: the room, its price and the amount stay here. */}
          {sure !== null && !confirmed && <><p>{t.farUp}</p><p><a class="button second" href={`/${locale}/confirm-identity`} target="_blank" rel="noopener">{shared.confirm}</a></p></>}</div>}
        {sure !== null && <form method="post" action={action}><Hidden name="request_key" value={randomUUID()} /><Hidden name="amount" value={sure} /><Hidden name="sure" value="yes" /><p>{t.inWords}: <strong>{vndInWords(sure, locale)}</strong></p><button class="button danger">{t.sure(formatVnd(sure, locale))}</button></form>}
        {kind === 'sealed' && <><p>{t.sealed}</p><p><a class="button" href={`/${locale}/auctions/${lot.id}/ballot`}>{t.ballot}</a></p></>}
      </div>
      {kind !== 'sealed' && view.open && <>
        {/* Who leads has nothing to press until somebody bids more. On a telephone the buttons stay within a thumb's reach. */}
        <form method="post" action={action} class="room-steps" data-bids="" hidden={view.leader === number} aria-label={t.bidSteps}><Hidden name="request_key" value={randomUUID()} />
          {stepsOffered(state).map((amount, i) => <button class={i === 0 ? 'button' : 'button second'} name="amount" value={String(amount)} data-step={i}>{kind === 'descending' ? t.accept(formatVnd(amount, locale)) : formatVnd(amount, locale)}</button>)}
        </form>
        <div class="sheet">
          {kind === 'ascending' && <Form action={action} form={form} submit={t.bidThis} labels={{ typed: t.other }} refusals={wording(biddingRefusals[locale])}>
            <Hidden name="request_key" value={randomUUID()} />
            <TextField form={form} name="typed" label={t.other} help={t.otherHelp} inputmode="numeric" autocomplete="off" />
            <p class="room-words" data-typed-words="" aria-live="polite"></p>
          </Form>}
          <p class="meta room-binding">{t.binding}</p>
        </div>
      </>}
    </section>
  )
}

/** What became of one bid. Asks again by itself while it is not known. */
export function BidPage({ lot, outcome, bid_key }: { lot: RoomLot; outcome: Outcome | null; bid_key: string }) {
  const { locale } = useView()
  const t = useTexts(roomTexts)
  const room = `/${locale}/auctions/${lot.id}/room`, here = `${room}/bids/${bid_key}`
  const unknown = outcome?.kind === 'unknown'
  return (
    <Page title={t.yours} path={here.slice(3)} width="narrow" {...(unknown ? { refresh: 3 } : {})} crumbs={[{ href: room, text: t.room }]}>
      <div class="sheet"><h1>{t.yours}</h1>
        {outcome === null ? <p>{t.none}</p> : outcome.kind === 'unknown' ? <><p class="notice warn"><strong>{t.unknownTitle}.</strong> {t.unknown}</p><p><a class="button" href={here}>{t.refresh}</a></p></> : <Told outcome={outcome} />}
        <p><a href={room}>{t.back}</a></p>
      </div>
    </Page>
  )
}
function Told({ outcome: { event, seq, receipt } }: { outcome: Extract<Outcome, { kind: 'answered' }> }) {
  const { locale } = useView()
  const t = useTexts(roomTexts)
  const amount = 'amount' in event && event.amount !== null ? event.amount : null
  return <>
    {event.type === 'refused' ? <p class="notice bad"><strong>{t.refusedTitle}.</strong> {wording(biddingRefusals[locale])(toldAs(event.refusal))}</p>
      : <p class="notice good">{amount === null ? t.receiptLine(seq) : <>{t.taken(formatVnd(amount, locale))} {t.inWords}: {vndInWords(amount, locale)}.</>}</p>}
    <h2>{t.receipt}</h2>
    <p>{t.receiptLine(seq)}</p>
    <dl class="facts"><div><dt>SHA-256</dt><dd class="room-hash">{receipt.body_hash}</dd></div><div><dt>{t.signature}</dt><dd class="room-hash">{receipt.signature}</dd></div></dl>
  </>
}

/** For the hall: the price and who leads, large, and nothing to press. */
export function ScreenPage({ lot, state, view, lines }: Pick<RoomProps, 'lot' | 'state' | 'view' | 'lines'>) {
  const { locale } = useView()
  const t = useTexts(roomTexts)
  const title = t.title(lot.title[locale])
  return <Page title={title} demonstration={lot.demonstration}><h1>{title}</h1><Board lot_id={lot.id} view={view} rules={state.rules} big /><History lines={lines.slice(0, 5)} /><p><a href={`/${locale}/auctions/${lot.id}/room`} data-refresh="">{t.back}</a></p><RoomScript /></Page>
}
