import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { answered, answerNames, answers, draftOf, hintsFor, linesIn, piecesOf, questions, sentencesOf, takeLine, tooShort, withLines } from './rules.ts'

const word = fc.constantFrom('Rau', 'héo', 'sau', '8', 'giờ', 'sấy', 'lạnh', 'ok')
const sentence = fc.tuple(fc.array(word, { minLength: 1, maxLength: 5 }), fc.constantFrom('. ', '! ', '\n', '; ', '.\n\n')).map(([all, end]) => all.join(' ') + end)
const text = fc.array(sentence, { maxLength: 8 }).map((all) => all.join('').trim())

describe('Line by line', () => {
  test('Sentences joined again are the text.', () => {
    fc.assert(fc.property(fc.oneof(text, fc.string()), (any) => { expect(sentencesOf(any).join('')).toBe(any) }))
  })
  test('With every line taken the text is what was proposed, with none what it was.', () => {
    fc.assert(fc.property(text, text, (before, after) => {
      const all = new Set(linesIn(piecesOf(before, after)).map(({ position }) => position))
      expect(withLines(before, after, all)).toBe(after)
      expect(withLines(before, after, new Set())).toBe(before)
    }))
  })
  test('Lines taken one after the other, in any order, end where all of them at once do.', () => {
    fc.assert(fc.property(text, text, fc.infiniteStream(fc.nat()), (before, after, dice) => {
      const open = linesIn(piecesOf(before, after)).map(({ position }) => position)
      const taken = new Set<number>()
      let present = before
      while (open.length > 0) {
        const [position = 0] = open.splice((dice.next().value ?? 0) % open.length, 1)
        const next = takeLine(present, { before, after }, taken, position)
        expect(next).not.toBeNull()
        present = next ?? ''
        taken.add(position)
      }
      expect(present).toBe(after)
    }))
  })
  test('Where the owner wrote on meanwhile, a line still finds its one place; where that is gone or double, it is not guessed.', () => {
    const proposal = { before: 'Rau héo. Xe chậm.', after: 'Rau héo sau 8 giờ. Xe chậm.' }
    expect(takeLine('Mới viết thêm. Rau héo. Xe chậm.', proposal, new Set(), 0)).toBe('Mới viết thêm. Rau héo sau 8 giờ. Xe chậm.')
    expect(takeLine('Rau héo. Rồi rau héo. Rau héo.', proposal, new Set(), 0)).toBeNull()
    expect(takeLine('Viết lại cả.', proposal, new Set(), 0)).toBeNull()
    expect(piecesOf('A. B.', 'A. C.').filter(({ line }) => line)).toHaveLength(1)
  })
})

describe('The draft of ten answers', () => {
  const labels = { now: 'Hiện nay:', wanted: 'Mong muốn:', worth: 'Giải được thì lợi:', tried: 'Đã thử:', limits: 'Không thể thay đổi:' }
  test('Every word of it was typed, but for the labels.', () => {
    fc.assert(fc.property(fc.record({ hurts: text, where: text, now: text, wanted: text, worth: text, tried: text, limits: text }), (given) => {
      const typed = new Set([...Object.values(given), ...Object.values(labels)].join(' ').split(/[\s.!;…]+/).filter(Boolean))
      const draft = draftOf(given, labels)
      for (const one of Object.values(draft.texts).join(' ').split(/[\s.!;…]+/).filter(Boolean)) expect(typed).toContain(one)
      expect(draft.texts.title.length).toBeLessThanOrEqual(120)
      expect(draft.texts.summary.length).toBeLessThanOrEqual(600)
    }))
  })
  test('Whatever was answered in words stands somewhere in it.', () => {
    const draft = draftOf(Object.fromEntries(answerNames.map((name) => [name, `câu ${name}`])), labels)
    for (const name of answerNames) if (answers[name].kind === 'text') expect(Object.values(draft.texts).join('\n')).toContain(`câu ${name}`)
  })
  test('A title is the first sentence; what is too short to publish is said.', () => {
    const draft = draftOf({ hurts: 'Rau cắt buổi sáng đến chiều đã héo. Siêu thị trả lại một phần ba.', wanted: 'Hao không quá 10 %.' }, labels)
    expect(draft.texts.title).toBe('Rau cắt buổi sáng đến chiều đã héo')
    expect(draft.texts.summary).toBe('Rau cắt buổi sáng đến chiều đã héo. Siêu thị trả lại một phần ba. Hao không quá 10 %')
    expect(tooShort(draft).map(({ field }) => field)).toEqual(['description'])
    expect(sentencesOf('Hao 3.5 %. Nóng…\nHết.')).toEqual(['Hao 3.5 %. ', 'Nóng…\n', 'Hết.'])
  })
  test('Hints ask for what is not there and fall silent once it is.', () => {
    expect(hintsFor('now', { now: 'Nhiều rau hỏng' })).toEqual(['say_more', 'say_number'])
    expect(hintsFor('now', { now: 'Mỗi ngày hỏng 28 % khối lượng, cân lúc cắt và lúc giao.', baseline: '28', measure: '%' })).toEqual([])
    expect(hintsFor('wanted', { wanted: 'Giữ được rau tươi đến tối, hao dưới 10 phần trăm.' })).toEqual(['say_test'])
    expect(hintsFor('decides', {})).toEqual(['say_who', 'say_day'])
    expect([{}, { budget_certainty: 'planned' }, { budget_certainty: 'none' }, { budget: '300.000.000' }].map((given) => hintsFor('money', given))).toEqual([['say_worth'], ['say_worth'], [], []])
    for (const question of questions) expect(hintsFor(question, {}).length).toBeLessThan(4)
    expect(answered({ hurts: ' ', now: 'x', baseline: '2' })).toBe(1)
  })
})
