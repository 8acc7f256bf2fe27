export const locales = ['vi', 'en'] as const
export type Locale = (typeof locales)[number]
export const isLocale = (text: unknown): text is Locale => text === 'vi' || text === 'en'
export const otherLocale = (locale: Locale): Locale => (locale === 'vi' ? 'en' : 'vi')

/** Texts of a page or module: Vietnamese decides the shape, English must match it key for key. */
export const texts = <T>(both: { vi: T; en: NoInfer<T> }): Record<Locale, T> => both

/** A name or text kept in two languages, in the reader's one where it exists. */
export const inLocale = (locale: Locale, vi: string | null | undefined, en: string | null | undefined): string =>
  (locale === 'vi' ? vi || en : en || vi) ?? ''
