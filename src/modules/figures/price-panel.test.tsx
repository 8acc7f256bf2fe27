import { expect, test } from 'vitest'
import { testDatabase } from '../../../tests/database.ts'
import { openPages } from '../../../tests/visitors.tsx'
import { taxonomyOf } from '../taxonomy/queries.ts'
import type { PriceRow } from './ledger.ts'
import { PricePanel } from './pages/price-panel.tsx'

const { db } = await testDatabase()
const prices: PriceRow[] = [{ field: '2', by: 'trl', code: '7-9', deals: 6, low: 200_000_000, high: 500_000_000 }]
const { get } = await openPages(db, (app) => {
  for (const [name, demonstrated] of [['real', false], ['city', true]] as const) app.get(`/${name}`, async (_, reply) => reply.page(<PricePanel prices={prices} demonstrated={demonstrated} taxonomy={await taxonomyOf(db)} />))
})
test('Beside a listing the band, the number of deals and the way to how it is counted; it is called no valuation, and the city’s is called the city’s.', async () => {
  const { body } = await get('/vi/real')
  for (const said of ['TRL 7-9', 'Giá tham khảo', '(6 giao dịch)', 'không phải là thẩm định giá', 'href="/vi/figures/outcomes#prices"']) expect(body).toContain(said)
  expect([body.includes('thành phố minh họa'), (await get('/vi/city')).body.includes('thành phố minh họa')]).toEqual([false, true])
})
