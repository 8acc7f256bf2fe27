import { randomUUID } from 'node:crypto'
import { formatInstant, shownMoment } from '../../../platform/time.ts'
import { type FormState, freshForm } from '../../../web/http.tsx'
import { Form, Hidden, TextArea, TextField, wording } from '../../../web/ui/form.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { dateTexts } from '../date-messages.ts'
import { lateRefusal, movedBy } from '../date-queries.ts'
import { movableDates } from '../date-rules.ts'
import { solutionRefusals } from '../messages.ts'
import type { DeskFile, SolutionFile } from '../queries.ts'

/** Every date of a call that two officers moved, with what it was and why; the last one first. Nothing where none was. */
export function MovedDates({ dates }: Pick<SolutionFile, 'dates'>) {
  const { locale } = useView()
  const t = useTexts(dateTexts)
  const moved = dates.filter(({ state }) => state === 'approved').toReversed()
  const when = (at: Date) => <time dateTime={at.toISOString()}>{formatInstant(at, locale)}</time>
  return moved.length === 0 ? null : <section><h2 id="dates">{t.title}</h2><p class="meta">{t.lead}</p>
    <div class="scroll" tabIndex={0} role="region" aria-labelledby="dates"><table>
      <thead><tr><th scope="col">{t.date}</th><th scope="col">{t.from}</th><th scope="col">{t.to}</th><th scope="col">{t.why}</th><th scope="col">{t.when}</th></tr></thead>
      <tbody>{moved.flatMap((change) => movedBy(change).map(({ date, from, to }) => <tr><th scope="row">{t.names[date](change.round)}</th><td>{when(from)}</td><td>{when(to)}</td><td lang={locale === 'vi' ? undefined : 'vi'}>{change.reason}</td><td>{change.decided_at && when(change.decided_at)}</td></tr>))}</tbody>
    </table></div>
  </section>
}

/** To who has handed in: that there is more time now, and that what they sealed stays. */
export function KeptThroughMove({ file: { call, dates } }: { file: SolutionFile }) {
  const { locale } = useView()
  const t = useTexts(dateTexts)
  return call.state === 'open' && dates.some(({ state, closes_at }) => state === 'approved' && closes_at) ? <div class="notice"><p>{t.keeps(formatInstant(call.closes_at, locale))}</p></div> : null
}

/** Where officers move dates: what waits for another of them, and the form for what may still move. */
export function MoveDatesSection({ file: { call, dates, runs }, desk, forms }: { file: SolutionFile; desk: DeskFile; forms: { [name: string]: FormState } }) {
  const { locale, actor, now } = useView()
  const t = useTexts(dateTexts)
  const refusals = wording(useTexts(solutionRefusals))
  const base = `/${locale}/solutions/${call.id}`, waiting = dates.find(({ state }) => state === 'proposed')
  const movable = movableDates(desk.dates, now), name = call.state === 'bidding' ? 'round-dates' : 'dates'
  const late = waiting !== undefined && lateRefusal(desk.dates, waiting, now) !== null
  const form = (of: string, values: object = {}): FormState => ({ ...(forms[of] ?? freshForm(values)), at: of })
  const fields = call.state === 'bidding' ? ['round_begins'] as const : ['asks_until', 'closes_at'] as const
  const moving = form(name, { request_key: randomUUID(), ...Object.fromEntries(fields.map((field) => [field, desk.dates[field] ? shownMoment(desk.dates[field]) : ''])) })
  const gone = waiting ? null : (forms['date-approval'] ?? forms['date-return'])?.refusal // somebody settled it meanwhile
  return <section><h2>{t.desk}</h2><p class="meta">{t.deskHelp}</p>
    {gone && <div class="notice warn"><p>{refusals(gone as Parameters<typeof refusals>[0])}</p></div>}
    {waiting && <div class="notice stack"><p><strong>{t.waits}</strong></p>
      <ul>{movedBy(waiting).map(({ date, from, to }) => <li>{t.moved(t.names[date](waiting.round), formatInstant(from, locale), formatInstant(to, locale))}</li>)}</ul><p>{t.why}: {waiting.reason}</p>
      {late && forms['date-approval'] === undefined ? <p>{t.lapsed}</p> : runs && (waiting.proposed_by === actor.person_id && forms['date-approval'] === undefined ? <p>{t.waitsOther}</p>
        : <Form action={`${base}/dates/${waiting.id}/approval`} form={form('date-approval')} submit={t.approve} labels={{}} refusals={refusals}>{null}</Form>)}
      {runs && <details open={forms['date-return'] !== undefined}><summary>{waiting.proposed_by === actor.person_id ? t.takeBack : t.giveBack}</summary><Form action={`${base}/dates/${waiting.id}/return`} form={form('date-return')} submit={waiting.proposed_by === actor.person_id ? t.takeBack : t.giveBack} labels={{ reason: t.returnReason }} refusals={refusals}><TextArea form={form('date-return')} name="reason" label={t.returnReason} rows={2} /></Form></details>}
    </div>}
    {movable.length === 0 && <p>{t.none}</p>}
    {/* What was typed too late stays with the sentence that says why. */}
    {runs && ((movable.length > 0 && (!waiting || late)) || forms[name] !== undefined) && <details open={forms[name] !== undefined}><summary>{t.propose}</summary>
      <Form action={`${base}/${name}`} form={moving} submit={t.propose} labels={{ ...Object.fromEntries(fields.map((field) => [field, t[field]])), reason: t.reason }} refusals={refusals}>
        <Hidden name="request_key" value={String(moving.values.request_key ?? '')} />
        {fields.map((field) => <TextField form={moving} name={field} label={t[field]} help={fields.length > 1 ? t.same : undefined} type="datetime-local" />)}
        <TextArea form={moving} name="reason" label={t.reason} rows={3} />
      </Form></details>}
  </section>
}
