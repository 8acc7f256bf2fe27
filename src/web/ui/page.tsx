import type { ComponentChildren } from 'preact'
import { isStaff, readsMarket } from '../../core/context.ts'
import { otherLocale } from '../../platform/locale.ts'
import { formatInstant } from '../../platform/time.ts'
import { done, shell } from '../messages.ts'
import { useTexts, useView } from '../view.ts'
import { Feeds, sharePictureOf } from './heads.tsx'
import { NoticeCount } from './notice-count.tsx'

export interface PageProps {
  title: string
  description?: string
  /** The page's own address without language, where it differs from the one asked for: /offers/12. */
  path?: string
  /** Pages of one's own and search results are not for indexes. */
  indexed?: boolean
  /** schema.org facts, sent as JSON-LD. */
  facts?: object
  crumbs?: { href: string; text: string }[]
  hero?: ComponentChildren
  demonstration?: boolean
  refresh?: number
  width?: 'wide' | 'narrow'
  children?: ComponentChildren
}

/** A whole document. Titles and headings are the page's; everything around them is here. */
export function Page({ title, description = '', path, indexed = false, facts, crumbs, hero, demonstration = false, refresh, width = 'wide', children }: PageProps) {
  const { locale, actor, url, publicUrl, asset, nonce, now, done: doneCode } = useView()
  const t = useTexts(shell)
  const own = path ?? withoutLocale(url).split('?')[0] ?? '/'
  const there = path ?? withoutLocale(withoutDone(url))
  const doneText = doneCode ? (useTexts(done) as Record<string, string>)[doneCode] : undefined
  const canonical = `${publicUrl}/${locale}${own === '/' ? '' : own}`
  return (
    <html lang={locale} data-reader={actor.person_id ?? undefined}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title === t.name ? title : `${title} · ${t.short}`}</title>
        {description && <meta name="description" content={description} />}
        {!indexed && <meta name="robots" content="noindex" />}
        {refresh && <meta http-equiv="refresh" content={String(refresh)} />}
        <link rel="preload" href={asset('public-sans-latin.woff2')} as="font" type="font/woff2" crossOrigin="anonymous" />
        <link rel="stylesheet" href={asset('style.css')} />
        <link rel="icon" href={asset('icon.svg')} type="image/svg+xml" />
        {indexed && <>
          <link rel="canonical" href={canonical} />
          <link rel="alternate" hreflang="vi" href={`${publicUrl}/vi${own === '/' ? '' : own}`} />
          <link rel="alternate" hreflang="en" href={`${publicUrl}/en${own === '/' ? '' : own}`} />
          <link rel="alternate" hreflang="x-default" href={`${publicUrl}/vi${own === '/' ? '' : own}`} />
          <meta property="og:title" content={title} />
          <meta property="og:description" content={description} />
          <meta property="og:url" content={canonical} />
          <meta property="og:site_name" content={t.name} />
          <meta property="og:type" content="website" />
          <meta property="og:locale" content={locale === 'vi' ? 'vi_VN' : 'en_GB'} />
          <meta property="og:image" content={`${publicUrl}${sharePictureOf(locale, own) ?? asset('share.png')}`} />
          <meta property="og:image:width" content="1200" /><meta property="og:image:height" content="630" /><meta property="og:image:alt" content={title} />
          <meta name="twitter:card" content="summary_large_image" />
        </>}
        <Feeds />
        {facts && <script type="application/ld+json" nonce={nonce} dangerouslySetInnerHTML={{ __html: JSON.stringify({ '@context': 'https://schema.org', ...facts }).replace(/</g, '\\u003c') }} />}
        <script src={asset('page.js')} nonce={nonce} defer />
        {actor.person_id !== null && <script src={asset('live.js')} nonce={nonce} defer />}
      </head>
      <body>
        <a class="skip" href="#main">{t.skip}</a>
        <p class="printed wide">{t.name} · {publicUrl}/{locale}{there === '/' ? '' : there} · {formatInstant(now, locale)}</p>
        <Masthead there={there} />
        <Menu />
        <Standing />
        {demonstration && <aside class="demonstration" aria-label={t.notice}><p class="wide">{t.demonstration}</p></aside>}
        <main id="main" tabIndex={-1}>
          {hero}
          <div class={width}>
            {crumbs && <nav class="crumbs" aria-label={t.here}><ol>{crumbs.map(({ href, text }) => <li><a href={href}>{text}</a></li>)}</ol></nav>}
            {doneText && <div class="notice good" role="status"><p>{doneText}</p></div>}
            {actor.person_id !== null && <div class="notice" role="status" hidden data-kept=""><p>{t.kept}</p></div>}
            {children}
          </div>
        </main>
        <footer class="footer"><div class="wide footer-row">
          <span>{t.name}</span><span>{t.address}</span>
          <a href={`/${locale}/about`}>{t.about}</a><a href={`/${locale}/help`}>{t.help}</a><a href={`/${locale}/collections`}>{t.collections}</a><a href={`/${locale}/privacy`}>{t.privacy}</a><a href={`/${locale}/log`}>{t.log}</a><a href={`/${locale}/developers`}>{t.developers}</a><span>{t.source}</span>
        </div></footer>
      </body>
    </html>
  )
}

const withoutLocale = (url: string): string => url.replace(/^\/(vi|en)(?=[/?]|$)/, '') || '/'
function withoutDone(url: string): string {
  const [path = '/', query] = url.split('?')
  const params = new URLSearchParams(query)
  params.delete('done')
  return params.size ? `${path}?${params}` : path
}

function Masthead({ there }: { there: string }) {
  const { locale, actor, actingFor, asset, waiting, unread, production } = useView()
  const t = useTexts(shell)
  const other = otherLocale(locale)
  return (
    <header class="masthead"><div class="wide masthead-row">
      <a class="brand" href={`/${locale}`}><img src={asset('icon.svg')} alt="" width="35" height="35" /><span>{t.name}<small>{t.tagline}</small></span></a>
      <div class="masthead-links">
        <a href={`/${locale}/search`}>{t.search}</a>
        {actingFor && <span class="acting">{t.actingFor(actingFor)}</span>}
        {actor.person_id === null
          ? <><a href={`/${locale}/sign-in`}>{t.signIn}</a><a href={`/${locale}/sign-up`}>{t.signUp}</a></>
          : <>
            <a href={`/${locale}/work`}>{t.work}{waiting ? <> <span class="count">{waiting}<span class="hidden"> {t.waiting(waiting)}</span></span></> : null}</a>
            <NoticeCount locale={locale} unread={unread} />
            {!actor.acted_by && <a href={`/${locale}/my/account`}>{t.account}</a>}
            <form method="post" action={`/${locale}/sign-out`}><button class="plain-button">{t.signOut}</button></form>
          </>}
        {!production && <a href={`/${locale}/mail`}>{t.mail}</a>}
        <a href={`/${other}${there === '/' ? '' : there}`} lang={other} hreflang={other}>{t.otherLanguage}</a>
      </div>
    </div></header>
  )
}

/** What holds while it lasts, said on every page: that staff act in somebody's name, and that staff roles wait for a second factor. */
function Standing() {
  const { locale, actor, withheld } = useView()
  const t = useTexts(shell)
  return <>
    {actor.acted_by && <aside class="standing" aria-label={t.noticeActing}><div class="wide row"><p>{t.actedBy(actor.acted_by.name, actor.name)}</p><form method="post" action={`/${locale}/acting-for/end`}><button class="button second">{t.endActing}</button></form></div></aside>}
    {withheld && <aside class="standing" aria-label={t.noticeRoles}><p class="wide">{t.withheld} <a href={`/${locale}/my/account/security`}>{t.security}</a></p></aside>}
  </>
}

/** On a telephone the list is folded behind a link to itself, so that the page's own heading is in the first view; that takes no script. */
function Menu() {
  const { locale, url, actor } = useView()
  const t = useTexts(shell)
  const items: [string, string][] = [
    ['/search?kind=offer', t.offers], ['/search?kind=need', t.needs], ['/fields', t.fields], ['/organisations', t.organisations], ['/experts', t.experts], ['/sessions', t.sessions], ['/figures', t.figures], ['/gaps', t.gaps], ['/auctions', t.auctions], ['/solutions', t.solutions],
  ]
  const trades = actor.memberships.length > 0 || actor.staff_roles.length === 0
  if (actor.person_id !== null && trades) items.push(['/my/listings', t.myListings], ['/my/organisation', t.myOrganisation])
  if (actor.person_id !== null && (trades || isStaff('deal_officer', 'inspector')(actor))) items.push(['/deals', t.deals])
  if (actor.memberships.length > 0 || isStaff('deal_officer', 'inspector')(actor)) items.push(['/my/calls', t.calls])
  if (readsMarket(actor)) items.push(['/board', t.board])
  if (isStaff('moderator', 'observer', 'inspector')(actor)) items.push(['/moderation', t.moderation])
  if (isStaff('administrator', 'observer', 'inspector')(actor)) items.push(['/administration', t.administration])
  if (isStaff('inspector', 'administrator')(actor)) items.push(['/audit', t.audit])
  const [path, query] = withoutLocale(url).split('?')
  const kind = new URLSearchParams(query).get('kind')
  // A search for offers stays among the offers however it is narrowed.
  const current = (href: string): boolean => href === (path === '/search' ? `/search?kind=${kind}` : path)
  return (
    <nav class="menu" id="menu" aria-label={t.menu}><a class="menu-open" href="#menu">{t.menu}</a><ul class="wide">
      {items.map(([href, text]) => <li><a href={`/${locale}${href}`} aria-current={current(href) ? 'page' : undefined}>{text}</a></li>)}
    </ul></nav>
  )
}
