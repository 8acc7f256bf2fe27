import { formatInstant } from '../../../platform/time.ts'
import { Page } from '../../../web/ui/page.tsx'
import { linked } from '../../../web/ui/prose.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { mailTexts } from '../messages.ts'
import type { OutgoingMail } from '../schema.ts'

export function MailPage({ letters }: { letters: OutgoingMail[] }) {
  const { locale } = useView()
  const t = useTexts(mailTexts)
  return (
    <Page title={t.title}>
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      {letters.length === 0 && <p>{t.empty}</p>}
      <ul class="list">{letters.map((letter) => (
        <li class="card"><h2>{letter.subject}</h2><p class="meta">{t.to}: {letter.to_address} · <time dateTime={letter.created_at.toISOString()}>{formatInstant(letter.created_at, locale)}</time></p>
          <div class="message">{linked(letter.body)}</div></li>
      ))}</ul>
    </Page>
  )
}
