import { useTexts, useView } from '../../../web/view.ts'
import { type ClauseDifference, clauseLines } from '../clause-words.ts'
import { sheetTexts } from '../sheet-messages.ts'
import type { ClauseKey } from '../schema.ts'

/** What a clause says, a line for everything it holds. */
export function ClauseLines({ of, clause }: { of: ClauseKey; clause: object | undefined }) {
  const { locale } = useView()
  return <dl class="facts">{clauseLines(of, clause, locale).map(({ label, text }) => <div><dt>{label}</dt><dd>{text.split('\n').flatMap((line, i) => (i ? [<br />, line] : [line]))}</dd></div>)}</dl>
}

/** Old and new, with the words that came and went marked; a reader who hears the page is told which is which. */
export function Differences({ differences, reasons = {} }: { differences: readonly ClauseDifference[]; reasons?: Partial<Record<ClauseKey, string>> }) {
  const t = useTexts(sheetTexts)
  if (differences.length === 0) return <p>{t.unchanged}</p>
  return <div class="stack">{differences.map(({ key, name, change, lines }) => <section class="sheet">
    <h3>{name} <span class={`badge ${change === 'removed' ? 'bad' : change === 'added' ? 'good' : 'warn'}`}>{t.changeKinds[change]}</span></h3>
    {reasons[key] && <p class="meta">{t.why(reasons[key])}</p>}
    {lines.map(({ label, before, after, pieces }) => <>
      <p class="meta">{label}</p>
      {pieces.length > 0
        ? <p class="diff">{pieces.map(({ value, added, removed }) => (added ? <ins>{value}</ins> : removed ? <del>{value}</del> : value))}</p>
        : <p class="diff"><span class="meta">{t.before}: </span><del>{before}</del>{'\n'}<span class="meta">{t.after}: </span><ins>{after}</ins></p>}
    </>)}
  </section>)}</div>
}
