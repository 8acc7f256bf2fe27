import { Command, CommanderError } from 'commander'
import { join } from 'node:path'
import { Stopped } from './commandline/exchange.ts'
import { addExport } from './commandline/export.ts'
import { addImport } from './commandline/import.ts'
import { addMatch } from './commandline/match.ts'
import { addMigrate } from './commandline/migrate.ts'
import { addUserCommands } from './commandline/user.ts'
import { addVerify } from './commandline/verify.ts'
import { Unreadable } from './modules/listings/import/source.ts'
import { WrongSetting } from './platform/config.ts'
import { Ending } from './platform/processes.ts'
import { Refused } from './platform/refusal.ts'
import { InUse } from './platform/run-lock.ts'
import { wordRefusal } from './refusals.ts'

/** The door for operators: one command a file in commandline/. */
const root = join(import.meta.dirname, '..')
const program = new Command('techex')
  .description('The Hanoi Technology Exchange from the command line.')
  .exitOverride().showHelpAfterError('Add --help to see the options, with examples.')
  .addHelpText('after', `
Examples:
  techex import technologies.xlsx --dry-run
  techex export offers --out offers.csv
  techex user add lan@example.vn --name "Nguyễn Thị Lan" --role moderator

The database is the one bin/start uses: its own under var/ (DATA_DIR), or DATABASE_URL.
Each command has its own help: techex import --help`)
addImport(program)
addExport(program)
addMigrate(program, root)
addUserCommands(program)
addVerify(program)
addMatch(program, root)

process.stdout.on('error', (error: NodeJS.ErrnoException) => { if (error.code === 'EPIPE') process.exit(0) })
try {
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2
  else {
    const expected = error instanceof Stopped || error instanceof Unreadable || error instanceof WrongSetting || error instanceof Ending || error instanceof InUse
    const sentence = error instanceof Refused ? wordRefusal(error.refusal, 'en') : expected ? error.message : `Something went wrong that should not: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`
    process.stderr.write(`${sentence}\n`)
    process.exitCode = 2
  }
}
