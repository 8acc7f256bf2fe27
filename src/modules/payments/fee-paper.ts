import { inLocale, type Locale } from '../../platform/locale.ts'
import { formatVnd } from '../../platform/money.ts'
import type { Paper } from '../../platform/papers/paper.ts'
import { formatIsoDay, hanoiDay } from '../../platform/time.ts'
import { titleIn } from './messages.ts'
import { paymentTexts } from './page-messages.ts'
import type { FeeLine } from './queries.ts'

export const percentOf = (basis_points: number, locale: Locale): string => `${new Intl.NumberFormat(locale === 'vi' ? 'vi-VN' : 'en-GB').format(basis_points / 100)} %`
/** Whose a fee is, in words. */
export function feeOwner(fee: Pick<FeeLine, 'kind' | 'side'> & { broker_vi: string | null; broker_en: string | null }, locale: Locale): string {
  const { feeOf } = paymentTexts[locale]
  return fee.kind === 'exchange' ? feeOf.exchange : `${fee.side === 'payer' ? feeOf.payer : feeOf.broker}: ${inLocale(locale, fee.broker_vi, fee.broker_en)}`
}
/** By what it was charged: the rule with how well it is known, or the mandate with what it says. */
export function feeBasis(fee: FeeLine, locale: Locale): string {
  const t = paymentTexts[locale]
  const money = (amount: number): string => formatVnd(amount, locale)
  if (fee.kind === 'exchange') return [t.feeByRule, inLocale(locale, fee.label_vi, fee.label_en), fee.mark && t.feeMark[fee.mark]].filter(Boolean).join(', ')
  return [t.feeByMandate(fee.mandate_id ?? 0), fee.fixed === null ? percentOf(fee.basis_points, locale) : t.feeFixed(money(fee.fixed)), fee.minimum !== null && t.feeMinimum(money(fee.minimum)), fee.cap !== null && t.feeCap(money(fee.cap))].filter(Boolean).join(', ')
}

/** Giấy báo phí: one fee as it was charged or lowered, for the side it was charged to. Drawn from the books, and no invoice. */
export function feePaper(fee: FeeLine, { deal_id, charged, author, locale }: { deal_id: number; /** The side it is charged to. */ charged: string; author: string; locale: Locale }): Paper {
  const t = paymentTexts[locale]
  const back = fee.amount < 0, owner = feeOwner(fee, locale)
  const rows: [string, string][] = [
    [t.feeTo, charged], [t.feeFor, owner], [t.what, titleIn(fee, locale)], [t.day, formatIsoDay(fee.on_day, locale)], [t.feeBase, formatVnd(fee.base, locale)], ...(fee.fixed === null ? [[t.feeShare, percentOf(fee.basis_points, locale)] as [string, string]] : []),
    [t.feeBasis, feeBasis(fee, locale)], [t.amount, formatVnd(Math.abs(fee.amount), locale)], [t.ledger, t.feeEntry(fee.transaction_id)],
  ]
  return {
    locale, title: back ? t.feeBackTitle : t.feeNoticeTitle, author, created: fee.at, mark: `${deal_id}/${fee.id}`, head: { issuer: [author], number: `${fee.id}/GBP`, place: 'Hà Nội', day: hanoiDay(fee.at) },
    blocks: [
      { kind: 'paragraph', text: back ? t.feeBackLead(charged, owner) : t.feeLead(charged, owner) },
      { kind: 'table', heads: [t.what, t.note], rows, widths: [2, 3] },
      { kind: 'note', text: t.feeNoteLaw },
    ],
  }
}
