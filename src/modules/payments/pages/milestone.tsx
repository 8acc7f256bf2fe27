import type { ComponentChildren } from 'preact'
import { formatNumber, formatVnd } from '../../../platform/money.ts'
import { drawQr } from '../../../platform/qr.ts'
import { formatIsoDay, formatInstant, hanoiDay } from '../../../platform/time.ts'
import { vietQr } from '../../../platform/vietqr.ts'
import { Form, Hidden, Select, TextArea, TextField } from '../../../web/ui/form.tsx'
import { Prose } from '../../../web/ui/prose.tsx'
import { QrCode } from '../../../web/ui/qr.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { PartPage } from '../../deals/pages/part.tsx'
import { useName } from '../../deals/pages/parts.tsx'
import { type PartFile, partyOf } from '../../deals/part-queries.ts'
import { titleIn } from '../messages.ts'
import { paymentTexts } from '../page-messages.ts'
import type { disputesOf, invoicesOf, MilestoneNow, ReceiptShown, RequestShown } from '../queries.ts'
import { maySettle } from '../../deals/gone-commands.ts'
import { sidesOf } from '../rules.ts'
import { lateKinds } from '../schema.ts'
import { bankOf, Folded, type Forms, inDong, PayBadge, useWhen } from './payments.tsx'

export interface MilestoneShown { file: PartFile; milestone: MilestoneNow; disputes: Awaited<ReturnType<typeof disputesOf>>; invoices: Awaited<ReturnType<typeof invoicesOf>>; receipts: ReceiptShown[] }

export function MilestonePage({ shown: { file, milestone: m, disputes, invoices, receipts }, forms }: { shown: MilestoneShown; forms: Forms }) {
  const { locale, now, actor } = useView()
  const t = useTexts(paymentTexts)
  const when = useWhen()
  const name = useName()
  const { payer, payee } = sidesOf(file.deal)
  const base = `/${locale}/deals/${file.deal.id}/payments`, own = `${base}/milestones/${m.id}`
  const live = file.deal.stage !== 'lost', s = m.standing, calm = live && m.dispute === null
  const signs = (side: number): boolean => file.acts.sign === side, edits = (side: number): boolean => file.acts.edit === side
  const today = hanoiDay(now)
  const facts: [string, ComponentChildren][] = [
    [t.amount, formatVnd(m.amount, locale)], ...(m.agreed_amount !== null && m.agreed_amount !== m.amount ? [[t.agreedAmount, formatVnd(m.agreed_amount, locale)] as [string, string]] : []), [t.when, when(m)], [t.state, <PayBadge milestone={m} />],
    ...([[t.acceptedOn, m.accepted_on], [t.payableOn, m.payable_on], [t.settledOn, m.settled_on]] as const).flatMap(([label, day]): [string, string][] => (day ? [[label, formatIsoDay(day, locale)]] : [])),
    ...([[t.owed, s.owed], [t.received, s.received], [t.withheld, s.withheld], [t.disputed, s.disputed], [t.toInvoice, s.toInvoice], [t.invoicedAhead, -s.toInvoice], [t.writtenOff, s.writtenOff], [t.handedOver, s.received - s.held]] as const).flatMap(([label, amount]): [string, string][] => (amount > 0 ? [[label, formatVnd(amount, locale)]] : [])),
  ]
  /** One of the page's forms, folded unless it is wrong, with the key of its press. */
  const form = (key: string, path: string, text: string, children: ComponentChildren, danger = false) => (
    <Folded text={text} form={forms[key]}><Form action={`${own}/${path}`} form={forms[key]!} submit={t.save} labels={t} danger={danger}>{children}<Hidden name="request_key" value={String(forms[key]?.values.request_key ?? '')} /></Form></Folded>
  )
  const dayField = (key: string, field: string, label: string) => <TextField form={{ ...forms[key]!, values: { [field]: today, ...forms[key]!.values } }} name={field} label={label} type="date" />
  const money = (key: string, field: string, label: string, amount: number) => <TextField form={{ ...forms[key]!, values: { [field]: amount > 0 ? formatNumber(amount, locale) : '', ...forms[key]!.values } }} name={field} label={inDong(label)} inputmode="numeric" />
  return (
    <PartPage file={file} part="payments" title={titleIn(m, locale)}>
      <dl class="facts">{facts.map(([label, value]) => <div><dt>{label}</dt><dd>{value}</dd></div>)}</dl>
      {calm && m.state === 'agreed' && signs(payer) && <section class="sheet"><h2>{t.acceptTitle}</h2><p>{t.acceptHelp}</p><Form action={`${own}/acceptance`} form={forms.accept!} submit={t.accept} labels={t}>{dayField('accept', 'accepted_on', t.accepted_on)}</Form></section>}
      {m.dispute && <section class="sheet stack"><h2>{t.dispute}</h2>
        <Prose text={m.dispute.reason} />
        {m.dispute.settlement_amount !== null && m.dispute.settlement_organisation_id !== null && <><p>{t.settlementBy(name(partyOf(file, m.dispute.settlement_organisation_id)), formatVnd(m.dispute.settlement_amount, locale))}</p>{m.dispute.settlement_note && <Prose text={m.dispute.settlement_note} />}
          {live && file.acts.sign !== null && file.acts.sign !== m.dispute.settlement_organisation_id && <Form action={`${own}/settlement`} form={forms.settle!} submit={t.agreeSettlement(formatVnd(m.dispute.settlement_amount, locale))} labels={t}><Hidden name="settlement_amount" value={m.dispute.settlement_amount} /></Form>}</>}
        {live && file.acts.sign !== null && <Folded text={t.sendSettlement} form={forms.propose_settlement}><Form action={`${own}/settlement-proposal`} form={forms.propose_settlement!} submit={t.sendSettlement} labels={t}><TextField form={forms.propose_settlement!} name="settlement_amount" label={inDong(t.settlement_amount)} help={t.settlementHelp} inputmode="numeric" /><TextArea form={forms.propose_settlement!} name="settlement_note" label={t.settlement_note} rows={3} optional /></Form></Folded>}
        {live && signs(m.dispute.organisation_id) && <Form action={`${own}/dispute-withdrawal`} form={forms.withdraw_dispute!} submit={t.withdrawDispute} labels={t}><span /></Form>}
      </section>}
      {m.state !== 'proposed' && <section class="stack"><h2>{t.request}</h2>
        {m.open_request && <p><a class="button" href={`${base}/requests/${m.open_request.id}`}>{t.openRequest(m.open_request.reference)}</a></p>}
        {calm && edits(payee) && m.state === 'accepted' && s.owed > 0 && <Form action={`${own}/request`} form={forms.request!} submit={m.open_request ? t.remakeRequest : t.makeRequest} labels={t}><Hidden name="request_key" value={String(forms.request?.values.request_key ?? '')} /></Form>}
        {edits(payee) && m.open_request && <Form action={`${own}/request-withdrawal`} form={forms.withdraw_request!} submit={t.withdrawRequest} labels={t} danger><span /></Form>}
      </section>}
      <section class="stack">
        {calm && edits(payee) && m.state === 'accepted' && s.owed > 0 && form('receive', 'receipt', t.receipt, <>{money('receive', 'received_amount', t.received_amount, s.owed)}{dayField('receive', 'received_on', t.received_on)}<TextField form={forms.receive!} name="receipt_note" label={t.receipt_note} optional /></>)}
        {edits(payee) && (m.state === 'agreed' || m.state === 'accepted' || m.invoiced > 0) && form('invoice', 'invoice', t.invoice, <><Select form={{ ...forms.invoice!, values: { invoice_kind: 'invoice', ...forms.invoice!.values } }} name="invoice_kind" label={t.invoice_kind} empty={false} options={(['invoice', 'credit_note'] as const).map((value) => ({ value, text: t.kinds[value] }))} /><TextField form={forms.invoice!} name="number" label={t.number} />{dayField('invoice', 'issued_on', t.issued_on)}{money('invoice', 'invoice_amount', t.invoice_amount, m.amount - m.invoiced)}</>)}
        {edits(payee) && s.held > 0 && form('refund', 'refund', t.refund, <>{money('refund', 'refund_amount', t.refund_amount, 0)}{dayField('refund', 'refunded_on', t.refunded_on)}<TextArea form={forms.refund!} name="refund_reason" label={t.refund_reason} rows={2} /></>, true)}
        {calm && edits(payer) && m.state === 'accepted' && s.owed > 0 && form('withhold', 'withholding', t.withhold, <>{money('withhold', 'withhold_amount', t.withhold_amount, 0)}{dayField('withhold', 'withheld_on', t.withheld_on)}<TextField form={forms.withhold!} name="certificate" label={t.certificate} /></>)}
        {calm && signs(payer) && (m.state === 'agreed' || (m.state === 'accepted' && s.owed > 0)) && <Folded text={t.dispute} form={forms.dispute}><Form action={`${own}/dispute`} form={forms.dispute!} submit={t.sendDispute} labels={t} danger><p>{t.disputeHelp}</p><TextArea form={forms.dispute!} name="dispute_reason" label={t.dispute_reason} rows={4} /></Form></Folded>}
      </section>
      {receipts.length > 0 && <section><h2>{t.receipts}</h2><ul>{receipts.map((r) => <li><a href={`${base}/receipts/${r.id}`}>{t.receiptNo(r.id)}</a>: {formatVnd(r.amount, locale)}, {formatIsoDay(r.received_on, locale)} ({r.by_statement ? t.byStatement : t.byWord})</li>)}</ul></section>}
      {invoices.length > 0 && <section><h2>{t.invoices}</h2><ul>{invoices.map((i) => <li>{t.kinds[i.kind]} {i.number}: {formatVnd(i.amount, locale)}, {formatIsoDay(i.issued_on, locale)}</li>)}</ul></section>}
      {disputes.some(({ ended_at }) => ended_at !== null) && <section><h2>{t.disputes}</h2><ul>{disputes.flatMap((d) => (d.ended_at && d.outcome ? [<li>{formatInstant(d.raised_at, locale)}: {d.reason} – {t.outcome[d.outcome]}{d.outcome === 'agreed' && d.settlement_amount !== null ? `: ${formatVnd(d.settlement_amount, locale)}` : ''}</li>] : []))}</ul></section>}
      {file.gone.size > 0 && maySettle(file.deal)(actor) && <section class="stack" id="settling"><h2>{t.goneTitle}</h2><p>{t.goneLead}</p>
        {form('late', 'late', t.lateTitle, <><Select form={forms.late!} name="late_kind" label={t.late_kind} options={lateKinds.map((value) => ({ value, text: t.lateKinds[value] }))} />{money('late', 'late_amount', t.late_amount, s.owed)}{dayField('late', 'late_on', t.late_on)}<TextArea form={forms.late!} name="late_reason" label={t.late_reason} rows={3} /></>)}
        {form('close', 'closing', t.closeTitle, <><p>{t.closeHelp}</p><TextField form={forms.close!} name="handed_to" label={t.handed_to} optional /><TextArea form={forms.close!} name="close_reason" label={t.close_reason} rows={3} /></>, true)}
      </section>}
      <p><a href={base}>{t.back}</a></p>
    </PartPage>
  )
}

/** What the payer pays by: in words, and as a code a banking app reads. A request that has ended shows no code. */
export function RequestPage({ file, request: r }: { file: PartFile; request: RequestShown }) {
  const { locale } = useView()
  const t = useTexts(paymentTexts)
  const base = `/${locale}/deals/${file.deal.id}/payments`
  const asked = r.ended_at === null ? r.owed : r.amount
  const facts: [string, string][] = [[t.what, titleIn(r, locale)], [t.amount, formatVnd(asked, locale)], ...(r.payable_on ? [[t.payableOn, formatIsoDay(r.payable_on, locale)] as [string, string]] : []), [t.bank_name, bankOf(r)], [r.swift ? t.iban : t.account_number, r.account_number], [t.holder, r.holder], [t.reference, r.reference]]
  return (
    <PartPage file={file} part="payments" title={`${t.request} ${r.reference}`}>
      {r.ending && <div class={`notice ${r.ending === 'paid' ? '' : 'bad'}`}><p>{t.ended[r.ending]}</p></div>}
      {r.changed_on && <div class="notice bad"><p>{t.changed(formatIsoDay(r.changed_on, locale))}</p></div>}
      <dl class="facts">{facts.map(([label, value]) => <div><dt>{label}</dt><dd>{value}</dd></div>)}</dl>
      <p class="meta">{t.referenceHelp}</p>
      {r.ending === null && asked > 0 && <section class="stack"><h2>{t.qr}</h2>{r.swift ? <p>{t.noQr}</p> : <><p>{t.qrHelp}</p><QrCode code={drawQr(vietQr({ bin: r.bank_bin, account: r.account_number, amount: asked, purpose: r.reference }))} label={`${t.qr}: ${formatVnd(asked, locale)}, ${r.reference}`} /></>}</section>}
      <p><a href={`${base}/milestones/${r.milestone_id}`}>{t.toMilestone(titleIn(r, locale))}</a></p>
    </PartPage>
  )
}

export function ReceiptPage({ file, receipt: r }: { file: PartFile; receipt: ReceiptShown }) {
  const { locale } = useView()
  const t = useTexts(paymentTexts)
  const name = useName()
  const base = `/${locale}/deals/${file.deal.id}/payments`
  const facts: [string, string][] = [[t.received_amount, formatVnd(r.amount, locale)], [t.received_on, formatIsoDay(r.received_on, locale)], [t.inWords, titleIn(r, locale)], ...(r.reference ? [[t.reference, r.reference] as [string, string]] : []), ...(r.note ? [[t.receipt_note, r.note] as [string, string]] : []), [t.recordedBy, `${r.person} (${r.by_statement ? t.byStatement : t.byWord})`]]
  return (
    <PartPage file={file} part="payments" title={t.receiptNo(r.id)}>
      <p>{t.receiptLead(name(partyOf(file, sidesOf(file.deal).payee)), name(partyOf(file, sidesOf(file.deal).payer)))}</p>
      <dl class="facts">{facts.map(([label, value]) => <div><dt>{label}</dt><dd>{value}</dd></div>)}</dl>
      {r.refunded > 0 && <p class="meta">{t.refundedSince(formatVnd(r.refunded, locale))}</p>}
      <p class="row"><a class="button second" href={`${base}/receipts/${r.id}/receipt.pdf`}>{t.pdf}</a> <a href={`${base}/milestones/${r.milestone_id}`}>{t.toMilestone(titleIn(r, locale))}</a></p>
    </PartPage>
  )
}
