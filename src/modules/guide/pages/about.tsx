import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { aboutTexts } from '../messages.ts'
import { Section } from './parts.tsx'

export function AboutPage() {
  const { locale, publicUrl } = useView()
  const t = useTexts(aboutTexts)
  return (
    <Page title={t.title} description={t.lead} indexed width="narrow" facts={{ '@type': 'AboutPage', name: t.title, url: `${publicUrl}/${locale}/about`, inLanguage: locale }}>
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      <div class="stack">{t.parts.map((part) => (
        <Section part={part}>{part.id === 'deal' && <ol aria-label={t.steps}>{t.stepList.map((step) => <li>{step}</li>)}</ol>}</Section>
      ))}</div>
    </Page>
  )
}
