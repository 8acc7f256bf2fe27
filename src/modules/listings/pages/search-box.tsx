import type { ComponentChildren } from 'preact'
import { useTexts, useView } from '../../../web/view.ts'
import { searchTexts } from '../messages.ts'
import { findingTexts } from './search-words.ts'

/** The one box by which the market is searched. Without its script it is a plain form; with it, a combobox that suggests. */
export function SearchBox({ q = '', placeholder, describedBy, children }: { q?: string; placeholder?: string; describedBy?: string; children?: ComponentChildren }) {
  const { locale, asset, nonce } = useView()
  const t = useTexts(searchTexts)
  const f = useTexts(findingTexts)
  return (
    <form class="search" method="get" action={`/${locale}/search`} role="search" data-suggest={`/${locale}/search/suggestions`} data-list-name={f.suggestions}
      data-none={f.suggested(0)} data-one={f.suggested(1)} data-several={f.suggested(2)}>
      <label class="hidden" for="q">{t.label}</label>
      <div class="box"><input id="q" type="search" name="q" value={q} placeholder={placeholder ?? t.placeholder} maxLength={400} aria-describedby={describedBy} /></div>
      {children}
      <button class="button">{t.go}</button>
      <script src={asset('suggest.js')} nonce={nonce} defer />
    </form>
  )
}
