import { useTexts, useView } from '../../../web/view.ts'
import { interestTexts } from '../messages.ts'

/** Beside a listing: the way from reading to dealing. */
export function InterestPanel({ listing, already }: { listing: { id: number; kind: 'offer' | 'need' }; already: number | null }) {
  const { locale } = useView()
  const t = useTexts(interestTexts)
  return (
    <div class="sheet">
      {already === null
        ? <><p>{t.next[0]}</p><p><a class="button" href={`/${locale}/${listing.kind}s/${listing.id}/interest`}>{t.express}</a></p></>
        : <><p>{t.already}</p><p><a class="button second" href={`/${locale}/interests/${already}`}>{t.open}</a></p></>}
    </div>
  )
}
