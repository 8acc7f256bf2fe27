import { formatVnd } from '../../../platform/money.ts'
import { formatIsoDay } from '../../../platform/time.ts'
import { useTexts, useView } from '../../../web/view.ts'
import { registrationTexts } from '../page-messages.ts'
import type { SeenLine } from '../schema.ts'

/** What statements showed under a deposit’s code besides its payment. */
export function SeenLines({ lines }: { lines: readonly SeenLine[] }) {
  const { locale } = useView()
  const t = useTexts(registrationTexts)
  return lines.length === 0 ? null : <div class="notice warn"><p>{t.seen}</p><ul>{lines.map(({ on_day, amount, text }) => <li>{formatIsoDay(on_day, locale)}: {formatVnd(amount, locale)}, “{text}”</li>)}</ul></div>
}
