import type { LightMyRequestResponse } from 'fastify'
import { sql } from 'kysely'
import { bookContradictions } from './contradictions.ts'
import { type Copy, filesIn, shasIn, type World } from './fuzz-world.ts'

interface Answered { answer: LightMyRequestResponse; refused: boolean; who: string; typed: string }

/** What a refused form may still write, and why. */
const mayWrite: Record<string, string> = {
  attempt_count: 'attempts at a door are counted most of all when they fail',
  disclosure_view: 'a form shown again shows what is kept, and that it was shown is noted',
  deal_read: 'and up to which message they have read, where a refused message is shown again among the others',
  deal_read_mark: 'and since when',
  match_exposure: 'how often listings were shown as matches is written a few seconds after the pages that showed them',
  job: 'the worker’s own', reaction_cursor: 'the worker’s own',
}
/** And what may be said: that somebody tried, or that a form shown again showed an officer's page with those who bid. */
const eventsOfRefusals = ['person.sign_in_failed', 'person.limit_hit', 'document.refused_infected', 'lot.bidders_read', 'lot.council_read']
/** Of a session only when it was last used. */
const columnsOf: Record<string, string> = { auth_session: `md5(coalesce(string_agg(id || coalesce(confirmed_at::text, ''), ',' order by id), ''))` }

/** Sentences that must be true of the database whatever was accepted; each asks for what would contradict it. */
const contradictions: Record<string, string> = {
  'an organisation with members and no owner': `select from membership m where not exists (select from membership o where o.organisation_id = m.organisation_id and o.role = 'owner')`,
  'a deal with itself': `select from deal where supplier_organisation_id = demander_organisation_id`,
  'an accepted interest without its deal': `select from interest i where i.state = 'accepted' and not exists (select from deal d where d.interest_id = i.id)`,
  'a listing without words': `select from listing l where not exists (select from listing_text t where t.listing_id = l.id)`,
  'a published listing without its day': `select from listing where state = 'published' and published_at is null`,
  'a verified organisation that nobody verified': `select from organisation where verification = 'verified' and (verified_at is null or verified_by is null)`,
  'a deal won without what both said': `select from deal where stage = 'won' and (value is null or closed_at is null)`,
  'a document nobody sent': `select from document where bytes <= 0 or name = ''`,
  'a person acting for an organisation they are no member of': `select from person p where p.acting_organisation_id is not null and not exists (select from membership m where m.person_id = p.id and m.organisation_id = p.acting_organisation_id)`,
  'text with a control character': `select from listing_text where title ~ '[\\x01-\\x08\\x0b\\x0c\\x0e-\\x1f]' union all select from organisation where name_vi ~ '[\\x01-\\x1f]' union all select from deal_message where body ~ '[\\x01-\\x08]'`,
  ...bookContradictions,
}

/** What no answer may show: where our files lie, how the program broke, what it asked the database. */
export const leaks: [string, RegExp][] = [
  ['a stack', /\n\s+at .{1,200}:\d+:\d+|\bat [\w.<>]+ \((?:file:|node:|\/)/], ['a path of ours', /\/node_modules\/|file:\/\/\/(?!etc)|\/src\/(modules|core|web)\/|\/tmp\/techex-/],
  ['what was asked of the database', /\b(select|insert into|update) "\w+"|violates (check|unique|not-null|foreign key)|invalid input syntax|syntax error at or near|current transaction is aborted/i], ['the name of an error', /\b(TypeError|RangeError|ReferenceError|ZodError|PostgresError|SyntaxError|FST_ERR_\w+)\b/],
]

/** Watches one copy of the world: `after` says what was wrong with an answer and with what it left behind. */
export async function openFaults(copy: Copy, world: World) {
  const { rows: tables } = await sql<{ name: string }>`select tablename as name from pg_tables where schemaname = 'public' order by tablename`.execute(copy.db)
  const state = (table: string): string => (columnsOf[table] ? `select ${columnsOf[table]} from auth_session`
    : table === 'event' ? `select count(*)::text from event where type <> all ('{${eventsOfRefusals.join()}}')` : `select count(*) || ' ' || coalesce(max(xmin::text::bigint), 0) from "${table}"`)
  const watched = tables.map(({ name }) => name).filter((name) => !mayWrite[name])
  const marks = sql.raw<Record<string, string>>(`select ${watched.map((name) => `(${state(name)}) as "${name}"`).join(', ')}`)
  const marksNow = async (): Promise<Record<string, string>> => (await marks.execute(copy.db)).rows[0] ?? {}
  const wrongs = sql.raw<{ what: string }>(Object.entries(contradictions).map(([what, query]) => `select '${what}' as what where exists (${query})`).join(' union all '))
  const roles = sql<{ person_id: number; role: string }>`select person_id, role from staff_role order by person_id, role`
  const rolesAtFirst = new Set((await roles.execute(copy.db)).rows.map(({ person_id, role }) => `${person_id} ${role}`))
  const sessions = (await sql<{ all: string }>`select json_agg(s)::text as all from auth_session s`.execute(copy.db)).rows[0]?.all ?? '[]'
  /** Whoever signed themselves out is signed in again, or everything after would be refused at the door. */
  const signInAgain = () => sql`insert into auth_session select * from json_populate_recordset(null::auth_session, ${sessions}::json) s where exists (select from auth_user u where u.id = s.user_id) on conflict do nothing`.execute(copy.db)
  let before = await marksNow()
  let files = filesIn(copy.folder).join('\n')

  const contradicted = async (): Promise<string[]> => {
    const found = (await wrongs.execute(copy.db)).rows.map(({ what }) => `the database holds ${what}`)
    const { rows: approved } = await sql<{ data: { person_id: number; role: string } }>`select data from approval where kind = 'role_grant' and decision = 'approved'`.execute(copy.db)
    const may = new Set([...rolesAtFirst, ...approved.map(({ data }) => `${data.person_id} ${data.role}`)])
    for (const { person_id, role } of (await roles.execute(copy.db)).rows) if (!may.has(`${person_id} ${role}`)) found.push(`person ${person_id} has a role nobody approved: ${role}`)
    return found
  }
  /** Whether that reader is still who they were: somebody given a role or a membership meanwhile may read more. */
  const unchanged = async (): Promise<boolean> => Number((await sql<{ n: string }>`select count(*) as n from event where type in ('organisation.member_joined', 'organisation.owner_appointed', 'organisation.merged', 'staff.role_granted', 'acting_for.began', 'disclosure.granted', 'disclosure.given')`.execute(copy.db)).rows[0]?.n) === 0

  return {
    async after({ answer, refused, who, typed }: Answered): Promise<string[]> {
      const found: string[] = []
      if (answer.statusCode >= 500) found.push(`an error of ours: ${answer.statusCode}`)
      const { body } = answer
      for (const [what, pattern] of leaks) { const hit = pattern.exec(body)?.[0]; if (hit !== undefined && !typed.includes(hit)) found.push(`the answer shows ${what}: ${hit.trim().slice(0, 200)}`) }
      for (const { word, hiddenFrom } of world.kept) if (hiddenFrom.includes(who) && body.includes(word) && !typed.includes(word) && await unchanged()) found.push(`the answer shows ${who} what is not theirs: ${word}`)
      const now = await marksNow()
      if (refused) for (const name of watched) if (now[name] !== before[name]) found.push(`it wrote although it was refused, in ${name}: ${before[name]} → ${now[name]}`)
      if (Number(now.event) < Number(before.event)) found.push('the log has become shorter')
      if (!refused) found.push(...await contradicted())
      before = now
      if (!refused) { await signInAgain(); before = await marksNow() }
      const there = filesIn(copy.folder).join('\n')
      if (refused && there !== files) found.push('it left a file although it was refused')
      // Papers are kept by forms without a file, too: a contract that is issued, a decision that is sealed.
      if (!refused && there !== files) {
        const names = shasIn(copy.folder)
        for (const { sha256 } of await copy.db.selectFrom('document').select('sha256').execute()) if (!names.has(sha256)) found.push(`a document without its file: ${sha256}`)
      }
      files = there
      return found
    },
  }
}
