import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { runMigrations as migrateJobs } from 'graphile-worker'

/** Everyone who migrates this database waits here for their turn. */
const turn = 7_310_258

/**
 * Brings the database to the newest schema. When this returns every file of `folder` has been
 * applied, each in its own transaction, in the order of their names, exactly once. A file that
 * changed after it was applied is an error: migrations go forward only.
 */
export async function migrate(url: string, folder: string, onFile: (name: string) => void = () => {}): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows: [server] } = await client.query<{ version: number }>("select current_setting('server_version_num')::int as version")
    if ((server?.version ?? 0) < 150_000) throw new Error(`PostgreSQL 15 or newer is needed; this server is ${server?.version}.`)
    await client.query('select pg_advisory_lock($1)', [turn])
    await client.query(ensureRole)
    await client.query('create table if not exists schema_migration (name text primary key, sha256 text not null, applied_at timestamptz not null default now())')
    const { rows } = await client.query<{ name: string; sha256: string }>('select name, sha256 from schema_migration')
    const applied = new Map(rows.map(({ name, sha256 }) => [name, sha256]))
    for (const name of readdirSync(folder).filter((file) => file.endsWith('.sql')).toSorted()) {
      const sql = readFileSync(join(folder, name), 'utf8')
      const sha256 = createHash('sha256').update(sql).digest('hex')
      const before = applied.get(name)
      if (before === sha256) continue
      if (before) throw new Error(`${name} was changed after it had been applied. Write a new migration instead.`)
      onFile(name)
      await client.query('begin')
      await client.query(sql).catch((error: unknown) => { throw new Error(`${name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error }) })
      await client.query('insert into schema_migration (name, sha256) values ($1, $2)', [name, sha256])
      await client.query('commit')
    }
    await client.query(enterRole)
    await settleRestored(client)
    await migrateJobs({ connectionString: url })
    await client.query(openJobs)
  } finally {
    await client.end()
  }
}

/** Roles are the whole server's: another database's migration may be making it this very moment. */
const ensureRole = 'do $$ begin create role techex_app nologin; exception when duplicate_object or unique_violation then null; end $$'
/** From PostgreSQL 16 on, having made a role is not yet leave to work as it; that has to be granted, to oneself too. */
const enterRole = `do $$ begin
  if not pg_has_role(current_user, 'techex_app', case when current_setting('server_version_num')::int >= 160000 then 'set' else 'member' end)
  then execute format('grant techex_app to %I', current_user); end if;
end $$`

/** The job tables keep everyone but their owner from every row; the application works with all of them. */
const openJobs = `
  grant usage on schema graphile_worker to techex_app;
  grant select, insert, update, delete on all tables in schema graphile_worker to techex_app;
  grant usage on all sequences in schema graphile_worker to techex_app;
  grant execute on all functions in schema graphile_worker to techex_app;
  do $$ declare t text; begin
    for t in select relname from pg_class c join pg_namespace n on n.oid = relnamespace where nspname = 'graphile_worker' and relrowsecurity
      and not exists (select from pg_policy where polrelid = c.oid and polname = 'techex_app') loop
      execute format('create policy techex_app on graphile_worker.%I to techex_app using (true) with check (true)', t);
    end loop;
  end $$`

/**
 * Events carry the transaction that wrote them, and readers wait for older transactions to end. In
 * a database restored from a backup those numbers are another server's and may lie in this one's
 * future, where readers would wait for ever. Then what had been reacted to is put at the beginning,
 * what had not right after it, and everything new comes later by itself. Nothing an event says changes.
 */
async function settleRestored(client: pg.Client): Promise<void> {
  const { rows: [restored] } = await client.query<{ yes: boolean }>('select exists (select from event where xact >= pg_snapshot_xmax(pg_current_snapshot())) as yes')
  if (!restored?.yes) return
  await client.query('begin')
  await client.query('alter table event disable trigger event_is_for_ever')
  await client.query(`update event e set xact = case when (e.xact, e.id) > (c.xact, c.event_id) then '1'::xid8 else '0'::xid8 end
    from (select coalesce(min(xact), '0') as xact, coalesce(min(event_id), 0) as event_id from reaction_cursor where name = 'reactions') c`)
  await client.query('alter table event enable trigger event_is_for_ever')
  await client.query("update reaction_cursor set xact = '0', event_id = 2147483647")
  await client.query('commit')
}
