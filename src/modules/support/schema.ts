import type { Generated } from 'kysely'
import type { RuleMark } from '../rulebook/schema.ts'

/** What is asked of a side before a programme can be judged. `derived`: known from the Exchange's own records where they say it. */
export const factKinds = ['yes_no', 'vnd'] as const
/** By what a fact is known without asking: the class a moderator gave the technology, the signed contract, the milestones both sides accepted. */
export const derivations = ['technology_class', 'signed_contract', 'accepted_milestones'] as const
export interface Fact { code: string; kind: (typeof factKinds)[number]; of: 'side' | 'deal'; derived?: (typeof derivations)[number] | undefined; vi: string; en: string }

/** One thing a fact must be: this answer, or at least so many đồng; or several together. */
export type Test = { fact: string; is: string } | { fact: string; least: number } | { any: Test[] } | { all: Test[] }
/** Điều kiện. Without a test it is known to be asked and not known in what words: never judged, always said to be unverified. */
export interface Condition { test: Test | null; vi: string; en: string; mark: RuleMark }
export interface DossierPaper { vi: string; en: string; mark: RuleMark }
/** Chương trình hỗ trợ: for which side, what it gives, by which document, and how well that is known. */
export interface Programme {
  code: string
  for: 'supplier' | 'demander' | 'either'
  vi: string
  en: string
  gives_vi: string
  gives_en: string
  document: string
  source: string
  mark: RuleMark
  from: string | null // the first day
  conditions: Condition[]
  papers: DossierPaper[]
}

export interface SupportTables {
  /** What a side said of itself; the newest of a fact holds, an empty one takes it back. */
  support_fact: { id: Generated<number>; deal_id: number; organisation_id: number; fact: string; value: string; said_by: number; said_at: Date }
}

/** Kept under a subject of its own: that a side looks for support is not the other side's to know. */
export type SupportEvent = { type: 'support.facts_said'; deal_id: number; organisation_id: number; facts: string[] }
