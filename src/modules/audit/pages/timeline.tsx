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

/** Who did it, and through whom, for whichever organisation; as far as the query was told this reader may know. */
export function whoDid({ person_name, acted_by_name, organisation }: Pick<TimelineEntry, 'person_name' | 'acted_by_name' | 'organisation'>, locale: Locale): string {
  const through = acted_by_name && timelineTexts[locale].actedBy(acted_by_name)
  return [[person_name, through].filter(Boolean).join(', '), organisation && inLocale(locale, organisation.name_vi, organisation.name_en)].filter(Boolean).join(' · ')
}

/** What happened, the latest first. People are named where the query was told this reader may know them. */
export function Timeline({ entries }: { entries: readonly TimelineEntry[] }) {
  const { locale } = useView()
  const t = useTexts(timelineTexts)
  if (entries.length === 0) return <p class="meta">{t.empty}</p>
  return (
    <ol class="timeline">{entries.map((entry) => {
      const who = whoDid(entry, locale)
      return <li><time dateTime={entry.at.toISOString()}>{formatInstant(entry.at, locale)}</time>{wordEvent(entry.event, entry.code, locale)}{who && <div class="meta">{who}</div>}</li>
    })}</ol>
  )
}
