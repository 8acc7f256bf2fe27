import { formatShare, formatVnd, vnd } from '../../../platform/money.ts'
import { formatInstant } from '../../../platform/time.ts'
import type { FormState } from '../../../web/http.tsx'
import { FileField, Form, Hidden, Select, TextArea, TextField, wording } from '../../../web/ui/form.tsx'
import { Prose } from '../../../web/ui/prose.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { PartPage } from '../../deals/pages/part.tsx'
import type { PartFile } from '../../deals/part-queries.ts'
import { formatBytes } from '../../documents/messages.ts'
import { fileHref } from '../../documents/queries.ts'
import type { Rule } from '../../rulebook/schema.ts'
import { absentThen, absentWords, beyondNow, booksRows, bookWords, factRows, reviewWords, ruleCells, sharesOf } from '../decision-paper.ts'
import { ownerNames, resultRefusals, resultTexts, shareNames, transferNames } from '../messages.ts'
import type { FactShown, ReviewShown, SplitShown } from '../queries.ts'
import { absentOf, amountsOf, type Books, leftOf, seenOf } from '../rules.ts'
import { resultOwners, splitShares, transferKinds } from '../schema.ts'

export interface ResultPageProps { file: PartFile; owns: boolean; fact: FactShown | null; splits: readonly SplitShown[]; books: Books; reviews: readonly ReviewShown[]; /** What was paid back after it was divided, and waits. */ paidBack: number; rules: readonly Rule[]; /** A side says elsewhere in the file that no State money is used. */ denied: boolean; forms: { state: FormState; propose: FormState; decide: FormState; attach: FormState; review: FormState } }

export function ResultPage({ file, owns, fact, splits, books, reviews, paidBack, rules, denied, forms }: ResultPageProps) {
  const { locale } = useView()
  const t = useTexts(resultTexts)
  const supplier = file.deal.supplier_organisation_id
  const own = `/${locale}/deals/${file.deal.id}/result`
  if (!owns) return <PartPage file={file} part="result"><p class="lead">{t.lead}</p><p>{t.notYours}</p></PartPage>
  return (
    <PartPage file={file} part="result">
      <p class="lead">{t.lead}</p>
      {!fact ? <p>{t.none}</p> : <>
        {denied && <div class="notice"><p>{t.denied} <a href={`/${locale}/deals/${file.deal.id}/registration`}>{t.toRegistration}</a></p></div>}
        <section><h2>{t.facts}</h2>
          <dl class="facts">{factRows(fact, locale).map(([term, value]) => <div><dt>{term}</dt><dd>{value}</dd></div>)}<div><dt>{t.alternatives}</dt><dd><Prose text={fact.alternatives} /></dd></div></dl>
          <p>{absentWords(fact, locale)}</p>
          {fact.valuation_document_id !== null && <p>{t.valuation_file}: <a href={fileHref({ id: fact.valuation_document_id, name: fact.document_name ?? '' })}>{fact.document_name}</a> <span class="meta">{formatBytes(fact.document_bytes ?? 0, locale)}</span></p>}
          <p><a class="button second" href={`${own}/decision.pdf`}>{t.pdf}</a></p>
        </section>
        <section><h2>{t.law}</h2><p class="meta">{t.law8}</p>
          <div class="scroll" tabIndex={0} role="region" aria-label={t.law}><table><caption class="hidden">{t.law}</caption><thead><tr><th scope="col">{t.rule}</th><th scope="col">{t.value}</th><th scope="col">{t.source}</th><th scope="col">{t.mark}</th></tr></thead>
            <tbody>{rules.map((rule) => { const [name, ...cells] = ruleCells(rule, locale); return <tr><th scope="row">{name}</th>{cells.map((cell) => <td>{cell}</td>)}</tr> })}</tbody></table></div>
        </section>
        <Money splits={splits} books={books} reviews={reviews} />
        <Splits splits={splits} books={books} />
      </>}
      <Forms own={own} file={file} fact={fact} splits={splits} books={books} paidBack={paidBack} forms={forms} supplier={supplier} />
    </PartPage>
  )
}

/** What came in, what was divided of it, and what is left. */
function Money({ splits, books, reviews }: Pick<ResultPageProps, 'splits' | 'books' | 'reviews'>) {
  const { locale } = useView()
  const t = useTexts(resultTexts)
  const beyond = beyondNow(books, locale)
  return (
    <section><h2>{t.books}</h2><p class="meta">{t.booksLead}</p>
      {beyond && <div class="notice"><p>{beyond}</p></div>}
      <dl class="facts">{booksRows(books, splits, locale).map(([term, value]) => <div><dt>{term}</dt><dd>{value}</dd></div>)}</dl>
      {reviews.map((one) => <p>{reviewWords(one, locale)}</p>)}
    </section>
  )
}

function Splits({ splits, books }: Pick<ResultPageProps, 'splits' | 'books'>) {
  const { locale } = useView()
  const t = useTexts(resultTexts)
  const names = useTexts(shareNames)
  if (!splits.length) return null
  return (
    <section><h2>{t.splits}</h2>
      {splits.map((split) => {
        const amounts = amountsOf(vnd(split.amount), sharesOf(split))
        const caption = `${formatVnd(split.amount, locale)}, ${t.proposedBy(split.proposer)}`
        return (
          <article class="stack">
            <p><span class={`badge ${split.decision === 'approved' ? 'good' : split.decision === null ? 'warn' : ''}`}>{split.decision === null ? t.waits : split.decision === 'approved' ? t.approved : t.returned}</span> {split.decider && `${t.decidedBy(split.decider)}.`} {absentThen(split, locale)} {split.absent.length && split.decision_reason ? t.allTheSame(split.decision_reason) : split.decision_reason}</p>
            {bookWords(split, books, locale).map((words) => <p>{words}</p>)}
            <div class="scroll" tabIndex={0} role="region" aria-label={caption}><table><caption>{caption}, {formatInstant(split.proposed_at, locale)}</caption><thead><tr><th scope="col">{t.share}</th><th scope="col">{t.percent}</th><th scope="col">{t.money}</th></tr></thead>
              <tbody>{splitShares.map((share) => <tr><th scope="row">{names[share]}</th><td>{formatShare(sharesOf(split)[share], locale)}</td><td>{formatVnd(amounts[share], locale)}</td></tr>)}</tbody></table></div>
            <Prose text={split.reason} />
          </article>
        )
      })}
    </section>
  )
}

function Forms({ own, file: { acts }, fact, splits, books, paidBack, forms, supplier }: { own: string; file: PartFile; fact: FactShown | null; splits: readonly SplitShown[]; books: Books; paidBack: number; forms: ResultPageProps['forms']; supplier: number }) {
  const { actor, locale } = useView()
  const t = useTexts(resultTexts)
  const names = useTexts(shareNames)
  const [owners, transfers] = [useTexts(ownerNames), useTexts(transferNames)]
  const refusals = wording(useTexts(resultRefusals))
  const waiting = splits.find(({ decision }) => decision === null)
  const { state, propose, decide, attach, review } = forms
  return (
    <>
      {acts.sign === supplier && waiting && (waiting.proposed_by === actor.person_id ? <p class="meta">{t.fourEyes}</p> : <section class="sheet"><h2>{t.decide}</h2>{fact && absentOf(fact).length > 0 && <p>{absentWords(fact, locale)} {t.mayDecide}</p>}
        <Form action={`${own}/decision`} form={decide} submit={t.sendDecision} labels={t} refusals={refusals}>
          <Hidden name="split_id" value={waiting.id} /><Hidden name="left_seen" value={leftOf(books)} />
          <Select form={decide} name="decision" label={t.decision} options={[{ value: 'approved', text: t.approve }, { value: 'returned', text: t.giveBack }]} />
          <TextArea form={decide} name="decision_reason" label={t.decision_reason} rows={3} optional="later" />
        </Form></section>)}
      {acts.sign === supplier && paidBack > 0 && <section class="sheet" id="review"><h2>{t.review}</h2><p>{t.reviewLead(formatVnd(paidBack, locale))}</p>
        <Form action={`${own}/review`} form={review} submit={t.sendReview} labels={t} refusals={refusals}>
          <Hidden name="seen" value={seenOf(books)} />
          <TextArea form={review} name="review_reason" label={t.review_reason} rows={3} />
        </Form></section>}
      {acts.edit === supplier && fact && fact.valuation !== null && <details class="sheet" open={fact.valuation_document_id === null || attach.refusal !== null}><summary>{fact.valuation_document_id === null ? t.attach : t.attachAgain}</summary><p class="meta">{t.attachHelp}</p>
        <Form action={`${own}/valuation`} form={attach} submit={t.sendFile} labels={t} refusals={refusals} multipart>
          <Hidden name="request_key" value={String(attach.values['request_key'] ?? '')} />
          <FileField form={attach} name="file" label={t.file} />
        </Form></details>}
      {acts.edit === supplier && fact && !waiting && <section class="sheet"><h2>{t.propose}</h2><p class="meta">{t.fourEyes}</p>
        <Form action={`${own}/split`} form={propose} submit={t.sendSplit} labels={{ ...t, ...names }} refusals={refusals}>
          <Hidden name="request_key" value={String(propose.values['request_key'] ?? '')} />
          <TextField form={propose} name="revenue" label={t.revenue} /><TextField form={propose} name="amount" label={t.amount} inputmode="numeric" />
          <TextArea form={propose} name="beyond_reason" label={t.beyond_reason} rows={2} optional="later" />
          <fieldset><legend>{t.shares}</legend>{splitShares.map((share) => <TextField form={propose} name={share} label={names[share]} inputmode="decimal" />)}</fieldset>
          <TextArea form={propose} name="reason" label={t.reason} rows={3} />
        </Form></section>}
      {acts.edit === supplier && <section class="sheet"><h2>{t.state}</h2>
        <Form action={own} form={state} submit={t.send} labels={t} refusals={refusals}>
          <Hidden name="request_key" value={String(state.values['request_key'] ?? '')} />
          <TextField form={state} name="task_code" label={t.task_code} /><TextField form={state} name="task_name" label={t.task_name} /><TextField form={state} name="state_share" label={t.state_share} inputmode="decimal" />
          <Select form={state} name="owner" label={t.owner} options={resultOwners.map((value) => ({ value, text: owners[value] }))} />
          <Select form={state} name="transfers" label={t.transfers} options={transferKinds.map((value) => ({ value, text: transfers[value] }))} />
          <TextField form={state} name="act_on" label={t.act_on} type="date" /><TextField form={state} name="authority" label={t.authority} />
          <TextField form={state} name="decision_number" label={t.decision_number} optional /><TextField form={state} name="decision_on" label={t.decision_on} type="date" optional />
          <TextField form={state} name="valuer" label={t.valuer} optional /><TextField form={state} name="valuation" label={t.valuation} inputmode="numeric" optional /><TextField form={state} name="valued_on" label={t.valued_on} type="date" optional />
          <TextField form={state} name="disclosed_from" label={t.disclosed_from} type="date" optional /><TextField form={state} name="disclosed_until" label={t.disclosed_until} type="date" optional />
          <TextField form={state} name="value_low" label={t.value_low} inputmode="numeric" optional /><TextField form={state} name="value_high" label={t.value_high} inputmode="numeric" optional />
          <TextArea form={state} name="alternatives" label={t.alternatives} rows={5} />
          <TextArea form={state} name="conflicts" label={t.conflicts} rows={3} optional />
        </Form></section>}
    </>
  )
}
