import { createHash } from 'node:crypto'
import { optionalUrlField } from '../../../platform/fields.ts'
import { isLocale, type Locale, locales } from '../../../platform/locale.ts'
import { fold, plain, shorten } from '../../../platform/text.ts'
import { type OrganisationKind, organisationKinds } from '../../organisations/schema.ts'
import type { Taxonomy } from '../../taxonomy/queries.ts'
import type { CodeList } from '../../taxonomy/schema.ts'
import { longestText, priceError, type TextField, textFields } from '../rules.ts'
import type { ListingKind, ListingRow, PriceMode } from '../schema.ts'
import { priceModes } from '../schema.ts'
import type { ImportField } from './fields.ts'
import { cellOf, type KnownMapping } from './mapping.ts'
import { kindByName, type NamedOrganisation } from './organisations.ts'
import { BadCell, parseAmount, parseInstant, parsePrice, parseTrl, type Price } from './values.ts'

export type DraftText = Record<TextField, string> & { language: Locale }
export type DraftColumns = Pick<ListingRow, 'original_language' | 'trl' | 'ip_status' | keyof Price | 'research_fields' | 'patent_classes' | 'industries' | 'transfer_forms' | 'ward_code' | 'country_code' | 'source_url' | 'demonstration'>

/** A row as a listing that is not yet written. */
export interface Draft {
  kind: ListingKind
  source_name: string
  source_key: string
  columns: DraftColumns
  texts: DraftText[]
  organisation: NamedOrganisation
  published_at: Date | null
  /** Of all that may change: the same row has the same one tomorrow. */
  source_sha256: string
  /** The short fields that were cut; the description holds the whole. */
  shortened: TextField[]
}

export interface RowRules { mapping: KnownMapping; kind: ListingKind; source: string; language: Locale | null; organisation: string; taxonomy: Taxonomy; now: Date }

const summaryLength = 300
const vietnamese = /[ăâđêôơưạảãáàấầẩẫậắằẳẵặẹẻẽéèếềểễệỉĩịíìọỏõóòốồổỗộớờởỡợụủũúùứừửữựỳỵỷỹý]/i

/** Reads one row. Throws BadCell with the reason where it cannot be a listing. */
export function draftOf(cells: Readonly<Record<string, unknown>>, rules: RowRules): Draft {
  const cell = (field: ImportField): string => plain(cellOf(rules.mapping, cells, field))
  const language = languageOf(cell, rules.language)
  const { texts, shortened } = textsOf(cell, language)
  const original = texts.find((text) => text.language === language) ?? texts[0]
  if (!original) throw new BadCell('it has no title')

  const country_code = codeOf(rules.taxonomy, 'country', cell('country_code')) ?? 'VN'
  const organisation = organisationOf(cell, language, country_code, rules.organisation)
  const published_at = parseInstant(cell('published_at')) ?? parseInstant(cell('year'))
  if (published_at && published_at > rules.now) throw new BadCell(`its date ${published_at.toISOString().slice(0, 10)} lies in the future`)
  const source_url = optionalUrlField.safeParse(cell('source_url'))
  if (!source_url.success) throw new BadCell(`its address "${shorten(cell('source_url'), 60)}" is not one that begins with http:// or https://`)

  const columns: DraftColumns = {
    original_language: original.language, trl: parseTrl(cell('trl')), ip_status: codeOf(rules.taxonomy, 'ip_status', cell('ip_status')), ...priceOf(cell, rules.mapping.price_in),
    research_fields: codesOf(rules.taxonomy, 'research_field', cell('research_fields')), patent_classes: codesOf(rules.taxonomy, 'patent_class', cell('patent_classes')),
    industries: codesOf(rules.taxonomy, 'industry', cell('industries')), transfer_forms: codesOf(rules.taxonomy, 'transfer_form', cell('transfer_forms')),
    ward_code: codeOf(rules.taxonomy, 'ward', cell('ward_code')), country_code, source_url: source_url.data, demonstration: /^(yes|true|1|có)$/i.test(cell('demonstration')),
  }
  const kind = kindOf(cell('kind')) ?? rules.kind
  const source_name = cell('source_name') || rules.source
  const key = cell('key')
  if (key.length > 200 || source_name.length > 100) throw new BadCell('its key is longer than 200 characters, or its source longer than 100')
  const source_key = key || `t-${sha256(`${fold(original.title)}\n${fold(organisation.name_vi || organisation.name_en)}`).slice(0, 32)}`
  const source_sha256 = sha256(JSON.stringify([columns, texts, organisation]))
  return { kind, source_name, source_key, columns, texts, organisation, published_at, source_sha256, shortened }
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
type Cell = (field: ImportField) => string

function languageOf(cell: Cell, given: Locale | null): Locale {
  const named = fold(cell('language')).replace(/^(vie|vi vn|viet|tieng viet|vietnamese)$/, 'vi').replace(/^(eng|en us|en gb|tieng anh|english)$/, 'en')
  if (isLocale(named)) return named
  if (named) throw new BadCell(`language "${shorten(cell('language'), 30)}" is neither vi nor en`)
  if (given) return given
  if (!cell('title')) return cell('title_vi') ? 'vi' : 'en'
  return vietnamese.test(`${cell('title')} ${cell('description').slice(0, 500)}`) ? 'vi' : 'en'
}

/** The texts of the languages that have a title. A summary is made of the first words where there is none. */
function textsOf(cell: Cell, language: Locale): { texts: DraftText[]; shortened: TextField[] } {
  const shortened: TextField[] = []
  const texts = locales.flatMap((each) => {
    const text = Object.fromEntries(textFields.map((field) => [field, cell(`${field}_${each}`) || (each === language ? cell(field) : '')])) as Record<TextField, string>
    text.title = text.title.replace(/\s+/g, ' ')
    if (text.title === '') return []
    const whole: string[] = []
    if (text.title.length > 1_000) throw new BadCell(`its title has ${text.title.length} characters; a title has at most 1,000`)
    for (const field of ['title', 'summary', 'keywords'] as const) {
      if (text[field].length <= longestText[field]) continue
      whole.push(text[field])
      shortened.push(field)
      text[field] = shorten(text[field], longestText[field])
    }
    // Nothing is lost by cutting: the whole stands before the description.
    text.description = [...whole, text.description].filter(Boolean).join('\n\n')
    text.summary ||= shorten(text.description || text.problem || text.requirements, summaryLength)
    for (const field of textFields) {
      if (text[field].length > longestText[field]) throw new BadCell(`its ${field} has ${text[field].length.toLocaleString('en')} characters; at most ${longestText[field].toLocaleString('en')} fit`)
    }
    return [{ language: each, ...text }]
  })
  return { texts, shortened }
}

function organisationOf(cell: Cell, language: Locale, country_code: string, fallback: string): NamedOrganisation {
  const english = cell('organisation_en').replace(/\s+/g, ' ')
  const name = cell('organisation').replace(/\s+/g, ' ') || english || fallback
  if (fold(name) === '') throw new BadCell('it names no organisation; map a column to "organisation" or give one with --organisation')
  if (name.length > 200) throw new BadCell(`its organisation has a name of ${name.length} characters; at most 200 fit`)
  const given = fold(cell('organisation_kind')).replace(/ /g, '_')
  if (given && !(organisationKinds as readonly string[]).includes(given)) throw new BadCell(`organisation kind "${given}" is not one of ${organisationKinds.join(', ')}`)
  const isEnglish = english ? name === english : language === 'en' && !vietnamese.test(name)
  return { name_vi: isEnglish ? '' : name, name_en: english || (isEnglish ? name : ''), kind: (given || kindByName(english || name)) as OrganisationKind, country_code }
}

function priceOf(cell: Cell, unit: KnownMapping['price_in']): Price {
  const mode = cell('price_mode')
  const [price_min, price_max] = [parseAmount(cell('price_min')), parseAmount(cell('price_max'))]
  if (cell('price') || (!mode && price_min === null && price_max === null)) {
    return parsePrice(cell('price'), unit === 'tỷ đồng' ? 1e9 : unit === 'triệu đồng' ? 1e6 : unit === 'nghìn đồng' ? 1e3 : 1)
  }
  if (mode && !(priceModes as readonly string[]).includes(mode)) throw new BadCell(`price mode "${shorten(mode, 30)}" is not one of ${priceModes.join(', ')}`)
  const price_mode = (mode || (price_max === null ? 'fixed' : 'range')) as PriceMode
  if (price_mode === 'negotiable') return { price_mode, price_min: null, price_max: null }
  const wrong = priceError(price_mode, price_min, price_max)
  if (wrong) throw new BadCell(wrong === 'price_order' ? 'its price ends below where it begins' : 'its price lacks an amount')
  return { price_mode, price_min, price_max: price_mode === 'range' ? price_max : null }
}

function kindOf(text: string): ListingKind | null {
  if (text === '') return null
  const folded = fold(text)
  if (/^(offer|offers|chao ban|cung|technology offer)$/.test(folded)) return 'offer'
  if (/^(need|needs|nhu cau|cau|technology need)$/.test(folded)) return 'need'
  throw new BadCell(`kind "${shorten(text, 30)}" is neither offer nor need`)
}

/** A code of the list, given as itself or by its name in either language. */
function codeOf(taxonomy: Taxonomy, list: CodeList, text: string): string | null {
  if (text === '') return null
  if (taxonomy.has(list, text)) return text
  const upper = text.toUpperCase().replace(/\s+/g, '')
  if (taxonomy.has(list, upper)) return upper
  const subclass = upper.slice(0, 4) // A23B 7/02 belongs to A23B
  if (list === 'patent_class' && taxonomy.has(list, subclass)) return subclass
  const codes = namesOf(taxonomy, list).get(fold(text)) ?? []
  if (codes.length === 1) return codes[0]!
  throw new BadCell(`${list.replace('_', ' ')} "${shorten(text, 40)}" is ${codes.length ? `the name of several: ${codes.join(', ')}` : `not in the list (see data/)`}`)
}
const codesOf = (taxonomy: Taxonomy, list: CodeList, text: string): string[] =>
  [...new Set(text.split(list === 'patent_class' ? /[;|,\n]/ : /[;|\n]|,(?=\s*\w+\s*(?:,|$))/).map((part) => part.trim()).filter(Boolean).map((part) => codeOf(taxonomy, list, part)!))]

const names = new WeakMap<Taxonomy, Map<CodeList, Map<string, string[]>>>()
function namesOf(taxonomy: Taxonomy, list: CodeList): Map<string, string[]> {
  const lists = names.get(taxonomy) ?? new Map<CodeList, Map<string, string[]>>()
  names.set(taxonomy, lists)
  const known = lists.get(list)
  if (known) return known
  const byName = new Map<string, string[]>()
  for (const { code, name_vi, name_en } of taxonomy.list(list)) {
    // Ba Đình is Phường Ba Đình to everyone.
    const short = (name: string) => (list === 'ward' ? name.replace(/^(phuong|xa) | (ward|commune)$/g, '') : name)
    for (const name of new Set([name_vi, name_en].map(fold).flatMap((name) => [name, short(name)]))) byName.set(name, [...(byName.get(name) ?? []), code])
  }
  lists.set(list, byName)
  return byName
}
