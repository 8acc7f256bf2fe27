import { qrPath } from '../../../platform/qr.ts'
import { Page } from '../../../web/ui/page.tsx'
import { QrCode } from '../../../web/ui/qr.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { shell } from '../../../web/messages.ts'
import { listingTexts } from '../../listings/messages.ts'
import { Card, listingPath } from '../../listings/pages/card.tsx'
import type { ListingCard } from '../../listings/queries.ts'
import type { Taxonomy } from '../../taxonomy/queries.ts'
import { feedTexts, shareTexts } from '../messages.ts'
import type { ListingFacts } from './facts.ts'

/** On the listing's own page: the way to everything one may send or print. */
export function SharePanel({ path }: { path: string }) {
  const { locale } = useView()
  const t = useTexts(shareTexts)
  return (
    <section class="sheet"><h2>{t.panel}</h2>
      <ul class="bare"><li><a href={`/${locale}${path}/sheet.pdf`} type="application/pdf">{t.sheet}</a></li><li><a href={`/${locale}${path}/share`}>{t.more}</a></li></ul>
    </section>
  )
}

export function SharePage({ facts, path }: { facts: ListingFacts; path: string }) {
  const { locale, publicUrl } = useView()
  const t = useTexts(shareTexts)
  const s = useTexts(shell)
  const name = useTexts(feedTexts).exchange
  const card = `${publicUrl}/embed/${locale}${path}`
  const attribute = (text: string): string => text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;')
  // The frame keeps the Exchange's own origin, or browsers keep its style sheet and letters from it; it still runs no script, which alone could use that.
  const snippet = `<iframe src="${attribute(card)}" title="${attribute(t.cardOf(name))}" width="100%" height="340" loading="lazy" sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"></iframe>`
  return (
    <Page title={t.title} path={`${path}/share`} width="narrow" demonstration={facts.demonstration}
      crumbs={[{ href: `/${locale}`, text: s.short }, { href: `/${locale}/search?kind=${facts.kind}`, text: listingTexts[locale][`${facts.kind}s`] }, { href: `/${locale}${path}`, text: facts.title }]}>
      <h1>{t.title}</h1>
      <p lang={facts.language === locale ? undefined : facts.language}><strong>{facts.title}</strong></p>
      <p class="lead">{t.lead}</p>
      <section aria-labelledby="link"><h2 id="link">{t.link}</h2><p class="meta">{t.linkHelp}</p><p><a href={`/${locale}${path}`}>{facts.url}</a></p></section>
      <section aria-labelledby="sheet"><h2 id="sheet">{t.sheetTitle}</h2><p class="meta">{t.sheetHelp}</p>
        <ul><li><a href={`/vi${path}/sheet.pdf`} hreflang="vi" type="application/pdf">{t.inVi}</a></li><li><a href={`/en${path}/sheet.pdf`} hreflang="en" type="application/pdf">{t.inEn}</a></li></ul></section>
      <section aria-labelledby="qr"><h2 id="qr">{t.qr}</h2><p class="meta">{t.qrHelp}</p><QrCode code={qrPath(facts.url)} label={t.qrAlt(facts.title)} /></section>
      <section aria-labelledby="card"><h2 id="card">{t.card}</h2><p class="meta">{t.cardHelp}</p>
        <div class="field"><label for="snippet">{t.code}</label><textarea id="snippet" readonly rows={5} spellcheck={false}>{snippet}</textarea></div>
        <p><a href={`/embed/${locale}${path}`}>{t.preview}</a></p></section>
      <section aria-labelledby="picture"><h2 id="picture">{t.picture}</h2><p class="meta">{t.pictureHelp}</p>
        <p><a href={`/${locale}${path}/share.png`}><img src={`/${locale}${path}/share.png`} width="1200" height="630" alt={t.pictureAlt(facts.title)} loading="lazy" /></a></p></section>
      <section aria-labelledby="feeds"><h2 id="feeds">{t.feeds}</h2><p class="meta">{t.feedsHelp}</p>
        <ul>{([['offers', t.feedOffers], ['needs', t.feedNeeds]] as const).map(([kind, text]) => <li>{text}: <a href={`/${locale}/feeds/${kind}.rss`}>RSS<span class="hidden"> – {text}</span></a> · <a href={`/${locale}/feeds/${kind}.atom`}>Atom<span class="hidden"> – {text}</span></a></li>)}<li><a href={`/${locale}/my/digest`}>{t.letter}</a></li></ul></section>
      <p><a href={`/${locale}${path}`}>{t.back}</a></p>
    </Page>
  )
}

/** A listing's card as another site shows it in a frame: no cookie, no script, every link in a window of its own. */
export function EmbeddedCard({ card, taxonomy, demonstration }: { card: ListingCard; taxonomy: Taxonomy; demonstration: boolean }) {
  const { locale, asset, publicUrl } = useView()
  const s = useTexts(shell)
  return (
    <html lang={locale}>
      <head>
        <meta charSet="utf-8" /><meta name="viewport" content="width=device-width, initial-scale=1" /><meta name="robots" content="noindex" />
        <title>{`${card.title} · ${s.short}`}</title>
        <base target="_blank" />
        <link rel="canonical" href={`${publicUrl}/${locale}${listingPath(card)}`} />
        <link rel="stylesheet" href={asset('style.css')} />
        <link rel="icon" href={asset('icon.svg')} type="image/svg+xml" />
      </head>
      <body>
        <main class="wide"><h1 class="hidden">{useTexts(shareTexts).cardOf(s.name)}</h1><Card card={card} taxonomy={taxonomy} level="h2">
          {demonstration && <p class="meta">{s.demonstration}</p>}
          <p class="meta"><a href={`/${locale}`}>{s.name}</a></p>
        </Card></main>
      </body>
    </html>
  )
}
