import { useView } from '../view.ts'

/** Feeds a page leads to: those of the whole market, and where it is a search or a collection, that one's own. Programs that read feeds look for them here. */
export function Feeds() {
  const { locale, url } = useView()
  const [path = '', query = ''] = url.split('#')[0]?.split('?') ?? []
  const texts = { vi: { offers: 'Chào bán công nghệ mới', needs: 'Nhu cầu công nghệ mới', own: 'Tin mới của trang này' }, en: { offers: 'New technology offers', needs: 'New technology needs', own: 'What is new on this page' } }[locale]
  const found = new URLSearchParams(query)
  for (const name of ['page', 'as_of', 'sort', 'done']) found.delete(name)
  const collection = /^\/(?:vi|en)\/collections\/([a-z0-9-]+)$/.exec(path)?.[1]
  const own = path === `/${locale}/search` ? `/${locale}/search.rss${found.size ? `?${found}` : ''}` : collection ? `/${locale}/feeds/collections/${collection}.rss` : null
  return <>
    {own && <link rel="alternate" type="application/rss+xml" title={texts.own} href={own} />}
    {(['offers', 'needs'] as const).map((kind) => <link rel="alternate" type="application/rss+xml" title={texts[kind]} href={`/${locale}/feeds/${kind}.rss`} />)}
  </>
}

/** The picture other sites show beside a link to a listing that is published; undefined for every other page. */
export const sharePictureOf = (locale: string, own: string): string | undefined => (/^\/(offers|needs)\/[1-9]\d*$/.test(own) ? `/${locale}${own}/share.png` : undefined)
