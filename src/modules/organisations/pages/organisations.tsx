import type { ComponentChildren } from 'preact'
import { inLocale, otherLocale } from '../../../platform/locale.ts'
import { shorten } from '../../../platform/text.ts'
import { shell } from '../../../web/messages.ts'
import { Page } from '../../../web/ui/page.tsx'
import { Prose } from '../../../web/ui/prose.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { legalTexts, organisationTexts } from '../messages.ts'
import type { LegalContent } from '../rules.ts'
import type { OrganisationListed, OrganisationSearch, OrganisationView } from '../queries.ts'
import { LegalFacts, OrganisationBadge, Pager } from './parts.tsx'

type Named<T> = T & { kindName: string; place: string }
interface ListProps { search: OrganisationSearch; rows: Named<OrganisationListed>[]; total: number; pages: number; kinds: { value: string; text: string }[] }

export function OrganisationsPage({ search, rows, total, pages, kinds }: ListProps) {
  const { locale, actor } = useView()
  const t = useTexts(organisationTexts)
  const s = useTexts(shell)
  const path = `/${locale}/organisations`
  return (
    <Page title={t.organisations} description={t.lead} indexed={!search.q && !search.kind && search.page === 1} demonstration={rows.some((row) => row.demonstration)}>
      <h1>{t.organisations}</h1>
      <p class="lead">{t.lead}</p>
      <form method="get" action={path} role="search">
        <div class="pair">
          <div class="field"><label for="q">{t.searchLabel}</label><input type="search" id="q" name="q" value={search.q} maxLength={200} /></div>
          <div class="field"><label for="kind">{t.kindFilter}</label>
            <select id="kind" name="kind"><option value="">{t.everyKind}</option>{kinds.map(({ value, text }) => <option value={value} selected={value === search.kind}>{text}</option>)}</select></div>
        </div>
        <p class="row"><button class="button">{t.search}</button>{actor.person_id !== null && <a class="button second" href={`${path}/new`}>{t.create}</a>}</p>
      </form>
      <p class="meta" role="status">{s.results(total)} · {t.sorted}</p>
      {rows.length === 0 ? <p class="sheet">{t.none}</p> : <ul class="grid">{rows.map((row) => <li><OrganisationCard row={row} /></li>)}</ul>}
      <Pager path={path} query={{ q: search.q, kind: search.kind ?? '' }} page={search.page} pages={pages} />
    </Page>
  )
}

function OrganisationCard({ row }: { row: Named<OrganisationListed> }) {
  const { locale } = useView()
  const t = useTexts(organisationTexts)
  const about = textIn(locale, row.about_vi, row.about_en)
  const name = textIn(locale, row.name_vi, row.name_en)
  return (
    <article class="card">
      <h2><a href={`/${locale}/organisations/${row.id}`} lang={name.lang}>{name.text}</a></h2>
      <p class="meta">{[row.kindName, row.place].filter(Boolean).join(' · ')}</p>
      {about.text && <p lang={about.lang}>{shorten(about.text, 160)}</p>}
      {(row.verification === 'verified' || row.offers + row.needs > 0 || row.source_name) && <ul class="badges">
        {row.verification === 'verified' && <li><OrganisationBadge standing={{ verification: 'verified', verified_until: row.verified_until }} /></li>}
        {row.offers > 0 && <li class="badge">{t.offers(row.offers)}</li>}
        {row.needs > 0 && <li class="badge">{t.needs(row.needs)}</li>}
        {row.source_name && <li class="badge calm">{t.imported(row.source_name)}</li>}
      </ul>}
    </article>
  )
}

/** A text kept in two languages, with its language where that is not the page's. */
function textIn(locale: 'vi' | 'en', vi: string, en: string): { text: string; lang: string | undefined } {
  const own = locale === 'vi' ? vi : en
  return own ? { text: own, lang: undefined } : { text: locale === 'vi' ? en : vi, lang: otherLocale(locale) }
}

/** The public page. Its published listings are another module's and come as children. */
export function OrganisationPage({ organisation: o, mayEdit = false, legal, children }: { organisation: Named<OrganisationView>; mayEdit?: boolean; legal: LegalContent | null; children?: ComponentChildren }) {
  const { locale, publicUrl } = useView()
  const t = useTexts(organisationTexts)
  const name = textIn(locale, o.name_vi, o.name_en)
  const about = textIn(locale, o.about_vi, o.about_en)
  const otherName = o.name_vi && o.name_en ? inLocale(otherLocale(locale), o.name_vi, o.name_en) : ''
  const path = `/organisations/${o.id}`
  // A page nobody vouches for is not offered to search engines.
  const known = o.verification === 'verified' || o.source_name !== null || o.offers + o.needs > 0
  const facts = {
    '@type': 'Organization', name: name.text, url: `${publicUrl}/${locale}${path}`,
    ...(otherName ? { alternateName: otherName } : {}), ...(about.text ? { description: shorten(about.text, 500) } : {}), ...(o.website ? { sameAs: o.website } : {}),
    ...(o.founded_year ? { foundingDate: String(o.founded_year) } : {}),
    ...(o.place ? { address: { '@type': 'PostalAddress', addressCountry: o.country_code, ...(o.ward_code ? { addressLocality: o.place } : {}) } } : {}),
  }
  return (
    <Page title={name.text} description={shorten(about.text || `${o.kindName}. ${o.place}`, 160)} path={path} indexed={known} facts={facts} demonstration={o.demonstration}
      crumbs={[{ href: `/${locale}/organisations`, text: t.organisations }]}>
      <h1 lang={name.lang}>{name.text}</h1>
      {otherName && <p class="lead" lang={otherLocale(locale)}>{otherName}</p>}
      <div class="stack">
        <ul class="badges">
          <li class="badge">{o.kindName}</li>
          <li><OrganisationBadge standing={o} /></li>
          {o.source_name && <li class="badge calm">{t.imported(o.source_name)}</li>}
        </ul>
        <div class="split">
          <div class="stack">
            {about.text ? <>{about.lang && <p class="meta">{t.otherLanguage}</p>}<Prose text={about.text} lang={about.lang} /></> : <p class="meta">{t.noAbout}</p>}
            {children}
          </div>
          <aside class="stack" aria-label={t.facts}>
            <dl class="facts sheet">
              {o.place && <div><dt>{t.place}</dt><dd>{o.place}</dd></div>}
              {o.founded_year && <div><dt>{t.founded}</dt><dd>{o.founded_year}</dd></div>}
              {o.website && <div><dt>{t.website}</dt><dd><a href={o.website} rel="nofollow noopener">{o.website.replace(/^https?:\/\/|\/$/g, '')}</a></dd></div>}
              <div><dt>{t.verification}</dt><dd>{o.verification === 'verified' ? <OrganisationBadge standing={o} full /> : o.source_name ? t.importedLong(o.source_name) : t.unverifiedLong}</dd></div>
            </dl>
            <section class="sheet" aria-labelledby="legal"><h2 id="legal">{useTexts(legalTexts).title}</h2>
              {legal ? <><LegalFacts legal={legal} /><p class="meta">{useTexts(legalTexts).signedIn}</p></> : <p class="meta">{useTexts(legalTexts).signInToSee}</p>}
            </section>
            {mayEdit && <p><a class="button second" href={`/${locale}/my/organisation/edit?organisation_id=${o.id}`}>{t.edit}</a></p>}
          </aside>
        </div>
      </div>
    </Page>
  )
}
