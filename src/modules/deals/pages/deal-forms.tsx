import { formatVnd } from '../../../platform/money.ts'
import type { FormState } from '../../../web/http.tsx'
import { Form, Hidden, Select, TextArea, TextField, wording } from '../../../web/ui/form.tsx'
import { Prose } from '../../../web/ui/prose.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import type { Taxonomy } from '../../taxonomy/queries.ts'
import { dealFormRefusals, dealTexts, stageNames } from '../messages.ts'
import type { DealFile } from '../queries.ts'
import { closingNeedsWord, dealMoves, isOpen } from '../rules.ts'
import { openStages } from '../schema.ts'
import { useName } from './parts.tsx'

const isWrong = (form: FormState): boolean => form.refusal !== null || Object.keys(form.errors).length > 0

export function StageForm({ file: { deal }, form }: { file: DealFile; form: FormState }) {
  const { locale } = useView()
  const t = useTexts(dealTexts)
  const names = useTexts(stageNames)
  const stages = openStages.filter((stage) => dealMoves[deal.stage].includes(stage))
  return (
    <section class="sheet" id="stage">
      <h2>{t.move}</h2>
      <Form action={`/${locale}/deals/${deal.id}/stage`} form={form} submit={t.move} labels={t} refusals={wording(useTexts(dealFormRefusals))}>
        <Select form={form} name="stage" label={t.stage} options={stages.map((value) => ({ value, text: names[value] }))} />
        <TextArea form={form} name="stage_reason" label={t.stage_reason} help={t.stageHelp} rows={3} optional="later" />
        {/* Always of the deal as shown here: whoever was told of a change and sends again has seen it. */}
        <Hidden name="version" value={deal.version} />
      </Form>
    </section>
  )
}

/** One side reports the closing and the other answers; nobody answers their own report. */
export function ClosingForms({ file, claim, confirm, dispute }: { file: DealFile; claim: FormState; confirm: FormState; dispute: FormState }) {
  const { locale } = useView()
  const t = useTexts(dealTexts)
  const names = useTexts(stageNames)
  const name = useName()
  const refusals = wording(useTexts(dealFormRefusals))
  const { deal, acts, supplier, demander } = file
  const own = `/${locale}/deals/${deal.id}`
  if (!isOpen(deal.stage)) return null
  const claimed = deal.closing_value
  const claimant = deal.closing_organisation_id === supplier.id ? supplier : demander
  if (claimed !== null && claimant.id !== acts.sign) return (
    <section class="sheet stack" id="closing">
      <h2>{t.nextActions.confirm_closing}</h2>
      <p>{t.claimedByThem(name(claimant), formatVnd(claimed, locale))}</p>
      {file.closing_word && <><p>{t.skippedWhy}</p><blockquote><Prose text={file.closing_word} /></blockquote></>}
      <Form action={`${own}/confirm`} form={confirm} submit={t.confirm(formatVnd(claimed, locale))} labels={{ value: t.value }} refusals={refusals}><Hidden name="value" value={claimed} /><p class="meta">{t.forGood}</p></Form>
      <details open={isWrong(dispute)}>
        <summary>{t.dispute}</summary>
        <Form action={`${own}/dispute`} form={dispute} submit={t.sendDispute} labels={t} refusals={refusals}><TextArea form={dispute} name="dispute_reason" label={t.dispute_reason} rows={3} /></Form>
      </details>
    </section>
  )
  return (
    <section class="sheet" id="closing"><details open={isWrong(claim) || claimed !== null}>
      <summary>{claimed === null ? t.closing : t.claimedByUs(formatVnd(claimed, locale))}</summary>
      <p>{t.closingHelp}</p>
      <Form action={`${own}/claim`} form={claim} submit={claimed === null ? t.claim : t.claimAgain} labels={{ value: t.closingValue, closing_word: t.closing_word }} refusals={refusals}>
        <TextField form={claim} name="value" label={t.closingValue} inputmode="numeric" />
        {closingNeedsWord(deal) && <TextArea form={claim} name="closing_word" label={t.closing_word} help={t.closingWordHelp(names[deal.stage])} rows={3} />}
      </Form>
    </details></section>
  )
}

export function LossForm({ file: { deal }, form, taxonomy }: { file: DealFile; form: FormState; taxonomy: Taxonomy }) {
  const { locale } = useView()
  const t = useTexts(dealTexts)
  return (
    <section class="sheet" id="loss"><details open={isWrong(form)}>
      <summary>{t.lose}</summary>
      <Form action={`/${locale}/deals/${deal.id}/lost`} form={form} submit={t.sendLoss} labels={t} refusals={wording(useTexts(dealFormRefusals))} danger>
        <Select form={form} name="loss_code" label={t.loss_code} options={taxonomy.list('loss_reason').map(({ code }) => ({ value: code, text: taxonomy.name('loss_reason', code, locale) }))} />
        <TextArea form={form} name="loss_reason" label={t.loss_reason} help={t.lossHelp} rows={3} optional="later" />
        <p class="meta">{t.forGood}</p>
      </Form>
    </details></section>
  )
}
