import type { ComponentChildren } from 'preact'
import { formatNumber, formatVnd } from '../../../platform/money.ts'
import { formatIsoDay, hanoiDay } from '../../../platform/time.ts'
import type { FormState } from '../../../web/http.tsx'
import { ActionButton, Form, Hidden, Select, TextArea, TextField } from '../../../web/ui/form.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { PartPage } from '../../deals/pages/part.tsx'
import { useName } from '../../deals/pages/parts.tsx'
import { type PartFile, partyOf } from '../../deals/part-queries.ts'
import { feeBasis, feeOwner } from '../fee-paper.ts'
import { eventIn, titleIn } from '../messages.ts'
import { accountNames, kindNames, paymentTexts, payStateNames } from '../page-messages.ts'
import type { accountOf, accountWaiting, FeeDue, FeeLine, LedgerLine, MilestoneNow } from '../queries.ts'
import { payState, type PayState, sidesOf } from '../rules.ts'
import { type Account, accounts } from '../schema.ts'

export type Forms = Record<string, FormState>
export interface PaymentsShown {
  file: PartFile
  milestones: MilestoneNow[]
  ledger: LedgerLine[]
  balances: Record<Account, number>
  /** Of the payee, for its own people and the Exchange; null for the rest. */
  own: { account: Awaited<ReturnType<typeof accountOf>>; waiting: Awaited<ReturnType<typeof accountWaiting>>; abroad: boolean; rule: { basis_points: number } | null } | null
  /** Of the reader's own side; of both for the Exchange. */
  fees: { due: FeeDue[]; lines: FeeLine[] }
  terms: boolean
  officer: boolean
}
interface Bank { bank_name: string; bank_bin: string; swift: string }
/** A bank with the number it is known by here, or abroad. */
export const bankOf = ({ bank_name, bank_bin, swift }: Bank): string => `${bank_name} (${swift ? `SWIFT ${swift}` : bank_bin})`
/** An amount is typed in đồng, and its field says so. */
export const inDong = (label: string): string => `${label} (đồng)`
export const isWrong = (form: FormState | undefined): boolean => form !== undefined && (form.refusal !== null || Object.keys(form.errors).length > 0)
const kindOf: Partial<Record<PayState, string>> = { late: 'bad', disputed: 'bad', paid: 'good', paid_late: 'warn', part: 'calm', open: 'calm', waiting: 'calm' }
export function PayBadge({ milestone: m }: { milestone: MilestoneNow }) {
  const { now } = useView()
  const { state, days } = payState(m, m.standing, m.dispute !== null, hanoiDay(now))
  return <span class={`badge ${kindOf[state] ?? ''}`}>{useTexts(payStateNames)[state](days)}</span>
}
export function useWhen(): (m: Pick<MilestoneNow, 'due_on' | 'due_event' | 'days_to_pay' | 'terms_clause' | 'days_from_signing'>) => string {
  const { locale } = useView()
  const t = useTexts(paymentTexts)
  return (m) => [m.due_on && formatIsoDay(m.due_on, locale), eventIn(m, locale), m.due_on === null && m.days_from_signing === null && t.after(m.days_to_pay)].filter(Boolean).join('; ')
}
export const Scroll = ({ label, children }: { label: string; children: ComponentChildren }) => <div class="scroll" tabIndex={0} role="region" aria-label={label}><table><caption class="hidden">{label}</caption>{children}</table></div>
/** A form that opens where something in it is wrong. */
export const Folded = ({ text, form, children }: { text: string; form?: FormState | undefined; children: ComponentChildren }) => <details open={isWrong(form)}><summary>{text}</summary>{children}</details>

export function PaymentsPage({ shown, forms }: { shown: PaymentsShown; forms: Forms }) {
  const { locale, now } = useView()
  const t = useTexts(paymentTexts)
  const when = useWhen()
  const { file, milestones, balances, own } = shown
  const base = `/${locale}/deals/${file.deal.id}/payments`
  const live = milestones.filter(({ state }) => state === 'agreed' || state === 'accepted' || state === 'cancelled')
  const today = hanoiDay(now)
  const late = live.filter((m) => payState(m, m.standing, m.dispute !== null, today).state === 'late').reduce((sum, m) => sum + m.standing.owed, 0)
  const facts: [string, number][] = [[t.owed, balances.payer], [t.late, late], [t.received, balances.bank + balances.handed_over], [t.disputed, balances.in_dispute], [t.withheld, balances.withheld_tax]]
  return (
    <PartPage file={file} part="payments">
      <p>{t.lead}</p>
      <dl class="facts across">{facts.map(([name, amount]) => <div><dt>{name}</dt><dd>{formatVnd(amount, locale)}</dd></div>)}</dl>
      <section class="stack"><h2>{t.milestones}</h2>
        {live.length === 0 ? <p>{t.none}</p> : <Scroll label={t.milestones}>
          <thead><tr><th scope="col">{t.what}</th><th scope="col">{t.amount}</th><th scope="col">{t.when}</th><th scope="col">{t.state}</th></tr></thead>
          <tbody>{live.map((m) => <tr><th scope="row"><a href={`${base}/milestones/${m.id}`}>{titleIn(m, locale)}</a></th><td>{formatVnd(m.amount, locale)}</td><td>{when(m)}</td><td><PayBadge milestone={m} /></td></tr>)}</tbody>
        </Scroll>}
      </section>
      <Proposals shown={shown} forms={forms} />
      {file.acts.sign !== null && file.deal.stage !== 'lost' && <ProposeForm shown={shown} forms={forms} />}
      {own && <AccountSection shown={shown} forms={forms} own={own} />}
      <LedgerSection ledger={shown.ledger} balances={balances} base={base} />
      {(own || shown.fees.due.length > 0) && <FeeSection shown={shown} forms={forms} />}
    </PartPage>
  )
}

function Proposals({ shown: { file, milestones }, forms }: { shown: PaymentsShown; forms: Forms }) {
  const { locale } = useView()
  const t = useTexts(paymentTexts)
  const name = useName()
  const when = useWhen()
  const base = `/${locale}/deals/${file.deal.id}/payments`
  return <>{[file.supplier.id, file.demander.id].map((side) => {
    const proposed = milestones.filter((m) => m.state === 'proposed' && m.organisation_id === side)
    if (proposed.length === 0) return null
    const seen = proposed.map(({ id }) => id).join(',')
    const ours = file.side === side
    const heading = ours ? t.proposedByUs : t.proposedByThem(name(partyOf(file, side)))
    const mayAnswer = !ours && file.acts.sign !== null && file.acts.sign !== side
    return (
      <section class="sheet stack"><h2>{heading}</h2>
        <Scroll label={heading}><thead><tr><th scope="col">{t.what}</th><th scope="col">{t.amount}</th><th scope="col">{t.when}</th></tr></thead>
          <tbody>{proposed.map((m) => <tr><th scope="row">{titleIn(m, locale)}</th><td>{formatVnd(m.amount, locale)}</td><td>{when(m)}</td></tr>)}</tbody>
          <tfoot><tr><th scope="row">{t.sums}</th><td>{formatVnd(proposed.reduce((sum, { amount }) => sum + amount, 0), locale)}</td><td /></tr></tfoot></Scroll>
        {mayAnswer && <Form action={`${base}/agreement`} form={forms.agree!} submit={t.agreeAll(proposed.length)} labels={t}><Hidden name="seen" value={seen} /></Form>}
        {mayAnswer && <Folded text={t.decline} form={forms.decline}><Form action={`${base}/refusal`} form={forms.decline!} submit={t.decline} labels={t} danger><Hidden name="seen" value={seen} /><TextArea form={forms.decline!} name="decline_reason" label={t.decline_reason} rows={3} /></Form></Folded>}
        {ours && file.acts.sign === side && <Form action={`${base}/withdrawal`} form={forms.withdraw!} submit={t.withdraw} labels={t} danger><Hidden name="seen" value={seen} /></Form>}
      </section>
    )
  })}</>
}

function ProposeForm({ shown: { file, terms }, forms }: { shown: PaymentsShown; forms: Forms }) {
  const { locale } = useView()
  const t = useTexts(paymentTexts)
  const base = `/${locale}/deals/${file.deal.id}/payments`
  const form = forms.propose!, taken = forms.terms!
  return (
    <section class="sheet stack">
      {terms && <Form action={`${base}/terms`} form={taken} submit={t.fromTerms} labels={t}><p>{t.fromTermsHelp}</p><Hidden name="request_key" value={String(taken.values.request_key ?? '')} /></Form>}
      <Folded text={t.propose} form={form}><Form action={`${base}/milestones`} form={form} submit={t.sendProposal} labels={t}>
        <TextField form={form} name="title" label={t.title} help={t.titleHelp} /><TextField form={form} name="amount" label={inDong(t.amount)} inputmode="numeric" />
        <TextField form={form} name="due_on" label={t.due_on} type="date" optional /><TextField form={form} name="due_event" label={t.due_event} help={t.due_eventHelp} optional /><TextField form={form} name="days_to_pay" label={t.days_to_pay} inputmode="numeric" optional />
        <Hidden name="request_key" value={String(form.values.request_key ?? '')} />
      </Form></Folded>
    </section>
  )
}

function AccountSection({ shown: { file }, forms, own: { account, waiting, abroad } }: { shown: PaymentsShown; forms: Forms; own: NonNullable<PaymentsShown['own']> }) {
  const { locale, actor } = useView()
  const t = useTexts(paymentTexts)
  const base = `/${locale}/deals/${file.deal.id}/payments`
  const form = forms.account!
  const ours = file.acts.talk !== null && file.acts.talk === sidesOf(file.deal).payee
  const facts = (a: Bank & { account_number: string; holder: string }) => <dl class="facts"><div><dt>{t.bank_name}</dt><dd>{bankOf(a)}</dd></div><div><dt>{a.swift ? t.iban : t.account_number}</dt><dd>{a.account_number}</dd></div><div><dt>{t.holder}</dt><dd>{a.holder}</dd></div></dl>
  return (
    <section class="sheet stack"><h2>{t.accountTitle}</h2>
      {account ? <>{facts(account)}{account.alone && <p class="meta">{t.alone}</p>}</> : <p>{t.noAccount}</p>}
      {waiting && <div class="notice stack"><p>{t.accountWaits(waiting.proposer)}</p>{facts(waiting)}
        {ours && waiting.proposed_by !== actor.person_id && <Form action={`${base}/account/confirmation`} form={forms.account_confirm!} submit={t.confirmAccount} labels={t}><Hidden name="account_id" value={waiting.id} /></Form>}
        {ours && <ActionButton action={`${base}/account/withdrawal`} text={t.dropAccount} fields={{ account_id: waiting.id }} kind="button second" />}
      </div>}
      {ours && <Folded text={account ? t.changeAccount : t.setAccount} form={form}><Form action={`${base}/account`} form={form} submit={t.setAccount} labels={t}>
        <p>{t.accountHelp}</p>
        <TextField form={form} name="bank_name" label={t.bank_name} />{abroad ? <TextField form={form} name="swift" label={t.swift} help={t.swiftHelp} /> : <TextField form={form} name="bank_bin" label={t.bank_bin} help={t.bank_binHelp} inputmode="numeric" />}<TextField form={form} name="account_number" label={abroad ? t.iban : t.account_number} /><TextField form={form} name="holder" label={t.holder} />
        <Hidden name="request_key" value={String(form.values.request_key ?? '')} />
      </Form></Folded>}
      {ours && <p><a href={`/${locale}/my/statements`}>{t.statements}</a></p>}
    </section>
  )
}

export function LedgerSection({ ledger, balances, base }: { ledger: LedgerLine[]; balances: Record<Account, number>; base: string }) {
  const { locale } = useView()
  const t = useTexts(paymentTexts)
  const names = useTexts(accountNames), kinds = useTexts(kindNames)
  const money = (amount: number | null) => (amount === null ? '' : formatNumber(amount, locale))
  return (
    <section class="stack"><h2>{t.ledger}</h2>
      {ledger.length === 0 ? <p>{t.emptyLedger}</p> : <>
        <Scroll label={t.ledger}>
          <thead><tr><th scope="col">{t.number_}</th><th scope="col">{t.day}</th><th scope="col">{t.entry}</th><th scope="col">{t.account}</th><th scope="col" class="right">{t.debit}</th><th scope="col" class="right">{t.credit}</th></tr></thead>
          <tbody>{ledger.map((line) => <tr><td>{line.id}</td><td>{formatIsoDay(line.on_day, locale)}</td><td>{kinds[line.kind]}{line.title ? `: ${titleIn({ ...line, title: line.title }, locale)}` : ''}{line.note ? ` (${line.note})` : ''}</td><td>{names[line.account]}</td><td class="right">{money(line.debit)}</td><td class="right">{money(line.credit)}</td></tr>)}</tbody>
          <tfoot>{accounts.filter((account) => balances[account] !== 0).map((account) => <tr><th scope="row" colSpan={4}>{t.balance}: {names[account]}</th><td class="right">{balances[account] > 0 ? money(balances[account]) : ''}</td><td class="right">{balances[account] < 0 ? money(-balances[account]) : ''}</td></tr>)}</tfoot>
        </Scroll>
        <p class="row"><span>{t.exports}:</span> <a href={`${base}/ledger.csv`}>CSV</a> <a href={`${base}/ledger.xlsx`}>XLSX</a></p>
      </>}
    </section>
  )
}

function FeeSection({ shown: { file, officer, own, fees: { due, lines } }, forms }: { shown: PaymentsShown; forms: Forms }) {
  const { locale } = useView()
  const t = useTexts(paymentTexts)
  const base = `/${locale}/deals/${file.deal.id}/payments`
  const nameOf = (fee: FeeDue): string => feeOwner({ ...fee, broker_vi: fee.name_vi, broker_en: fee.name_en }, locale)
  const open = due.filter(({ charged, invoiced }) => charged > invoiced)
  const form = forms.fee!
  return (
    <section class="stack"><h2>{t.fees}</h2>
      {own && <p>{own.rule ? t.feeRule(new Intl.NumberFormat(locale === 'vi' ? 'vi-VN' : 'en-GB').format(own.rule.basis_points / 100)) : t.noFeeRule}</p>}
      <p class="meta">{t.feeHelp}</p>
      {due.length > 0 && <Scroll label={t.fees}><thead><tr><th scope="col">{t.fee}</th><th scope="col">{t.charged}</th><th scope="col">{t.feeInvoiced}</th></tr></thead>
        <tbody>{due.map((fee) => <tr><th scope="row">{nameOf(fee)}</th><td>{formatVnd(fee.charged, locale)}</td><td>{formatVnd(fee.invoiced, locale)}</td></tr>)}</tbody></Scroll>}
      {lines.length > 0 && <details><summary>{t.feeCharges}</summary><Scroll label={t.feeCharges}><thead><tr><th scope="col">{t.day}</th><th scope="col">{t.what}</th><th scope="col">{t.fee}</th><th scope="col">{t.feeBasis}</th><th scope="col">{t.feeBase}</th><th scope="col">{t.amount}</th><th scope="col">{t.feeNotice}</th></tr></thead>
        <tbody>{lines.map((fee) => <tr><td>{formatIsoDay(fee.on_day, locale)}</td><td>{titleIn(fee, locale)}</td><td>{feeOwner(fee, locale)}</td><td>{feeBasis(fee, locale)}</td><td class="number">{formatNumber(fee.base, locale)}</td><td class="number">{formatNumber(fee.amount, locale)}</td><td><a href={`${base}/fees/${fee.id}/notice.pdf`}>{t.feeNoticeNo(fee.id)}</a></td></tr>)}</tbody></Scroll></details>}
      {officer && open.length > 0 && <Form action={`${base}/fee-invoices`} form={form} submit={t.feeInvoice} labels={t}>
        <Select form={form} name="fee" label={t.fee} options={open.map((fee) => ({ value: fee.kind === 'exchange' ? 'exchange' : `${fee.side === 'payer' ? 'payer-' : ''}broker:${fee.organisation_id}`, text: nameOf(fee) }))} />
        <TextField form={form} name="number" label={t.number} /><TextField form={form} name="issued_on" label={t.issued_on} type="date" />
      </Form>}
    </section>
  )
}
