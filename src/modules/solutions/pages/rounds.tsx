import { inLocale } from '../../../platform/locale.ts'
import { formatVnd, vnd } from '../../../platform/money.ts'
import { formatInstant } from '../../../platform/time.ts'
import type { FormState } from '../../../web/http.tsx'
import { Form, Hidden, TextField, wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { solutionRefusals } from '../messages.ts'
import { solutionTexts } from '../page-messages.ts'
import type { SolutionFile } from '../queries.ts'
import { roundTexts } from '../round-messages.ts'
import type { OwnTurns, RoundsFile } from '../round-queries.ts'
import type { RoundRules } from '../schema.ts'
import { isRanked } from '../rules.ts'
import { MovedDates } from './dates.tsx'
import { SolutionBadge } from './solutions.tsx'

const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Ho_Chi_Minh', hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false })
const money = (amount: number, locale: 'vi' | 'en'): string => formatVnd(vnd(amount), locale)
/** How the rounds of a call go, in sentences; on the page of the call and here. */
export function RoundWords({ rounds }: { rounds: RoundRules }) {
  const { locale } = useView()
  return <ul>{useTexts(roundTexts).rules(rounds.turn_minutes, rounds.pause_minutes, money(rounds.step, locale), rounds.after_working_days, rounds.at).map((sentence) => <li>{sentence}</li>)}</ul>
}

interface Props { file: SolutionFile; of: RoundsFile; form: FormState }
/** The three rounds of a call: whose turn it is, one's own price, what everybody asks after each round, and from the ranking on the whole record. */
export function RoundsPage({ file, of, form }: Props) {
  const { locale, now } = useView()
  const t = useTexts(roundTexts), words = useTexts(solutionTexts)
  const { call } = file, { rounds, lines, own, on, next } = of
  const base = `/${locale}/solutions/${call.id}`, when = (at: Date) => formatInstant(at, locale)
  const called = (number: number) => { const name = of.names.get(number); return `${words.number(number)}${name ? `: ${inLocale(locale, name.vi, name.en)}` : ''}${own?.number === number ? ` (${t.you})` : ''}` }
  const done = lines[0]?.prices.length ?? 1
  return (
    <Page title={`${t.title}: ${call.title[locale]}`} demonstration={call.demonstration} crumbs={[{ href: `/${locale}/solutions`, text: words.title }, { href: base, text: call.title[locale] }]}>
      <div class="row"><h1>{t.title}</h1><SolutionBadge state={call.state} /></div>
      <p class="lead">{t.lead}</p>
      <div class="stack">
        {call.state === 'bidding' && <section><p><strong>{on ? t.on(on.round, words.number(on.number), when(on.ends_at)) : next ? t.soon(next.round, when(next.begins_at)) : t.waiting}</strong></p>
          <p class="meta">{t.clock(clock.format(now))} <a href={`${base}/rounds`}>{t.reload}</a></p></section>}
        {rounds.over && <div class="notice"><p>{t.over}</p></div>}
        {own && <Own own={own} running={call.state === 'bidding'} action={`${base}/rounds`} form={form} />}
        <section><h2 id="prices">{t.prices}</h2><div class="scroll" tabIndex={0} role="region" aria-labelledby="prices"><table>
          <thead><tr><th scope="col">{t.participant}</th><th scope="col" class="right">{t.technical}</th><th scope="col" class="right">{t.envelope}</th>{[1, 2, 3].map((n) => <th scope="col" class="right">{t.round(n)}</th>)}</tr></thead>
          <tbody>{lines.map((line) => <tr><th scope="row">{called(line.number)}</th><td class="right">{words.points(line.technical)}</td>{[0, 1, 2, 3].map((n) => <td class="right">{n < done ? <>{line.prices[n] === null ? '–' : money(line.prices[n]!, locale)}{line.ranks[n] !== null && <>, {t.place(line.ranks[n]!)}</>}</> : '–'}</td>)}</tr>)}</tbody>
        </table></div></section>
        {[1, 2, 3].filter((n) => rounds.turns.some(({ round }) => round === n)).toReversed().map((n) => <section><h2 id={`round-${n}`}>{t.turns}: {t.round(n)}</h2><div class="scroll" tabIndex={0} role="region" aria-labelledby={`round-${n}`}><table>
          <thead><tr><th scope="col">{t.position}</th><th scope="col">{t.participant}</th><th scope="col">{t.from}</th><th scope="col">{t.until}</th><th scope="col" class="right">{t.asked}</th></tr></thead>
          <tbody>{rounds.turns.filter(({ round }) => round === n).map((turn) => <tr><td>{turn.position}</td><th scope="row">{called(turn.number)}</th><td><time dateTime={turn.begins_at.toISOString()}>{when(turn.begins_at)}</time></td><td><time dateTime={turn.ends_at.toISOString()}>{when(turn.ends_at)}</time></td><td class="right">{!turn.closed ? t.waiting : turn.amount === null ? t.kept : money(turn.amount, locale)}</td></tr>)}</tbody>
        </table></div></section>)}
        <MovedDates dates={file.dates.filter(({ round }) => round !== null)} />
        <section><h2>{t.how}</h2><RoundWords rounds={rounds.rules.rounds} /></section>
        {isRanked(call.state) && <section><h2>{t.record}</h2><p>{t.recordHelp}</p><p><a href={`${base}/record.json`}>record.json</a></p></section>}
      </div>
    </Page>
  )
}

function Own({ own, running, action, form }: { own: OwnTurns; running: boolean; action: string; form: FormState }) {
  const { locale } = useView()
  const t = useTexts(roundTexts), words = useTexts(solutionTexts)
  const when = (at: Date) => formatInstant(at, locale)
  const taking = running && own.on !== null && own.may && own.highest > 0
  return <section><h2>{t.yours(words.number(own.number))}</h2>
    <p>{t.asks(money(own.price, locale))}</p>
    {running && own.on && <div class="notice warn"><p>{t.yourTurn(when(own.on.ends_at))}</p></div>}
    {running && !own.on && own.next && <p>{t.yourNext(own.next.round, when(own.next.begins_at), when(own.next.ends_at))}</p>}
    {running && !own.may && <p>{t.noPower}</p>}
    {running && own.highest <= 0 && <p>{t.bottom}</p>}
    {/* What was typed too late or too early stays on the page with the sentence that says why. */}
    {(taking || form.refusal !== null || Object.keys(form.errors).length > 0) && own.may && <><p>{own.highest > 0 && t.highest(money(own.highest, locale))}</p>
      <Form action={action} form={form} submit={t.lower} labels={{ price: t.price }} refusals={wording(useTexts(solutionRefusals))}><Hidden name="request_key" value={String(form.values.request_key ?? '')} /><TextField form={form} name="price" label={t.price} help={t.priceHelp} inputmode="numeric" autocomplete="off" /></Form></>}
  </section>
}
