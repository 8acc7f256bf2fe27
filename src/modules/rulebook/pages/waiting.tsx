import { formatDay, formatInstant } from '../../../platform/time.ts'
import { useTexts, useView } from '../../../web/view.ts'
import { serviceUnitNames, waitingTexts } from '../messages.ts'
import type { Waited } from '../queries.ts'

/** By when something is due and how long it may take, and in words whether that is past; nothing where nothing was promised. */
export function WaitedFor({ waited }: { waited: Waited | null }) {
  const t = useTexts(waitingTexts)
  const units = useTexts(serviceUnitNames)
  if (!waited) return null
  return <><DueBy {...waited} timed={waited.unit === 'hours'} /> <span class="meta">{t.promise(waited.amount, units[waited.unit])}</span></>
}

/** A deadline ends with its day, and so at the first moment of the next. */
export function DueBy({ due, overdue, timed = false }: { due: Date; overdue: boolean; timed?: boolean }) {
  const { locale } = useView()
  const t = useTexts(waitingTexts)
  const last = new Date(due.getTime() - 1)
  return <>{overdue && <><span class="badge warn">{t.overdue}</span> </>}<time dateTime={due.toISOString()}>{t.due(timed ? formatInstant(due, locale) : formatDay(last, locale))}</time></>
}
