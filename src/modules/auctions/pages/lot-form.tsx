import type { FormState } from '../../../web/http.tsx'
import { Choices, Form, Hidden, Select, TextArea, TextField, wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { auctionRefusals } from '../messages.ts'
import { formTexts, lotTexts } from '../page-messages.ts'

export interface LotFormProps { form: FormState; action: string; fresh: boolean; back: { href: string; text: string }; officers: { id: number; name: string }[]; demonstration: boolean }
/** Everything a lot is fixed by, on one sheet. */
export function LotFormPage({ form, action, fresh, back, officers, demonstration }: LotFormProps) {
  useView()
  const t = useTexts(formTexts), words = useTexts(lotTexts)
  const labels: Record<string, unknown> = { ...t }
  const text = (name: keyof typeof t, rest: { help?: string; optional?: boolean; inputmode?: string } = {}) => <TextField form={form} name={name} label={String(t[name])} {...rest} />
  const moment = (name: keyof typeof t) => <TextField form={form} name={name} label={String(t[name])} type="datetime-local" />
  const tick = (name: 'floor_shown' | 'extension_stated' | 'negotiation') => <Choices form={form} name={name} label={t[name]} optional="later" options={[{ value: 'yes', text: t.yes }]} />
  return (
    <Page title={fresh ? t.title : t.edit} width="narrow" crumbs={[back]} demonstration={demonstration}>
      <h1>{fresh ? t.title : t.edit}</h1>
      <p class="lead">{t.lead}</p>
      <Form action={action} form={form} submit={t.save} labels={labels} refusals={wording(useTexts(auctionRefusals))}>
        {fresh ? <><Hidden name="request_key" value={String(form.values.request_key ?? '')} /><Hidden name="listing_id" value={String(form.values.listing_id ?? '')} /><Hidden name="replaces" value={String(form.values.replaces ?? '')} /></>
          : <Hidden name="version" value={form.refusal?.code === 'lot_changed' ? String((form.refusal as unknown as { version: number }).version) : String(form.values.version ?? '')} />}
        <fieldset class="sheet"><legend class="label">{t.kind}</legend>
          <Choices one form={form} name="regime" label={t.regime} help={t.regimeHelp} options={(['voluntary', 'statutory'] as const).map((value) => ({ value, text: words.regime[value] }))} />
          <Choices one form={form} name="form" label={t.form} options={(['ascending', 'descending', 'sealed'] as const).map((value) => ({ value, text: words.form[value] }))} />
          {text('title_vi')}{text('title_en')}
          <TextArea form={form} name="about" label={t.about} help={t.aboutHelp} rows={6} /><TextArea form={form} name="viewing" label={t.viewing} optional rows={3} />
          {text('venue', { optional: true })}{text('organiser', { optional: true })}{text('organiser_licence', { optional: true })}{text('auctioneer_name', { optional: true })}
          <Select form={form} name="auctioneer_id" label={t.auctioneer_id} optional options={officers.map(({ id, name }) => ({ value: String(id), text: name }))} />
          {text('owner_decision', { optional: true })}
        </fieldset>
        <fieldset class="sheet"><legend class="label">{t.prices}</legend>
          {text('start', { inputmode: 'numeric' })}{text('step', { inputmode: 'numeric' })}{text('floor', { inputmode: 'numeric', optional: true, help: t.floorHelp })}{tick('floor_shown')}
          {text('most_steps', { inputmode: 'numeric' })}{text('deposit', { inputmode: 'numeric', help: t.depositHelp })}
          {text('deposit_bank')}{text('deposit_bin', { inputmode: 'numeric' })}{text('deposit_account')}{text('deposit_holder')}
        </fieldset>
        <fieldset class="sheet"><legend class="label">{t.times}</legend>
          {moment('registration_opens_at')}{moment('registration_closes_at')}{moment('opens_at')}{moment('closes_at')}
          {text('tick_minutes', { inputmode: 'numeric', optional: true })}{text('extension_minutes', { inputmode: 'numeric', help: t.extensionHelp })}{text('latest_minutes', { inputmode: 'numeric' })}{tick('extension_stated')}{text('calls_minutes', { inputmode: 'numeric', optional: true, help: t.callsHelp })}{text('reopen_minutes', { inputmode: 'numeric' })}
        </fieldset>
        <fieldset class="sheet"><legend class="label">{t.rest}</legend>
          <Choices one form={form} name="single_bidder" label={t.single_bidder} options={(['fail', 'sell'] as const).map((value) => ({ value, text: t.single[value] }))} />
          <Choices one form={form} name="tie" label={t.tie} options={(['draw', 'earlier'] as const).map((value) => ({ value, text: t.ties[value] }))} />
          {tick('negotiation')}
        </fieldset>
      </Form>
    </Page>
  )
}
