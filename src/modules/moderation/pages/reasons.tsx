import { inLocale } from '../../../platform/locale.ts'
import { formatNumber } from '../../../platform/money.ts'
import { isStaff } from '../../../core/context.ts'
import type { FormState } from '../../../web/http.tsx'
import { ActionButton, Form, Hidden, TextArea, TextField, wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { Timeline } from '../../audit/pages/timeline.tsx'
import type { TimelineEntry } from '../../audit/queries.ts'
import { moderationRefusals, moderationTexts, reasonTexts } from '../messages.ts'
import type { ReturnReason } from '../schema.ts'

/** Administrators keep the list; moderators cannot open the administration, nor administrators the queue, so the way back differs. */
const useCrumbs = () => {
  const { locale, actor } = useView()
  return actor.staff_roles.includes('administrator') ? [{ href: `/${locale}/moderation/report`, text: useTexts(moderationTexts).report }] : [{ href: `/${locale}/moderation`, text: useTexts(moderationTexts).title }]
}

export function ReasonsPage({ reasons, counts, form }: { reasons: readonly ReturnReason[]; counts: ReadonlyMap<string, number>; form: FormState }) {
  const { locale, actor } = useView()
  const t = useTexts(reasonTexts)
  const path = `/${locale}/moderation/reasons`
  return (
    <Page title={t.title} crumbs={useCrumbs()}>
      <h1 id="reasons">{t.title}</h1>
      <p class="lead">{t.lead}</p>
      <div class="scroll" tabIndex={0} role="region" aria-labelledby="reasons"><table>
        <thead><tr><th scope="col">{t.name_vi}</th><th scope="col">{t.name_en}</th><th scope="col">{t.text_vi}</th><th scope="col" class="right">{t.count}</th><th scope="col">{t.state}</th></tr></thead>
        <tbody>{reasons.map((one) => <tr><th scope="row" lang="vi"><a href={`${path}/${one.code}`} aria-label={t.edit(one.name_vi)}>{one.name_vi}</a></th><td lang="en">{one.name_en}</td><td lang="vi">{one.text_vi}</td><td class="right">{formatNumber(counts.get(one.code) ?? 0, locale)}</td><td>{one.retired_at ? t.retired : t.offered}</td></tr>)}</tbody>
      </table></div>
      {isStaff('administrator')(actor) && (
        <section class="sheet" aria-labelledby="add"><h2 id="add">{t.add}</h2>
          <Form action={path} form={form} submit={t.add} labels={t} refusals={wording(useTexts(moderationRefusals))}>
            <TextField form={form} name="code" label={t.code} help={t.codeHelp} autocomplete="off" />
            <Words form={form} />
          </Form>
        </section>
      )}
    </Page>
  )
}

export function ReasonPage({ reason, form, history }: { reason: ReturnReason; form: FormState; history: readonly TimelineEntry[] }) {
  const { locale, actor } = useView()
  const t = useTexts(reasonTexts)
  const path = `/${locale}/moderation/reasons/${reason.code}`
  const name = inLocale(locale, reason.name_vi, reason.name_en)
  return (
    <Page title={name} crumbs={[...useCrumbs(), { href: `/${locale}/moderation/reasons`, text: t.title }]}>
      <h1>{name}</h1>
      {reason.retired_at && <p class="notice">{t.retired}</p>}
      {isStaff('administrator')(actor) ? <div class="sheet stack">
        <Form action={path} form={form} submit={t.save} labels={t} refusals={wording(useTexts(moderationRefusals))}>
          <Hidden name="version" value={reason.version} /><Words form={form} />
        </Form>
        {reason.retired_at ? <ActionButton action={`${path}/restoring`} text={t.restore} kind="button second" /> : <ActionButton action={`${path}/retiring`} text={t.retire} kind="button danger" />}
      </div> : <dl class="facts sheet">{([[t.text_vi, reason.text_vi, 'vi'], [t.text_en, reason.text_en, 'en']] as const).map(([label, text, lang]) => <div><dt>{label}</dt><dd lang={lang}>{text}</dd></div>)}</dl>}
      <section aria-labelledby="history"><h2 id="history">{t.history}</h2><Timeline entries={history} /></section>
    </Page>
  )
}

function Words({ form }: { form: FormState }) {
  const t = useTexts(reasonTexts)
  return <>
    <TextField form={form} name="name_vi" label={t.name_vi} lang="vi" autocomplete="off" /><TextField form={form} name="name_en" label={t.name_en} lang="en" autocomplete="off" />
    <TextArea form={form} name="text_vi" label={t.text_vi} help={t.textHelp} rows={4} lang="vi" /><TextArea form={form} name="text_en" label={t.text_en} rows={4} lang="en" />
    <TextField form={form} name="position" label={t.position} inputmode="numeric" autocomplete="off" />
  </>
}
