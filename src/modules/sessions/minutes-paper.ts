import { inLocale } from '../../platform/locale.ts'
import type { Block, Paper } from '../../platform/papers/paper.ts'
import { hanoiDay } from '../../platform/time.ts'
import { sessionTexts } from './messages.ts'
import type { Guest, Results, SessionShown } from './queries.ts'
import { lotInWords } from './lot-messages.ts'
import { hours, span } from './rules.ts'

/** Biên bản: nothing in it but what was recorded. Who came stands by number; the names are the Exchange's to keep. */
export function minutesPaper({ session, items, booths, places, now, locale }: SessionShown, guests: readonly Guest[], results: Results): Paper {
  const t = sessionTexts[locale]
  const came = guests.filter(({ scanned_at }) => scanned_at !== null).map(({ id }) => id).toSorted((a, b) => a - b)
  const rows = { came: places.came, ...results }
  const blocks: Block[] = [
    ...(session.closed_at ? [] : [{ kind: 'note' as const, text: t.notYetClosed }]),
    { kind: 'table', heads: [t.what, ''], rows: [[t.when, span(session, locale)], [t.where, `${inLocale(locale, session.venue.name_vi, session.venue.name_en)}, ${inLocale(locale, session.venue.address_vi, session.venue.address_en)}`], [t.places, t.placesOf(places.placed, session.capacity)]], widths: [1, 3] },
    { kind: 'heading', level: 1, text: t.agenda },
    { kind: 'table', heads: [t.hour, t.what, t.who, t.state], rows: items.map((item) => [hours(item), [inLocale(locale, item.title_vi, item.title_en), item.lot && lotInWords(item.lot, locale)].filter(Boolean).join('. '), [item.speaker, inLocale(locale, item.organisation_vi, item.organisation_en)].filter(Boolean).join(', '), t.held[item.held ?? 'none']]), widths: [2, 5, 4, 2] },
    { kind: 'heading', level: 1, text: t.booths },
    ...(booths.length ? [{ kind: 'list' as const, items: booths.map((booth) => `${t.boothOf(booth.number)}: ${inLocale(locale, booth.name_vi, booth.name_en)}${booth.shows && `. ${booth.shows}`}`) }] : [{ kind: 'paragraph' as const, text: t.noBooths }]),
    { kind: 'heading', level: 1, text: t.guests },
    { kind: 'paragraph', text: t.attended(places.came, places.placed) },
    ...(came.length ? [{ kind: 'paragraph' as const, text: `${t.numbers}: ${came.join(', ')}.` }] : []),
    { kind: 'heading', level: 1, text: t.results },
    { kind: 'table', heads: [t.resultName, t.resultCount], rows: (Object.keys(t.resultWords) as (keyof typeof rows)[]).map((name) => [t.resultWords[name], String(rows[name])]), widths: [3, 1], numbers: [1] },
    ...(session.remarks ? [{ kind: 'heading' as const, level: 1 as const, text: t.remarks }, ...session.remarks.split('\n').filter(Boolean).map((text) => ({ kind: 'paragraph' as const, text }))] : []),
  ]
  return { locale, title: t.minutes.toUpperCase(), subtitle: inLocale(locale, session.title_vi, session.title_en), head: { issuer: [t.exchange], place: 'Hà Nội', day: hanoiDay(session.closed_at ?? now) }, blocks, mark: `${t.minutes} ${session.id}`, author: t.exchange, created: session.closed_at ?? now }
}
