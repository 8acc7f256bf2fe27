import type { ComponentChildren } from 'preact'
import { Prose } from '../../../web/ui/prose.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { aboutWords, type Part } from '../messages.ts'

/** One part of a reading page: heading, text, whatever belongs to it, and where to go from there. */
export function Section({ part, children }: { part: Part; children?: ComponentChildren }) {
  const { locale } = useView()
  return (
    <section id={part.id} aria-labelledby={`h-${part.id}`} class="sheet">
      <h2 id={`h-${part.id}`}>{part.title}</h2>
      {part.text && <Prose text={part.text} />}
      {children}
      {part.links && <p class="row">{part.links.map(({ href, text }) => <a href={`/${locale}${href}`}>{text}</a>)}</p>}
    </section>
  )
}

export function Contents({ parts }: { parts: readonly Part[] }) {
  const t = useTexts(aboutWords)
  return <nav aria-labelledby="contents"><h2 id="contents">{t.onThisPage}</h2><ul>{parts.map(({ id, title }) => <li><a href={`#${id}`}>{title}</a></li>)}</ul></nav>
}
