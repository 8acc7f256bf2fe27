import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { stageNames } from '../../audit/deal-messages.ts'
import type { Taxonomy } from '../../taxonomy/queries.ts'
import { helpTexts } from '../messages.ts'
import { Contents, Section } from './parts.tsx'

export function HelpPage({ taxonomy }: { taxonomy: Taxonomy }) {
  const { locale } = useView()
  const t = useTexts(helpTexts)
  const stages = useTexts(stageNames)
  const stageHelp = Object.entries(t.stageHelp) as [keyof typeof t.stageHelp, string][]
  return (
    <Page title={t.title} description={t.lead} indexed width="narrow">
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      <Contents parts={[t.search, t.organisation, t.offer, t.need, t.interest, t.stages, t.trl, t.who, t.contact]} />
      <div class="stack">
        <Section part={t.search} />
        <Section part={t.organisation} />
        <Section part={t.offer} />
        <Section part={t.need}><ol>{t.questions.map(({ question, why }) => <li><strong>{question}</strong> {why}</li>)}</ol></Section>
        <Section part={t.interest} />
        <Section part={t.stages}><Table head={[t.stage, t.meaning]} rows={stageHelp.map(([stage, meaning]) => [stages[stage], meaning])} /></Section>
        <Section part={t.trl}><Table head={[t.level, t.levelMeaning]} rows={taxonomy.list('trl').map(({ code }) => [`TRL ${code}`, taxonomy.name('trl', code, locale)])} /></Section>
        <Section part={t.who}><Table head={[t.what, t.reader]} rows={t.readers.map(({ what, reader }) => [what, reader])} /></Section>
        <Section part={t.contact} />
      </div>
    </Page>
  )
}

function Table({ head, rows }: { head: [string, string]; rows: [string, string][] }) {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={head.join(', ')}><table>
      <thead><tr>{head.map((text) => <th scope="col">{text}</th>)}</tr></thead>
      <tbody>{rows.map(([name, text]) => <tr><th scope="row">{name}</th><td>{text}</td></tr>)}</tbody>
    </table></div>
  )
}
