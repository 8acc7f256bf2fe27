import { randomUUID } from 'node:crypto'
import type { Actor, Ctx } from '../core/context.ts'
import { openDb, openPool } from '../core/database.ts'
import { type Config, readConfig } from '../platform/config.ts'
import { withDatabase } from '../platform/processes.ts'

/** Whoever may run commands on the server may do what its staff may; the log says the command line did it. */
export const operator: Actor = { person_id: null, name: 'techex', organisation_id: null, memberships: [], staff_roles: ['moderator', 'administrator'], acted_by: null }

/** The command cannot go on. Its message is a sentence that says what to do. */
export class Stopped extends Error {
  override name = 'Stopped'
}

/** Gives `work` the Exchange's database as the command line meets it, wherever it runs. */
export async function withExchange<T>(work: (ctx: Ctx, config: Config) => Promise<T>): Promise<T> {
  const config = readConfig(process.env)
  return withDatabase(config, async (url) => {
    const pool = openPool(url, 4)
    const db = openDb(pool)
    try {
      return await work({ db, actor: operator, locale: 'en', now: () => new Date(), request_id: `techex-${randomUUID()}`, session: null }, config)
    } catch (error) {
      throw sentenceFor(error)
    } finally {
      await db.destroy()
    }
  })
}

/** What the database's own errors mean to an operator. */
function sentenceFor(error: unknown): unknown {
  const { code, message = '' } = error as { code?: string; message?: string }
  if (code === '42P01' || code === '42703' || /role "techex_app" does not exist/.test(message)) return new Stopped('The database has not been prepared yet, or by an older release. Run: bin/techex migrate')
  if (code === 'ECONNREFUSED' || code === 'ENOENT' || code === 'ENOTFOUND' || code === '57P01' || /timeout exceeded when trying to connect|Connection terminated/.test(message)) {
    return new Stopped(`The database does not answer (${message || code}). Whatever was counted before is kept; once it is back, run the same command again.`)
  }
  if (code === '28P01' || code === '28000' || code === '3D000') return new Stopped(`The database refuses: ${message}. Check DATABASE_URL.`)
  return error
}

export const say = (sentence: string): void => { process.stdout.write(`${sentence}\n`) }
/** A line for the eye on the error stream, clear of a progress bar. */
export const tell = (sentence: string): void => { process.stderr.write(`${process.stderr.isTTY ? '\r\u001b[K' : ''}${sentence}\n`) }
