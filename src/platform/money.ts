import type { Locale } from './locale.ts'

declare const unit: unique symbol
/** An amount of Vietnamese đồng: a whole number, never negative. The đồng has no smaller coin. */
export type Vnd = number & { readonly [unit]: 'VND' }

/** The SQL domain vnd holds the same bound. */
export const largestVnd = 9_000_000_000_000_000

export function vnd(amount: number): Vnd {
  if (!Number.isSafeInteger(amount) || amount < 0 || amount > largestVnd) throw new RangeError(`not an amount of đồng: ${amount}`)
  return amount as Vnd
}

const grouped = { vi: new Intl.NumberFormat('vi-VN'), en: new Intl.NumberFormat('en-GB') }
export const formatNumber = (value: number, locale: Locale): string => grouped[locale].format(value)
/** Basis points as people write a share: 150 is 1,5 %. */
export const formatShare = (basis_points: number, locale: Locale): string => `${formatNumber(basis_points / 100, locale)} %`
export const formatVnd = (amount: number, locale: Locale): string =>
  locale === 'vi' ? `${grouped.vi.format(amount)} đồng` : `VND ${grouped.en.format(amount)}`

/** Shortened as people say it (1,2 tỷ đồng; VND 1.2 billion), with at most one decimal. For headlines, never for a contract. */
export function formatVndShort(amount: number, locale: Locale): string {
  const [divisor, vi, en] =
    amount >= 1e9 ? ([1e9, 'tỷ', 'billion'] as const) : amount >= 1e6 ? ([1e6, 'triệu', 'million'] as const) : ([1, '', ''] as const)
  const text = new Intl.NumberFormat(locale === 'vi' ? 'vi-VN' : 'en-GB', { maximumFractionDigits: 1 }).format(amount / divisor)
  return locale === 'vi' ? `${text} ${vi} đồng`.replace('  ', ' ') : `VND ${text} ${en}`.trim()
}
