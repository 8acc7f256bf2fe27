import { formatDay } from '../../../platform/time.ts'
import { shell } from '../../../web/messages.ts'
import { useTexts, useView } from '../../../web/view.ts'
import { organisationTexts, verificationNames } from '../messages.ts'
import type { Verification } from '../schema.ts'

/** Links to the pages around this one; nothing where there is only one. `path` carries the query that stays. */
export function Pager({ path, query = {}, page, pages }: { path: string; query?: Record<string, string>; page: number; pages: number }) {
  const t = useTexts(shell)
  if (pages <= 1) return null
  const href = (n: number) => {
    const params = new URLSearchParams(Object.entries({ ...query, page: n > 1 ? String(n) : '' }).filter(([, value]) => value !== ''))
    return params.size ? `${path}?${params}` : path
  }
  const around = [...new Set([1, page - 1, page, page + 1, pages])].filter((n) => n >= 1 && n <= pages)
  return (
    <nav aria-label={t.pagination}><ul class="pages">
      {page > 1 && <li><a href={href(page - 1)} rel="prev">{t.previous}</a></li>}
      {around.map((n) => <li>{n === page ? <span aria-current="page">{n}</span> : <a href={href(n)} aria-label={t.page(n)}>{n}</a>}</li>)}
      {page < pages && <li><a href={href(page + 1)} rel="next">{t.next}</a></li>}
    </ul></nav>
  )
}

const tones: Record<Verification, string> = { unverified: 'badge', submitted: 'badge calm', verified: 'badge good', refused: 'badge warn' }
/** How an organisation stands, with the day where it is known. To strangers everything short of verified reads the same. */
export function VerificationBadge({ verification, since = null, own = false }: { verification: Verification; since?: Date | null; own?: boolean }) {
  const { locale } = useView()
  const t = useTexts(organisationTexts)
  const names = useTexts(verificationNames)
  const shown = own || verification === 'verified' ? verification : 'unverified'
  return <span class={tones[shown]}>{shown === 'verified' ? '✓ ' : ''}{shown === 'verified' && since ? t.verifiedOn(formatDay(since, locale)) : names[shown]}</span>
}
