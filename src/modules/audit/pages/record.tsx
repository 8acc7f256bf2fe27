import { inLocale } from '../../../platform/locale.ts'
import { formatInstant } from '../../../platform/time.ts'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { type RecordKind, recordKinds, type SubjectName, type TimelineEntry } from '../queries.ts'
import { recordTexts } from '../texts.ts'
import { whoDid, wordEvent } from './timeline.tsx'

export interface RecordProps { entries: TimelineEntry[]; names: Map<string, SubjectName>; kind: RecordKind | null; older: number | null; paged: boolean }

/** One's own record: each thing in a sentence, with what it was about and through whom it was done. */
export function RecordPage({ entries, names, kind, older, paged }: RecordProps) {
  const { locale } = useView()
  const t = useTexts(recordTexts)
  const path = `/${locale}/my/record`
  const query = kind ? `kind=${kind}` : ''
  return (
    <Page title={t.title} width="narrow">
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      <form method="get" action={path} class="field">
        <label for="kind">{t.kind}</label>
        <div class="search">
          <select id="kind" name="kind"><option value="">{t.all}</option>{recordKinds.map((each) => <option value={each} selected={each === kind}>{t.kinds[each]}</option>)}</select>
          <button class="button second">{t.show}</button>
        </div>
      </form>
      {entries.length === 0 ? <p class="sheet">{t.empty}</p> : (
        <ol class="timeline">{entries.map((entry) => {
          const who = whoDid(entry, locale)
          return (
            <li>
              <time dateTime={entry.at.toISOString()}>{formatInstant(entry.at, locale)}</time>
              {wordEvent(entry.event, entry.code, locale)}
              <About subject={entry.subject} name={names.get(entry.subject)} />
              {who && <div class="meta">{who}</div>}
            </li>
          )
        })}</ol>
      )}
      <div class="row">
        {paged && <a href={query ? `${path}?${query}` : path}>{t.newest}</a>}
        {older !== null && <a href={`${path}?${query && `${query}&`}before=${older}`} rel="next">{t.older}</a>}
      </div>
    </Page>
  )
}

/** What it was about, where this reader may still open it. */
function About({ subject, name }: { subject: string; name: SubjectName | undefined }) {
  const { locale } = useView()
  const t = useTexts(recordTexts)
  if (!name) return null
  const [kind, id] = subject.split(':')
  const text = inLocale(locale, name.name_vi, name.name_en) || (kind === 'deal' ? t.deal(Number(id)) : t.interest(Number(id)))
  return <div><a href={`/${locale}${name.href}`}>{text}</a></div>
}
