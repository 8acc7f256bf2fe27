import { formatVnd } from '../../../platform/money.ts'
import { formatInstant } from '../../../platform/time.ts'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { lotTexts, standing } from '../page-messages.ts'
import type { LotListed } from '../queries.ts'
import { priceTold } from '../rules.ts'
import type { AuctionLotState } from '../schema.ts'

const tones: Record<AuctionLotState, string> = { draft: 'badge', proposed: 'badge warn', registration: 'badge good', armed: 'badge warn', settling: 'badge good', completed: 'badge good', defaulted: 'badge bad', annulled: 'badge bad', failed: 'badge bad', cancelled: 'badge bad' }
export function LotBadge({ lot: { state, phase, form } }: { lot: Pick<LotListed, 'state' | 'phase' | 'form'> }) {
  const { locale } = useView()
  return <span class={state === 'armed' && phase === 'open' ? 'badge good' : tones[state]}>{standing({ state, phase, form }, locale)}</span>
}

/** What is sold in public: to come, going on, and past. */
export function LotsPage({ lots, office }: { lots: Record<'coming' | 'live' | 'past', LotListed[]>; office: boolean }) {
  const { locale } = useView()
  const t = useTexts(lotTexts)
  return (
    <Page title={t.title} description={t.lead} indexed demonstration={Object.values(lots).flat().some(({ demonstration }) => demonstration)}>
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      {office && <p><a class="button second" href={`/${locale}/auctions/office`}>{t.office}</a></p>}
      <div class="stack">
        {(['live', 'coming', 'past'] as const).map((where) => <section>
          <h2 id={`lots-${where}`}>{t.where[where]}</h2>
          {lots[where].length === 0 ? <p>{t.none[where]}</p> : <LotTable lots={lots[where]} labelled={`lots-${where}`} />}
        </section>)}
      </div>
    </Page>
  )
}

/** Every lot, drafts too, for those who run or watch auctions. */
export function OfficeListPage({ lots }: { lots: LotListed[] }) {
  const { locale } = useView()
  const t = useTexts(lotTexts)
  return (
    <Page title={t.officeTitle} crumbs={[{ href: `/${locale}/auctions`, text: t.title }]} demonstration={lots.some(({ demonstration }) => demonstration)}>
      <h1 id="office-lots">{t.officeTitle}</h1>
      {lots.length === 0 ? <p>{t.none.coming}</p> : <LotTable lots={lots} labelled="office-lots" />}
    </Page>
  )
}

function LotTable({ lots, labelled }: { lots: LotListed[]; labelled: string }) {
  const { locale } = useView()
  const t = useTexts(lotTexts)
  return <div class="scroll" tabIndex={0} role="region" aria-labelledby={labelled}><table>
    <thead><tr><th scope="col">{t.lot}</th><th scope="col">{t.mode}</th><th scope="col" class="right">{t.price}</th><th scope="col">{t.opens}</th><th scope="col">{t.state}</th></tr></thead>
    <tbody>{lots.map((lot) => <tr>
      <th scope="row"><a href={`/${locale}/auctions/${lot.id}`}>{lot.title[locale]}</a></th>
      <td>{t.regime[lot.regime]}<br /><span class="meta">{t.form[lot.form]}</span></td>
      <td class="right">{priceTold(lot) === null ? formatVnd(lot.start, locale) : t.result(formatVnd(priceTold(lot)!, locale))}</td>
      <td><time dateTime={lot.opens.toISOString()}>{formatInstant(lot.opens, locale)}</time></td>
      <td><LotBadge lot={lot} /></td>
    </tr>)}</tbody>
  </table></div>
}
