import { wordsBetween } from '../../../platform/differences.ts'
import type { Locale } from '../../../platform/locale.ts'
import { useTexts } from '../../../web/view.ts'
import { contractPageTexts } from '../page-messages.ts'

/** What was taken out and what was put in, said as well as shown. */
export function Differing({ before, after, lang }: { before: string; after: string; lang: Locale }) {
  const t = useTexts(contractPageTexts)
  return (
    <p lang={lang} class="diff">{(wordsBetween(before, after) ?? [{ value: before, added: false, removed: true }, { value: after, added: true, removed: false }]).map(({ value, added, removed }) => (added ? <ins><span class="hidden">{t.inserted}: </span>{value}</ins> : removed ? <del><span class="hidden">{t.deleted}: </span>{value}</del> : value))}</p>
  )
}
