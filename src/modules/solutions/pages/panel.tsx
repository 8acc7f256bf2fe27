import { useTexts, useView } from '../../../web/view.ts'
import { solutionTexts } from '../page-messages.ts'
import type { Solution } from '../turns.ts'
import { SolutionBadge } from './solutions.tsx'

/** On a need's page: its call, and for officers the way to one. */
export function SolutionPanel({ need, call, drafts }: { need: number; call: Solution | null; drafts: boolean }) {
  const { locale } = useView()
  const t = useTexts(solutionTexts)
  return <section aria-labelledby="solutions"><h2 id="solutions">{t.panel}</h2>
    {call ? <><p>{t.panelLead}</p><p class="row"><a href={`/${locale}/solutions/${call.id}`}>{call.title[locale]}</a> <SolutionBadge state={call.state} /></p></> : drafts && <p><a href={`/${locale}/solutions/new?need=${need}`}>{t.draft}</a></p>}
  </section>
}
