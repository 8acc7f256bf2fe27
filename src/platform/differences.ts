import { diffArrays } from 'diff'

/** A stretch of words that stayed, came or went. */
export interface Stretch { value: string; added: boolean; removed: boolean }

/**
 * Two texts laid into each other word by word: an amount is one word, and a space alone holds nothing
 * together, so that what was replaced is read whole. Null where they differ so much that comparing would take time.
 */
export function wordsBetween(before: string, after: string): Stretch[] | null {
  const words = (text: string): string[] => text.match(/\S+\s*|^\s+/g) ?? []
  const parts = diffArrays(words(before), words(after), { comparator: (one, other) => one.trimEnd() === other.trimEnd(), maxEditLength: 1500, timeout: 150 })
  if (!parts) return null
  return parts.map(({ value, added, removed }, i) => {
    const text = value.join('')
    // The last word of a text has no space behind it; what takes its place has one before it all the same.
    return { value: removed && parts[i + 1]?.added && !/\s$/.test(text) ? `${text} ` : text, added, removed }
  })
}
