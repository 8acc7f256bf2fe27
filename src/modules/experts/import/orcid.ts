import { importLimits, orcidOf } from '../rules.ts'
import { type ReadWorks, workOf } from './works.ts'
import { below, type Element, readXml, textBelow } from './xml.ts'

export type OrcidRecord = ReadWorks & { orcid: string | null }
type Said = Parameters<typeof workOf>[0]

/** The works of an ORCID record as ORCID exports it in JSON (record, or activities alone); null where the file is something else. */
export function readOrcidJson(text: string): OrcidRecord | null {
  let record: unknown
  try { record = JSON.parse(text) } catch { return null }
  const works = at(record, 'activities-summary', 'works') ?? at(record, 'works')
  const groups = at(works, 'group')
  if (!Array.isArray(groups)) return null
  return gathered(orcidOf(word(record, 'orcid-identifier', 'path')), groups.map((group) => {
    // A group is one work as several sources tell it; the one its person prefers stands first.
    const [summary] = list(group, 'work-summary')
    const ids = [...list(summary, 'external-ids', 'external-id'), ...list(group, 'external-ids', 'external-id')]
    return {
      line: 0, title: word(summary, 'title', 'title', 'value'), venue: word(summary, 'journal-title', 'value'), year: word(summary, 'publication-date', 'year', 'value'), url: word(summary, 'url', 'value'),
      doi: ids.filter((id) => word(id, 'external-id-type') === 'doi' && word(id, 'external-id-relationship') !== 'part-of').map((id) => word(id, 'external-id-value'))[0] ?? '',
    }
  }))
}

/** The same of the XML of a record. */
export function readOrcidXml(text: string): OrcidRecord | null {
  const root = readXml(text)
  if (!root || !['record', 'activities-summary', 'works'].includes(root.name)) return null
  const [works] = root.name === 'works' ? [root] : [...below(root, 'works'), ...below(root, 'activities-summary', 'works')]
  if (!works) return null
  return gathered(orcidOf(textBelow(root, 'orcid-identifier', 'path')), below(works, 'group').map((group) => {
    const [summary] = below(group, 'work-summary')
    const ids: Element[] = [...below(summary, 'external-ids', 'external-id'), ...below(group, 'external-ids', 'external-id')]
    return {
      line: (summary ?? group).line, title: textBelow(summary, 'title', 'title'), venue: textBelow(summary, 'journal-title'), year: textBelow(summary, 'publication-date', 'year'), url: textBelow(summary, 'url'),
      doi: ids.filter((id) => textBelow(id, 'external-id-type') === 'doi' && textBelow(id, 'external-id-relationship') !== 'part-of').map((id) => textBelow(id, 'external-id-value'))[0] ?? '',
    }
  }))
}

/** A work without a title is told of by its line, or by its number where lines mean nothing. */
function gathered(orcid: string | null, said: (Said & { line: number })[]): OrcidRecord {
  const read: OrcidRecord = { orcid, works: [], problems: [] }
  for (const [i, one] of said.entries()) {
    if (read.works.length >= importLimits.works || read.problems.length >= importLimits.problems) { read.problems.push({ line: one.line, what: `${i + 1}`, why: 'too_many' }); break }
    const work = workOf(one)
    if (work) read.works.push(work)
    else read.problems.push({ line: one.line, what: `${i + 1}`, why: 'untitled' })
  }
  return read
}

function at(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>((inner, name) => (typeof inner === 'object' && inner !== null && Object.hasOwn(inner, name) ? (inner as Record<string, unknown>)[name] : undefined), value)
}
const list = (value: unknown, ...path: string[]): unknown[] => { const found = at(value, ...path); return Array.isArray(found) ? found : [] }
const word = (value: unknown, ...path: string[]): string => { const found = at(value, ...path); return typeof found === 'string' ? found : typeof found === 'number' ? String(found) : '' }
