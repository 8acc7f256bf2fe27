import { randomUUID } from 'node:crypto'
import { formatInstant, shownMoment } from '../../../platform/time.ts'
import { type FormState, freshForm } from '../../../web/http.tsx'
import { Form, Hidden, TextArea, TextField, wording } from '../../../web/ui/form.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { dateTexts } from '../date-messages.ts'
import { movedBy } from '../date-queries.ts'
import { mayBePostponed, timesOf } from '../date-rules.ts'
import { auctionRefusals } from '../messages.ts'
import type { LotFile } from '../queries.ts'
import { lotDates } from '../schema.ts'
import { planOf } from '../turns.ts'

/** Every time of a lot that two officers moved, with what it was and why, and the hash of the rules before and after; the last one first. Nothing where none was. */
export function MovedTimes({ postponements }: Pick<LotFile, 'postponements'>) {
  const { locale } = useView()
  const t = useTexts(dateTexts)
  const moved = postponements.filter(({ state }) => state === 'approved').toReversed(), rehashed = moved.filter(({ former_hash, new_hash }) => former_hash !== new_hash)
  const when = (at: Date) => <time dateTime={at.toISOString()}>{formatInstant(at, locale)}</time>
  return moved.length === 0 ? null : <section><h2 id="times">{t.title}</h2><p class="meta">{t.lead}</p>
    <div class="scroll" tabIndex={0} role="region" aria-labelledby="times"><table>
      <thead><tr><th scope="col">{t.date}</th><th scope="col">{t.from}</th><th scope="col">{t.to}</th><th scope="col">{t.why}</th><th scope="col">{t.when}</th></tr></thead>
      <tbody>{moved.flatMap((one) => movedBy(one).map(({ date, from, to }) => <tr><th scope="row">{t.names[date]}</th><td>{when(from)}</td><td>{when(to)}</td><td lang={locale === 'vi' ? undefined : 'vi'}>{one.reason}</td><td>{one.decided_at && when(one.decided_at)}</td></tr>))}</tbody>
    </table></div>
    {rehashed.length > 0 && <><h3>{t.hash}</h3><p class="meta">{t.hashHelp}</p>
      <ul>{rehashed.map(({ decided_at, former_hash, new_hash }) => <li class="break">{decided_at && when(decided_at)}: {t.hashes[0]} <code>{former_hash}</code>, {t.hashes[1]} <code>{new_hash}</code></li>)}</ul></>}
  </section>
}

/** To who had registered before it: that everything stays, and until when they may go. */
export function KeptThroughPostponing({ file: { lot, own, postponements } }: { file: LotFile }) {
  const { locale, now } = useView()
  const t = useTexts(dateTexts)
  const since = own?.bidder.registered_at
  return mayBePostponed(lot, now) && since && postponements.some(({ state, decided_at }) => state === 'approved' && decided_at && decided_at >= since) ? <div class="notice"><p>{t.keeps(formatInstant(lot.registration_closes_at!, locale))}</p></div> : null
}

/** Where officers postpone a published lot: what waits for another of them, and the form while times may still move. */
export function PostponeSection({ file: { lot, postponements, runs }, forms }: { file: LotFile; forms: { [name: string]: FormState } }) {
  const { locale, actor, now } = useView()
  const t = useTexts(dateTexts)
  const refusals = wording(useTexts(auctionRefusals))
  const base = `/${locale}/auctions/${lot.id}`, waiting = postponements.find(({ state }) => state === 'proposed')
  const movable = mayBePostponed(lot, now), times = timesOf(planOf(lot))
  const form = (of: string, values: object = {}): FormState => ({ ...(forms[of] ?? freshForm(values)), at: of })
  const moving = form('times', { request_key: randomUUID(), ...Object.fromEntries(lotDates.map((date) => [date, shownMoment(times[date])])) })
  const gone = waiting ? null : (forms['times-approval'] ?? forms['times-return'])?.refusal // somebody settled it meanwhile
  return <section><h2>{t.desk}</h2><p class="meta">{t.deskHelp}</p>{lot.regime === 'statutory' && <p class="meta">{t.announce}</p>}
    {gone && <div class="notice warn"><p>{refusals(gone as Parameters<typeof refusals>[0])}</p></div>}
    {waiting && <div class="notice stack"><p><strong>{t.waits}</strong></p>
      <ul>{movedBy(waiting).map(({ date, from, to }) => <li>{t.moved(t.names[date], formatInstant(from, locale), formatInstant(to, locale))}</li>)}</ul><p>{t.why}: {waiting.reason}</p>
      {!movable && forms['times-approval'] === undefined ? <p>{t.lapsed}</p> : runs && (waiting.proposed_by === actor.person_id && forms['times-approval'] === undefined ? <p>{t.waitsOther}</p>
        : <Form action={`${base}/postponements/${waiting.id}/approval`} form={form('times-approval')} submit={t.approve} labels={{}} refusals={refusals}>{null}</Form>)}
      {runs && <details open={forms['times-return'] !== undefined}><summary>{waiting.proposed_by === actor.person_id ? t.takeBack : t.giveBack}</summary><Form action={`${base}/postponements/${waiting.id}/return`} form={form('times-return')} submit={waiting.proposed_by === actor.person_id ? t.takeBack : t.giveBack} labels={{ reason: t.returnReason }} refusals={refusals}><TextArea form={form('times-return')} name="reason" label={t.returnReason} rows={2} /></Form></details>}
    </div>}
    {!movable && <p>{t.none}</p>}
    {/* What was typed too late stays with the sentence that says why. */}
    {runs && ((movable && !waiting) || forms.times !== undefined) && <details open={forms.times !== undefined}><summary>{t.propose}</summary>
      <Form action={`${base}/postponements`} form={moving} submit={t.propose} labels={{ ...t.names, reason: t.reason }} refusals={refusals}>
        <Hidden name="request_key" value={String(moving.values.request_key ?? '')} />
        {lotDates.map((date) => <TextField form={moving} name={date} label={t.names[date]} help={t.same} type="datetime-local" />)}
        {lot.rules.extension && <p class="meta">{t.extension}</p>}
        <TextArea form={moving} name="reason" label={t.reason} help={t.reasonHelp} rows={3} />
      </Form></details>}
  </section>
}
