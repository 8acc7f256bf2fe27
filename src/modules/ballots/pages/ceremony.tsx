import { ballotKey } from '../../../platform/ballots/seal.ts'
import type { FormState } from '../../../web/http.tsx'
import { wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { ceremonyTexts } from '../../keys/page-messages.ts'
import { Ceremony } from '../../keys/pages/ceremony.tsx'
import { ballotRefusals } from '../messages.ts'
import { councilTexts } from '../page-messages.ts'
import type { CouncilFile } from '../queries.ts'

/** Where the key of a lot's ballots is made and split. */
export function CeremonyPage({ file: { lot, seats, key }, form }: { file: CouncilFile; form: FormState }) {
  const { locale } = useView()
  const t = useTexts(councilTexts), title = useTexts(ceremonyTexts).title(lot.title[locale])
  const base = `/${locale}/auctions/${lot.id}`
  return (
    <Page title={title} path={`/auctions/${lot.id}/ceremony`} demonstration={lot.demonstration} crumbs={[{ href: `${base}/council`, text: t.crumb }]}>
      <h1>{title}</h1>
      <Ceremony of={{ key: ballotKey(lot.id), name: t.shareOf(lot.id), hand: t.handShare }} action={`${base}/ceremony`} seats={seats} kept={key} form={form} refusals={wording(ballotRefusals[locale])} />
    </Page>
  )
}
