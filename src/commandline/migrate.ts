import type { Command } from 'commander'
import { join } from 'node:path'
import { openDb, openPool } from '../core/database.ts'
import { migrate } from '../core/migrate.ts'
import { loadTechnologyLists } from '../modules/listings/technology-commands.ts'
import { loadLexicon } from '../modules/matching/lexicon-commands.ts'
import { loadReturnReasons } from '../modules/moderation/commands.ts'
import { loadCodeLists } from '../modules/taxonomy/commands.ts'
import { readConfig } from '../platform/config.ts'
import { withDatabase } from '../platform/processes.ts'
import { say } from './exchange.ts'

export function addMigrate(program: Command, root: string): void {
  program.command('migrate')
    .description('Bring the database to the schema and code lists of this release. Again is harmless; bin/start does it too.')
    .addHelpText('after', `
Examples:
  techex migrate
  DATABASE_URL=postgres://techex@db/techex techex migrate`)
    .action(async () => {
      await withDatabase(readConfig(process.env), async (url) => {
        let applied = 0
        await migrate(url, join(root, 'database/migrations'), (name) => { applied++; say(`Database: ${name}`) })
        const pool = openPool(url, 2)
        const db = openDb(pool)
        const codes = await loadCodeLists(db, join(root, 'data')).then(async (count) => { await loadReturnReasons(db, join(root, 'data')); await loadTechnologyLists(db, join(root, 'data')); await loadLexicon(db, join(root, 'data')); return count }).finally(() => db.destroy())
        say(`${applied === 0 ? 'The schema was up to date' : `${applied} migrations applied`}; ${codes.toLocaleString('en')} codes.`)
      })
    })
}
