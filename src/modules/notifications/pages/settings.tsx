import type { FormState } from '../../../web/http.tsx'
import { Choices, Form } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { deliveryNames, noticeTextsOfPages } from '../messages.ts'
import type { Stopped } from '../rules.ts'
import { deliveries, type Topic, topics } from '../schema.ts'
import { noticeKinds, noticeName, noticeText, topicNames } from '../texts.ts'

/** How its reader is told about each topic. What is always sent says so, and why. */
export function NoticeSettingsPage({ form }: { form: FormState }) {
  const { locale } = useView()
  const t = useTexts(noticeTextsOfPages)
  const names = useTexts(topicNames)
  const means = useTexts(deliveryNames)
  return (
    <Page title={t.settingsTitle} width="narrow" crumbs={[{ href: `/${locale}/my/notices`, text: t.title }]}>
      <h1>{t.settingsTitle}</h1>
      <p class="lead">{t.settingsLead}</p>
      <Form action={`/${locale}/my/notices/settings`} form={form} submit={t.save} labels={names}>
        {topics.map((topic) => <TopicChoice topic={topic} form={form} options={deliveries.map((value) => ({ value, text: means[value] }))} />)}
      </Form>
    </Page>
  )
}

function TopicChoice({ topic, form, options }: { topic: Topic; form: FormState; options: { value: string; text: string }[] }) {
  const { locale } = useView()
  const t = useTexts(noticeTextsOfPages)
  const name = useTexts(topicNames)[topic]
  const kinds = noticeKinds.filter((kind) => noticeText(kind).topic === topic)
  const chosen = kinds.filter((kind) => !noticeText(kind).always)
  const always = kinds.filter((kind) => noticeText(kind).always).map((kind) => { const why = noticeText(kind).always; return `${noticeName(kind, locale)} (${why === 'law' ? t.law : t.security})` })
  const alwaysText = always.length > 0 && <p class="help">{t.alwaysKinds}: {always.join('; ')}.</p>
  if (always.length > 0 && chosen.length === 0) return <section><h2 class="label">{name}</h2><p>{t.alwaysTopic}</p>{alwaysText}</section>
  const help = chosen.length > 0 ? `${t.about}: ${chosen.map((kind) => noticeName(kind, locale)).join('; ')}.` : t.noneYet
  return <><Choices one form={form} name={topic} label={name} help={help} options={options} />{alwaysText}</>
}

/** The page behind the link of a letter: a button to stop, or that it is done. Opening it changes nothing, for mail scanners open it too. */
export function StopPage({ stops, token, stopped }: { stops: Stopped; token: string; stopped: boolean }) {
  const { locale } = useView()
  const t = useTexts(noticeTextsOfPages)
  const names = useTexts(topicNames)
  const title = stopped ? t.stopped : t.stopTitle
  return (
    <Page title={title} width="narrow">
      <div class="sheet">
        <h1>{title}</h1>
        <div role={stopped ? 'status' : undefined}><p>{stops === 'digest' ? (stopped ? t.stoppedDigest : t.stopDigest) : (stopped ? t.stoppedTopic : t.stopTopic)(names[stops])}</p></div>
        <p>{t.alwaysStays}</p>
        {stopped
          ? <p>{t.change} <a href={`/${locale}/my/notices/settings`}>{t.settings}</a></p>
          : <form method="post" action={`/${locale}/notices/stop?token=${token}`}><button class="button">{t.stop}</button></form>}
      </div>
    </Page>
  )
}
