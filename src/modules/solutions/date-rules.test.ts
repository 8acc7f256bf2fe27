import { expect, test } from 'vitest'
import { daysFrom, minutesFrom } from '../../platform/time.ts'
import { type CallDates, mostDaysLater, movableDates, type Moves, moveRefusal } from './date-rules.ts'

const now = new Date('2026-03-02T12:00:00+07:00')
const in_ = (days: number): Date => daysFrom(now, days)
const open: CallDates = { state: 'open', asks_until: in_(5), closes_at: in_(10), round_begins: null }
const bidding: CallDates = { state: 'bidding', asks_until: in_(-20), closes_at: in_(-10), round_begins: in_(1) }
const asked: CallDates = { ...open, asks_until: in_(-1) }

test.each<[string, CallDates, Moves, string | null, string?]>([
  ['both later', open, { asks_until: in_(6), closes_at: in_(12) }, null],
  ['the envelopes alone', open, { closes_at: minutesFrom(in_(10), 1) }, null],
  ['questions up to the envelopes', open, { asks_until: in_(10) }, null],
  ['questions past the envelopes', open, { asks_until: in_(11) }, 'solution_times_order', 'asks_until'],
  ['questions past the old envelopes, both moved', open, { asks_until: in_(11), closes_at: in_(11) }, null],
  ['earlier', open, { closes_at: in_(9) }, 'date_not_later', 'closes_at'],
  ['the same moment', open, { closes_at: in_(10) }, 'date_not_later', 'closes_at'],
  ['one later, one earlier', open, { asks_until: in_(4), closes_at: in_(12) }, 'date_not_later', 'asks_until'],
  ['nothing', open, {}, 'no_date_moved', 'closes_at'],
  ['as far as one change goes', open, { closes_at: daysFrom(in_(10), mostDaysLater) }, null],
  ['a minute farther', open, { closes_at: minutesFrom(daysFrom(in_(10), mostDaysLater), 1) }, 'date_too_far', 'closes_at'],
  ['questions that are over', asked, { asks_until: in_(3) }, 'date_over', 'asks_until'],
  ['envelopes while questions are over', asked, { closes_at: in_(12) }, null],
  ['envelopes at their last moment', { ...open, closes_at: now, asks_until: now }, { closes_at: in_(3) }, 'no_date_moves_any_more'],
  ['a round of a call that takes envelopes', open, { round_begins: in_(3) }, 'date_over', 'round_begins'],
  ['a round that has not begun', bidding, { round_begins: in_(2) }, null],
  ['a round earlier', bidding, { round_begins: minutesFrom(in_(1), -1) }, 'date_not_later', 'round_begins'],
  ['a round as it begins', { ...bidding, round_begins: now }, { round_begins: in_(2) }, 'no_date_moves_any_more'],
  ['envelopes that are open', bidding, { closes_at: in_(2) }, 'date_over', 'closes_at'],
  ...(['draft', 'proposed', 'scoring', 'moderation', 'pricing', 'standstill', 'awarded', 'failed', 'withdrawn'] as const).map((state): [string, CallDates, Moves, string] => [`state ${state}`, { ...open, state, round_begins: in_(1) }, { closes_at: in_(12) }, 'no_date_moves_any_more']),
])('%s', (_, dates, moves, code, field) => {
  const refusal = moveRefusal(dates, moves, now)
  expect([refusal?.code ?? null, refusal && 'field' in refusal ? refusal.field : undefined]).toEqual([code, field])
})

test('What may move is what has not passed.', () => {
  expect([movableDates(open, now), movableDates(asked, now), movableDates(bidding, now), movableDates(open, in_(10)), movableDates(bidding, in_(1))]).toEqual([['asks_until', 'closes_at'], ['closes_at'], ['round_begins'], [], []])
})
