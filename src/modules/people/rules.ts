import type { Limit } from '../../platform/limits.ts'

export type AccountRefusal =
  | { code: 'wrong_password' }
  | { code: 'not_confirmed' }
  | { code: 'link_expired' }
  | { code: 'password_too_common'; field: 'password' }
  | { code: 'not_your_password' }
  | { code: 'wrong_own_password'; field: 'password' }
  | { code: 'wrong_code'; field: 'code' }
  | { code: 'codes_locked' }
  | { code: 'sign_in_again' }
  | { code: 'account_suspended' }
  | { code: 'passkey_refused' }
  | { code: 'second_factor_on' }
  | { code: 'last_way_in' }
  | { code: 'email_taken' }
  | { code: 'provider_away'; provider: string }
  | { code: 'provider_refused'; provider: string }
  | { code: 'provider_unlinked'; provider: string }
  | { code: 'provider_linked_elsewhere'; provider: string }
export type RoleRefusal = { code: 'last_administrator' }

/** Passwords everyone tries first. The length of ten already refuses most of such lists. */
const common = new Set(['password123', 'password1234', '1234567890', '12345678910', 'qwertyuiop', 'matkhau123', 'matkhau1234', 'iloveyou123', 'hanoi123456', 'vietnam123', '0123456789', 'qwerty12345', 'abcd123456', 'abc1234567'])

/** True for a password that is on every list, or one character over and over. NIST SP 800-63B §5.1.1.2. */
export const isCommonPassword = (password: string): boolean => common.has(password.toLowerCase()) || new Set(password).size < 3

/**
 * How often each door may be tried: from one network address, for one account from one address, and
 * for one account from anywhere. The last does not hold where its owner has signed in from before,
 * or else a stranger could keep them out by guessing; `strict`: it holds everywhere.
 */
export interface DoorLimits { address?: Limit; pair?: Limit; account?: Limit; strict?: true }
export const doors = {
  sign_in: { address: { points: 60, minutes: 5 }, pair: { points: 10, minutes: 15 }, account: { points: 50, minutes: 60 } },
  confirm: { address: { points: 60, minutes: 5 }, pair: { points: 10, minutes: 15 }, account: { points: 50, minutes: 60 } },
  sign_up: { address: { points: 60, minutes: 60 }, pair: { points: 5, minutes: 60 }, account: { points: 20, minutes: 60 } },
  reset: { address: { points: 60, minutes: 60 }, pair: { points: 5, minutes: 60 }, account: { points: 20, minutes: 60 } },
  // Only whoever knows the password, or has signed in, stands here.
  second_factor: { account: { points: 10, minutes: 15 }, strict: true },
  confirm_identity: { account: { points: 10, minutes: 15 }, strict: true },
  email_change: { account: { points: 5, minutes: 60 }, strict: true },
  passkey: { address: { points: 60, minutes: 15 } },
  provider: { address: { points: 60, minutes: 15 } },
} as const satisfies Record<string, DoorLimits>
export type Door = keyof typeof doors

/** A code as somebody types it: six digits from the app, or one of the backup codes; spaces and capitals do not matter. */
export function readCode(typed: string): { method: 'code' | 'backup_code'; code: string } {
  const plain = typed.toLowerCase().replace(/[^a-z0-9]/g, '')
  return /^\d{6}$/.test(plain) ? { method: 'code', code: plain } : { method: 'backup_code', code: `${plain.slice(0, 5)}-${plain.slice(5)}` }
}

/** The browser and the system a session runs on, as their names; null where the browser does not say. */
export function deviceOf(userAgent: string | null): { browser: string; system: string } | null {
  if (!userAgent) return null
  const first = (pairs: readonly (readonly [RegExp, string])[]): string => pairs.find(([pattern]) => pattern.test(userAgent))?.[1] ?? ''
  const browser = first([[/coc_coc/i, 'Cốc Cốc'], [/Edg(e|A|iOS)?\//, 'Edge'], [/OPR\//, 'Opera'], [/SamsungBrowser/, 'Samsung Internet'], [/Firefox|FxiOS/, 'Firefox'], [/Chrome|CriOS|Chromium/, 'Chrome'], [/Safari/, 'Safari']])
  const system = first([[/iPhone|iPad/, 'iOS'], [/Android/, 'Android'], [/Windows/, 'Windows'], [/Mac OS X|Macintosh/, 'macOS'], [/CrOS/, 'ChromeOS'], [/Linux/, 'Linux']])
  return browser || system ? { browser, system } : null
}
