export type AccountRefusal =
  | { code: 'wrong_password' }
  | { code: 'not_confirmed' }
  | { code: 'link_expired' }
  | { code: 'password_too_common'; field: 'password' }
export type RoleRefusal = { code: 'last_administrator' }

/** Passwords everyone tries first. The length of ten already refuses most of such lists. */
const common = new Set(['password123', 'password1234', '1234567890', '12345678910', 'qwertyuiop', 'matkhau123', 'matkhau1234', 'iloveyou123', 'hanoi123456', 'vietnam123', '0123456789', 'qwerty12345', 'abcd123456', 'abc1234567'])

/** True for a password that is on every list, or one character over and over. NIST SP 800-63B §5.1.1.2. */
export const isCommonPassword = (password: string): boolean => common.has(password.toLowerCase()) || new Set(password).size < 3
