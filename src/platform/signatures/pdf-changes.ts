import { signatureLimits, Unreadable } from './limits.ts'
import { type Entry, type PdfFile, refId } from './pdf-file.ts'
import { type Dict, isDict, isRef, isStream, nameOf, same, type Value } from './pdf-syntax.ts'

/** A signature that is also drawn on a page. `share`: how much of the page it covers, in hundredths. */
export interface Stamp { page: number; share: number }
/** What a later revision does to an earlier one: nothing a signature does not need, or more. */
export interface Changes { /** Objects changed that no signature needs to change, in words for whoever looks into it. */ beyond: string[]; stamps: Stamp[] }

/** What of a page a drawn signature may cover before it counts as content. */
export const largestStampShare = 25
const rootMayChange = new Set(['AcroForm', 'DSS', 'Extensions', 'Metadata', 'Version', 'Perms'])
const formMayChange = new Set(['Type', 'Fields', 'SigFlags', 'DR', 'DA'])
const widgetMayHave = new Set(['Type', 'Subtype', 'FT', 'T', 'TU', 'TM', 'V', 'F', 'Ff', 'P', 'Rect', 'AP', 'MK', 'DA', 'DR', 'BS', 'Border', 'Lock', 'SV', 'M', 'NM', 'StructParent', 'Contents'])
const signingAdds = new Set(['V', 'AP', 'M', 'MK', 'F', 'Lock'])

/**
 * What has changed between two revisions of one file. Allowed is what signing writes: signature fields
 * with their drawing, time stamps, certificates kept for later, and what the file says of itself. A page,
 * its content, a letter or a picture may not change, or the file no longer shows what the earlier
 * signature covered (the attacks called incremental saving and shadowing).
 */
export function changesBetween(before: PdfFile, after: PdfFile): Changes {
  const beyond = new Set<string>()
  const stamps: Stamp[] = []
  const rootId = refId(before.trailer.entries.get('Root'))
  if (rootId === null || rootId !== refId(after.trailer.entries.get('Root'))) return { beyond: ['Root'], stamps }
  const root = dictOf(before.object(rootId))
  const pages = pagesOf(before, root)
  const form = before.resolve(root.entries.get('AcroForm'))
  const lists = new Set<number>() // where fields and notes are listed apart from what they belong to
  const note = (id: number | null) => { if (id !== null) lists.add(id) }
  if (isDict(form)) note(refId(form.entries.get('Fields')))
  for (const page of pages) note(refId(dictOf(before.object(page)).entries.get('Annots')))
  // What is kept for those who verify, and what the file says of itself: unless a page leads there too.
  const freely = new Set<number>([...within(before, root.entries.get('DSS'), 4), ...within(before, root.entries.get('Extensions'), 2)])
  for (const value of [root.entries.get('Metadata'), before.trailer.entries.get('Info')]) if (isRef(value)) freely.add(value.id)
  if (freely.size) for (const id of shownBy(before, pages)) freely.delete(id)
  // An update may add letters for its own drawing, not put others in the place of those that are there.
  const resources = new Set<number>(isDict(form) ? within(before, form.entries.get('DR'), 3) : [])
  const unfilled = danglingIn(before)

  const equal = (a: Value | undefined, b: Value | undefined) => same(a, b, before.bytes, after.bytes)
  const grows = (a: Value | undefined, b: Value | undefined, depth = 0): boolean => {
    const [x, y] = [before.resolve(a), after.resolve(b)]
    if (isDict(x) && isDict(y) && depth < 3) return [...x.entries].every(([name, value]) => grows(value, y.entries.get(name), depth + 1))
    return equal(a, b)
  }
  /** The list as before, and behind it nothing but new signature fields. */
  const listGrows = (a: Value | undefined, b: Value | undefined): boolean => {
    const [x, y] = [before.resolve(a) ?? [], after.resolve(b) ?? []]
    if (!Array.isArray(x) || !Array.isArray(y) || y.length < x.length || !x.every((value, i) => equal(value, y[i]))) return false
    return y.slice(x.length).every((value) => {
      if (!isRef(value) || inUse(before.entries.get(value.id))) return false
      return isSignatureWidget(after, value.id)
    })
  }
  const formGrows = (a: Value | undefined, b: Value | undefined): boolean => {
    const [x, y] = [before.resolve(a), after.resolve(b)]
    if (!isDict(y) || (x !== undefined && x !== null && !isDict(x))) return false
    const old = isDict(x) ? x.entries : new Map<string, Value>()
    return keysOf(old, y.entries).every((key) => formMayChange.has(key) || equal(old.get(key), y.entries.get(key)))
      && listGrows(old.get('Fields'), y.entries.get('Fields')) && (!old.has('DR') || grows(old.get('DR'), y.entries.get('DR')))
  }

  for (const [id, entry] of after.entries) {
    const former = before.entries.get(id)
    if (sameEntry(before, after, former, entry)) continue
    if (!inUse(former)) {
      if (inUse(entry) && unfilled.has(id)) beyond.add(`${id} ${kindOf(after.object(id))}`) // something waited for this: an old trick
      continue
    }
    if (!inUse(entry)) { beyond.add(`${id} ${kindOf(before.object(id))}`); continue }
    const [a, b] = [before.object(id), after.object(id)]
    if (equal(a, b) || freely.has(id)) continue
    if (id === rootId && isDict(a) && isDict(b)) {
      const wrong = keysOf(a.entries, b.entries).filter((key) => !rootMayChange.has(key) && !equal(a.entries.get(key), b.entries.get(key)))
      if (!wrong.length && (equal(a.entries.get('AcroForm'), b.entries.get('AcroForm')) || formGrows(a.entries.get('AcroForm'), b.entries.get('AcroForm'))) && (!a.entries.has('Perms') || equal(a.entries.get('Perms'), b.entries.get('Perms')))) continue
    } else if (pages.includes(id) && isDict(a) && isDict(b)) {
      if (keysOf(a.entries, b.entries).every((key) => key === 'Annots' || equal(a.entries.get(key), b.entries.get(key))) && listGrows(a.entries.get('Annots'), b.entries.get('Annots'))) continue
    } else if (id === refId(root.entries.get('AcroForm'))) {
      if (formGrows(a, b)) continue
    } else if (lists.has(id)) {
      if (listGrows(a, b)) continue
    } else if (resources.has(id) && isDict(a) && isDict(b)) {
      if (grows(a, b)) continue
    } else if (isEmptyField(before, a) && isDict(a) && isDict(b)) {
      if (keysOf(a.entries, b.entries).every((key) => signingAdds.has(key) || equal(a.entries.get(key), b.entries.get(key))) && isSignatureWidget(after, id)) continue
    }
    beyond.add(`${id} ${kindOf(a)}`)
  }
  for (const [id, entry] of before.entries) if (inUse(entry) && !after.entries.has(id)) beyond.add(`${id} ${kindOf(before.object(id))}`)

  if (!beyond.size) for (const [i, page] of pages.entries()) for (const share of newStamps(before, after, page)) {
    stamps.push({ page: i + 1, share })
    if (share > largestStampShare) beyond.add(`stamp on page ${i + 1}`)
  }
  return { beyond: [...beyond].slice(0, 20), stamps: stamps.slice(0, 50) }
}

const dictOf = (value: Value | undefined): Dict => { if (isDict(value)) return value; throw new Unreadable('no dictionary where one should be') }
const inUse = (entry: Entry | undefined): boolean => entry !== undefined && entry.kind !== 'free'
const keysOf = (a: ReadonlyMap<string, Value>, b: ReadonlyMap<string, Value>): string[] => [...new Set([...a.keys(), ...b.keys()])]
function kindOf(value: Value): string {
  const dict = isStream(value) ? value.dict : value
  const type = isDict(dict) ? nameOf(dict.entries.get('Type')) ?? nameOf(dict.entries.get('FT')) : null
  return (type ?? (isStream(value) ? 'stream' : Array.isArray(value) ? 'list' : 'object')).replace(/[^\w]/g, '').slice(0, 20)
}

function sameEntry(before: PdfFile, after: PdfFile, a: Entry | undefined, b: Entry): boolean {
  if (a?.kind === 'at' && b.kind === 'at') return a.offset === b.offset
  if (a?.kind === 'packed' && b.kind === 'packed') return a.stream === b.stream && a.index === b.index && sameEntry(before, after, before.entries.get(a.stream), after.entries.get(b.stream) ?? { kind: 'free' })
  return a?.kind === 'free' && b.kind === 'free'
}

/** The pages in their order. */
export function pagesOf(file: PdfFile, root: Dict): number[] {
  const pages: number[] = []
  const seen = new Set<number>()
  const walk = (value: Value | undefined): void => {
    const id = refId(value)
    if (id === null || seen.has(id)) throw new Unreadable('pages in disorder')
    if (seen.size > signatureLimits.objects) throw new Unreadable('too many pages', true)
    seen.add(id)
    const node = dictOf(file.object(id))
    const kids = file.resolve(node.entries.get('Kids'))
    if (kids === undefined || kids === null) pages.push(id)
    else if (Array.isArray(kids)) for (const kid of kids) walk(kid)
    else throw new Unreadable('pages in disorder')
  }
  walk(root.entries.get('Pages'))
  return pages
}

/** The objects a value leads to, so many references deep. */
function within(file: PdfFile, from: Value | undefined, deep: number): Set<number> {
  const found = new Set<number>()
  const walk = (value: Value | undefined, left: number): void => {
    if (isRef(value)) {
      if (left === 0 || found.has(value.id)) return
      found.add(value.id)
      walk(file.object(value.id), left - 1)
    } else if (Array.isArray(value)) for (const one of value) walk(one, left)
    else if (isDict(value)) for (const one of value.entries.values()) walk(one, left)
  }
  walk(from, deep)
  return found
}

/** The objects the pages show or lead to, themselves and what stands above them included. */
function shownBy(file: PdfFile, pages: readonly number[]): Set<number> {
  const found = new Set<number>()
  const left: Value[] = pages.map((id) => ({ kind: 'ref', id, generation: 0 }))
  for (let value = left.pop(); value !== undefined; value = left.pop()) {
    if (isRef(value)) {
      if (found.has(value.id)) continue
      found.add(value.id)
      left.push(file.object(value.id))
    } else if (Array.isArray(value)) left.push(...value)
    else if (isDict(value)) left.push(...value.entries.values())
    else if (isStream(value)) left.push(value.dict)
  }
  return found
}

/** Numbers the file refers to and has no object of: an update could slip one in under a page. */
function danglingIn(file: PdfFile): Set<number> {
  const dangling = new Set<number>()
  const walk = (value: Value): void => {
    if (isRef(value)) { if (!inUse(file.entries.get(value.id))) dangling.add(value.id) } else if (Array.isArray(value)) value.forEach(walk)
    else if (isDict(value)) [...value.entries.values()].forEach(walk)
    else if (isStream(value)) walk(value.dict)
  }
  for (const [id, entry] of file.entries) if (inUse(entry)) walk(file.object(id))
  return dangling
}

/** A signature's field: nothing but what such a field needs, and nothing that acts when it is opened or pressed. */
function isSignatureWidget(file: PdfFile, id: number): boolean {
  const field = file.object(id)
  if (!isDict(field) || nameOf(file.resolve(field.entries.get('FT'))) !== 'Sig') return false
  return [...field.entries.keys()].every((key) => widgetMayHave.has(key))
}
const isEmptyField = (file: PdfFile, value: Value): boolean => isDict(value) && nameOf(file.resolve(value.entries.get('FT'))) === 'Sig' && !value.entries.has('V')

/** How much of that page each signature drawn since covers, in hundredths of it, rounded up. */
function newStamps(before: PdfFile, after: PdfFile, page: number): number[] {
  const listed = (file: PdfFile): Value[] => { const list = file.resolve(dictOf(file.object(page)).entries.get('Annots')); return Array.isArray(list) ? list : [] }
  const known = new Set(listed(before).map(refId))
  const box = boxOf(after, mediaBox(after, page))
  return listed(after).filter((one) => {
    const id = refId(one)
    return id !== null && (!known.has(id) || !same(before.object(id), after.object(id), before.bytes, after.bytes))
  }).flatMap((one) => {
    const [width, height] = boxOf(after, dictOf(after.resolve(one)).entries.get('Rect'))
    return width * height > 0 ? [Math.ceil((100 * width * height) / Math.max(1, box[0] * box[1]))] : []
  })
}
function mediaBox(file: PdfFile, page: number): Value | undefined {
  let node: Value | undefined = file.object(page)
  for (let up = 0; up < signatureLimits.depth && isDict(node); up++) {
    if (node.entries.has('MediaBox')) return node.entries.get('MediaBox')
    node = file.resolve(node.entries.get('Parent'))
  }
  return undefined
}
function boxOf(file: PdfFile, value: Value | undefined): [number, number] {
  const box = file.resolve(value)
  const [a = 0, b = 0, c = 0, d = 0] = Array.isArray(box) ? box.map((side) => { const size = file.resolve(side); return typeof size === 'number' ? size : 0 }) : []
  return [Math.abs(c - a), Math.abs(d - b)]
}
