import { locales } from '../../platform/locale.ts'

/** One place of the site without its language, and when it last changed. */
export interface Place { path: string; changed: Date | null }

/** Rows of one sitemap file: each gives two addresses, far below the protocol's 50,000 a file. */
export const placesPerFile = 2000

/** Pages everyone may read that are not in any table. */
export const standingPlaces: readonly Place[] = ['', '/fields', '/organisations', '/figures', '/about', '/help'].map((path) => ({ path, changed: null }))

const personal = ['work', 'my', 'deals', 'interests', 'moderation', 'administration', 'sign-in', 'sign-up', 'forgot-password', 'new-password', 'confirm', 'check-mail', 'invitations', 'mail']
/** What robots leave alone: pages that belong to somebody. */
export const robots = (publicUrl: string): string =>
  ['User-agent: *', ...locales.flatMap((locale) => personal.map((path) => `Disallow: /${locale}/${path}`)), '', `Sitemap: ${publicUrl}/sitemap.xml`, ''].join('\n')

const xml = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
const lastModified = (changed: Date | null): string => (changed ? `<lastmod>${changed.toISOString()}</lastmod>` : '')
const head = '<?xml version="1.0" encoding="UTF-8"?>\n'

/** The list of the site's sitemap files. */
export const sitemapIndex = (publicUrl: string, files: readonly { name: string; changed: Date | null }[]): string =>
  `${head}<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${files.map(({ name, changed }) => `<sitemap><loc>${xml(`${publicUrl}/sitemaps/${name}.xml`)}</loc>${lastModified(changed)}</sitemap>\n`).join('')}</sitemapindex>\n`

/** Every place in both languages, each naming the other. */
export function urlSet(publicUrl: string, places: readonly Place[]): string {
  const urls = places.map(({ path, changed }) => {
    const href = (locale: string): string => xml(`${publicUrl}/${locale}${path}`)
    const alternates = [...locales.map((locale) => [locale, locale]), ['x-default', 'vi']].map(([lang, locale]) => `<xhtml:link rel="alternate" hreflang="${lang}" href="${href(locale ?? 'vi')}"/>`).join('')
    return locales.map((locale) => `<url><loc>${href(locale)}</loc>${lastModified(changed)}${alternates}</url>\n`).join('')
  })
  return `${head}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n${urls.join('')}</urlset>\n`
}
