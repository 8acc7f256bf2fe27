import { createReadStream, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { createInterface } from 'node:readline'
import type pg from 'pg'
import { fold } from '../src/platform/text.ts'

/** The same numbers every time. */
export function chance(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
export const oneOf = <T>(list: readonly T[], next: () => number): T => list[Math.floor(next() * list.length)]!

const fields = ['summary', 'description', 'problem', 'advantages', 'requirements'] as const
type Field = (typeof fields)[number]
export interface SourceText { title: string; sentences: Record<Field, string[]> }
export interface Source { kind: 'offer' | 'need'; texts: Partial<Record<'vi' | 'en', SourceText>>; trl: number | null; research_fields: string[]; transfer_forms: string[]; price: number | null; source: string | null }

const sentencesOf = (text: string): string[] => {
  const found = text.split(/(?<=[.!?;])\s+/).map((sentence) => sentence.trim()).filter(Boolean)
  // Some sources lost their full stops: twenty words are a sentence there.
  return found.flatMap((sentence) => { const words = sentence.split(/\s+/); return words.length <= 40 ? [sentence] : Array.from({ length: Math.ceil(words.length / 20) }, (_, i) => words.slice(i * 20, i * 20 + 20).join(' ')) })
}

/** The demonstration city's listings. */
export function cityRows(root: string): Source[] {
  const folder = join(root, 'database/world')
  type Both = Record<string, string> | undefined
  type Listing = { title: Record<string, string> } & Record<Field, Both> & { trl: number; research_fields: string[]; transfer_forms: string[]; price: { min: number | null } }
  return readdirSync(folder).filter((file) => file.endsWith('.json')).toSorted().flatMap((file) => {
    const part = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { offers: Listing[]; needs: Listing[] }
    const source = (kind: 'offer' | 'need') => (listing: Listing): Source => ({
      kind, trl: listing.trl, research_fields: listing.research_fields, transfer_forms: listing.transfer_forms, price: listing.price.min, source: null,
      texts: Object.fromEntries((['vi', 'en'] as const).flatMap((language) => listing.title[language]
        ? [[language, { title: listing.title[language], sentences: Object.fromEntries(fields.map((field) => [field, sentencesOf(listing[field]?.[language] ?? '')])) as SourceText['sentences'] }]] : [])),
    })
    return [...part.offers.map(source('offer')), ...part.needs.map(source('need'))]
  })
}

const vietnamese = /[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]/i

/** Listings out of a file of JSON lines, or of all such files of a folder: a title, and whatever long texts a line has. What they lack is taken from the city's. */
export async function fileRows(place: string, city: readonly Source[]): Promise<Source[]> {
  const files = statSync(place).isDirectory() ? readdirSync(place).filter((name) => name.endsWith('.jsonl')).toSorted().map((name) => join(place, name)) : [place]
  const rows: Source[] = []
  const next = chance(7)
  for (const file of files) for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    if (!line.trim()) continue
    const cells = JSON.parse(line) as Record<string, unknown>
    const title = typeof cells.title === 'string' ? cells.title.trim().slice(0, 200) : ''
    const long = Object.entries(cells).flatMap(([name, value]) => (typeof value === 'string' && value.length > 60 && !['title', 'src'].includes(name) ? [value] : [])).join(' ')
    if (!title) continue
    const [first, rest] = ((all) => [all.slice(0, 2), all.slice(2)])(sentencesOf(long))
    const like = oneOf(city, next)
    rows.push({
      kind: /need|topic/i.test(basename(file)) ? 'need' : 'offer', trl: like.trl, research_fields: like.research_fields, transfer_forms: like.transfer_forms, price: like.price, source: 'bench',
      texts: { [vietnamese.test(title) ? 'vi' : 'en']: { title, sentences: { summary: first, description: rest, problem: [], advantages: [], requirements: [] } } },
    })
  }
  return rows
}

/** New listings whose every sentence stood in one of these: half of them from one listing, the others from any of its language; titles are put together from two halves. */
export function* recombined(rows: readonly Source[], count: number, seed: number) {
  const next = chance(seed)
  const pools = { vi: rows.filter(({ texts }) => texts.vi), en: rows.filter(({ texts }) => texts.en) }
  for (let n = 1; n <= count; n++) {
    const base = oneOf(rows, next)
    const texts = (['vi', 'en'] as const).flatMap((language) => {
      const own = base.texts[language]
      if (!own) return []
      const other = (): SourceText => oneOf(pools[language], next).texts[language]!
      const words = own.title.split(' '), others = other().title.split(' ')
      const title = [...words.slice(0, Math.ceil(words.length / 2)), ...others.slice(Math.floor(others.length / 2))].join(' ')
      const mixed = Object.fromEntries(fields.map((field) => [field, own.sentences[field].map((sentence) => {
        if (next() < 0.5) return sentence
        const there = other().sentences[field]
        return there.length ? oneOf(there, next) : sentence
      }).join(' ')])) as Record<Field, string>
      return [{ language, title, ...mixed }]
    })
    const like = oneOf(rows, next)
    yield { id: n, kind: base.kind, trl: like.trl, research_fields: next() < 0.5 ? base.research_fields : like.research_fields, transfer_forms: like.transfer_forms, price: like.price && Math.round(like.price * (0.5 + next())),
      source: base.source, grade: Math.floor(next() * next() * 5), minutes: Math.floor(next() * 500_000), organisation: next(), texts }
  }
}

/**
 * Fills the database with so many listings over these connections, each writing a batch at a time.
 * Whoever writes is the owner, with triggers and indexes of searching aside until all is there. The
 * vectors hold each word as it stands and nothing else: what the bare query needs and no more.
 */
export async function fill(clients: readonly pg.Client[], rows: readonly Source[], count: number, seed: number, say: (text: string) => void): Promise<void> {
  const client = clients[0]!
  const { rows: known } = await client.query<{ code: string }>("select code from code where list = 'organisation_kind'")
  const { rows: organisations } = await client.query<{ id: number }>(`insert into organisation (kind, name_vi, name_en, search_name, created_at, updated_at)
    select ($1::text[])[1 + n % cardinality($1)], 'Viện Ứng dụng số ' || n, 'Institute ' || n, 'vien ung dung so ' || n, now(), now() from generate_series(1, 300) n returning id`, [known.map(({ code }) => code)])
  for (const each of clients) await each.query('set session_replication_role = replica; set synchronous_commit = off')
  const { rows: indexes } = await client.query<{ name: string; made: string }>("select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as made from pg_index i join pg_class c on c.oid = i.indexrelid join pg_am a on a.oid = c.relam where indrelid = 'listing'::regclass and amname = 'gin'")
  for (const { name } of indexes) await client.query(`drop index ${name}`)
  const vector = ['A', 'B', 'C'].map((weight) => `setweight(to_tsvector('simple', folded_${weight.toLowerCase()}), '${weight}')`).join(' || ')
  const write = async (to: pg.Client, batch: readonly object[], texts: readonly object[]): Promise<void> => {
    await to.query(`insert into listing (id, kind, state, organisation_id, original_language, trl, price_mode, price_min, research_fields, transfer_forms, source_name, source_key, evidence_grade, submitted_at, published_at, created_at, updated_at, search)
      overriding system value select id, kind, 'published', organisation_id, language, trl, case when price is null then 'negotiable' else 'fixed' end, price, research_fields, transfer_forms, source, case when source is not null then 'b' || id end, grade, at, at, at, at, ${vector}
      from json_to_recordset($1) as x(id int, kind text, organisation_id int, language text, trl int, price bigint, research_fields text[], transfer_forms text[], source text, grade int, at timestamptz, folded_a text, folded_b text, folded_c text)`, [JSON.stringify(batch)])
    await to.query(`insert into listing_text (listing_id, language, title, summary, description, problem, advantages, requirements)
      select listing_id, language, title, summary, description, problem, advantages, requirements from json_to_recordset($1) as x(listing_id int, language text, title text, summary text, description text, problem text, advantages text, requirements text)`, [JSON.stringify(texts)])
  }
  const start = Date.parse('2025-06-01T00:00:00Z')
  const listings = recombined(rows, count, seed)
  let written = 0
  await Promise.all(clients.map(async (to) => {
    for (;;) {
      const batch: object[] = [], texts: object[] = []
      for (let next = listings.next(); !next.done; next = listings.next()) {
        const { texts: own, minutes, organisation, ...rest } = next.value
        batch.push({
          ...rest, organisation_id: organisations[Math.floor(organisation * organisations.length)]!.id, language: own[0]!.language, at: new Date(start + minutes * 60_000),
          folded_a: fold(own.map(({ title }) => title).join(' ')), folded_b: fold(own.map(({ summary }) => summary).join(' ')),
          folded_c: fold(own.map(({ description, problem, advantages, requirements }) => `${description} ${problem} ${advantages} ${requirements}`).join(' ')),
        })
        for (const text of own) texts.push({ listing_id: rest.id, ...text })
        if (batch.length === 1_000) break
      }
      if (batch.length === 0) return
      await write(to, batch, texts)
      written += batch.length
      if (written % 50_000 === 0) say(`${written} listings written`)
    }
  }))
  await client.query("set maintenance_work_mem = '1GB'")
  for (const { made } of indexes) await client.query(made)
  await client.query('vacuum analyze listing')
  await client.query('vacuum analyze listing_text')
  await client.query("select setval(pg_get_serial_sequence('listing', 'id'), $1)", [count])
  for (const each of clients) await each.query('set session_replication_role = origin; reset synchronous_commit')
}
