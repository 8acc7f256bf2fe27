import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { aPerson, ctxOf, noon, testDatabase } from '../../../tests/database.ts'
import { operator } from '../../commandline/exchange.ts'
import { marketIndex, servingWeights } from './market-index.ts'
import { qualityOfMatching } from './quality-queries.ts'
import { featureNames, type Feature, programWeights, vectorOf } from './rules.ts'
import { learnMarketMeaning, serveWeights, trainMatching } from './training-commands.ts'
import { type Case, type Judged, learnAndCompare, learnWeights, qualityOf, taught } from './training-rules.ts'

const { db } = await testDatabase()
const admin = await aPerson(db, { staff: ['administrator'] })
const officer = await aPerson(db, { staff: ['deal_officer'] })

const one = (features: Partial<Record<Feature, number>>, grade: number, about: Judged['about'] = null): Judged => ({ features: featureNames.map((name) => features[name] ?? 0), grade, about })
/** A market where only nearness of place tells what is taken up. */
const byPlace: Case[] = Array.from({ length: 60 }, (_, i) => ({ judged: Array.from({ length: 8 }, (_unused, j) => one({ words: 0.3 + ((i * 7 + j * 3) % 5) / 20, place: j % 4 === 0 ? 1 : 0 }, j % 4 === 0 ? 2 : 0)) }))

describe('Learning what counts', () => {
  test('What tells the good from the bad comes to count more, and what tells nothing stays near where it was.', () => {
    const learnt = learnWeights(byPlace, programWeights)
    expect(learnt.facts.place).toBeGreaterThan(programWeights.facts.place * 3)
    expect(Math.abs(learnt.facts.industry - programWeights.facts.industry)).toBeLessThan(0.02)
    expect(qualityOf(byPlace, learnt)).toBeGreaterThan(qualityOf(byPlace, programWeights))
  })
  test('It serves where it is better on what it has not seen; on a coin’s word it does not.', () => {
    expect(learnAndCompare(byPlace, programWeights).better).toBe(true)
    let seed = 1
    const chance = (): number => { seed = (seed * 48_271) % 2_147_483_647; return seed / 2_147_483_647 }
    const noise = Array.from({ length: 60 }, (): Case => ({ judged: Array.from({ length: 8 }, () => one({ words: chance(), place: Math.round(chance()), trl: chance() * 2 - 1 }, Math.round(chance()))) }))
    expect(learnAndCompare(noise, programWeights).better).toBe(false)
    expect(learnAndCompare(byPlace.slice(0, 10), programWeights).better).toBe(false) // ten cases are too few
    expect(learnWeights([], programWeights)).toEqual(programWeights)
  })
  test('“Too dear” teaches how much the price counts and nothing else; “we already have one” teaches nothing.', () => {
    const declined = (code: string): Case[] => Array.from({ length: 30 }, () => ({ judged: [one({ words: 0.9, trl: 1, price: -0.5 }, 0, taught[code]!), one({ words: 0.2, trl: -1, price: 1 }, 1), one({ words: 0.2, trl: -1, price: 1 }, 1)] }))
    const dear = vectorOf(learnWeights(declined('too_dear'), programWeights)), present = vectorOf(programWeights)
    const at = (name: Feature): number => featureNames.indexOf(name)
    expect(dear[at('price')]!).toBeGreaterThan(present[at('price')]! * 1.5)
    expect(dear[at('trl')]).toBeCloseTo(present[at('trl')]!, 3)
    expect(dear[at('words')]).toBeCloseTo(present[at('words')]!, 3)
    expect(learnWeights(declined('already_have'), programWeights)).toEqual(programWeights)
    const early = vectorOf(learnWeights(Array.from({ length: 30 }, () => ({ judged: [one({ trl: -1, price: 1 }, 0, taught.too_early!), one({ trl: 1, price: -0.5 }, 1)] })), programWeights))
    expect(early[at('trl')]!).toBeGreaterThan(present[at('trl')]! * 1.5)
    expect(early[at('price')]).toBeCloseTo(present[at('price')]!, 3)
  })
  test('Nothing comes to speak against itself, and texts fill as much of the whole as before.', () => {
    const upside: Case[] = Array.from({ length: 40 }, () => ({ judged: [one({ place: 1, words: 0.2 }, 0), one({ place: 0, words: 0.2 }, 2)] }))
    const weights = vectorOf(learnWeights(upside, programWeights))
    expect(Math.min(...weights)).toBeGreaterThanOrEqual(0)
    expect(weights.slice(0, 3).reduce((a, b) => a + b, 0)).toBeCloseTo(0.75, 2)
  })
})

describe('Trainings', () => {
  const folder = mkdtempSync(join(tmpdir(), 'judged-'))
  const subjects = ['sấy lạnh trái cây', 'lọc nước nhiễm mặn', 'cảm biến rung máy bơm', 'gạch không nung tro bay', 'phân bón hữu cơ vi sinh', 'pin lưu trữ điện mặt trời', 'vắc xin cho cá rô phi', 'phần mềm quản lý bệnh viện']
  const lines = (rows: object[]) => rows.map((row) => JSON.stringify(row)).join('\n')
  writeFileSync(join(folder, 'offers.jsonl'), lines(subjects.map((title, i) => ({ id: `o${i}`, title: `Công nghệ ${title}`, text: `Thiết bị ${title} đã chạy thử.`, lang: 'vi' }))))
  writeFileSync(join(folder, 'needs.jsonl'), lines(subjects.map((title, i) => ({ id: `n${i}`, title: `Cần ${title}`, lang: 'vi' }))))
  writeFileSync(join(folder, 'qrels.tsv'), subjects.map((_, i) => `n${i}\to${i}\t1`).join('\n'))

  test('Every attempt is kept with what it was judged on; weights no better do not serve, and an administrator may take them, and go back, one press after another.', async () => {
    const ctx = { ...ctxOf(db, operator), db }
    const training = await trainMatching(ctx, { folders: [folder] })
    expect(training).toMatchObject({ needs: 8, answers: 0, better: false })
    expect(training.quality).toBeGreaterThan(0.5)
    expect(await servingWeights(db)).toEqual(programWeights)
    await expect(serveWeights(ctxOf(db, officer), { training_id: training.id, seen: 0 })).rejects.toMatchObject({ refusal: { code: 'not_permitted' } })
    await expect(serveWeights(ctxOf(db, admin), { training_id: 99_999, seen: 0 })).rejects.toMatchObject({ refusal: { code: 'training_unknown' } })
    // Two administrators press at once: one changes it, the other is told.
    const pressed = await Promise.allSettled([serveWeights(ctxOf(db, admin), { training_id: training.id, seen: 0 }), serveWeights(ctxOf(db, admin), { training_id: training.id, seen: 0 })])
    expect(pressed.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']) // the same press twice is one change
    const { serving, trainings } = await qualityOfMatching(db, noon)
    expect(serving.training_id).toBe(training.id)
    expect(trainings).toMatchObject([{ id: training.id, needs: 8, served: false }])
    await expect(serveWeights(ctxOf(db, admin), { training_id: null, seen: 0 })).rejects.toMatchObject({ refusal: { code: 'serving_meanwhile' } })
    await serveWeights(ctxOf(db, admin), { training_id: null, seen: serving.id })
    expect(await servingWeights(db)).toEqual(programWeights)
    expect(await db.selectFrom('event').select('type').where('subject', 'like', 'match_training:%').orderBy('id').execute()).toEqual([{ type: 'matching.weights_learnt' }, { type: 'matching.weights_served' }, { type: 'matching.weights_served' }])
  })
  test('A market small enough for each process needs no model of the worker’s.', async () => {
    expect(await learnMarketMeaning(db, noon)).toBe(false)
    expect((await marketIndex(db).upToDate()).size).toBe(0)
  })
})
