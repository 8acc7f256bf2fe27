import { isStaff } from '../../../core/context.ts'
import { inLocale } from '../../../platform/locale.ts'
import { formatVnd } from '../../../platform/money.ts'
import { formatInstant, formatIsoDay } from '../../../platform/time.ts'
import { type FormState, freshForm } from '../../../web/http.tsx'
import { Choices, Form, Hidden, Select, TextArea, TextField, wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { Prose } from '../../../web/ui/prose.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { solutionRefusals } from '../messages.ts'
import { deskTexts, solutionTexts } from '../page-messages.ts'
import type { DeskEntry, DeskFile, SolutionFile } from '../queries.ts'
import { roundTexts } from '../round-messages.ts'
import { isOver } from '../rules.ts'
import type { SolutionMember } from '../schema.ts'
import { MoveDatesSection } from './dates.tsx'
import { Documents } from './documents.tsx'
import { SolutionBadge } from './solutions.tsx'

/** The form that was sent and refused, by its name; the others stand fresh. */
export type DeskForms = { [name: string]: FormState }
interface Props { file: SolutionFile; desk: DeskFile; forms?: DeskForms }
const readsDeals = isStaff('deal_officer', 'inspector')

/** Everything officers do about a call, what watchers see of it, and where whose need it is confirms the award. */
export function SolutionDeskPage({ file, desk, forms = {} }: Props) {
  const { locale } = useView()
  const t = useTexts(deskTexts), words = useTexts(solutionTexts)
  const { call, runs } = file
  const base = `/${locale}/solutions/${call.id}`
  return (
    <Page title={`${t.title}: ${call.title[locale]}`} demonstration={call.demonstration} crumbs={[{ href: `/${locale}/solutions`, text: words.title }, { href: base, text: call.title[locale] }]}>
      <div class="row"><h1>{t.title}</h1><SolutionBadge state={call.state} /></div>
      <p><a href={base}>{call.title[locale]}</a></p>
      {call.outcome && (call.state === 'draft' || isOver(call.state)) && <div class="notice warn"><p>{words.outcomes[call.outcome] ?? call.outcome}</p></div>}
      <div class="stack">
        {(runs || (desk.confirms && call.award_proposed_at)) && !isOver(call.state) && <Steps file={file} desk={desk} forms={forms} />}
        {(call.state === 'open' || call.state === 'bidding' || Object.keys(forms).some((name) => name.includes('date'))) && <MoveDatesSection file={file} desk={desk} forms={forms} />}
        {(file.watches || file.ofNeed) && <Council file={file} desk={desk} forms={forms} />}
        <Entries file={file} desk={desk} forms={forms} />
        {runs && call.state === 'open' && <Waiting file={file} forms={forms} />}
      </div>
    </Page>
  )
}

function Steps({ file: { call, runs }, desk, forms }: Required<Props>) {
  const { locale } = useView()
  const rounds = useTexts(roundTexts)
  const t = useTexts(deskTexts), words = useTexts(solutionTexts)
  const refusals = wording(useTexts(solutionRefusals))
  const base = `/${locale}/solutions/${call.id}`
  const form = (name: string): FormState => ({ ...(forms[name] ?? freshForm()), at: name })
  const press = (name: string, text: string, danger = false) => <Form danger={danger} action={`${base}/${name}`} form={form(name)} submit={text} labels={{}} refusals={refusals}>{null}</Form>
  const version = (name: string, text: string) => <Form action={`${base}/${name}`} form={form(name)} submit={text} labels={{}} refusals={refusals}><Hidden name="version" value={call.version} /></Form>
  const reasoned = (name: string, text: string, danger = true) => <details open={forms[name] !== undefined}><summary>{text}</summary><Form danger={danger} action={`${base}/${name}`} form={form(name)} submit={text} labels={{ reason: t.reason }} refusals={refusals}><TextArea form={form(name)} name="reason" label={t.reason} rows={2} /></Form></details>
  const most = Math.min(call.rules.most_awards, desk.entries.filter(({ rank }) => rank !== null).length)
  return <section><h2>{t.steps}</h2><div class="stack">
    {runs && call.state === 'draft' && <><p class="row"><a class="button second" href={`${base}/edit`}>{t.edit}</a></p>{version('proposal', t.propose)}</>}
    {runs && call.state === 'proposed' && <><p>{t.publishHelp}</p>{version('publication', t.publish)}{reasoned('return', t.sendBack, false)}</>}
    {runs && call.state === 'moderation' && <><p>{t.openHelp}</p>{press('prices', t.openPrices)}</>}
    {call.state === 'bidding' && <p><a class="button second" href={`${base}/rounds`}>{rounds.title}</a></p>}
    {runs && call.state === 'pricing' && <><p>{t.rankHelp}</p>{press('ranking', t.rank)}</>}
    {runs && call.state === 'standstill' && !call.award_proposed_at && <><p>{words.standstill} {call.standstill_until && formatIsoDay(call.standstill_until, locale)}.</p>
      <Form action={`${base}/award-proposal`} form={form('award-proposal')} submit={t.award} labels={{ count: t.count, reason: t.awardReason }} refusals={refusals}>
        <Select form={form('award-proposal')} name="count" label={t.count} options={Array.from({ length: most }, (_, i) => ({ value: String(i + 1), text: String(i + 1) }))} /><TextArea form={form('award-proposal')} name="reason" label={t.awardReason} rows={3} />
      </Form></>}
    {call.award_proposed_at && <><div class="notice"><p>{t.proposed(call.award_count ?? 0)} {call.award_reason}</p></div>
      {desk.confirms ? <><p>{t.confirmHelp}</p>{press('award', t.confirm)}{reasoned('award-return', t.returnAward, false)}</> : desk.spoken && <p>{t.waitsOwner}</p>}</>}
    {runs && call.state !== 'proposed' && reasoned('withdrawal', t.withdraw)}
  </div></section>
}

const standing = (m: SolutionMember, t: (typeof deskTexts)['vi']): string => (m.released_at ? t.released : m.locked_at ? t.locked : m.declaration === 'none' ? t.none : m.declaration === 'conflict' ? t.conflict : t.named)
function Council({ file: { call, runs }, desk: { members }, forms }: Required<Props>) {
  const { locale } = useView()
  const t = useTexts(deskTexts)
  const refusals = wording(useTexts(solutionRefusals))
  const base = `/${locale}/solutions/${call.id}`, naming: FormState = { ...(forms.members ?? freshForm()), at: 'members' }
  const seats = ['draft', 'proposed', 'open', 'scoring'].includes(call.state)
  return <section><h2>{t.council}</h2><p class="meta">{t.councilHelp}</p>
    {members.length === 0 ? <p>{t.noMembers}</p> : <ul class="list">{members.map((member) => {
      const form: FormState = { ...(forms[`release-${member.id}`] ?? freshForm()), at: `release-${member.id}` }
      return <li><p>{member.name}: {standing(member, t)}{member.conflict_words && <>. {member.conflict_words}</>}{member.release_reason && <>. {member.release_reason}</>}</p>
        {runs && seats && !member.locked_at && !member.released_at && <details open={forms[`release-${member.id}`] !== undefined}><summary>{t.release(member.name)}</summary><Form danger action={`${base}/members/${member.id}/release`} form={form} submit={t.release(member.name)} labels={{ reason: t.reason }} refusals={refusals}><TextArea form={form} name="reason" label={t.reason} rows={2} /></Form></details>}
      </li>
    })}</ul>}
    {runs && seats && <Form action={`${base}/members`} form={naming} submit={t.name} labels={{ email: t.email }} refusals={refusals}><TextField form={naming} name="email" label={t.email} type="email" autocomplete="off" /></Form>}
  </section>
}

function Entries({ file: { call, runs }, desk: { entries, same }, forms }: Required<Props>) {
  const { locale, actor } = useView()
  const t = useTexts(deskTexts), words = useTexts(solutionTexts)
  const low = entries.filter((entry) => entry.low)
  return <section><h2 id="entries">{t.entries}</h2>
    {entries.length === 0 ? <p>{call.technical_opened_at ? words.answers(0) : t.noEntries}</p> : <div class="scroll" tabIndex={0} role="region" aria-labelledby="entries"><table>
      <thead><tr><th scope="col">{words.solution}</th>{call.rules.criteria.map(({ name }) => <th scope="col" class="right">{name[locale]}</th>)}<th scope="col" class="right">{words.technical}</th><th scope="col" class="right">{words.price}</th><th scope="col" class="right">{words.value}</th><th scope="col">{words.rank}</th></tr></thead>
      <tbody>{entries.map((entry) => <tr><th scope="row">{words.number(entry.number)}: {inLocale(locale, entry.name.vi, entry.name.en)}{entry.documents.length > 0 && <Documents of={entry.documents} />}{entry.deal_id !== null && <> · {readsDeals(actor) ? <a href={`/${locale}/deals/${entry.deal_id}`}>{t.deal}</a> : t.deal}</>}</th>
        {call.rules.criteria.map(({ key }) => <td class="right">{entry.byCriterion[key] === undefined ? '–' : words.points(entry.byCriterion[key])}</td>)}
        <td class="right">{entry.technicalShown === null ? '–' : words.points(entry.technicalShown)}</td><td class="right">{entry.priceShown === null ? '–' : formatVnd(entry.priceShown, locale)}</td><td class="right">{entry.valueShown === null ? '–' : words.points(entry.valueShown)}</td><td>{entry.rank ?? (entry.admitted === false ? words.below : entry.decision === 'excluded' ? words.excluded : '–')}</td></tr>)}</tbody>
    </table></div>}
    {same.length > 0 && <div class="notice warn"><p>{t.same}</p><ul>{same.map(({ names, numbers }) => <li>{t.sameFile(numbers.map((number) => words.number(number)).join(', '), names.join(', '))}</li>)}</ul></div>}
    {low.length > 0 && <><h3>{t.low}</h3><ul class="list">{low.map((entry) => <li><Low call={call} entry={entry} runs={runs} form={forms[`low-${entry.number}`]} /></li>)}</ul></>}
  </section>
}

function Low({ call, entry, runs, form: sent }: { call: SolutionFile['call']; entry: DeskEntry; runs: boolean; form: FormState | undefined }) {
  const { locale } = useView()
  const t = useTexts(deskTexts), words = useTexts(solutionTexts)
  const refusals = wording(useTexts(solutionRefusals))
  const form: FormState = { ...(sent ?? freshForm()), at: `low-${entry.number}` }
  return <div class="stack"><p>{words.number(entry.number)}: {inLocale(locale, entry.name.vi, entry.name.en)}. {entry.explain_until && t.until(formatInstant(entry.explain_until, locale))}</p>
    {entry.explanation ? <Prose text={entry.explanation} /> : <p>{t.noExplanation}</p>}
    {entry.decision ? <p><strong>{t.decisions[entry.decision]}.</strong> {entry.decision_reason}</p> : runs && call.state === 'pricing' && <Form action={`/${locale}/solutions/${call.id}/entries/${entry.number}/low-price`} form={form} submit={t.decide} labels={{ decision: t.decision, reason: t.reason }} refusals={refusals}>
      <Choices one form={form} name="decision" label={t.decision} options={(['kept', 'excluded'] as const).map((value) => ({ value, text: t.decisions[value] }))} /><TextArea form={form} name="reason" label={t.reason} rows={2} />
    </Form>}
  </div>
}

function Waiting({ file: { call, questions }, forms }: { file: SolutionFile; forms: DeskForms }) {
  const { locale } = useView()
  const t = useTexts(deskTexts)
  const refusals = wording(useTexts(solutionRefusals))
  const open = questions.filter(({ answered_at }) => !answered_at)
  return <section><h2>{t.questions}</h2>{open.length === 0 ? <p>{t.noQuestions}</p> : <ul class="list">{open.map(({ id, question }) => {
    const form: FormState = { ...(forms[`answer-${id}`] ?? freshForm()), at: `answer-${id}` }
    return <li><p>{question}</p><Form action={`/${locale}/solutions/${call.id}/questions/${id}/answer`} form={form} submit={t.sendAnswer} labels={{ answer: t.answer }} refusals={refusals}><TextArea form={form} name="answer" label={t.answer} rows={3} /></Form></li>
  })}</ul>}</section>
}
