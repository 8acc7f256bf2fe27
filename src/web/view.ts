import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import { anonymous, type Actor } from '../core/context.ts'
import type { Refusal } from '../platform/refusal.ts'
import type { Locale } from '../platform/locale.ts'

/** What every page knows of its request. */
export interface View {
  locale: Locale
  actor: Actor
  /** The name of the organisation acted for, as the header shows it. */
  actingFor: string | null
  /** Path and query as asked for. */
  url: string
  publicUrl: string
  /** Files for the browser, by name, at the address that carries their hash. */
  asset: (name: string) => string
  /** What the page's own scripts show so that the browser runs them and no others. */
  nonce: string | undefined
  now: Date
  production: boolean
  /** The code of what this browser just did and was led here by; null when nothing is to be said. */
  done: string | null
  /** A refusal in a sentence, whichever module it comes from. */
  wordRefusal: (refusal: Refusal) => string
  /** Things waiting for this person; null when nobody is signed in. */
  waiting: number | null
  /** Notices this person has not opened. */
  unread: number
  /** True for staff whose roles wait until they have a second factor. */
  withheld: boolean
}

/** What is drawn outside a page, such as a chart for a file, knows no more than its language. */
export const bareView: View = {
  locale: 'vi', actor: anonymous, actingFor: null, url: '/', publicUrl: '', asset: (name) => name, nonce: undefined, now: new Date(0), production: true, done: null, waiting: null, unread: 0, withheld: false, wordRefusal: ({ code }) => code,
}
const Context = createContext<View>(bareView)
export const ViewProvider = Context.Provider
export const useView = (): View => useContext(Context)
/** The texts of this reader's language. */
export const useTexts = <T>(both: Record<Locale, T>): T => both[useView().locale]
