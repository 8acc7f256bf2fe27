import { inLocale } from '../../../platform/locale.ts'
import { formatVnd } from '../../../platform/money.ts'
import { formatDay, formatIsoDay } from '../../../platform/time.ts'
import { type FormState, freshForm } from '../../../web/http.tsx'
import { Choices, Form, Hidden, Select, TextArea, wording } from '../../../web/ui/form.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { PartPage } from '../../deals/pages/part.tsx'
import { useName } from '../../deals/pages/parts.tsx'
import { partyOf, type PartFile } from '../../deals/part-queries.ts'
import { unannouncedWords } from '../../rulebook/messages.ts'
import type { Rule } from '../../rulebook/schema.ts'
import { demandOf, demandOfWord, type Effect, overruled } from '../effect-rules.ts'
import { demandWords, factNames, filingNames, filingStates, registrationRefusals, registrationTexts, valueNames } from '../registration-messages.ts'
import { type Calendar, type Cited, cited, type DecidingFact, decidingFacts, differing, feeOf, filerOf, type FilingFee, judgedBy, type Limit, limitOf, openRefusal, type Said, type Reviewed } from '../registration-rules.ts'
import type { StandingToday } from '../registration-queries.ts'
import { directions, type Facts, type FilingKind, filingKinds, technologyKinds } from '../schema.ts'
import { EffectWords } from './contract.tsx'

export interface RegistrationProps { file: PartFile; standing: StandingToday; /** What the annexes change that are still to be registered. */ changes: string; calendar: Calendar; supposed: Facts; effect: Effect; today: string; forms: Record<string, FormState>; request_key: string }

export function RegistrationPage(props: RegistrationProps) {
  const t = useTexts(registrationTexts)
  return (
    <PartPage file={props.file} part="registration">
      <p class="lead">{t.lead}</p>
      <DemandOf {...props} />
      <section class="sheet" aria-labelledby="effect"><h2 id="effect">{t.effect}</h2><EffectWords effect={props.effect} /></section>
      <FactsOf {...props} />
      <Filings {...props} />
    </PartPage>
  )
}

/** Where something said as law was seen, and how well. */
export function Law({ of: { mark, source }, text = '' }: { of: Cited; text?: string }) {
  const t = useTexts(registrationTexts)
  return <span class="meta">{text || t.law} ({t.marks[mark]}: <a href={source} rel="noopener nofollow">{t.source}</a>).</span>
}
export function LimitWords({ limit, children }: { limit: Limit; children: string }) {
  const { locale } = useView()
  return <><RuleWords rule={limit.rule}>{children}</RuleWords>{limit.unannounced && <p class="meta">{unannouncedWords(limit.unannounced, locale)}</p>}</>
}
function RuleWords({ rule, children }: { rule: Rule; children: string }) {
  return <p>{children} {(rule.mark === 'S' || rule.mark === 'S2') && <Law of={{ mark: rule.mark, source: rule.source }} text={[rule.article, rule.document].filter(Boolean).join(' ')} />}</p>
}

/** What an authority asks for its certificate; where that was not verified, that it was not, and whom to ask. */
export function FeeWords({ fee, kind }: { fee: FilingFee | null; kind: FilingKind }) {
  const { locale } = useView()
  const t = useTexts(registrationTexts)
  if (!fee) return <p>{t.feeUnknown}</p>
  const { share, minimum, maximum } = fee
  const percent = new Intl.NumberFormat(locale === 'vi' ? 'vi-VN' : 'en-GB', { maximumFractionDigits: 4 }).format(share.value ?? 0)
  return <RuleWords rule={share}>{t.fee(percent, kind === 'registration' ? t.feeOfContract : t.feeOfChange, formatVnd(minimum.value ?? 0, locale), formatVnd(maximum.value ?? 0, locale))}</RuleWords>
}

/** What a moderator said the technology is, where that binds; whose statement does not count beside it, and how it is looked at again. */
function ReviewedWords({ file, stated, word }: { file: PartFile; stated: readonly Said[]; word: Reviewed }) {
  const { locale } = useView()
  const t = useTexts(registrationTexts)
  const [values, name] = [useTexts(valueNames), useName()]
  const own = file.acts.edit === file.supplier.id && file.deal.offer_id !== null
  return (
    <div class="notice">
      <p>{t.reviewed(formatDay(word.decided_at, locale), values[word.technology])}</p>
      {word.items.length > 0 && <ul>{word.items.map((item) => <li>{inLocale(locale, item.name_vi, item.name_en)} <span class="meta">({item.document}{item.article && `, ${item.article}`})</span></li>)}</ul>}
      {stated.filter((one) => overruled(one, word)).map(({ organisation_id, technology }) => <p>{t.overruled(name(partyOf(file, organisation_id)), values[technology])}</p>)}
      <p>{t.reviewAgain} {own && <a href={`/${locale}/offers/${file.deal.offer_id}`}>{t.toOffer}</a>} <a href={`/${locale}/help#contact`}>{t.toHelp}</a></p>
    </div>
  )
}

function DemandOf({ file, standing: { said, stated, word, signed_on, filings }, calendar, today }: RegistrationProps) {
  const { locale } = useView()
  const t = useTexts(registrationTexts)
  const words = useTexts(demandWords)
  const name = useName()
  const facts = judgedBy(said)
  const asked = demandOfWord(word)
  const reviewed = asked && word && <ReviewedWords file={file} stated={stated} word={word} />
  if (!facts) return <section class="sheet" aria-labelledby="demand"><h2 id="demand">{t.demand}: {asked ? words[asked].head : t.unknown}</h2>{reviewed}<p>{asked === 'licence' ? `${words.licence.why} ${t.unknownFiler}` : asked ? t.prohibitedReviewed : t.unknownWhy}</p></section>
  const demand = demandOf(facts)
  const [kind, law] = demand === 'licence' ? ['licence' as const, cited.licence] : ['registration' as const, cited.register]
  const done = filings.some((one) => one.kind === kind && (one.filed_on !== null) && one.state !== 'refused' && one.state !== 'withdrawn')
  const limit = demand === 'prohibited' || demand === 'may' ? null : limitOf(calendar, kind, 'file', signed_on)
  return (
    <section class="sheet" aria-labelledby="demand">
      <h2 id="demand">{t.demand}: {words[demand].head}</h2>
      {reviewed}
      <p>{demand === 'prohibited' && asked === 'prohibited' ? t.prohibitedReviewed : words[demand].why} {demand !== 'prohibited' && <Law of={law} />}</p>
      {demand === 'may' && <p>{t.choiceEffect} <Law of={cited.choice} text=" " /></p>}
      {demand !== 'prohibited' && <>
        <p>{t.filer(name(partyOf(file, filerOf(facts, file.deal))))} {demand === 'licence' && facts.direction === 'domestic' ? <span class="meta">{t.filerDomestic}</span> : <Law of={law} />}</p>
        {demand !== 'may' && (limit && signed_on ? <LimitWords limit={limit}>{`${t.due}: ${t.dueFrom(formatIsoDay(limit.day, locale), formatIsoDay(signed_on, locale))}${!done && limit.day < today ? ` ${t.over}.` : ''}`}</LimitWords> : <p>{t.due}: {signed_on ? t.notFound : t.dueUnsigned}</p>)}
        <FeeWords fee={feeOf(calendar, kind, signed_on ?? today, filings)} kind={kind} />
        <p class="meta">{t.authority}</p>
      </>}
    </section>
  )
}

function FactsOf({ file, standing: { said, stated, word }, supposed, forms }: RegistrationProps) {
  const { locale } = useView()
  const t = useTexts(registrationTexts)
  const [names, values, name] = [useTexts(factNames), useTexts(valueNames), useName()]
  const sides = [file.supplier, file.demander]
  const of = (side: number): Said | undefined => stated.find((one) => one.organisation_id === side)
  const [one, other] = stated
  const apart = said[0] && said[1] ? differing(said[0], said[1]) : []
  const left = (facts: Facts, fact: DecidingFact): boolean => fact === 'technology' && overruled(facts, word)
  const value = (facts: Facts, fact: DecidingFact): string => { const it = facts[fact]; return it === null || it === undefined ? t.notSaid : typeof it === 'boolean' ? values[it ? 'yes' : 'no'] : values[it] }
  const shown = decidingFacts.filter((fact) => fact !== 'performed' || said.some(({ voluntary, performed }) => voluntary || typeof performed === 'boolean'))
  const oneSided = (fact: DecidingFact): boolean => !other || (fact === 'performed' && !apart.includes(fact) && said.some(({ performed }) => typeof performed !== 'boolean'))
  const denying = supposed.state_money ? said.filter(({ state_money }) => !state_money) : [] // a result the State paid for is stated, as far as this reader may know
  const own = file.acts.edit !== null ? of(file.acts.edit) : undefined
  return (
    <section class="sheet">
      <h2 id="facts">{t.facts}</h2>
      {said.length === 0 ? <p>{t.none}</p> : <>
        {apart.length > 0 && <div class="notice"><p>{t.differs}</p></div>}
        {denying.length > 0 && <div class="notice"><p>{t.resultStated(denying.map(({ organisation_id }) => name(partyOf(file, organisation_id))).join(', '))} <a href={`/${locale}/deals/${file.deal.id}/result`}>{t.toResult}</a></p></div>}
        <div class="scroll" tabIndex={0} role="region" aria-labelledby="facts"><table>
          <thead><tr><th scope="col">{t.fact}</th>{sides.map((side) => <th scope="col">{t.said(name(side))}</th>)}<th scope="col">{t.standing}</th></tr></thead>
          <tbody>{shown.map((fact) => (
            <tr><th scope="row">{names[fact]}</th>{sides.map(({ id }) => { const facts = of(id); return <td>{facts ? value(facts, fact) : t.notSaid}{facts && left(facts, fact) && <span class="meta"> {t.notCounted}</span>}</td> })}
              <td>{word && stated.some((facts) => left(facts, fact)) ? <span class="badge warn">{t.byReviewer(values[word.technology])}</span> : <span class={`badge ${oneSided(fact) ? '' : apart.includes(fact) ? 'bad' : 'good'}`}>{oneSided(fact) ? t.oneSided : apart.includes(fact) ? t.contradicted : t.agreed}</span>}</td></tr>
          ))}</tbody>
        </table></div>
        <ul>{said.map(({ organisation_id, stated_at, note, voluntary }) => <li>{t.sinceBy(name(partyOf(file, organisation_id)), formatDay(stated_at, locale))}{voluntary && `. ${t.voluntary}`}{note && `. ${note}`}</li>)}</ul>
      </>}
      {file.acts.edit !== null && file.deal.stage !== 'lost' && <State file={file} from={own ?? (one ? { ...one, state_money: one.state_money || supposed.state_money } : supposed)} note={own?.note ?? ''} form={forms['facts']} />}
    </section>
  )
}

function State({ file, from, note, form: sent }: { file: PartFile; from: Facts; note: string; form: FormState | undefined }) {
  const { locale } = useView()
  const t = useTexts(registrationTexts)
  const [names, values] = [useTexts(factNames), useTexts(valueNames)]
  const yesNo = (value: boolean) => (value ? 'yes' : 'no')
  const form = sent ?? freshForm({ ...from, note, state_money: yesNo(from.state_money), result_certificate: yesNo(from.result_certificate), appraised: yesNo(from.appraised), voluntary: from.voluntary ? 'yes' : undefined, performed: typeof from.performed === 'boolean' ? yesNo(from.performed) : '' })
  const options = (list: readonly (keyof typeof values)[]) => list.map((value) => ({ value, text: values[value] }))
  return (
    <>
      <h3>{t.state}</h3>
      <p class="meta">{t.stateHelp}</p>
      <Form action={`/${locale}/deals/${file.deal.id}/registration/facts`} form={form} submit={t.send} labels={{ ...names, voluntary: t.voluntary, note: t.note }} refusals={wording(useTexts(registrationRefusals))}>
        <Select form={form} name="direction" label={names.direction} options={options(directions)} empty={false} />
        <Select form={form} name="state_money" label={names.state_money} options={options(['no', 'yes'])} empty={false} />
        <Select form={form} name="result_certificate" label={names.result_certificate} options={options(['no', 'yes'])} empty={false} />
        <Select form={form} name="technology" label={names.technology} options={options(technologyKinds)} empty={false} />
        <Select form={form} name="appraised" label={names.appraised} options={options(['no', 'yes'])} empty={false} />
        <Choices form={form} name="voluntary" label={t.voluntary} optional options={[{ value: 'yes', text: values.yes }]} />
        <Select form={form} name="performed" label={names.performed} help={t.performedHelp} options={options(['no', 'yes'])} optional />
        <TextArea form={form} name="note" label={t.note} rows={2} optional />
      </Form>
    </>
  )
}

function Filings({ file, standing, changes, forms, request_key }: RegistrationProps) {
  const { locale } = useView()
  const t = useTexts(registrationTexts)
  const [kinds, states, name] = [useTexts(filingNames), useTexts(filingStates), useName()]
  const own = `/${locale}/deals/${file.deal.id}/registration/filings`
  const side = file.acts.edit
  const facts = judgedBy(standing.said)
  const openable: FilingKind[] = side === null || file.deal.stage === 'lost' ? [] : filingKinds.filter((kind) => openRefusal(standing, kind, side, file.deal) === null)
  const asksFirst = side !== null && file.deal.stage !== 'lost' && openRefusal(standing, 'registration', side, file.deal)?.code === 'performed_not_stated'
  const form = forms['open'] ?? freshForm(changes && openable.includes('amendment') ? { kind: 'amendment', changes } : { kind: openable[0] })
  return (
    <section class="sheet" aria-labelledby="filings">
      <h2 id="filings">{t.filings}</h2>
      {standing.filings.length === 0 ? <p>{t.noFilings}</p> : <ul class="list">{standing.filings.map(({ id, kind, state, certificate_number, decided_on, organisation_id }) => (
        <li><a href={`${own}/${id}`}>{kinds[kind]}</a> <span class={`badge ${state === 'certified' ? 'good' : state === 'refused' || state === 'supplement_asked' || state === 'supplement_extended' ? 'warn' : ''}`}>{states[state]}</span> <span class="meta">{t.by(name(partyOf(file, organisation_id)))}{certificate_number && ` · ${certificate_number}`}{decided_on && ` · ${formatIsoDay(decided_on, locale)}`}</span></li>
      ))}</ul>}
      {asksFirst && <p>{t.performedFirst} <a href="#facts">{t.toFacts}</a></p>}
      {(openable.length > 0 || forms['open']) && side !== null && <>
        <h3>{t.openSubmit}</h3>
        {openable.includes('amendment') && <p class="meta">{t.openHelp}</p>}
        <Form action={own} form={form} submit={t.openSubmit} labels={{ kind: t.kind, changes: t.changes }} refusals={wording(useTexts(registrationRefusals))}>
          <Hidden name="request_key" value={request_key} />
          <Select form={form} name="kind" label={t.kind} options={(openable.length ? openable : filingKinds).map((kind) => ({ value: kind, text: kinds[kind] }))} empty={false} />
          <TextArea form={form} name="changes" label={t.changes} rows={3} optional />
        </Form>
      </>}
      {facts && side !== null && demandOf(facts) !== 'prohibited' && filerOf(facts, file.deal) !== side && <p class="meta">{t.otherOpens(name(partyOf(file, filerOf(facts, file.deal))))}</p>}
    </section>
  )
}
