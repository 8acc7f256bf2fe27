import { fold } from '../../platform/text.ts'
import type { TechnologyGate } from './rules.ts'
import type { Classification, TechnologyClass, TechnologyItem } from './schema.ts'

/** A text of a listing as it is laid beside the lists. */
export interface Said { field: string; language: string | null; text: string }
/** What of a listing points at an item of a list: the words around it, or a code it is filed under. */
export interface Pointer { code: string; found: { field: string; language: string | null; before: string; words: string; after: string }[]; filed: string[] }

const around = 60
const mostShown = 5
interface Word { folded: string; marks: string; from: number; to: number }
/** A word's diacritics apart from its letters: hoá and hóa have the same. */
const marksOf = (word: string): string => word.normalize('NFD').replace(/[^\p{M}đĐ]/gu, '').toLowerCase()
const wordsIn = (text: string): Word[] => [...text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)].map((match) => ({ folded: fold(match[0]), marks: marksOf(match[0]), from: match.index, to: match.index + match[0].length }))

/**
 * Where a listing's texts hold words of the items, whole words in their order, with their diacritics or
 * with none (“phóng xạ” and “phong xa”, not “phòng xã”), and under which of their codes it is filed. It
 * says where to look and nothing more: both too much and too little is found by words.
 */
export function pointersIn(items: readonly Pick<TechnologyItem, 'code' | 'words' | 'codes'>[], texts: readonly Said[], filed: readonly string[]): Pointer[] {
  const terms = Map.groupBy(items.flatMap(({ code, words }) => words.map((term) => ({ code, words: wordsIn(term) }))), ({ words }) => words[0]?.folded ?? '')
  const found = new Map<string, Pointer['found']>()
  for (const { field, language, text } of texts) {
    const words = wordsIn(text)
    words.forEach(({ folded, from }, i) => {
      for (const term of terms.get(folded) ?? []) {
        const said = words.slice(i, i + term.words.length), last = said.at(-1)
        if (!last || said.length < term.words.length || !term.words.every((word, n) => said[n]?.folded === word.folded)) continue
        if (said.some(({ marks }) => marks) && !term.words.every((word, n) => said[n]?.marks === word.marks)) continue
        const places = found.get(term.code) ?? []
        found.set(term.code, places)
        if (places.length < mostShown) places.push({ field, language, before: text.slice(Math.max(0, from - around), from), words: text.slice(from, last.to), after: text.slice(last.to, last.to + around) })
      }
    })
  }
  return items.flatMap(({ code, codes }) => {
    const under = filed.filter((one) => codes.some((beginning) => one.startsWith(beginning)))
    const places = found.get(code)
    return places || under.length > 0 ? [{ code, found: places ?? [], filed: under }] : []
  })
}

/** What a moderator said of this very version, where nothing points at more of the lists than they saw then; null where somebody has to say it yet. */
export const standingClass = <C extends Pick<Classification, 'version' | 'pointed'>>(said: C | null, version: number, pointing: readonly string[]): C | null =>
  said?.version === version && pointing.every((code) => said.pointed.includes(code)) ? said : null

/** What keeps a listing from being public: nobody has said yet what it is, though it points at the lists, or somebody said that its transfer is prohibited. */
export function technologyRefusal(said: Pick<Classification, 'version' | 'pointed' | 'class'> | null, version: number, pointing: readonly string[]): TechnologyGate | null {
  const standing = standingClass(said, version, pointing)
  if (standing) return standing.class === 'prohibited' ? { code: 'technology_prohibited' } : null
  return pointing.length > 0 ? { code: 'technology_unconfirmed', items: pointing.length } : null
}

/** The class of what falls under these items: of the list that weighs most. */
export const classOf = (items: readonly Pick<TechnologyItem, 'list'>[]): TechnologyClass =>
  (['prohibited', 'restricted', 'encouraged'] as const).find((list) => items.some((item) => item.list === list)) ?? 'ordinary'
