import { expect, test } from 'vitest'
import { ocdsPackage } from '../src/modules/proofs/ocds.ts'
import { ocdsFaults } from './ocds-shape.ts'

const at = new Date('2026-03-02T12:00:00+07:00'), micro = at.getTime() * 1000
const lot = () => structuredClone(ocdsPackage({
  lot: { id: 7, title: { vi: 'Máy sấy lạnh', en: 'A freeze dryer' }, state: 'registration', regime: 'property', form: 'upward', organiser: 'Sàn', venue: '', published_at: at, registration_opens_at: at, registration_closes_at: new Date(at.getTime() + 1) },
  seller: { id: 3, name: 'Viện Một' }, offer: 5, rules: { start: 1_000_000, opens_at: micro, closes_at: micro + 1_000_000 }, postponements: [], annulments: [], bidders: [101, 202], proven: null, publicUrl: 'https://san.example', author: 'Sàn',
})) as unknown as Release
/** As far as what is broken below reaches into it. */
type Release = { version: string; releases: [Record<string, unknown> & { tender: Record<string, unknown> & { tenderPeriod: { endDate: string }; tenderers: { id: string }[]; items: { relatedLot: string }[]; documents: object[] }; parties: { roles: string[] }[] }] }

test.each<[string, (given: Release) => void, RegExp]>([
  ['no ocid', ({ releases: [one] }) => { delete one.ocid }, /^\/releases\/0\/ocid /],
  ['an ocid without its prefix', ({ releases: [one] }) => { one.ocid = 'lot-7' }, /^\/releases\/0\/ocid /],
  ['no id of the release', ({ releases: [one] }) => { one.id = '' }, /^\/releases\/0\/id /],
  ['no tag', ({ releases: [one] }) => { one.tag = [] }, /^\/releases\/0\/tag /],
  ['a tag nobody knows', ({ releases: [one] }) => { one.tag = ['tender', 'auction'] }, /^\/releases\/0\/tag\/1 /],
  ['a day instead of a moment', ({ releases: [one] }) => { one.date = '2026-03-02' }, /^\/releases\/0\/date /],
  ['a moment that is none', ({ releases: [one] }) => { one.tender.tenderPeriod.endDate = '2026-13-02T12:00:00Z' }, /^\/releases\/0\/tender\/tenderPeriod\/endDate /],
  ['a period that ends before it begins', ({ releases: [one] }) => { one.tender.tenderPeriod.endDate = '2025-03-02T12:00:00Z' }, /^a period ends/],
  ['a status nobody knows', ({ releases: [one] }) => { one.tender.status = 'registration' }, /^\/releases\/0\/tender\/status /],
  ['a value in words', ({ releases: [one] }) => { one.tender.value = { amount: '1.000.000', currency: 'VND' } }, /^\/releases\/0\/tender\/value\/amount /],
  ['a field of ours', ({ releases: [one] }) => { one.tender.deposit = 1 }, /^\/releases\/0\/tender knows no deposit$/],
  ['an address that is none', (given) => { Object.assign(given, { uri: '/vi/auctions/7/ocds' }) }, /^\/uri /],
  ['another version', (given) => { given.version = '1.0' }, /^\/version /],
  ['no release', (given) => { Object.assign(given, { releases: [] }) }, /^\/releases /],
  ['a tenderer who is no party', ({ releases: [one] }) => { one.tender.tenderers[0]!.id = 'number-9' }, /^number-9 is no tenderer/],
  ['a party without the role', ({ releases: [one] }) => { one.parties[1]!.roles = ['buyer'] }, /^exchange is no procuringEntity/],
  ['a lot that is not there', ({ releases: [one] }) => { one.tender.items[0]!.relatedLot = '8' }, /^there is no lot 8$/],
  ['a contract of no award', ({ releases: [one] }) => { one.contracts = [{ id: 'c', awardID: 'a', title: 'x', status: 'pending' }] }, /^there is no award a$/],
  ['the same document twice', ({ releases: [one] }) => { one.tender.documents.push(one.tender.documents[0]!) }, /^documents has an id twice$/],
])('A release with %s is not as the standard asks.', (_, broken, told) => {
  const given = lot()
  expect(ocdsFaults(given)).toEqual([])
  broken(given)
  const faults = ocdsFaults(given)
  expect(faults).toHaveLength(1)
  expect(faults[0]).toMatch(told)
})
