import type { Locale } from '../../platform/locale.ts'
import { formatVnd } from '../../platform/money.ts'
import type { Paper } from '../../platform/papers/paper.ts'
import { formatIsoDay, hanoiDay } from '../../platform/time.ts'
import { partTexts } from '../deals/part-messages.ts'
import { titleIn } from './messages.ts'
import { paymentTexts } from './page-messages.ts'
import type { ReceiptShown } from './queries.ts'

/** A receipt as a document: who received what from whom, for what, and by whose word. */
export function receiptPaper(r: ReceiptShown, { deal_id, payer, payee, author, locale }: { deal_id: number; payer: string; payee: string; author: string; locale: Locale }): Paper {
  const t = paymentTexts[locale]
  const rows: [string, string][] = [[t.received_amount, formatVnd(r.amount, locale)], [t.received_on, formatIsoDay(r.received_on, locale)], [t.inWords, titleIn(r, locale)], ...(r.reference ? [[t.reference, r.reference] as [string, string]] : []), ...(r.note ? [[t.receipt_note, r.note] as [string, string]] : []), [t.recordedBy, `${r.person} (${r.by_statement ? t.byStatement : t.byWord})`]]
  return {
    locale, title: t.receiptNo(r.id), author, created: r.at, mark: `${partTexts[locale].file(deal_id)} · ${t.receiptNo(r.id)}`, head: { issuer: [payee], number: `${r.id}/BN`, place: 'Hà Nội', day: hanoiDay(r.at) },
    blocks: [
      { kind: 'paragraph', text: t.receiptLead(payee, payer) },
      { kind: 'table', heads: [t.what, t.note], rows, widths: [2, 3] },
      ...(r.refunded > 0 ? [{ kind: 'note' as const, text: t.refundedSince(formatVnd(r.refunded, locale)) }] : []),
      { kind: 'signatures', parties: [{ party: payee }] },
    ],
  }
}
