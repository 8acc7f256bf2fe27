import type { Locale } from '../../platform/locale.ts'
import { canonicalText } from '../../platform/proof/chain.ts'
import { completeness, missingIn, type PartyLack, partyLacks, unfilled } from './completeness-rules.ts'
import { articleKeys, type ContractClause, type ContractClauseKey, contractClauseKeys, type ContractContent, type ContractKind, freeClauseKeys, type IssuedContent, type VersionState } from './schema.ts'

export type ContractRefusal =
  | { code: 'version_not_newest' }
  | { code: 'contract_signed'; kind: ContractKind; number: number }
  | { code: 'contract_not_begun'; kind: ContractKind }
  | { code: 'contract_written_meanwhile'; draft_version: number }
  | { code: 'version_issued_meanwhile'; number: number }
  | { code: 'version_unchanged'; number: number }
  | { code: 'contract_incomplete'; kind: ContractKind; missing: number }
  | { code: 'version_with_gaps'; gaps: number }
  | { code: 'party_with_gaps'; parties: PartyGaps[] }
  | { code: 'language_undecided' }
  | { code: 'contract_prohibited'; by: 'moderator' | 'parties' }
  | { code: 'clause_not_there' }
  | { code: 'clause_needed_by_law' }
  | { code: 'no_room_for_clause' }
  | { code: 'contract_of_lost_deal' }

const order = (key: ContractClauseKey): number => contractClauseKeys.indexOf(key)
const inOrder = (clauses: readonly ContractClause[]): ContractClause[] => clauses.toSorted((one, other) => order(one.key) - order(other.key))

/** The text with this clause as it now reads; one that was left out comes back at its place. */
export const withClause = (content: ContractContent, clause: ContractClause): ContractContent => ({ ...content, clauses: inOrder([...content.clauses.filter(({ key }) => key !== clause.key), clause]) })
export const withoutClause = (content: ContractContent, key: ContractClauseKey): ContractContent => ({ ...content, clauses: content.clauses.filter((clause) => clause.key !== key) })
/** Where a clause of the parties' own goes; null where there is no place left. */
export const freePlace = ({ clauses }: ContractContent): ContractClauseKey | null => freeClauseKeys.find((key) => !clauses.some((clause) => clause.key === key)) ?? null
export const isFree = (key: ContractClauseKey): boolean => (freeClauseKeys as readonly string[]).includes(key)

/** The contents of a contract that the law asks for without an “if any” stay in it; their words are the parties'. */
export const removalRefusal = (kind: ContractKind, content: ContractContent, key: ContractClauseKey): ContractRefusal | null => {
  if (!content.clauses.some((clause) => clause.key === key)) return { code: 'clause_not_there' }
  return kind !== 'memorandum' && (articleKeys as readonly string[]).includes(key) && key !== 'definitions' && key !== 'other' ? { code: 'clause_needed_by_law' } : null
}

/** What is different between two texts, clause by clause. */
export interface Differences { added: ContractClauseKey[]; changed: ContractClauseKey[]; removed: ContractClauseKey[]; fields: boolean }
export function differences(before: Pick<IssuedContent, 'clauses' | 'fields'>, after: Pick<IssuedContent, 'clauses' | 'fields'>): Differences {
  const was = new Map(before.clauses.map((clause) => [clause.key, clause])), is = new Map(after.clauses.map((clause) => [clause.key, clause]))
  const same = (one: ContractClause, other: ContractClause): boolean => one.text.vi === other.text.vi && one.text.en === other.text.en && one.title.vi === other.title.vi && one.title.en === other.title.en
  return {
    added: after.clauses.flatMap(({ key }) => (was.has(key) ? [] : [key])), removed: before.clauses.flatMap(({ key }) => (is.has(key) ? [] : [key])),
    changed: after.clauses.flatMap((clause) => { const old = was.get(clause.key); return old && !same(old, clause) ? [clause.key] : [] }),
    fields: canonicalText(before.fields) !== canonicalText(after.fields),
  }
}

/** Why this text may not be issued as it stands; `last`: the version that was issued last. */
export function issueRefusal(kind: ContractKind, content: IssuedContent, last: { number: number; content: IssuedContent; state: VersionState } | undefined, written: { seen: number; now: number }): ContractRefusal | null {
  if (last?.state === 'signed') return { code: 'contract_signed', kind, number: last.number }
  if (written.seen !== written.now) return { code: 'contract_written_meanwhile', draft_version: written.now }
  const missing = missingIn(completeness(kind, content))
  if (missing) return { code: 'contract_incomplete', kind, missing }
  return last && canonicalText(last.content) === canonicalText(content) ? { code: 'version_unchanged', number: last.number } : null
}
/** How many clauses still have something to fill in. */
export const gapsIn = ({ clauses }: Pick<ContractContent, 'clauses'>): number => clauses.filter(({ text }) => unfilled.test(text.vi) || unfilled.test(text.en)).length
/** What the block of a party leaves open: who it is, and what its legal record did not say as the version was issued. */
export interface PartyGaps { name: Record<Locale, string>; lacks: PartyLack[] }
/** Why nobody agrees to this text or signs it as it reads: a clause, the block of a party or which language decides is still to be filled in. */
export function gapsRefusal(content: Pick<IssuedContent, 'clauses' | 'parties' | 'fields'>): ContractRefusal | null {
  const gaps = gapsIn(content)
  if (gaps) return { code: 'version_with_gaps', gaps }
  const parties = [content.parties.supplier, content.parties.demander].flatMap((party) => { const lacks = partyLacks(party); return lacks.length ? [{ name: party.name, lacks }] : [] })
  if (parties.length) return { code: 'party_with_gaps', parties }
  return content.fields.prevails === null ? { code: 'language_undecided' } : null
}
/** Nobody agrees to a text with holes in it, or to one that another has followed. */
export function approvalRefusal({ state, kind, number, content }: { state: VersionState; kind: ContractKind; number: number; content: IssuedContent }): ContractRefusal | null {
  if (state === 'signed') return { code: 'contract_signed', kind, number }
  if (state === 'superseded') return { code: 'version_not_newest' }
  return gapsRefusal(content)
}
