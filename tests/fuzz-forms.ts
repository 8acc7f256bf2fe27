import type { FastifyInstance } from 'fastify'
import { routesOf } from './readers.ts'
import type { World } from './fuzz-world.ts'

export interface Field { name: string; type: string; value: string; options: string[]; required: boolean }
/** A form as a page shows it, with who was shown it. */
export interface Shown { who: string; page: string; action: string; multipart: boolean; fields: Field[] }
/** A route that takes forms, and the forms that pages show for it; `/:` stands for the language. */
export interface Target { route: string; forms: Shown[] }

const plainly = (html: string): string => html.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&#39;/g, "'").replace(/&amp;/g, '&')
const attribute = (tag: string, name: string): string | undefined => { const found = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1]; return found === undefined ? undefined : plainly(found) }
const tags = /<input(?:[^>"]|"[^"]*")*>|<textarea(?:[^>"]|"[^"]*")*>(.*?)<\/textarea>|<select(?:[^>"]|"[^"]*")*>.*?<\/select>|<button(?:[^>"]|"[^"]*")*>/gs

/** Every form of that page that changes something. */
export function formsIn(html: string, page: string, who: string): Shown[] {
  return [...html.matchAll(/<form\b((?:[^>"]|"[^"]*")*)>(.*?)<\/form>/gs)].flatMap(([, head = '', inside = '']) => {
    if (attribute(head, 'method') !== 'post') return []
    const fields = new Map<string, Field>()
    for (const [tag, text] of inside.matchAll(tags)) {
      const name = attribute(tag, 'name')
      if (!name || name === 'csrf') continue
      const type = tag.startsWith('<textarea') ? 'textarea' : tag.startsWith('<select') ? 'select' : (attribute(tag, 'type') ?? 'text')
      const value = type === 'textarea' ? plainly(text ?? '') : type === 'select' ? (attribute(/<option[^>]* selected[^>]*>/.exec(tag)?.[0] ?? '', 'value') ?? '') : (attribute(tag, 'value') ?? '')
      const known = fields.get(name)
      if (known) known.options.push(value)
      else fields.set(name, { name, type, value, required: /\srequired/.test(tag), options: type === 'select' ? [...tag.matchAll(/<option[^>]*>/g)].map(([option]) => attribute(option, 'value') ?? '').slice(0, 60) : type === 'radio' || type === 'checkbox' ? [value] : [] })
    }
    return [{ who, page, action: attribute(head, 'action') ?? page, multipart: attribute(head, 'enctype') === 'multipart/form-data', fields: [...fields.values()] }]
  })
}

const shape = (url: string): string => url.replace(/\?.*/, (query) => query.replace(/=[^&]*/g, '=')).replace(/\d+/g, ':').replace(/[\w-]{30,}/g, ':')
/** At most so many pages of one shape for one reader: the same form on another listing teaches little. */
const mostOfOne = 3

/** Walks every page that leads from one to the next as each reader may see it, and returns the forms they are shown. */
export async function crawl(app: FastifyInstance, { headers, tokens, ids }: World): Promise<{ forms: Shown[]; pages: number }> {
  const starts = routesOf(app).filter((route) => route.startsWith('/vi')).flatMap((route) => (route.includes('/:') ? (/:token/.test(route) ? tokens.map((token) => route.replace(/:token/, token)) : []) : [route]))
  const forms: Shown[] = []
  let pages = 0
  await Promise.all(Object.entries(headers).map(async ([who, carried]) => {
    const seen = new Map<string, number>(), waiting: string[] = []
    const asked = new Set<string>()
    const note = (url: string): void => {
      const path = url.split('#')[0] ?? ''
      if (!path.startsWith('/vi') || asked.has(path) || /\.(csv|xlsx|docx|pdf|png|rss|atom)\b|\/live|\/mail/.test(path)) return
      const count = (seen.get(shape(path)) ?? 0) + 1
      seen.set(shape(path), count)
      if (count > (ids.length && /\/(listings|people|organisations)\//.test(path) ? mostOfOne * 2 : mostOfOne)) return
      asked.add(path)
      waiting.push(path)
    }
    for (const start of starts) note(start)
    for (let url = waiting.shift(); url !== undefined; url = waiting.shift()) {
      const { statusCode, body, headers: { location } } = await app.inject({ url, headers: carried })
      pages++
      if (statusCode >= 500) throw new Error(`${url} as ${who}: ${statusCode}`)
      if (typeof location === 'string') note(location)
      if (statusCode !== 200) continue
      forms.push(...formsIn(body, url, who))
      for (const [, href = ''] of body.matchAll(/<a\b[^>]*\shref="([^"]+)"/g)) note(plainly(href))
    }
  }))
  return { forms, pages }
}

const expressionOf = (route: string): RegExp => new RegExp(`^${route.split('/').map((part) => (part.startsWith(':') ? '[^/]+' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))).join('/')}$`)
/** Every route that takes a form, with those the pages show. A route no page leads to is asked for with fields of all the others. */
export function targetsOf(app: FastifyInstance, forms: readonly Shown[], { ids }: World): { targets: Target[]; unshown: string[] } {
  const routes = routesOf(app, 'POST').filter((route) => !route.startsWith('/en') && !route.startsWith('/api')) // no form: api-walk.test.ts sends to those
  const all = [...new Map(forms.flatMap(({ fields }) => fields).map((field) => [field.name, field])).values()]
  const unshown: string[] = []
  const targets = routes.map((route) => {
    const pattern = expressionOf(route)
    const own = forms.filter(({ action }) => pattern.test(action.split('?')[0] ?? ''))
    if (own.length) return { route, forms: own }
    unshown.push(route)
    const blind = ['member', 'other', 'administrator', 'moderator', 'buyer', 'anonymous'].flatMap((who, n) => [1, 2, ids[n] ?? 3].map((id) => ({ who, page: route, action: route.replace(/:[^/]+/g, String(id)), multipart: false, fields: all.filter((_, i) => (i + id) % 4 === 0) })))
    return { route, forms: blind }
  })
  return { targets, unshown }
}
