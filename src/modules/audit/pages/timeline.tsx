import type { DomainEvent } from '../../../core/schema.ts'
import { inLocale, type Locale } from '../../../platform/locale.ts'
import { formatInstant } from '../../../platform/time.ts'
import { useTexts, useView } from '../../../web/view.ts'
import { eventWords, timelineTexts } from '../messages.ts'
import type { TimelineEntry } from '../queries.ts'

/** An event in a sentence. One this version does not know yet (a newer process wrote it) is named by its type. */
export function wordEvent(event: DomainEvent, code: TimelineEntry['code'], locale: Locale): string {
  const word = eventWords[locale][event.type] as ((event: DomainEvent, reason: string) => string) | undefined
  return word ? word(event, inLocale(locale, code?.name_vi, code?.name_en)) : event.type
}

/** What happened, the latest first. People are named where the query was told this reader may know them. */
export function Timeline({ entries }: { entries: readonly TimelineEntry[] }) {
  const { locale } = useView()
  const t = useTexts(timelineTexts)
  if (entries.length === 0) return <p class="meta">{t.empty}</p>
  return (
    <ol class="timeline">{entries.map(({ at, event, organisation, person_name, code }) => {
      const who = [person_name, organisation && inLocale(locale, organisation.name_vi, organisation.name_en)].filter(Boolean).join(' · ')
      return <li><time dateTime={at.toISOString()}>{formatInstant(at, locale)}</time>{wordEvent(event, code, locale)}{who && <div class="meta">{who}</div>}</li>
    })}</ol>
  )
}
