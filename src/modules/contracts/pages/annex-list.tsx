import { inLocale } from '../../../platform/locale.ts'
import { formatDay, formatIsoDay } from '../../../platform/time.ts'
import { ActionButton } from '../../../web/ui/form.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { useName } from '../../deals/pages/parts.tsx'
import { type PartFile, partyOf } from '../../deals/part-queries.ts'
import { annexStates, annexTexts, howNames } from '../annex-messages.ts'
import type { Annex } from '../annex-queries.ts'
import { changesIn } from '../annex-rules.ts'
import type { ContractContent } from '../schema.ts'
import { Differing } from './differing.tsx'

const tone = { drafting: '', issued: 'calm', half_signed: 'warn', signed: 'good', withdrawn: 'bad' } as const
const stateOf = ({ ending, version_state, half_signed }: Annex): keyof typeof tone => ending ?? (version_state !== 'issued' ? 'drafting' : half_signed ? 'half_signed' : 'issued')
export function AnnexState({ of }: { of: Annex }) {
  const states = useTexts(annexStates)
  return <span class={`badge ${tone[stateOf(of)]}`}>{states[stateOf(of)]}</span>
}
/** The annexes of a contract, on the contract's page. */
export function AnnexList({ file, annexes, signed, request_key }: { file: PartFile; annexes: readonly Annex[]; signed: boolean; request_key: string }) {
  const { locale } = useView()
  const t = useTexts(annexTexts)
  const name = useName()
  const own = `/${locale}/deals/${file.deal.id}/contract`
  if (!signed && annexes.length === 0) return null
  return (
    <section class="sheet" aria-labelledby="annexes">
      <h2 id="annexes">{t.head}</h2>
      <p class="meta">{t.lead}</p>
      {annexes.length === 0 ? <p>{t.none}</p> : <ul class="list">{annexes.map((one) => (
        <li><a href={`${own}/annexes/${one.number}`}>{t.one(one.number)}</a> <AnnexState of={one} /> <span class="meta">{t.begun(`${name(partyOf(file, one.organisation_id))} (${one.person_name})`, formatDay(one.begun_at, locale))}{one.signed_on && ` · ${t.signedOn(formatIsoDay(one.signed_on, locale))}`}</span></li>
      ))}</ul>}
      {signed && annexes.some(({ ending }) => ending === 'signed') && <p><a class="button second" href={`${own}/current`}>{t.currentOpen}</a></p>}
      {signed && file.acts.edit !== null && file.deal.stage !== 'lost' && annexes.every(({ ending }) => ending !== null) && <ActionButton action={`${own}/annexes`} text={t.begin} fields={{ request_key }} />}
    </section>
  )
}

/** What an annex changes, clause by clause: the old wording beside the new one, with what is taken out and put in. */
export function AnnexChanges({ content, head }: { content: Pick<ContractContent, 'clauses' | 'annex'>; head: string }) {
  const { locale } = useView()
  const t = useTexts(annexTexts)
  const hows = useTexts(howNames)
  const changes = changesIn(content)
  return (
    <section class="sheet" aria-labelledby="changes">
      <h2 id="changes">{head}</h2>
      {changes.length === 0 && <p>{t.noChanges}</p>}
      {changes.map(({ key, how, number, title, before, after }) => (
        <article class="clause" id={`c-${key}`}>
          <h3><span class={`badge ${how === 'removed' ? 'bad' : how === 'added' ? 'good' : 'warn'}`}>{hows[how]}</span> {t.article(number)}. {inLocale(locale, title.vi, title.en)}</h3>
          <Differing before={before?.vi ?? ''} after={after?.vi ?? ''} lang="vi" />
          <Differing before={before?.en ?? ''} after={after?.en ?? ''} lang="en" />
        </article>
      ))}
    </section>
  )
}
