import { inLocale, type Locale } from '../../platform/locale.ts'
import { formatNumber, formatShare, formatVnd, vnd } from '../../platform/money.ts'
import type { Block, Paper } from '../../platform/papers/paper.ts'
import { formatInstant, formatIsoDay, hanoiDay } from '../../platform/time.ts'
import { partNames, partTexts } from '../deals/part-messages.ts'
import type { DealPart } from '../deals/schema.ts'
import { counted, unitNames } from '../rulebook/messages.ts'
import { asLaw } from '../rulebook/rules.ts'
import type { Rule } from '../rulebook/schema.ts'
import type { RecordShown } from './decision-queries.ts'
import { ownerNames, pieceNames, resultTexts, shareNames, transferNames } from './messages.ts'
import type { FactShown, ReviewShown, SplitShown } from './queries.ts'
import { absentOf, amountsOf, type Books, leftOf } from './rules.ts'
import { type ResultPiece, splitShares } from './schema.ts'

export interface Deciding { deal_id: number; owner: string; fact: FactShown; splits: readonly SplitShown[]; reviews: readonly ReviewShown[]; books: Books; rules: readonly Rule[]; record: RecordShown; /** An entry of the log in words. */ sayEvent: (line: RecordShown['log'][number]) => string; created: Date; locale: Locale }

export const sharesOf = (split: SplitShown) => ({ authors: split.authors_basis_points, broker: split.broker_basis_points, state: split.state_basis_points, research: split.research_basis_points, welfare: split.welfare_basis_points })
/** A rule in words: its number, its text and how well it is known; what was not verified is said to be no law. */
export const ruleCells = (rule: Rule, locale: Locale): [string, string, string, string] => {
  const t = resultTexts[locale]
  return [locale === 'vi' ? rule.label_vi : rule.label_en, rule.value === null ? t.missing : rule.unit === 'percent' ? `${rule.value} %` : counted(rule.value, unitNames[locale][rule.unit], locale), [rule.document, rule.article, rule.source].filter(Boolean).join(', ') || t.missing, asLaw(rule) ? t.asLaw : t.notLaw]
}
export function factRows(fact: FactShown, locale: Locale): [string, string][] {
  const t = resultTexts[locale]
  const day = (value: string | null): string => (value === null ? '' : formatIsoDay(value, locale))
  const rows: [string, string][] = [
    [t.task_code, fact.task_code], [t.task_name, fact.task_name], [t.state_share, formatShare(fact.state_share_basis_points, locale)], [t.owner, ownerNames[locale][fact.owner]], [t.transfers, transferNames[locale][fact.transfers]], [t.act_on, day(fact.act_on)], [t.authority, fact.authority],
    [t.decision_number, fact.decision_number], [t.decision_on, day(fact.decision_on)], [t.valuer, fact.valuer], [t.valuation, fact.valuation === null ? '' : formatVnd(fact.valuation, locale)], [t.valued_on, day(fact.valued_on)], [t.disclosed_from, day(fact.disclosed_from)], [t.disclosed_until, day(fact.disclosed_until)],
    [t.value_range, fact.value_low === null || fact.value_high === null ? '' : `${formatVnd(fact.value_low, locale)} – ${formatVnd(fact.value_high, locale)}`], [t.conflicts, fact.conflicts],
    ...(fact.valuation === null ? [] : [[t.valuation_file, fact.document_name === null ? t.noValuationFile : `${fact.document_name} (SHA-256: ${fact.document_sha256 ?? ''})`] as [string, string]]),
    [t.said, `${fact.person_name}, ${formatInstant(fact.stated_at, locale)}`],
  ]
  return rows.filter(([, value]) => value !== '')
}

export const piecesIn = (pieces: readonly ResultPiece[], locale: Locale): string => pieces.map((piece) => pieceNames[locale][piece]).join('; ')
/** What is absent of the file as it stands, in a sentence. */
export const absentWords = (fact: FactShown, locale: Locale): string => { const absent = absentOf(fact); return absent.length ? resultTexts[locale].absentNow(piecesIn(absent, locale)) : resultTexts[locale].whole }
/** Of an approval: what was absent that day. Its reason is why it was approved all the same. */
export const absentThen = (split: SplitShown, locale: Locale): string => (split.decision === 'approved' && split.absent.length ? resultTexts[locale].absentThen(piecesIn(split.absent, locale)) : '')

/** What came in, what was divided of it and what is left, as it is now. */
export function booksRows({ received, withheld, divided }: Books, splits: readonly SplitShown[], locale: Locale): [string, string][] {
  const t = resultTexts[locale], waiting = splits.find(({ decision }) => decision === null)
  const rows: [string, number | null][] = [[t.received, received], [t.withheld, withheld || null], [t.divided, divided], [t.left, Math.max(0, leftOf({ received, divided }))], [t.waiting, waiting?.amount ?? null]]
  return rows.flatMap(([term, amount]) => (amount === null ? [] : [[term, formatVnd(amount, locale)] as [string, string]]))
}
/** That more was divided than came in; empty where it was not. */
export const beyondNow = (books: Books, locale: Locale): string => (leftOf(books) < 0 ? resultTexts[locale].beyondNow(formatVnd(-leftOf(books), locale)) : '')
/** That somebody looked at the divisions again after money was paid back: who, when, what they saw and what comes of it. */
export const reviewWords = ({ reviewer, reviewed_at, received, divided, reason }: ReviewShown, locale: Locale): string => resultTexts[locale].reviewed(reviewer, formatInstant(reviewed_at, locale), formatVnd(received, locale), formatVnd(divided, locale), reason)
/** Of one division: which revenue it divides, and received, divided before, this one and left: as it was approved or, while it waits, as it would be now; and what was paid back since. */
export function bookWords(split: SplitShown, books: Books, locale: Locale): string[] {
  const t = resultTexts[locale], money = (amount: number): string => formatVnd(amount, locale)
  const said = (words: typeof t.booksThen, received: number, before: number): string => { const left = received - before - split.amount; return words(money(received), money(before), money(split.amount), left < 0 ? t.shortOf(money(-left)) : money(left)) }
  const then = split.decision === null ? said(t.booksIfApproved, books.received, books.divided) : split.decision === 'returned' ? '' : split.received === null || split.divided_before === null ? t.booksUnknown : said(t.booksThen, split.received, split.divided_before)
  const less = split.decision === 'approved' && split.received !== null ? split.received - books.received : 0
  return [split.revenue && t.divides(split.revenue), then, split.beyond_reason && t.outside(split.beyond_reason), less > 0 ? t.since(money(books.received), money(less)) : ''].filter(Boolean)
}

/**
 * The decision file as one paper, for whoever signs: what was known, by which rule of that day, with which
 * documents, what else was weighed, who looked and when, and what the log holds under which seal.
 */
export function decisionPaper({ deal_id, owner, fact, splits, reviews, books, rules, record, sayEvent, created, locale }: Deciding): Paper {
  const t = resultTexts[locale]
  const at = (instant: Date): string => formatInstant(instant, locale)
  const heading = (text: string): Block => ({ kind: 'heading', level: 2, text })
  const table = (heads: string[], rows: string[][], widths?: number[]): Block => (rows.length ? { kind: 'table', heads, rows, ...(widths ? { widths } : {}) } : { kind: 'paragraph', text: t.nothing })
  /** Where there is more than is printed, the paper says so. */
  const newest = (shown: unknown[], of: number | null): Block[] => (of === null ? [] : [{ kind: 'paragraph', text: t.newestOf(formatNumber(shown.length, locale), formatNumber(of, locale)) }])
  const decided = (split: SplitShown): string => (split.decision === null ? t.waits : `${split.decision === 'approved' ? t.approved : t.returned}: ${t.decidedBy(split.decider ?? '')}, ${at(split.decided_at!)}. ${[absentThen(split, locale), split.decision_reason && (split.decision === 'approved' && split.absent.length ? t.allTheSame(split.decision_reason) : split.decision_reason)].filter(Boolean).join(' ')}`)
  return {
    locale, title: t.pdfTitle, subtitle: fact.task_name, author: owner, created, mark: `${t.pdfMark(deal_id)} · ${at(created)}`, head: { issuer: [owner], day: hanoiDay(created) },
    blocks: [
      heading(`1. ${t.facts}`), table([t.what, t.value], factRows(fact, locale), [35, 65]), { kind: 'paragraph', text: absentWords(fact, locale) },
      heading(`2. ${t.law}`), { kind: 'paragraph', text: t.law8 }, table([t.rule, t.value, t.source, t.mark], rules.map((rule) => ruleCells(rule, locale)), [32, 12, 36, 20]),
      heading(`3. ${t.alternativesHead}`), ...fact.alternatives.split('\n').filter(Boolean).map((text): Block => ({ kind: 'paragraph', text })),
      heading(`4. ${t.splits}`), table([t.what, t.money], booksRows(books, splits, locale), [65, 35]), ...[beyondNow(books, locale), ...reviews.map((one) => reviewWords(one, locale))].filter(Boolean).map((text): Block => ({ kind: 'paragraph', text })), ...(splits.length ? splits.flatMap((split): Block[] => {
        const amounts = amountsOf(vnd(split.amount), sharesOf(split))
        return [{ kind: 'paragraph', text: `${formatVnd(split.amount, locale)}. ${t.proposedBy(split.proposer)}, ${at(split.proposed_at)}. ${split.reason}` }, ...bookWords(split, books, locale).map((text): Block => ({ kind: 'paragraph', text })), { kind: 'table', heads: [t.share, t.percent, t.money], rows: splitShares.map((share) => [shareNames[locale][share], formatShare(sharesOf(split)[share], locale), formatVnd(amounts[share], locale)]), numbers: [1, 2] }, { kind: 'paragraph', text: decided(split) }]
      }) : [{ kind: 'paragraph', text: t.nothing } as const]),
      heading(`5. ${t.documents}`), ...newest(record.documents, record.of.documents), table([t.name, t.hash, t.when], record.documents.map(({ name, sha256, added_at }) => [name, sha256, at(added_at)]), [35, 45, 20]),
      heading(`6. ${t.views}`), ...newest(record.views, record.of.views), table([t.who, t.what, t.when], record.views.map(({ person_name, organisation, part, at: seen }) => [[person_name, organisation && inLocale(locale, organisation.name_vi, organisation.name_en)].filter(Boolean).join(', '), partNames[locale][part as DealPart] ?? partTexts[locale].overview, at(seen)]), [45, 30, 25]),
      heading(`7. ${t.log}`), { kind: 'paragraph', text: t.logNote }, ...newest(record.log, record.of.log), table([t.when, t.what, t.who, t.seal], record.log.map((line) => [at(line.at), sayEvent(line), [line.person, line.organisation].filter(Boolean).join(', '), line.seal ?? t.unsealed]), [16, 34, 20, 30]),
    ],
  }
}
