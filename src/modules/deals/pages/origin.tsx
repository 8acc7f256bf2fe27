import { formatVnd } from '../../../platform/money.ts'
import { useTexts, useView } from '../../../web/view.ts'
import { originTexts } from '../origin-messages.ts'
import type { DealOrigin } from '../origin-queries.ts'

/** The lot or the call a file comes from, with the price and the deposit it begins with. */
export function Origin({ origin: { from, id, title, price, deposit } }: { origin: DealOrigin }) {
  const { locale } = useView()
  const t = useTexts(originTexts)
  const href = `/${locale}/${from === 'solution' ? 'solutions' : 'auctions'}/${id}`
  return (
    <section class="sheet"><h2>{t.from[from](id)}</h2><dl class="facts">
      <div><dt>{t.what[from]}</dt><dd><a href={href}>{title[locale]}</a></dd></div>
      {price !== null && <div><dt>{t.price[from]}</dt><dd>{formatVnd(price, locale)}</dd></div>}
      {price !== null && deposit !== null && <>
        <div><dt>{t.deposit}</dt><dd>{formatVnd(deposit, locale)}</dd></div>
        <div><dt>{t.rest}</dt><dd>{formatVnd(price - deposit, locale)}</dd></div>
      </>}
    </dl>{from !== 'solution' && <p><a href={`${href}/minutes`}>{t.minutes}</a></p>}</section>
  )
}
