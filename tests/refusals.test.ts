import { expect, test } from 'vitest'
import { wordings, wordRefusal } from '../src/refusals.ts'

const house = wordings.at(-1)

test.each(['vi', 'en'] as const)('no two modules word one code differently: a refusal in %s is said by the module it comes from', (locale) => {
  const sentences = new Map<string, Set<string>>()
  for (const words of wordings) for (const [code, word] of Object.entries(words[locale])) if (!Object.hasOwn(house?.[locale] ?? {}, code)) sentences.set(code, (sentences.get(code) ?? new Set()).add(String(word)))
  expect([...sentences].filter(([, said]) => said.size > 1).map(([code]) => code)).toEqual([])
})

test('where a lifecycle has no such step the house says so, whatever a module would say on a page of its own', () => {
  expect(wordRefusal({ code: 'wrong_state' }, 'en')).toContain('can no longer be done')
})
