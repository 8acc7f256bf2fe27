import { freshForm, type FormState } from '../../../web/http.tsx'
import { ActionButton, Choices, Form, wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { listingKinds } from '../../listings/schema.ts'
import type { Taxonomy } from '../../taxonomy/queries.ts'
import { digestTexts, promotionRefusals, rhythmNames } from '../messages.ts'
import { rhythms } from '../schema.ts'

/** Where one asks for the letter, changes it, and stops it. */
export function DigestPage({ form = freshForm(), asked, taxonomy }: { form?: FormState; asked: boolean; taxonomy: Taxonomy }) {
  const { locale } = useView()
  const t = useTexts(digestTexts)
  const names = useTexts(rhythmNames)
  const path = `/${locale}/my/digest`
  // The two upper levels of the classification: whoever wants one branch of a field has it, and nobody reads three hundred boxes.
  const fields = taxonomy.list('research_field').filter(({ level }) => level === '1' || level === '2')
  return (
    <Page title={t.title} width="narrow">
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      <div class={asked ? 'notice good' : 'notice'}><p>{asked ? t.on : `${t.off} ${t.next}`}</p>{asked && <ActionButton action={`${path}/end`} text={t.stop} kind="button second" />}</div>
      <Form action={path} form={form} submit={asked ? t.change : t.ask} labels={{ rhythm: t.rhythm, kinds: t.kinds, research_fields: t.fields, locale: t.language }} refusals={wording(useTexts(promotionRefusals))}>
        <Choices one form={form} name="rhythm" label={t.rhythm} options={rhythms.map((value) => ({ value, text: names[value] }))} />
        <Choices form={form} name="kinds" label={t.kinds} options={listingKinds.map((value) => ({ value, text: t[value] }))} />
        <Choices form={form} name="research_fields" label={t.fields} help={t.fieldsHelp} optional options={fields.map(({ code, name_vi, name_en }) => ({ value: code, text: locale === 'vi' ? name_vi : name_en }))} />
        <Choices one form={form} name="locale" label={t.language} options={[{ value: 'vi', text: t.vi }, { value: 'en', text: t.en }]} />
        {!asked && <p class="meta">{t.consent}</p>}
      </Form>
    </Page>
  )
}

/** Behind the link of a letter: a button to stop, or that it is done. Opening it changes nothing, for mail scanners open it too. */
export function DigestStopPage({ token, stopped }: { token: string; stopped: boolean }) {
  const { locale } = useView()
  const t = useTexts(digestTexts)
  const title = stopped ? t.stopped : t.stopTitle
  return (
    <Page title={title} width="narrow">
      <div class="sheet">
        <h1>{title}</h1>
        <p role={stopped ? 'status' : undefined}>{stopped ? t.stoppedText : t.stopText}</p>
        {stopped ? <p>{t.again} <a href={`/${locale}/my/digest`}>{t.title}</a>.</p>
          : <form method="post" action={`/${locale}/digest/stop?token=${token}`}><button class="button">{t.stop}</button></form>}
      </div>
    </Page>
  )
}
