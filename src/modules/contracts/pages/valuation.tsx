import { formatIsoDay } from '../../../platform/time.ts'
import { formatVnd } from '../../../platform/money.ts'
import type { FormState } from '../../../web/http.tsx'
import { Choices, TextArea } from '../../../web/ui/form.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import type { PartFile } from '../../deals/part-queries.ts'
import { fileHref } from '../../documents/queries.ts'
import type { Rule } from '../../rulebook/schema.ts'
import { causeWords, thereWords, valuationTexts } from '../valuation-messages.ts'
import type { ValuationAsked } from '../valuation-rules.ts'

/** What is asked as a side signs, with the rule of the day where a text was seen. */
export interface Asked extends ValuationAsked { rule: Rule | null }

/** Whether the file holds a valuation for who signs, which one, and what is known of the law. */
export function ValuationWords({ file: { deal, acts }, asked: { cause, there, said, rule } }: { file: PartFile; asked: Asked }) {
  const { locale } = useView()
  const t = useTexts(valuationTexts)
  const own = `/${locale}/deals/${deal.id}`
  return (
    <section class={there ? 'sheet' : 'notice'} aria-label={t.head}>
      <p><strong>{t.head}.</strong> {causeWords(cause, locale)}</p>
      {there ? <p>{t.there}: {thereWords({ there }, locale)} <a href={fileHref(there.document)}>{there.document.name}</a></p> : <>
        <p>{t.notThere} {said && t.saidOnly(formatVnd(said.valuation, locale), formatIsoDay(said.valued_on, locale))}</p>
        <p>{t.mayAttach} {acts.sign === deal.supplier_organisation_id && <><a href={`${own}/result`}>{t.toResult}</a>, </>}<a href={`${own}/registration`}>{t.toRegistration}</a>.</p>
      </>}
      <p class="meta">{rule ? <>{t.following([rule.article, rule.document].filter(Boolean).join(' '))}: {locale === 'vi' ? rule.label_vi : rule.label_en} (<a href={rule.source} rel="noopener nofollow">{new URL(rule.source).hostname}</a>). {rule.mark === 'S2' && t.warning}</> : t.noLaw}</p>
    </section>
  )
}

/** How who signs says that they know there is none. Nothing is asked where there is one. */
export function Unvalued({ asked, form }: { asked: Asked; form: FormState }) {
  const t = useTexts(valuationTexts)
  if (asked.there) return null
  return (
    <>
      <Choices form={form} name="without_valuation" label={t.without_valuation} options={[{ value: 'yes', text: t.knowingly }]} />
      <TextArea form={form} name="unvalued_reason" label={t.unvalued_reason} rows={2} />
      <p class="meta">{t.kept}</p>
    </>
  )
}
