import { randomUUID } from 'node:crypto'
import { formatInstant } from '../../../platform/time.ts'
import { type FormState, freshForm } from '../../../web/http.tsx'
import { Form, Hidden, Select, TextArea, TextField, wording } from '../../../web/ui/form.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { auctionRefusals } from '../messages.ts'
import type { LotFile, OfficeFile } from '../queries.ts'
import { replacementTexts } from '../replacement-messages.ts'
import type { Replacement } from '../replacement-queries.ts'
import { mayBeReplaced } from '../replacement-rules.ts'

/** Who took whose place as auctioneer, when and why: as two officers said. */
export function Replaced({ replacements }: { replacements: readonly Replacement[] }) {
  const { locale } = useView()
  const t = useTexts(replacementTexts)
  return <>{replacements.filter(({ state }) => state === 'approved').map(({ from_name, to_name, reason, decided_at }) => <p class="meta">{decided_at && t.replaced(formatInstant(decided_at, locale), from_name, to_name)} {t.why}: <span lang={locale === 'vi' ? undefined : 'vi'}>{reason}</span></p>)}</>
}

/** Where officers put another auctioneer in the place of one who is lost. */
export function ReplacementDesk({ file: { lot, replacements, runs }, office, forms }: { file: LotFile; office: OfficeFile | null; forms: { [name: string]: FormState } }) {
  const { locale, actor } = useView()
  const t = useTexts(replacementTexts), refusals = wording(useTexts(auctionRefusals))
  const base = `/${locale}/auctions/${lot.id}`, waiting = replacements.find(({ state }) => state === 'proposed'), may = mayBeReplaced(lot)
  const names = ['replacement', 'replacement-approval', 'replacement-return']
  if (!may && !names.some((name) => forms[name])) return null
  const form = (of: string, values: object = {}): FormState => ({ ...(forms[of] ?? freshForm(values)), at: of })
  const naming = form('replacement', { request_key: randomUUID() }), gone = waiting ? null : (forms['replacement-approval'] ?? forms['replacement-return'])?.refusal // somebody settled it meanwhile
  return <section id="auctioneer"><h2>{t.desk}</h2><p class="meta">{t.deskHelp}</p>{lot.auctioneer_name && <p>{t.now(lot.auctioneer_name)}</p>}<Replaced replacements={replacements} />
    {office?.lost && may && <div class="notice warn"><p>{t.lost}</p></div>}
    {gone && <div class="notice warn"><p>{refusals(gone as Parameters<typeof refusals>[0])}</p></div>}
    {waiting && <div class="notice stack"><p><strong>{t.waits(waiting.to_name, waiting.from_name)}</strong></p><p>{t.why}: {waiting.reason}</p>
      {runs && (waiting.proposed_by === actor.person_id && forms['replacement-approval'] === undefined ? <p>{t.waitsOther}</p> : <Form action={`${base}/replacements/${waiting.id}/approval`} form={form('replacement-approval')} submit={t.approve} labels={{}} refusals={refusals}>{null}</Form>)}
      {runs && <details open={forms['replacement-return'] !== undefined}><summary>{waiting.proposed_by === actor.person_id ? t.takeBack : t.giveBack}</summary><Form action={`${base}/replacements/${waiting.id}/return`} form={form('replacement-return')} submit={waiting.proposed_by === actor.person_id ? t.takeBack : t.giveBack} labels={{ reason: t.returnReason }} refusals={refusals}><TextArea form={form('replacement-return')} name="reason" label={t.returnReason} rows={2} /></Form></details>}
    </div>}
    {runs && ((may && !waiting) || forms.replacement !== undefined) && <details open={forms.replacement !== undefined}><summary>{t.propose}</summary><Form action={`${base}/replacements`} form={naming} submit={t.propose} labels={{ to_id: t.to_id, to_name: t.to_name, reason: t.reason }} refusals={refusals}>
      <Hidden name="request_key" value={String(naming.values.request_key ?? '')} />
      <Select form={naming} name="to_id" label={t.to_id} options={(office?.officers ?? []).filter(({ id }) => id !== lot.auctioneer_id).map(({ id, name }) => ({ value: String(id), text: name }))} />
      <TextField form={naming} name="to_name" label={t.to_name} help={t.nameHelp} /><TextArea form={naming} name="reason" label={t.reason} help={t.reasonHelp} rows={2} />
    </Form></details>}
  </section>
}
