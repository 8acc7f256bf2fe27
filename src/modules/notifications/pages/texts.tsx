import { isStaff } from '../../../core/context.ts'
import { type Locale, locales } from '../../../platform/locale.ts'
import { formatDay, formatInstant } from '../../../platform/time.ts'
import type { FormState } from '../../../web/http.tsx'
import { ActionButton, Form, Hidden, TextArea, TextField } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { noticeAdministration } from '../messages.ts'
import type { changedTexts, NoticeTextVersion } from '../queries.ts'
import type { NoticeWords } from '../schema.ts'
import { type NoticeKind, noticeKinds, noticeName, noticeText, placeholdersIn, samples, topicNames, wordsFor } from '../texts.ts'

export function NoticeTextsPage({ changed }: { changed: Awaited<ReturnType<typeof changedTexts>> }) {
  const { locale } = useView()
  const t = useTexts(noticeAdministration)
  const names = useTexts(topicNames)
  const state = (kind: NoticeKind): string => locales.flatMap((of) => {
    const latest = changed.get(`${kind} ${of}`)
    return latest && !latest.restored ? [`${t.languages[of]}: ${t.changed(latest.version, formatDay(latest.changed_at, locale))}`] : []
  }).join('; ') || t.own
  return (
    <Page title={t.title} crumbs={[{ href: `/${locale}/administration`, text: t.administration }]}>
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      <div class="scroll" tabIndex={0} role="region" aria-label={t.caption}><table>
        <caption class="hidden">{t.caption}</caption>
        <thead><tr><th scope="col">{t.kind}</th><th scope="col">{t.topic}</th><th scope="col">{t.code}</th><th scope="col">{t.state}</th></tr></thead>
        <tbody>{noticeKinds.map((kind) => (
          <tr><th scope="row"><a href={`/${locale}/administration/notices/${kind}`}>{noticeName(kind, locale)}</a></th><td>{names[noticeText(kind).topic]}</td><td><code>{kind}</code></td><td>{state(kind)}</td></tr>
        ))}</tbody>
      </table></div>
    </Page>
  )
}

export interface NoticeTextProps { kind: NoticeKind; inForce: Record<Locale, NoticeWords>; latest: Record<Locale, { version: number; changed: boolean }>; versions: NoticeTextVersion[]; forms: Record<Locale, FormState> }

export function NoticeTextPage({ kind, inForce, latest, versions, forms }: NoticeTextProps) {
  const { locale, actor } = useView()
  const t = useTexts(noticeAdministration)
  const { topic, always } = noticeText(kind)
  return (
    <Page title={noticeName(kind, locale)} width="narrow" crumbs={[{ href: `/${locale}/administration`, text: t.administration }, { href: `/${locale}/administration/notices`, text: t.title }]}>
      <h1>{noticeName(kind, locale)}</h1>
      <p class="meta"><code>{kind}</code> · {useTexts(topicNames)[topic]}{always && <> · {t.always[always]}</>}</p>
      {locales.map((of, i) => (<>
        {i > 0 && <hr />}
        <section class="stack" aria-labelledby={`in-${of}`}>
          <h2 id={`in-${of}`}>{t.languages[of]}</h2>
          <Preview kind={kind} words={inForce[of]} of={of} />
          {isStaff('administrator')(actor) && <WordsForm kind={kind} of={of} form={forms[of]} latest={latest[of]} />}
        </section>
      </>))}
      <hr />
      <h2>{t.history}</h2>
      <History versions={versions} />
    </Page>
  )
}

function Preview({ kind, words, of }: { kind: NoticeKind; words: NoticeWords; of: Locale }) {
  const t = useTexts(noticeAdministration)
  const values = Object.fromEntries(placeholdersIn([kind, words.subject, words.body, words.line].join(' ')).map((name) => [name, samples[name as keyof typeof samples] ?? name]))
  const { subject, body, line } = wordsFor(words, values, of)
  return (
    <div class="sheet">
      <h3>{t.preview(t.languages[of])}</h3>
      <p class="meta">{t.previewText}</p>
      <dl class="facts" lang={of}>
        <div><dt>{t.subject}</dt><dd>{subject}</dd></div>
        <div><dt>{t.body}</dt><dd class="message">{body}</dd></div>
        <div><dt>{t.line}</dt><dd>{line}</dd></div>
      </dl>
    </div>
  )
}

function WordsForm({ kind, of, form, latest }: { kind: NoticeKind; of: Locale; form: FormState; latest: { version: number; changed: boolean } }) {
  const { locale } = useView()
  const t = useTexts(noticeAdministration)
  const own = noticeText(kind)[of]
  const help = t.placeholders(placeholdersIn(`${own.subject} ${own.body} ${own.line}`).map((name) => `{${name}}`).join(', '))
  const action = `/${locale}/administration/notices/${kind}/${of}`
  const labels = { [`${of}_subject`]: t.subject, [`${of}_body`]: t.body, [`${of}_line`]: t.line }
  return (
    <>
      <Form action={action} form={form} submit={t.save(t.languages[of])} labels={labels}>
        <Hidden name="version" value={String(form.values.version ?? latest.version)} />
        <TextField form={form} name={`${of}_subject`} label={t.subject} help={help} lang={of} />
        <TextArea form={form} name={`${of}_body`} label={t.body} rows={8} lang={of} />
        <TextField form={form} name={`${of}_line`} label={t.line} lang={of} />
      </Form>
      {latest.changed && <ActionButton action={`${action}/restoration`} text={t.restore(t.languages[of])} fields={{ version: latest.version }} kind="button second" />}
    </>
  )
}

function History({ versions }: { versions: NoticeTextVersion[] }) {
  const { locale } = useView()
  const t = useTexts(noticeAdministration)
  if (versions.length === 0) return <p>{t.noHistory}</p>
  return (
    <ol class="timeline">{versions.map(({ locale: of, version, subject, body, line, changed_at, changed_by }) => (
      <li><time dateTime={changed_at.toISOString()}>{formatInstant(changed_at, locale)}</time>{t.languages[of]} · {t.version} {version} · {changed_by}
        {subject === null ? <div>{t.restored}</div> : <div lang={of}><strong>{subject}</strong><div class="message">{body}</div><p>{line}</p></div>}</li>
    ))}</ol>
  )
}
