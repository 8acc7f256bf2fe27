import { shorten } from '../../../platform/text.ts'
import { formatDay } from '../../../platform/time.ts'
import { shell } from '../../../web/messages.ts'
import { Page } from '../../../web/ui/page.tsx'
import { Prose } from '../../../web/ui/prose.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { Pager } from '../../organisations/pages/parts.tsx'
import type { Taxonomy } from '../../taxonomy/queries.ts'
import { availabilityWords, expertTexts, languageName } from '../messages.ts'
import type { ExpertListed, ExpertSearch, ExpertView } from '../queries.ts'
import { languages } from '../rules.ts'
import { availabilities, type Publication } from '../schema.ts'
import { ConflictList, dayIn, PublicationLine, textIn } from './parts.tsx'

const shownAtFirst = 10

interface ListProps { search: ExpertSearch; rows: ExpertListed[]; total: number; pages: number; taxonomy: Taxonomy }
/** The directory of everybody who is public. */
export function ExpertsPage({ search, rows, total, pages, taxonomy }: ListProps) {
  const { locale } = useView()
  const t = useTexts(expertTexts)
  const path = `/${locale}/experts`
  const fields = taxonomy.list('research_field')
  const name = (code: string): string => taxonomy.name('research_field', code, locale)
  const words = useTexts(availabilityWords)
  const plainly = !search.q && !search.field && !search.language && !search.availability && search.page === 1
  return (
    <Page title={t.experts} description={t.lead} indexed={plainly} demonstration={rows.some((row) => row.demonstration)}>
      <h1>{t.experts}</h1>
      <p class="lead">{t.lead}</p>
      <form method="get" action={path} role="search">
        <div class="pair">
          <div class="field"><label for="q">{t.searchLabel}</label><input type="search" id="q" name="q" value={search.q} maxLength={200} /></div>
          <div class="field"><label for="field">{t.field}</label>
            <select id="field" name="field"><option value="">{t.any}</option>
              {fields.filter(({ level }) => level === '1').map(({ code }) => <optgroup label={name(code)}>{[code, ...taxonomy.children('research_field', code).map((child) => child.code)].map((value) => <option value={value} selected={value === search.field}>{name(value)}</option>)}</optgroup>)}
            </select></div>
          <div class="field"><label for="language">{t.language}</label>
            <select id="language" name="language"><option value="">{t.any}</option>{languages.map((code) => <option value={code} selected={code === search.language}>{languageName(code, locale)}</option>)}</select></div>
          <div class="field"><label for="availability">{t.availability}</label>
            <select id="availability" name="availability"><option value="">{t.any}</option>{availabilities.map((value) => <option value={value} selected={value === search.availability}>{words[value]}</option>)}</select></div>
        </div>
        <p class="row"><button class="button">{t.search}</button></p>
      </form>
      <p class="meta" role="status">{useTexts(shell).results(total)}</p>
      {rows.length === 0 ? <p class="sheet">{t.none}</p> : <ul class="grid">{rows.map((row) => <li><ExpertCard row={row} taxonomy={taxonomy} /></li>)}</ul>}
      <Pager path={path} query={{ q: search.q, field: search.field, language: search.language, availability: search.availability ?? '' }} page={search.page} pages={pages} />
    </Page>
  )
}

function ExpertCard({ row, taxonomy }: { row: ExpertListed; taxonomy: Taxonomy }) {
  const { locale } = useView()
  const t = useTexts(expertTexts)
  const headline = textIn(locale, row.headline_vi, row.headline_en)
  const organisation = row.organisation && textIn(locale, row.organisation.name_vi, row.organisation.name_en)
  return (
    <article class="card">
      <h2><a href={`/${locale}/experts/${row.id}`}>{row.name}</a></h2>
      <p lang={headline.lang}>{shorten(headline.text, 160)}</p>
      {organisation && <p class="meta" lang={organisation.lang}>{organisation.text}</p>}
      <ul class="badges"><li class="badge">{useTexts(availabilityWords)[row.availability]}</li>{row.research_fields.slice(0, 3).map((code) => <li class="badge calm">{taxonomy.name('research_field', code, locale)}</li>)}{row.publications > 0 && <li class="badge calm">{t.publicationCount(row.publications)}</li>}</ul>
    </article>
  )
}

/** One expert, as everybody reads them; to their own eyes and the Exchange's people with what else is known. */
export function ExpertPage({ view: { expert: e, publications, declared, conflicts, own }, taxonomy }: { view: ExpertView; taxonomy: Taxonomy }) {
  const { locale, publicUrl } = useView()
  const t = useTexts(expertTexts)
  const headline = textIn(locale, e.headline_vi, e.headline_en), bio = textIn(locale, e.bio_vi, e.bio_en)
  const organisation = e.organisation && textIn(locale, e.organisation.name_vi, e.organisation.name_en)
  const path = `/experts/${e.id}`
  const facts = {
    '@type': 'Person', name: e.name, url: `${publicUrl}/${locale}${path}`, description: headline.text, knowsLanguage: e.languages, ...(e.orcid ? { sameAs: `https://orcid.org/${e.orcid}` } : {}),
    ...(organisation ? { affiliation: { '@type': 'Organization', name: organisation.text } } : {}),
  }
  return (
    <Page title={e.name} description={shorten(headline.text, 160)} path={path} indexed={e.published_at !== null} {...(e.published_at ? { facts } : {})} demonstration={e.demonstration} crumbs={[{ href: `/${locale}/experts`, text: t.experts }]}>
      <h1>{e.name}</h1>
      <p class="lead" lang={headline.lang}>{headline.text}</p>
      {!e.published_at && <p class="notice warn">{t.hidden}</p>}
      <div class="split">
        <div class="stack">
          {bio.text && <section><h2>{t.about}</h2>{bio.lang && <p class="meta">{t.otherLanguage}</p>}<Prose text={bio.text} lang={bio.lang} /></section>}
          <section><h2>{t.publications}</h2><PublicationList publications={publications} /></section>
          <section><h2>{t.conflicts}</h2>
            {conflicts ? <><p class="meta">{t.staffOnly}</p><ConflictList conflicts={conflicts} /></> : <p>{t.declared(declared)}</p>}
          </section>
        </div>
        <aside class="stack" aria-label={t.facts}>
          <dl class="facts sheet">
            <div><dt>{t.availability}</dt><dd>{useTexts(availabilityWords)[e.availability]}{e.available_from && ` (${t.from(dayIn(e.available_from, locale))})`}</dd></div>
            {organisation && e.organisation && <div><dt>{t.affiliation}</dt><dd><a href={`/${locale}/organisations/${e.organisation.id}`} lang={organisation.lang}>{organisation.text}</a></dd></div>}
            {e.research_fields.length > 0 && <div><dt>{t.fields}</dt><dd><ul class="bare">{e.research_fields.map((code) => <li>{taxonomy.name('research_field', code, locale)}</li>)}</ul></dd></div>}
            {e.languages.length > 0 && <div><dt>{t.language}</dt><dd>{e.languages.map((code) => languageName(code, locale)).join(', ')}</dd></div>}
            {e.orcid && <div><dt>{t.orcid}</dt><dd><a href={`https://orcid.org/${e.orcid}`} rel="nofollow noopener">{e.orcid}</a> <span class="meta">{t.orcidSelf}</span></dd></div>}
          </dl>
          {e.published_at && <p class="meta">{t.since(formatDay(e.published_at, locale))}</p>}
          {own && <p><a class="button second" href={`/${locale}/my/expert`}>{t.edit}</a></p>}
        </aside>
      </div>
    </Page>
  )
}

/** The newest first; many are folded away below the first ten. */
function PublicationList({ publications }: { publications: readonly Publication[] }) {
  const t = useTexts(expertTexts)
  if (publications.length === 0) return <p class="meta">{t.noPublications}</p>
  const items = (some: readonly Publication[]) => <ul>{some.map((one) => <li><PublicationLine work={one} /></li>)}</ul>
  return <>{items(publications.slice(0, shownAtFirst))}{publications.length > shownAtFirst && <details><summary>{t.showAll(publications.length)}</summary>{items(publications.slice(shownAtFirst))}</details>}</>
}
