import type { Locator } from 'playwright-core'
import { expect } from 'vitest'
import { press } from './browsing.ts'
import type { Somebody } from './somebody.ts'

/** Fills in fields of a form by the names they are sent under. */
export async function fill(within: Locator, values: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(values)) {
    const one = within.locator(`[name="${name}"]:not([type=hidden])`)
    if (!(await one.first().isVisible())) await one.first().locator('xpath=ancestor::details[not(@open)]').first().locator('> summary').click()
    const kind = await one.first().evaluate((element) => (element as HTMLInputElement).type)
    if (kind === 'checkbox' || kind === 'radio') await within.locator(`[name="${name}"][value="${text}"]`).check()
    else if (kind.startsWith('select')) await one.selectOption(text)
    else await one.fill(text)
  }
}
/** The form that is sent there, with what folds it away opened. */
export async function formTo({ page }: Somebody, ending: string): Promise<Locator> {
  const form = page.locator(`main form[action$="${ending}"]`).first()
  if (!(await form.isVisible())) await page.locator('main details', { has: page.locator(`form[action$="${ending}"]`) }).first().locator('> summary').click()
  return form
}
export const send = async (somebody: Somebody, ending: string, values: Record<string, string> = {}): Promise<void> => {
  const form = await formTo(somebody, ending)
  await fill(form, values)
  await press(somebody.page, form.locator('button').last())
}
/** Nothing on the page says that what was sent is wrong. */
export const well = async ({ page }: Somebody): Promise<void> => { expect(await page.getByRole('alert').allInnerTexts(), page.url()).toEqual([]) }
/** The file moves to that step: with the word the page proposes, with one's own, or with none where it follows. */
export const moveTo = async (one: Somebody, deal: string, stage: string, word?: string): Promise<void> => {
  await one.page.goto(`${deal}/steps`)
  await send(one, '/steps/move', { stage, ...(word === undefined ? {} : { stage_reason: word }) })
  await well(one)
}
