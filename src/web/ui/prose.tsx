import type { VNode } from 'preact'

/** Text people wrote: paragraphs at empty lines, and lists where lines begin with "- ". Nothing else is markup. */
export function Prose({ text, lang }: { text: string; lang?: string | undefined }) {
  const blocks = text.split(/\n{2,}/).flatMap((block) => {
    const parts: { list: boolean; lines: string[] }[] = []
    for (const line of block.split('\n')) {
      const list = /^\s*[-•]\s+/.test(line)
      const last = parts.at(-1)
      if (last && last.list === list) last.lines.push(line)
      else parts.push({ list, lines: [line] })
    }
    return parts
  })
  return <div class="prose" lang={lang}>{blocks.map(({ list, lines }) => list
    ? <ul>{lines.map((line) => <li>{line.replace(/^\s*[-•]\s+/, '')}</li>)}</ul>
    : <p>{lines.flatMap((line, i) => (i ? [<br />, line] : [line]))}</p>)}</div>
}

/** Plain text with its http links made followable. */
export const linked = (text: string): (string | VNode)[] =>
  text.split(/(https?:\/\/[^\s]+)/).map((part, i) => (i % 2 ? <a href={part}>{part}</a> : part))
