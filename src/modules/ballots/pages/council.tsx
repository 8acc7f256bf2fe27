import type { FormState } from '../../../web/http.tsx'
import { wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { Members, OwnSeat } from '../../keys/pages/keepers.tsx'
import { ballotRefusals } from '../messages.ts'
import { councilTexts } from '../page-messages.ts'
import type { CouncilFile } from '../queries.ts'

export interface CouncilForms { name: FormState; declare: FormState }
/** Who opens the ballots of a lot: for officers and those who watch, and for its members. */
export function CouncilPage({ file: { lot, seats, own, key }, names, forms }: { file: CouncilFile; names: boolean; forms: CouncilForms }) {
  const { locale } = useView()
  const t = useTexts(councilTexts)
  const base = `/${locale}/auctions/${lot.id}`, refusals = wording(useTexts(ballotRefusals))
  const title = t.title(lot.title[locale]), early = ['draft', 'proposed', 'registration'].includes(lot.state)
  return (
    <Page title={title} path={`/auctions/${lot.id}/council`} demonstration={lot.demonstration} crumbs={lot.state === 'draft' || lot.state === 'proposed' ? [] : [{ href: base, text: lot.title[locale] }]}>
      <h1>{title}</h1>
      <p>{t.lead}</p>
      <div class="stack">
        {own && <OwnSeat own={own} open={early} words={t} form={forms.declare} base={base} refusals={refusals} />}
        <Members seats={seats} keyMade={key !== null} changes={names && early} emailHelp={t.emailHelp} form={forms.name} base={base} refusals={refusals} />
        <section><h2>{t.ceremony}</h2><p>{key ? t.keyMade : t.keyMissing}</p>
          <p class="row">{names && early && !key && <a class="button" href={`${base}/ceremony`}>{t.toCeremony}</a>}{key && lot.state !== 'draft' && lot.state !== 'proposed' && <a class="button second" href={`${base}/opening`}>{t.toOpening}</a>}</p></section>
      </div>
    </Page>
  )
}
