import { sql } from 'kysely'
import { asSystem, type Db } from '../../core/database.ts'
import { words } from '../../platform/text.ts'
import type { OrganisationKind, Verification } from './schema.ts'

/** What two organisations are compared by. */
export interface Comparable { id: number; name_vi: string; name_en: string; tax_code: string | null; website: string }
export type Sign = { code: 'same_tax_code' | 'same_stem' | 'same_name' | 'same_host' } | { code: 'near_name'; percent: number }
export interface LikelyPair { lower: number; upper: number; signs: Sign[]; score: number }

// What organisations of a form all have in their names says nothing of which one it is.
const forms = new Set('cong ty co phan tnhh mtv mot thanh vien trach nhiem huu han va cua tap doan doanh nghiep tu nhan hop tac xa htx vien trung tam nghien cuu truong dai hoc quoc gia ha noi viet nam so uy ban nhan dan phuong quy the of and for company co ltd limited joint stock jsc corporation corp inc group institute center centre university cooperative research national vietnam viet nam hanoi fund department'.split(' '))
/** The words of a name that tell it from others; all of them where it has no such word. */
export function tellingWords(name: string): string[] {
  const all = [...new Set(words(name))]
  const telling = all.filter((word) => !forms.has(word))
  return telling.length ? telling : all
}
export const hostOf = (website: string): string => (URL.canParse(website) ? new URL(website).hostname.toLowerCase().replace(/^www\./, '') : '')

/** Letters changed, added or left out to make one of the other, at most `most`; beyond it `most + 1`. */
export function editDistance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) next[j] = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1))
    if (Math.min(...next) > most) return most + 1
    row = next
  }
  return row[b.length] ?? most + 1
}

interface Name { folded: string; telling: string[]; plain: string }
const nameOf = (text: string): Name => { const all = words(text); const telling = tellingWords(text); return { folded: all.join(' '), telling, plain: telling.join('') } }

/** How alike two names are, from 0 to 1: by the words they share, or by the letters that differ where only spelling does. */
export function likeness(a: Name, b: Name): number {
  if (!a.folded || !b.folded) return 0
  if (a.folded === b.folded) return 1
  const shared = a.telling.filter((word) => b.telling.includes(word)).length
  const byWords = shared / (a.telling.length + b.telling.length - shared)
  const longest = Math.max(a.plain.length, b.plain.length)
  const most = Math.floor(longest * 0.15)
  const differs = longest >= 8 && most > 0 ? editDistance(a.plain, b.plain, most) : longest
  return Math.min(0.99, Math.max(byWords, differs <= most ? 1 - differs / longest : 0))
}
/** From here on two names are shown to somebody as near. */
export const nearEnough = 0.7
/** A word or a host that so many share tells nobody from anybody. */
const mostInBlock = 40

const weights: Record<Sign['code'], number> = { same_tax_code: 100, same_stem: 60, same_name: 50, same_host: 25, near_name: 30 }

/**
 * The pairs that look alike, the surest first. Only organisations that share a telling word, the
 * beginning of one, a tax code's stem or a website are compared, so that thousands cost little.
 */
export function likelyPairs(organisations: readonly Comparable[], distinct: readonly (readonly [number, number])[] = []): LikelyPair[] {
  const known = organisations.map((o) => ({ ...o, names: [o.name_vi, o.name_en].filter(Boolean).map(nameOf), host: hostOf(o.website), stem: o.tax_code?.slice(0, 10) ?? '' }))
  const blocks = new Map<string, number[]>()
  known.forEach(({ names, host, stem }, index) => {
    const keys = new Set(names.flatMap(({ telling, folded }) => [`n ${folded}`, ...telling.flatMap((word) => [`w ${word}`, `b ${word.slice(0, 4)}${telling.length}`])]))
    if (host) keys.add(`h ${host}`)
    if (stem) keys.add(`t ${stem}`)
    for (const key of keys) { const block = blocks.get(key); if (block) block.push(index); else blocks.set(key, [index]) }
  })
  const apart = new Set(distinct.map((pair) => pair.join('-')))
  const seen = new Set<string>()
  const pairs: LikelyPair[] = []
  for (const [key, members] of blocks) {
    if (members.length < 2 || members.length > (/^[nt]/.test(key) ? 200 : mostInBlock)) continue
    for (const [at, i] of members.entries()) for (const j of members.slice(at + 1)) {
      const [a, b] = [known[i]!, known[j]!].toSorted((x, y) => x.id - y.id) as [(typeof known)[number], (typeof known)[number]]
      const id = `${a.id}-${b.id}`
      if (seen.has(id) || apart.has(id)) continue
      seen.add(id)
      const signs: Sign[] = []
      if (a.tax_code && a.tax_code === b.tax_code) signs.push({ code: 'same_tax_code' })
      else if (a.stem && a.stem === b.stem) signs.push({ code: 'same_stem' })
      const like = Math.max(0, ...a.names.flatMap((one) => b.names.map((other) => likeness(one, other))))
      if (like === 1) signs.push({ code: 'same_name' })
      else if (like >= nearEnough) signs.push({ code: 'near_name', percent: Math.round(like * 100) })
      if (a.host && a.host === b.host && (blocks.get(`h ${a.host}`)?.length ?? 0) <= 5) signs.push({ code: 'same_host' })
      if (signs.length) pairs.push({ lower: a.id, upper: b.id, signs, score: signs.reduce((sum, sign) => sum + weights[sign.code] * (sign.code === 'near_name' ? sign.percent / 100 : 1), 0) })
    }
  }
  return pairs.toSorted((a, b) => b.score - a.score || a.lower - b.lower || a.upper - b.upper)
}

export const duplicatesOnPage = 10
const largestCompared = 50_000
/** One of a pair as it is laid beside the other. */
export interface Twin extends Comparable {
  kind: OrganisationKind
  ward_code: string | null
  country_code: string
  founded_year: number | null
  verification: Verification
  source_name: string | null
  members: number
  listings: number
  deals: number
}
/** A page of likely pairs with both sides of each; those found not to be the same are left out. */
export async function duplicatePairs(db: Db, page: number): Promise<{ pairs: (LikelyPair & { a: Twin; b: Twin })[]; total: number; pages: number }> {
  const [all, distinct] = await Promise.all([
    db.selectFrom('organisation').select(['id', 'name_vi', 'name_en', 'tax_code', 'website']).where('merged_into_id', 'is', null).where('deleted_at', 'is', null).orderBy('id').limit(largestCompared).execute(),
    db.selectFrom('organisation_distinct').select(['lower_id', 'upper_id']).execute(),
  ])
  const likely = likelyPairs(all, distinct.map(({ lower_id, upper_id }) => [lower_id, upper_id] as const))
  const shown = likely.slice((page - 1) * duplicatesOnPage, page * duplicatesOnPage)
  const ids = [...new Set(shown.flatMap(({ lower, upper }) => [lower, upper]))]
  const { rows } = ids.length === 0 ? { rows: [] } : await sql<Twin>`
    select o.id, o.name_vi, o.name_en, o.tax_code, o.website, o.kind, o.ward_code, o.country_code, o.founded_year, o.verification, o.source_name,
      (select count(*)::int from membership m where m.organisation_id = o.id) as members, (select count(*)::int from listing l where l.organisation_id = o.id) as listings,
      (select count(*)::int from deal d where o.id in (d.supplier_organisation_id, d.demander_organisation_id)) as deals
    from organisation o where o.id = any(${ids}::int[])`.execute(asSystem(db)) // how many there are, whatever the reader may read of them
  const twins = new Map(rows.map((row) => [row.id, row]))
  const pairs = shown.flatMap((pair) => { const [a, b] = [twins.get(pair.lower), twins.get(pair.upper)]; return a && b ? [{ ...pair, a, b }] : [] })
  return { pairs, total: likely.length, pages: Math.max(1, Math.ceil(likely.length / duplicatesOnPage)) }
}

/** Which of two better stays: the one that is verified, has people, has listings, was here first. */
export const betterStays = (a: Twin, b: Twin): [from: Twin, into: Twin] => {
  const worth = (t: Twin): number[] => [t.verification === 'verified' ? 1 : 0, Math.min(t.members, 1), t.source_name === null ? 1 : 0, t.listings, -t.id]
  const [x, y] = [worth(a), worth(b)]
  const at = x.findIndex((value, i) => value !== y[i])
  return at >= 0 && (x[at] ?? 0) < (y[at] ?? 0) ? [a, b] : [b, a]
}
