import { randomUUID } from 'node:crypto'
import { formatInstant } from '../../../platform/time.ts'
import { type FormState, freshForm } from '../../../web/http.tsx'
import { Form, Hidden, TextArea, TextField, wording } from '../../../web/ui/form.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { annulmentTexts, rulingInWords } from '../annulment-messages.ts'
import type { Annulment } from '../annulment-queries.ts'
import { auctionRefusals } from '../messages.ts'
import type { LotFile } from '../queries.ts'
import { mayBeAnnulled } from '../rules.ts'

/** By whom the result was annulled and why, as two officers confirmed it. */
export function Annulled({ annulments }: { annulments: readonly Annulment[] }) {
  const { locale } = useView()
  const t = useTexts(annulmentTexts)
  return <>{annulments.filter(({ state }) => state === 'approved').map((one) => <div class="notice warn stack"><p><strong>{t.annulled(rulingInWords(one, locale))}</strong></p><p>{t.why}: <span lang={locale === 'vi' ? undefined : 'vi'}>{one.reason}</span></p><p>{t.keeps}</p></div>)}</>
}

/** Where officers note that a court or authority annulled the result. */
export function AnnulmentDesk({ file: { lot, annulments, runs }, forms }: { file: LotFile; forms: { [name: string]: FormState } }) {
  const { locale, actor } = useView()
  const t = useTexts(annulmentTexts), refusals = wording(useTexts(auctionRefusals))
  const base = `/${locale}/auctions/${lot.id}`, waiting = annulments.find(({ state }) => state === 'proposed'), may = mayBeAnnulled(lot.state)
  const names = ['annulment', 'annulment-approval', 'annulment-return']
  if (!may && !names.some((name) => forms[name])) return null
  const form = (of: string, values: object = {}): FormState => ({ ...(forms[of] ?? freshForm(values)), at: of })
  const ruling = form('annulment', { request_key: randomUUID() }), gone = waiting ? null : (forms['annulment-approval'] ?? forms['annulment-return'])?.refusal // somebody settled it meanwhile
  const own = waiting?.proposed_by === actor.person_id
  return <section id="annulment"><h2>{t.desk}</h2><p class="meta">{t.deskHelp}</p>
    {gone && <div class="notice warn"><p>{refusals(gone as Parameters<typeof refusals>[0])}</p></div>}
    {annulments.filter(({ state }) => state === 'returned').map(({ decided_at, decision_reason }) => <p class="meta">{decided_at && t.returned(formatInstant(decided_at, locale), decision_reason)}</p>)}
    {waiting && <div class="notice stack"><p><strong>{t.waits(rulingInWords(waiting, locale))}</strong></p><p>{t.why}: {waiting.reason}</p>
      {runs && (own && forms['annulment-approval'] === undefined ? <p>{t.waitsOther}</p> : <Form danger action={`${base}/annulments/${waiting.id}/approval`} form={form('annulment-approval')} submit={t.approve} labels={{}} refusals={refusals}>{null}</Form>)}
      {runs && <details open={forms['annulment-return'] !== undefined}><summary>{own ? t.takeBack : t.giveBack}</summary><Form action={`${base}/annulments/${waiting.id}/return`} form={form('annulment-return')} submit={own ? t.takeBack : t.giveBack} labels={{ word: t.word }} refusals={refusals}><TextArea form={form('annulment-return')} name="word" label={t.word} rows={2} /></Form></details>}
    </div>}
    {runs && ((may && !waiting) || forms.annulment !== undefined) && <details open={forms.annulment !== undefined}><summary>{t.propose}</summary><Form danger action={`${base}/annulments`} form={ruling} submit={t.propose} labels={{ authority: t.authority, ruling_number: t.ruling_number, ruled_on: t.ruled_on, reason: t.reason }} refusals={refusals}>
      <Hidden name="request_key" value={String(ruling.values.request_key ?? '')} />
      <TextField form={ruling} name="authority" label={t.authority} /><TextField form={ruling} name="ruling_number" label={t.ruling_number} /><TextField form={ruling} name="ruled_on" label={t.ruled_on} type="date" /><TextArea form={ruling} name="reason" label={t.reason} help={t.reasonHelp} rows={3} />
    </Form></details>}
  </section>
}
