import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { sql } from 'kysely'
import { z } from 'zod'
import { type Ctx, permit, personOf, record, transact } from '../../core/context.ts'
import type { Db, Tx } from '../../core/database.ts'
import { idField, lineField } from '../../platform/fields.ts'
import { found, refuse } from '../../platform/refusal.ts'
import { lexiconPairs } from './files.ts'
import { type LexiconRefusal, lexiconRefusal, longestWord, writesLexicon } from './lexicon-rules.ts'

/**
 * Brings the words of both languages up to data/lexicon; nothing is done where they are already. Pairs no
 * file holds any longer go, those the staff entered or withdrew stay as they are.
 */
export async function loadLexicon(db: Db, folder: string): Promise<void> {
  const pairs = lexiconPairs(join(folder, 'lexicon'))
  const sha256 = createHash('sha256').update(pairs.map((pair) => pair.join('\t')).join('\n')).digest('hex')
  await db.transaction().execute(async (tx) => {
    // Two processes that start at once load one after the other, and the second finds it done.
    await sql`select pg_advisory_xact_lock(7310260)`.execute(tx)
    const known = await tx.selectFrom('lexicon_release').select('sha256').executeTakeFirst()
    if (known?.sha256 === sha256) return
    await sql`create temporary table incoming on commit drop as select vi, en, min(rank)::int as rank from unnest(${pairs.map(([vi]) => vi)}::text[], ${pairs.map(([, en]) => en)}::text[]) with ordinality as g(vi, en, rank) group by vi, en`.execute(tx)
    await sql`delete from lexicon_pair p where p.of_program and p.withdrawn_at is null and not exists (select from incoming i where i.vi = p.vi and i.en = p.en)`.execute(tx)
    await sql`insert into lexicon_pair (vi, en, rank, of_program, added_at) select vi, en, rank, true, now() from incoming
      on conflict (vi, en) do update set rank = excluded.rank where lexicon_pair.of_program and lexicon_pair.rank <> excluded.rank`.execute(tx)
    await sql`insert into lexicon_release (sha256) values (${sha256}) on conflict (only_one) do update set sha256 = excluded.sha256`.execute(tx)
  })
}

const wordField = lineField(longestWord).transform((typed) => typed.toLowerCase().replace(/\s+/g, ' '))
export const AddPair = z.object({ vi: wordField, en: wordField })
/**
 * Matching knows within seconds that one means the other, and believes it before the program’s own pairs.
 * Refused where the pair is known, or one side holds no word that can be compared.
 */
export async function addPair(ctx: Ctx, { vi, en }: z.output<typeof AddPair>): Promise<number> {
  permit(ctx.actor, writesLexicon)
  return transact(ctx, async (tx) => {
    const refusal = lexiconRefusal(vi, en)
    if (refusal) refuse<LexiconRefusal>(refusal)
    const added = await tx.insertInto('lexicon_pair').values({ vi, en, rank: 0, of_program: false, added_by: personOf(ctx.actor), added_at: ctx.now() }).onConflict((on) => on.columns(['vi', 'en']).doNothing()).returning('id').executeTakeFirst()
    if (!added) return refuse<LexiconRefusal>({ code: 'pair_known', field: 'en' })
    await changed(tx)
    await record(tx, ctx, `lexicon_pair:${added.id}`, { type: 'lexicon.pair_added', pair_id: added.id })
    return added.id
  })
}

export const PairStep = z.object({ id: idField })
/** Matching no longer takes one for the other, until the pair is restored; the same once more changes nothing. */
export async function withdrawPair(ctx: Ctx, { id }: z.output<typeof PairStep>): Promise<void> {
  await turn(ctx, id, { withdrawn_by: personOf(ctx.actor), withdrawn_at: ctx.now() })
}
/** A withdrawn pair counts again; the same once more changes nothing. */
export async function restorePair(ctx: Ctx, { id }: z.output<typeof PairStep>): Promise<void> {
  await turn(ctx, id, { withdrawn_by: null, withdrawn_at: null })
}
async function turn(ctx: Ctx, id: number, to: { withdrawn_by: number | null; withdrawn_at: Date | null }): Promise<void> {
  permit(ctx.actor, writesLexicon)
  await transact(ctx, async (tx) => {
    const pair = found(await tx.selectFrom('lexicon_pair').select('withdrawn_at').where('id', '=', id).forUpdate().executeTakeFirst())
    if ((pair.withdrawn_at === null) === (to.withdrawn_at === null)) return
    await tx.updateTable('lexicon_pair').set(to).where('id', '=', id).execute()
    await changed(tx)
    await record(tx, ctx, `lexicon_pair:${id}`, { type: to.withdrawn_at ? 'lexicon.pair_withdrawn' : 'lexicon.pair_restored', pair_id: id })
  })
}
/** Every process reads the words anew when it next looks. */
const changed = (tx: Tx): Promise<unknown> => sql`insert into lexicon_release (sha256) values ('') on conflict (only_one) do update set version = lexicon_release.version + 1`.execute(tx)
