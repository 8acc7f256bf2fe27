import { Page } from '../../../web/ui/page.tsx'
import { useTexts } from '../../../web/view.ts'
import { documentTexts } from '../messages.ts'

/** Said in place of a file while the storage is away. */
export function AwayPage() {
  const t = useTexts(documentTexts)
  return <Page title={t.away} width="narrow"><div class="sheet"><h1>{t.away}</h1><p>{t.awayText}</p></div></Page>
}
