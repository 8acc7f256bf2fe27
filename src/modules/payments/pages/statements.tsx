import { randomUUID } from 'node:crypto'
import { inLocale } from '../../../platform/locale.ts'
import { formatNumber, formatVnd } from '../../../platform/money.ts'
import { formatInstant, formatIsoDay } from '../../../platform/time.ts'
import { type FormState, freshForm } from '../../../web/http.tsx'
import { Form, Hidden, Select, TextField } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { partTexts } from '../../deals/part-messages.ts'
import { StatementFileForm } from '../../statements/pages/file-form.tsx'
import type { Proposal } from '../match-rules.ts'
import { titleIn, type Titled } from '../messages.ts'
import type { Attention } from '../officer-queries.ts'
import { mostStatementLinesShown } from '../rules.ts'
import { statementTexts } from '../statement-messages.ts'
import type { LineShown, RequestToPay, StatementShown } from '../statement-queries.ts'
import { Folded, inDong, Scroll } from './payments.tsx'

export function StatementsPage({ statements, may, form }: { statements: StatementShown[]; may: boolean; form: FormState }) {
  const { locale } = useView()
  const t = useTexts(statementTexts)
  return (
    <Page title={t.title} crumbs={[{ href: `/${locale}/deals`, text: useTexts(partTexts).deals }]}><h1>{t.title}</h1><p class="lead">{t.lead}</p>
      {may ? <section class="sheet"><StatementFileForm action={`/${locale}/my/statements`} form={form} /></section> : <p>{t.noOrganisation}</p>}
      {statements.length === 0 ? <p>{t.none}</p> : <Scroll label={t.title}>
        <thead><tr><th scope="col">{t.name}</th><th scope="col">{t.imported}</th><th scope="col">{t.lines}</th><th scope="col">{t.known}</th><th scope="col">{t.free}</th><th scope="col">{t.by}</th></tr></thead>
        <tbody>{statements.map((s) => <tr><th scope="row"><a href={`/${locale}/my/statements/${s.id}`}>{s.name}</a></th><td>{formatInstant(s.imported_at, locale)}</td><td>{formatNumber(s.lines, locale)}</td><td>{formatNumber(s.known, locale)}</td><td>{formatNumber(s.free, locale)}</td><td>{s.person}</td></tr>)}</tbody></Scroll>}
    </Page>
  )
}

/** A statement line by line, with what each seems to pay. `judged`: the form that came back, and of which line. */
export function StatementPage({ statement, lines, requests, proposals, may, judged = null }: { statement: StatementShown; lines: LineShown[]; requests: RequestToPay[]; proposals: Proposal[]; may: boolean; judged?: { id: number; form: FormState } | null }) {
  const { locale } = useView()
  const t = useTexts(statementTexts)
  return (
    <Page title={`${t.title}: ${statement.name}`} crumbs={[{ href: `/${locale}/my/statements`, text: t.title }]}><h1>{statement.name}</h1>
      {statement.lines - statement.known > mostStatementLinesShown && <p class="meta">{t.most(mostStatementLinesShown)}</p>}
      {lines.map((line) => {
        const proposal = proposals.find(({ line_id }) => line_id === line.id)
        const form = judged?.id === line.id ? judged.form : freshForm()
        const own = (name: string): string => `${name}_${line.id}`
        return (
          <section class="sheet stack"><h2>{t.line(line.line)}: {formatVnd(line.amount, locale)}, {formatIsoDay(line.on_day, locale)}</h2>
            <dl class="facts">{([[t.from, [line.name, line.account].filter(Boolean).join(' · ')], [t.text, [line.text, line.reference].filter(Boolean).join(' · ')], [t.left, line.left < line.amount ? formatVnd(line.left, locale) : '']] as const).map(([label, value]) => value && <div><dt>{label}</dt><dd>{value}</dd></div>)}</dl>
            {line.paid.length > 0 && <ul>{line.paid.map((one) => <li>{t.paid}: <a href={`/${locale}/deals/${one.deal_id}/payments/receipts/${one.receipt_id}`}>{titleIn(one, locale)}</a>, {formatVnd(one.amount, locale)}</li>)}</ul>}
            {line.set_aside !== null && <p>{t.wasSetAside(line.set_aside)}</p>}
            {may && line.left > 0 && line.set_aside === null && <>
              {proposal && <p><span class="badge good">{t.proposal[proposal.by]}</span></p>}
              {requests.length === 0 ? <p class="meta">{t.openRequests}</p> : <Form action={`/${locale}/my/statements/${statement.id}/lines/${line.id}/confirmation`} form={form} submit={t.confirm} labels={{ [own('payment_request_id')]: t.choose, [own('amount')]: t.amount }}>
                <Select form={{ ...form, values: { [own('payment_request_id')]: proposal?.payment_request_id ?? '', ...form.values } }} name={own('payment_request_id')} label={t.choose} options={requests.map((r) => ({ value: String(r.id), text: `${r.reference}: ${titleIn(r, locale)}, ${inLocale(locale, r.payer_vi, r.payer_en)}, ${formatVnd(r.owed, locale)}` }))} />
                <TextField form={{ ...form, values: { [own('amount')]: formatNumber(proposal?.amount ?? line.left, locale), ...form.values } }} name={own('amount')} label={inDong(t.amount)} inputmode="numeric" />
                <Hidden name="request_key" value={String(form.values.request_key ?? randomUUID())} />
              </Form>}
              {line.left === line.amount && <Folded text={t.setAside} form={form.errors[own('reason')] ? form : undefined}><Form action={`/${locale}/my/statements/${statement.id}/lines/${line.id}/set-aside`} form={form.errors[own('reason')] ? form : freshForm()} submit={t.setAside} labels={{ [own('reason')]: t.reason }}><TextField form={form} name={own('reason')} label={t.reason} /></Form></Folded>}
            </>}
          </section>
        )
      })}
    </Page>
  )
}

export function BoardPage({ late, disputed, unmatched }: Attention) {
  const { locale } = useView()
  const t = useTexts(statementTexts)
  const link = (row: { deal_id: number; milestone_id: number } & Titled) => <a href={`/${locale}/deals/${row.deal_id}/payments/milestones/${row.milestone_id}`}>{titleIn(row, locale)}</a>
  return (
    <Page title={t.board} crumbs={[{ href: `/${locale}/deals`, text: useTexts(partTexts).deals }]}><h1>{t.board}</h1><p class="lead">{t.boardLead}</p>
      <section><h2>{t.late}</h2>{late.length === 0 ? <p>{t.nothing}</p> : <Scroll label={t.late}><thead><tr><th scope="col">{t.milestone}</th><th scope="col">{t.deal}</th><th scope="col">{t.payer}</th><th scope="col">{t.payee}</th><th scope="col">{t.owed}</th><th scope="col">{t.days}</th></tr></thead>
        <tbody>{late.map((row) => <tr><th scope="row">{link(row)}{!row.accepted && <span class="meta"> {t.notAccepted}</span>}</th><td>{row.deal_id}</td><td>{inLocale(locale, row.payer_vi, row.payer_en)}</td><td>{inLocale(locale, row.payee_vi, row.payee_en)}</td><td>{formatVnd(row.owed, locale)}</td><td>{formatNumber(row.days, locale)}</td></tr>)}</tbody></Scroll>}</section>
      <section><h2>{t.disputed}</h2>{disputed.length === 0 ? <p>{t.nothing}</p> : <Scroll label={t.disputed}><thead><tr><th scope="col">{t.milestone}</th><th scope="col">{t.deal}</th><th scope="col">{t.payer}</th><th scope="col">{t.payee}</th><th scope="col">{t.amount}</th><th scope="col">{t.since}</th></tr></thead>
        <tbody>{disputed.map((row) => <tr><th scope="row">{link(row)}</th><td>{row.deal_id}</td><td>{inLocale(locale, row.payer_vi, row.payer_en)}</td><td>{inLocale(locale, row.payee_vi, row.payee_en)}</td><td>{formatVnd(row.owed, locale)}</td><td>{formatInstant(row.since, locale)}</td></tr>)}</tbody></Scroll>}</section>
      <section><h2>{t.unmatched}</h2>{unmatched.length === 0 ? <p>{t.nothing}</p> : <Scroll label={t.unmatched}><thead><tr><th scope="col">{t.day}</th><th scope="col">{t.payee}</th><th scope="col">{t.amount}</th><th scope="col">{t.text}</th></tr></thead>
        <tbody>{unmatched.map((row) => <tr><td>{formatIsoDay(row.on_day, locale)}</td><td>{inLocale(locale, row.payee_vi, row.payee_en)}</td><td>{formatVnd(row.left, locale)}</td><td>{row.text}</td></tr>)}</tbody></Scroll>}</section>
    </Page>
  )
}
