import type { ComponentChildren } from 'preact'
import { formatNumber, formatVndShort } from '../../../platform/money.ts'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { figureTexts } from '../../figures/messages.ts'
import type { Figures } from '../../figures/queries.ts'
import { Card } from '../../listings/pages/card.tsx'
import { SearchBox } from '../../listings/pages/search-box.tsx'
import type { ListingCard } from '../../listings/queries.ts'
import type { Taxonomy } from '../../taxonomy/queries.ts'
import { homeTexts } from '../messages.ts'

export interface HomeProps { featured: ComponentChildren; offers: ListingCard[]; needs: ListingCard[]; figures: Figures; fields: Map<string, { offer: number; need: number }>; taxonomy: Taxonomy; demonstration: boolean }

export function HomePage({ featured, offers, needs, figures, fields, taxonomy, demonstration }: HomeProps) {
  const { locale, publicUrl } = useView()
  const t = useTexts(homeTexts)
  const f = useTexts(figureTexts)
  const hero = (
    <div class="hero"><div class="wide stack">
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      <SearchBox placeholder={t.placeholder} />
      <p class="row"><a class="button" href={`/${locale}/my/listings/new/offer`}>{t.have}</a><a class="button" href={`/${locale}/my/listings/new/need`}>{t.seek}</a></p>
    </div></div>
  )
  return (
    <Page title={t.title} description={t.lead} path="/" indexed hero={hero} demonstration={demonstration}
      facts={{ '@type': 'WebSite', name: t.title, url: `${publicUrl}/${locale}`, inLanguage: locale, potentialAction: { '@type': 'SearchAction', target: `${publicUrl}/${locale}/search?q={query}`, 'query-input': 'required name=query' } }}>
      <div class="stack">
        <section aria-labelledby="figures"><h2 id="figures">{t.figures}</h2>
          <dl class="numbers">
            {(['offers', 'needs', 'organisations', 'deals_open', 'deals_won'] as const).map((name) => <div class="number"><dt>{f[name]}</dt><dd>{formatNumber(figures[name], locale)}</dd></div>)}
            <div class="number"><dt>{f.value}</dt><dd>{formatVndShort(figures.value, locale)}</dd></div>
          </dl>
          <p><a href={`/${locale}/figures`}>{t.figuresMore}</a></p>
        </section>
        {featured}
        {([['need', needs, t.latestNeeds], ['offer', offers, t.latestOffers]] as const).map(([kind, cards, name]) => (
          <section aria-labelledby={`latest-${kind}`}><h2 id={`latest-${kind}`}>{name}</h2>
            <ul class="grid">{cards.map((card) => <li><Card card={card} taxonomy={taxonomy} /></li>)}</ul>
            <p><a href={`/${locale}/search?kind=${kind}`}>{t.all}<span class="hidden">: {name}</span></a></p>
          </section>
        ))}
        <section aria-labelledby="fields"><h2 id="fields">{t.fields}</h2><ul class="grid">{taxonomy.list('research_field').filter(({ level }) => level === '1').map(({ code, name_vi, name_en }) => {
          const count = fields.get(code) ?? { offer: 0, need: 0 }
          return <li class="card"><h3><a href={`/${locale}/fields#field-${code}`}>{locale === 'vi' ? name_vi : name_en}</a></h3><p class="meta">{t.offers(count.offer)} · {t.needs(count.need)}</p></li>
        })}</ul></section>
      </div>
    </Page>
  )
}

export function FieldsPage({ fields, taxonomy }: { fields: Map<string, { offer: number; need: number }>; taxonomy: Taxonomy }) {
  const { locale } = useView()
  const t = useTexts(homeTexts)
  const name = (code: string) => taxonomy.name('research_field', code, locale)
  const counts = (code: string) => fields.get(code) ?? { offer: 0, need: 0 }
  return (
    <Page title={t.fieldsTitle} description={t.fieldsLead} path="/fields" indexed>
      <h1>{t.fieldsTitle}</h1>
      <p class="lead">{t.fieldsLead}</p>
      {taxonomy.list('research_field').filter(({ level }) => level === '1').map(({ code }) => (
        <section id={`field-${code}`} aria-labelledby={`name-${code}`}>
          <h2 id={`name-${code}`}><a href={`/${locale}/search?field=${code}`}>{name(code)}</a></h2>
          <p class="meta">{t.offers(counts(code).offer)} · {t.needs(counts(code).need)}</p>
          <ul class="grid">{taxonomy.children('research_field', code).map((group) => {
            const { offer, need } = counts(group.code)
            return <li class="card"><h3>{offer + need > 0 ? <a href={`/${locale}/search?field=${group.code}`}>{name(group.code)}</a> : name(group.code)}</h3>
              <p class="meta">{t.offers(offer)} · {t.needs(need)}{need > offer && <> · <span class="badge warn">{t.gap}</span></>}</p></li>
          })}</ul>
        </section>
      ))}
    </Page>
  )
}
