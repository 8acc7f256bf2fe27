/**
 * A process that searches, as a web process does: with an index of its own, filled before it says that
 * it is ready. Forked by tests with the database's address; answers each message with what anybody finds.
 */
import { anonymous } from '../src/core/context.ts'
import { openDb, openPool, readAs } from '../src/core/database.ts'
import { search, SearchAddress } from '../src/modules/listings/search.ts'

const pool = openPool(process.argv[2] ?? '', 2)
const everybody = readAs(openDb(pool), anonymous)
const answer = async (address: object) => search(everybody, SearchAddress.parse(address), new Date())
await answer({})
process.on('message', ({ number, address }: { number: number; address: object }) => {
  void answer(address).then(({ ids, total, counts }) => process.send?.({ number, ids, total, counts }))
})
process.on('disconnect', () => process.exit(0))
process.send?.({ ready: true })
