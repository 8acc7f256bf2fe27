import { useView } from '../../../web/view.ts'
import { formatBytes } from '../../documents/messages.ts'
import { fileHref } from '../../documents/queries.ts'
import type { EnvelopeDocument } from '../queries.ts'

/** The documents of one technical envelope, for those who may read them. */
export function Documents({ of }: { of: readonly EnvelopeDocument[] }) {
  const { locale } = useView()
  return of.length === 0 ? null : <ul>{of.map(({ document_id, name, bytes }) => <li><a href={fileHref({ id: document_id, name })}>{name}</a> <span class="meta">{formatBytes(bytes, locale)}</span></li>)}</ul>
}
