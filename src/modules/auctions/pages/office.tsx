import { isStaff } from '../../../core/context.ts'
import { inLocale } from '../../../platform/locale.ts'
import { formatVnd } from '../../../platform/money.ts'
import { formatInstant, formatIsoDay } from '../../../platform/time.ts'
import type { FormState } from '../../../web/http.tsx'
import { freshForm } from '../../../web/http.tsx'
import { ActionButton, Form, Hidden, Select, TextArea, TextField, wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { unannouncedWords } from '../../rulebook/messages.ts'
import { StatementFileForm } from '../../statements/pages/file-form.tsx'
import { auctionRefusals } from '../messages.ts'
import { lotTexts, officeTexts, registrationTexts } from '../page-messages.ts'
import type { LotFile, OfficeBidder, OfficeFile } from '../queries.ts'
import { seenOf } from '../link-queries.ts'
import { isOver, mayRunAgain } from '../rules.ts'
import { forfeitGrounds, type LotNoticeKind, noticeKinds } from '../schema.ts'
import { Annulled, AnnulmentDesk } from './annulments.tsx'
import { PostponeSection } from './dates.tsx'
import { EarnestDesk } from './earnest.tsx'
import { FilesDesk } from './files.tsx'
import { LotBadge } from './lots.tsx'
import { ReplacementDesk } from './replacements.tsx'
import { Signs } from './signs.tsx'
import { SeenLines } from './seen-lines.tsx'

/** The form that was sent and refused, by its name; the others stand fresh. */
export type OfficeForms = { [name: string]: FormState }
export interface OfficeProps { file: LotFile; office: OfficeFile | null; uploadMaxBytes: number; /** Of a sign’s name, that it was shown. */ markOf: (sign: string) => string; forms?: OfficeForms }

/** A deal file is read by those who tend deals, not by who sold the lot: the others are told its number. */
const readsDeals = isStaff('deal_officer', 'inspector')
/** Everything officers do about a lot, and what inspectors and observers see of it. */
export function OfficePage({ file, office, uploadMaxBytes, markOf, forms = {} }: OfficeProps) {
  const { locale, wordRefusal, actor } = useView()
  const t = useTexts(officeTexts), words = useTexts(lotTexts)
  const { lot, runs } = file
  const base = `/${locale}/auctions/${lot.id}`
  const form = (name: string): FormState => forms[name] ?? freshForm()
  const refusals = wording(useTexts(auctionRefusals))
  const undecided = office?.bidders.filter(({ linked }) => linked).length ?? 0
  const draft = lot.state === 'draft', proposed = lot.state === 'proposed'
  return (
    <Page title={`${t.title}: ${lot.title[locale]}`} demonstration={lot.demonstration} crumbs={[{ href: `/${locale}/auctions`, text: words.title }, { href: base, text: lot.title[locale] }]}>
      <div class="row"><h1>{t.title}</h1><LotBadge lot={lot} /></div>
      <p><a href={base}>{lot.title[locale]}</a>{lot.deal_id !== null && <> · {readsDeals(actor) ? <a href={`/${locale}/deals/${lot.deal_id}`}>{t.dealFile}</a> : `${t.dealFile} ${lot.deal_id}`}</>}</p>
      {lot.form === 'sealed' && <p><a class="button second" href={`${base}/council`}>{t.council}</a></p>}
      <Annulled annulments={file.annulments} />
      {lot.outcome && lot.state !== 'annulled' && (draft || isOver(lot.state)) && <div class="notice warn"><p>{words.failed[lot.outcome] ?? lot.outcome}</p></div>}
      <div class="stack">
        {office && (draft || proposed || lot.state === 'registration') && <section><h2>{t.stands}</h2>{office.refusal && <p>{wordRefusal(office.refusal)}</p>}{undecided > 0 && <p>{t.linksStand(undecided)} <a href="#bidders">{t.bidders}</a></p>}{!office.refusal && undecided === 0 && <p>{t.fine}</p>}</section>}
        {runs && <section><h2>{t.steps}</h2><div class="stack">
          {draft && <><p class="row"><a class="button second" href={`${base}/edit`}>{t.edit}</a></p><Form action={`${base}/proposal`} form={form('proposal')} submit={t.propose} labels={{}} refusals={refusals}><Hidden name="version" value={lot.version} /></Form></>}
          {proposed && <><p>{t.publishHelp}</p><Form action={`${base}/publication`} form={form('publication')} submit={t.publish} labels={{}} refusals={refusals}><Hidden name="version" value={lot.version} /></Form>
            <details open={form('return').refusal !== null || Object.keys(form('return').errors).length > 0}><summary>{t.sendBack}</summary><Form action={`${base}/return`} form={form('return')} submit={t.sendBack} labels={{ reason: t.reason }} refusals={refusals}><TextArea form={form('return')} name="reason" label={t.reason} rows={2} /></Form></details></>}
          {(lot.state === 'registration' || lot.state === 'armed') && <Notices base={base} form={form('notices')} refusals={refusals} kinds={lot.state === 'armed' ? ['change'] : noticeKinds} />}
          {(draft || lot.state === 'registration') && <details open={forms.cancellation !== undefined}><summary>{draft ? t.callOffDraft : t.callOff}</summary><Form danger action={`${base}/cancellation`} form={form('cancellation')} submit={draft ? t.callOffDraft : t.callOff} labels={{ reason: t.reason }} refusals={refusals}><TextArea form={form('cancellation')} name="reason" label={t.reason} rows={2} /></Form></details>}
          {lot.state === 'settling' && <><Form action={`${base}/completion`} form={form('completion')} submit={t.complete} labels={{}} refusals={refusals}>{null}</Form>
            <details open={forms.default !== undefined}><summary>{t.default}</summary><Form danger action={`${base}/default`} form={form('default')} submit={t.default} labels={{ reason: t.reason }} refusals={refusals}><TextArea form={form('default')} name="reason" label={t.reason} rows={2} /></Form></details></>}
          {mayRunAgain(lot.state) && lot.published_at && <p><a class="button second" href={`/${locale}/auctions/new?offer=${lot.listing_id}&replaces=${lot.id}`}>{t.again}</a></p>}
        </div></section>}
        {(lot.state === 'registration' || Object.keys(forms).some((name) => name.startsWith('times'))) && lot.published_at && <PostponeSection file={file} forms={forms} />}
        <ReplacementDesk file={file} office={office} forms={forms} />
        <AnnulmentDesk file={file} forms={forms} />
        <FilesDesk file={file} views={office?.views ?? null} uploadMaxBytes={uploadMaxBytes} forms={forms} />
        {office && <Bidders file={file} office={office} forms={forms} />}
        {runs && office?.signs && <Signs markOf={markOf} lot_id={lot.id} file={office.signs} bidders={office.bidders} forms={forms} />}
        {runs && <Questions file={file} forms={forms} />}
      </div>
    </Page>
  )
}

function Notices({ base, form, refusals, kinds }: { base: string; form: FormState; refusals: ReturnType<typeof wording>; kinds: readonly LotNoticeKind[] }) {
  const t = useTexts(officeTexts), words = useTexts(lotTexts)
  return <details open={form.refusal !== null || Object.keys(form.errors).length > 0}><summary>{t.notice}</summary>
    <Form action={`${base}/notices`} form={form} submit={t.note} labels={{ kind: t.kind, on_day: t.on_day, place: t.place }} refusals={refusals}>
      <Select form={form} name="kind" label={t.kind} options={kinds.map((value) => ({ value, text: words.kinds[value] }))} /><TextField form={form} name="on_day" label={t.on_day} type="date" /><TextField form={form} name="place" label={t.place} />
    </Form></details>
}

function Bidders({ file, office: { bidders, money }, forms }: { file: LotFile; office: OfficeFile; forms: OfficeForms }) {
  const { locale } = useView()
  const t = useTexts(officeTexts), words = useTexts(registrationTexts)
  return <section id="bidders"><h2>{t.bidders}</h2><p class="meta">{t.recorded}</p>
    {bidders.length === 0 ? <p>{t.none}</p> : <>
      {file.runs && file.lot.published_at && <details open={forms.statement !== undefined}><summary>{t.statement}</summary><p class="meta">{t.statementHelp}</p><StatementFileForm action={`/${locale}/auctions/${file.lot.id}/statement`} form={forms.statement ?? freshForm()} /></details>}
      <ul class="list">{bidders.map((bidder) => <li><BidderPart file={file} bidder={bidder} all={bidders} forms={forms} /></li>)}</ul>
      <h3>{t.money}</h3>
      <dl class="facts">{Object.entries(money).map(([state, amount]) => <div><dt>{words.depositStates[state as keyof typeof words.depositStates]}</dt><dd>{formatVnd(amount, locale)}</dd></div>)}</dl>
    </>}
  </section>
}

function BidderPart({ file, bidder, all, forms }: { file: LotFile; bidder: OfficeBidder; all: readonly OfficeBidder[]; forms: OfficeForms }) {
  const { lot, runs } = file
  const { locale } = useView()
  const t = useTexts(officeTexts), words = useTexts(registrationTexts)
  const refusals = wording(useTexts(auctionRefusals))
  const { deposit } = bidder
  const base = `/${locale}/auctions/${lot.id}`
  const at = deposit && `${base}/deposits/${deposit.id}`
  // Several forms of one kind on a page: ids of their fields carry the number of what they are about.
  const form = (name: string): FormState => forms[`${name}-${bidder.id}`] ?? freshForm()
  const wrong = (name: string): boolean => forms[`${name}-${bidder.id}`] !== undefined
  const one = (name: string): string => `${name}_${bidder.id}`
  return <div class="stack">
    <h3>{inLocale(locale, bidder.organisation_vi, bidder.organisation_en)}</h3>
    <dl class="facts"><div><dt>{t.person}</dt><dd>{bidder.person}</dd></div><div><dt>{t.state}</dt><dd>{words.states[bidder.state]}{bidder.reason && <>: {words.out[bidder.reason] ?? bidder.reason}</>}</dd></div>{bidder.number !== null && <div><dt>{t.number}</dt><dd>{bidder.number}</dd></div>}{bidder.state === 'eligible' && lot.armed_at && <div><dt>{t.attended}</dt><dd>{bidder.attended_at ? t.attendedFrom[bidder.present_by === null ? 'room' : 'hall'](formatInstant(bidder.attended_at, locale)) : t.notAttended}</dd></div>}
      {deposit && <><div><dt>{t.deposit}</dt><dd>{formatVnd(deposit.amount, locale)}, {words.depositStates[deposit.state]}{deposit.state === 'refund_due' && deposit.refund_due && <> · {words.refundBy(formatIsoDay(deposit.refund_due, locale))}{deposit.unannounced.length > 0 && ` ${unannouncedWords(deposit.unannounced, locale)}`}</>}{deposit.state === 'refund_due' && <> · {t.to(deposit.refund_to)}</>}</dd></div><div><dt>{words.reference}</dt><dd><code>{deposit.reference}</code></dd></div></>}</dl>
    <Links file={file} bidder={bidder} all={all} form={form('links')} wrong={wrong('links')} refusals={refusals} />
    {deposit && <SeenLines lines={deposit.seen} />}
    {runs && deposit && at && <>
      {(deposit.state === 'requested' || deposit.state === 'lapsed') && <details open={wrong('receipt')}><summary>{t.receive}</summary><Form action={`${at}/receipt`} form={form('receipt')} submit={t.receive} labels={{ [one('amount')]: t.amount, [one('paid_on')]: t.paid_on, [one('words')]: t.words }} refusals={refusals}>
        <TextField form={form('receipt')} name={one('amount')} label={t.amount} inputmode="numeric" /><TextField form={form('receipt')} name={one('paid_on')} label={t.paid_on} type="date" /><TextField form={form('receipt')} name={one('words')} label={t.words} />
      </Form></details>}
      {deposit.state === 'refund_due' && deposit.forfeit_proposed_by === null && <details open={wrong('refund')}><summary>{t.refund}</summary><Form action={`${at}/refund`} form={form('refund')} submit={t.refund} labels={{ [one('words')]: t.refundWords }} refusals={refusals}><TextField form={form('refund')} name={one('words')} label={t.refundWords} /></Form></details>}
      {(deposit.state === 'refund_due' || deposit.state === 'received') && lot.ended_at && deposit.forfeit_proposed_by === null && <details open={wrong('forfeiture')}><summary>{t.forfeit}</summary><Form danger action={`${at}/forfeiture`} form={form('forfeiture')} submit={t.proposeForfeit} labels={{ [one('ground')]: t.ground, [one('reason')]: t.reason }} refusals={refusals}>
        <Select form={form('forfeiture')} name={one('ground')} label={t.ground} options={forfeitGrounds.map((value) => ({ value, text: words.grounds[value] }))} /><TextArea form={form('forfeiture')} name={one('reason')} label={t.reason} rows={2} />
      </Form></details>}
      <EarnestDesk file={file} bidder={bidder} forms={forms} />
      {deposit.forfeit_proposed_by !== null && deposit.forfeit_ground && deposit.state !== 'forfeited' && <div class="notice warn"><p>{t.decide}: {words.grounds[deposit.forfeit_ground]}. {deposit.forfeit_reason}</p>
        {forms[`decision-${bidder.id}`]?.refusal && <Refused form={form('decision')} />}
        <div class="row"><ActionButton action={`${at}/decision`} fields={{ decision: 'forfeit' }} text={t.keep} kind="button danger" /><ActionButton action={`${at}/decision`} fields={{ decision: 'drop' }} text={t.drop} kind="button second" /></div></div>}
    </>}
    {runs && lot.state === 'registration' && (bidder.state === 'registered' || bidder.state === 'eligible') && <details open={wrong('refusal')}><summary>{t.refuse}</summary><Form danger action={`${base}/bidders/${bidder.id}/refusal`} form={form('refusal')} submit={t.refuse} labels={{ [one('reason_out')]: t.reason }} refusals={refusals}><TextArea form={form('refusal')} name={one('reason_out')} label={t.reason} rows={2} /></Form></details>}
  </div>
}
/** What a bidder declared about itself and others, and with whom it shares a number: told, decided, or waiting with its form. */
function Links({ file: { lot, runs }, bidder, all, form, wrong, refusals }: { file: LotFile; bidder: OfficeBidder; all: readonly OfficeBidder[]; form: FormState; wrong: boolean; refusals: ReturnType<typeof wording> }) {
  const { locale } = useView()
  const t = useTexts(officeTexts)
  const { linked } = bidder, word = `word_${bidder.id}`
  const nameOf = (other: number): string => { const found = all.find(({ id }) => id === other); return found ? inLocale(locale, found.organisation_vi, found.organisation_en) : '' }
  if (!bidder.links && !linked && !bidder.links_decided_at && !wrong) return null
  return <>
    <dl class="facts">
      {bidder.links && <div><dt>{t.links}</dt><dd>{bidder.links}</dd></div>}
      {linked && linked.shares.length > 0 && <div><dt>{t.shares}</dt><dd>{linked.shares.map(nameOf).join('; ')}</dd></div>}
      {linked && linked.people.length > 0 && <div><dt>{t.people}</dt><dd>{linked.people.map((one) => t.personOf(one.name, nameOf(one.bidder_id))).join('; ')}</dd></div>}
      {bidder.links_decided_at && <div><dt>{t.cleared}</dt><dd>{formatInstant(bidder.links_decided_at, locale)}: {bidder.links_word}</dd></div>}
    </dl>
    {(linked || wrong) && <><div class="notice warn"><p>{t.linksWait}</p></div>
      {runs && lot.state === 'registration' && <details open={wrong}><summary>{t.clear}</summary><Form action={`/${locale}/auctions/${lot.id}/bidders/${bidder.id}/links`} form={form} submit={t.clear} labels={{ [word]: t.clearWord }} refusals={refusals}><Hidden name="seen" value={linked ? seenOf(linked) : ''} /><TextArea form={form} name={word} label={t.clearWord} rows={2} /></Form></details>}</>}
  </>
}
function Refused({ form }: { form: FormState }) {
  const { wordRefusal } = useView()
  return form.refusal && <p role="alert">{wordRefusal(form.refusal)}</p>
}

function Questions({ file: { lot, questions }, forms }: { file: LotFile; forms: OfficeForms }) {
  const { locale } = useView()
  const t = useTexts(officeTexts)
  const refusals = wording(useTexts(auctionRefusals))
  const open = questions.filter(({ answered_at }) => !answered_at)
  return <section><h2>{t.questions}</h2>{open.length === 0 ? <p>{t.noQuestions}</p> : <ul class="list">{open.map(({ id, question }) => <li><p>{question}</p>
    <Form action={`/${locale}/auctions/${lot.id}/questions/${id}/answer`} form={forms[`answer-${id}`] ?? freshForm()} submit={t.sendAnswer} labels={{ [`answer_${id}`]: t.answer }} refusals={refusals}><TextArea form={forms[`answer-${id}`] ?? freshForm()} name={`answer_${id}`} label={t.answer} rows={3} /></Form></li>)}</ul>}</section>
}
