import { useTexts, useView } from '../../../web/view.ts'
import { type Search, searchParams } from '../search.ts'
import type { WayOut } from '../search-help.ts'
import { facetName, findingTexts, searchHref } from './search-words.ts'

/** What an empty page offers: what would be found by asking for less, and the fields near to the words. */
export interface Help { ways: WayOut[]; fields: { code: string; name: string }[] }

/** A page without results says what to do: ask for less, look nearby, let others find you, or wait to be told. */
export function NothingFound({ asked, help: { ways, fields } }: { asked: Search; help: Help }) {
  const { locale } = useView()
  const t = useTexts(findingTexts)
  const said = ({ drop, word, count }: WayOut): string => (drop === 'filters' ? t.allFilters(count) : t.without(drop === 'word' ? t.word(word ?? '') : drop === 'kind' ? t.kindFilter : t.filter(facetName(drop, locale)), count))
  const title = asked.q.replace(/["-]/g, ' ').replace(/\s+/g, ' ').trim()
  return (
    <div class="sheet stack">
      <p><strong>{t.nothing}.</strong> {ways.length === 0 && t.unknown}</p>
      {ways.length > 0 && <section><h3>{t.fewer}</h3><ul>{ways.map((way) => <li><a href={searchHref(locale, asked, way.change)}>{said(way)}</a></li>)}</ul></section>}
      <section><h3>{fields.length ? t.related : t.byField}</h3><ul>{fields.map(({ code, name }) => <li><a href={`/${locale}/search?field=${code}`}>{name}</a></li>)}<li><a href={`/${locale}/fields`}>{t.allFields}</a></li></ul></section>
      <section><h3>{t.ask}</h3><p>{t.askText}</p>
        <p class="row"><a class="button" href={`/${locale}/my/listings/new/need${title ? `?${new URLSearchParams({ title })}` : ''}`}>{t.post}</a>
          {searchParams(asked, { sort: '' }).size > 0 && <span>{t.told} <a href={`/${locale}/my/searches/new?${searchParams(asked, { sort: '' })}`}>{t.save}</a></span>}</p></section>
    </div>
  )
}
