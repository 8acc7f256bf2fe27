import { formatNumber } from '../../../platform/money.ts'
import { useTexts, useView } from '../../../web/view.ts'
import type { Taxonomy } from '../../taxonomy/queries.ts'
import { fieldName, priceGroup } from '../ledger-files.ts'
import { ledgerTexts, priceName } from '../ledger-messages.ts'
import type { PriceRow } from '../ledger.ts'

/** Beside a listing: within what bands deals like it lie, where enough of them closed, and where it says how that is counted. */
export function PricePanel({ prices, demonstrated, taxonomy }: { prices: readonly PriceRow[]; demonstrated: boolean; taxonomy: Taxonomy }) {
  const { locale } = useView()
  const t = useTexts(ledgerTexts)
  return (
    <section class="sheet" aria-labelledby="like-prices"><h2 id="like-prices">{t.prices}</h2>
      <ul class="list">{prices.map((row) => <li>{fieldName(row.field, taxonomy, locale)}, {priceGroup(row, taxonomy, locale)}: <strong>{priceName(row.low, row.high, locale)}</strong> <span class="meta">({formatNumber(row.deals, locale)} {t.deals.toLowerCase()})</span></li>)}</ul>
      <p class="meta">{t.noValuation} {demonstrated && t.pricesDemonstrated} <a href={`/${locale}/figures/outcomes#prices`}>{t.pricesHow}</a></p>
    </section>
  )
}
