import { otherLocale } from '../../../platform/locale.ts'
import { formatDay } from '../../../platform/time.ts'
import { ActionButton } from '../../../web/ui/form.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { expertTexts, natureWords } from '../messages.ts'
import type { Conflict } from '../queries.ts'
import type { Publication } from '../schema.ts'

/** Of a text kept in two languages the page's own, or else the other with its language. */
export function textIn(locale: 'vi' | 'en', vi: string, en: string): { text: string; lang: string | undefined } {
  const own = locale === 'vi' ? vi : en
  return own ? { text: own, lang: undefined } : { text: locale === 'vi' ? en : vi, lang: otherLocale(locale) }
}
/** A day kept as 2026-03-02, as people write it. */
export const dayIn = (day: string, locale: 'vi' | 'en'): string => formatDay(new Date(`${day}T12:00:00+07:00`), locale)

/** A work as a list of references says it. */
export function PublicationLine({ work: { title, authors, venue, year, doi, url } }: { work: Pick<Publication, 'title' | 'authors' | 'venue' | 'year' | 'doi' | 'url'> }) {
  const href = doi ? `https://doi.org/${encodeURI(doi)}` : url
  return <>{authors && `${authors.replace(/\.$/, '')}. `}{href ? <a href={href} rel="nofollow noopener">{title}</a> : <strong>{title}</strong>}{venue && `. ${venue}`}{year !== null && `, ${year}`}{doi && <span class="meta"> DOI {doi}</span>}</>
}

/** What has been declared, that which was withdrawn included; with buttons for its own person. */
export function ConflictList({ conflicts, own = false }: { conflicts: readonly Conflict[]; own?: boolean }) {
  const { locale } = useView()
  const t = useTexts(expertTexts)
  const natures = useTexts(natureWords)
  if (conflicts.length === 0) return <p class="meta">{t.noConflicts}</p>
  return (
    <ul class="list">{conflicts.map((one) => {
      const organisation = one.organisation && textIn(locale, one.organisation.name_vi, one.organisation.name_en)
      return (
        <li class="card">
          <p><strong lang={organisation?.lang}>{organisation?.text ?? one.party}</strong> · {natures[one.nature]}</p>
          {organisation && one.party && <p>{one.party}</p>}
          {(one.since || one.until) && <p>{t.period}: {[one.since, one.until].map((day) => (day ? dayIn(day, locale) : '…')).join(' – ')}</p>}
          {one.note && <p>{one.note}</p>}
          <p class="meta">{t.declaredOn(formatDay(one.declared_at, locale))}{one.withdrawn_at && `, ${t.withdrawn(formatDay(one.withdrawn_at, locale))}`}</p>
          {own && !one.withdrawn_at && <ActionButton action={`/${locale}/my/expert/conflicts/${one.id}/withdrawal`} text={t.withdraw} kind="button second" />}
        </li>
      )
    })}</ul>
  )
}
