import type { LotState } from '../../../platform/auction/lot.ts'
import { formatInstant } from '../../../platform/time.ts'
import { formatVnd } from '../../../platform/money.ts'
import { useTexts, useView } from '../../../web/view.ts'
import type { RoomLine, RoomView } from '../hub.ts'
import { roomTexts } from '../messages.ts'

/** What everybody sees of a lot: whole when the page comes, then kept current by the room's script through the names in data-live. */
export function Board({ lot_id, view, rules, big = false }: { lot_id: number; view: RoomView; rules: LotState['rules']; big?: boolean }) {
  const { locale } = useView()
  const t = useTexts(roomTexts)
  return (
    <section class={big ? 'room big' : 'room'} data-room={`/${locale}/auctions/${lot_id}/room`} data-seq={view.seq} data-closes={view.closes_at ?? ''} data-opens={view.opens_at} data-open={view.open ? 'yes' : 'no'} data-leader={view.leader ?? ''} aria-label={t.state}>
      <p class="room-state"><strong data-live="phase">{view.phase}</strong> <span data-live="calls">{view.calls}</span></p>
      <p class="notice warn" data-live="paused" hidden={view.paused === null}>{view.paused}</p>
      <dl class="room-facts">
        <div class="room-price"><dt>{t.price}</dt><dd><span data-live="price">{view.price}</span><small data-live="words">{view.words}</small></dd></div>
        {rules.tick !== null && <div><dt>{t.stands}</dt><dd><span data-live="stands">{view.stands}</span></dd></div>}
        <div><dt>{rules.form === 'descending' ? t.taker : t.leader}</dt><dd data-live="leading">{view.leading}</dd></div>
        <div><dt>{t.ends}</dt><dd><span data-live="closes">{view.closes}</span></dd></div>
        <div data-left="" hidden><dt>{t.left}</dt><dd><span data-live="left"></span></dd></div>
        {!big && <div><dt>{rules.form === 'descending' ? t.drop : t.step}</dt><dd>{formatVnd(rules.step, locale)}</dd></div>}
        {!big && <div><dt>{t.begins}</dt><dd>{formatInstant(new Date(rules.opens_at / 1_000), locale)}</dd></div>}
        <div><dt>{t.clock}</dt><dd><span data-live="clock">{formatInstant(useView().now, locale)}</span> <small data-live="uncertain"></small></dd></div>
      </dl>
      {/* Said to a screen reader at most once in some seconds, and only the newest. */}
      <p class="hidden" role="status" aria-live="polite" data-said=""></p>
    </section>
  )
}

export function History({ lines }: { lines: readonly RoomLine[] }) {
  const t = useTexts(roomTexts)
  return (
    <section class="sheet"><h2>{t.history}</h2>
      <p data-empty="" hidden={lines.length > 0}>{t.nothing}</p>
      <ol class="timeline" data-lines="" data-most="50">{lines.map(({ seq, hour, text }) => <li data-line={seq}><time>{hour}</time>{text}</li>)}</ol>
    </section>
  )
}

/** The script of a room, and how its page keeps current without one. */
export function RoomScript() {
  const { asset, nonce } = useView()
  return <script src={asset('room.js')} nonce={nonce} defer />
}
