import { readFile } from 'node:fs/promises'
import { refuse } from '../../../platform/refusal.ts'
import type { ReadFile } from '../commands.ts'
import { type ExpertRefusal, importLimits } from '../rules.ts'
import { readBibtex } from './bibtex.ts'
import { readOrcidJson, readOrcidXml } from './orcid.ts'

/** What an uploaded file says of somebody's publications. Refused where it is neither BibTeX nor a record of ORCID, holds nothing, or is another person's record. */
export async function readPublications({ path, bytes, media_type, name }: { path: string; bytes: number; media_type: string; name: string }, ownOrcid: string | null): Promise<Omit<ReadFile, 'key'>> {
  if (bytes > importLimits.bytes) refuse<ExpertRefusal>({ code: 'import_unreadable', field: 'file' })
  const text = (await readFile(path, 'utf8')).replace(/^\ufeff/, '')
  const bibtex = media_type === 'application/x-bibtex'
  const read = bibtex ? { ...(await readBibtex(text)), orcid: null } : media_type === 'application/json' ? readOrcidJson(text) : readOrcidXml(text)
  if (!read) return refuse<ExpertRefusal>({ code: 'import_unreadable', field: 'file' })
  const { works, problems, orcid } = read
  if (works.length + problems.length === 0) refuse<ExpertRefusal>({ code: 'import_empty', field: 'file' })
  if (ownOrcid && orcid && orcid !== ownOrcid) refuse<ExpertRefusal>({ code: 'import_of_another', theirs: orcid, field: 'file' })
  return { source: bibtex ? 'bibtex' : 'orcid', file_name: name, works, problems }
}
