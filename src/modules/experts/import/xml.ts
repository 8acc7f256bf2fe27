/** An element of an XML file: its name without prefix, its attributes, and what lies in it. */
export interface Element { name: string; attributes: Record<string, string>; children: Element[]; text: string; line: number }

const deepest = 60
const most = 200_000

/**
 * The root of an XML file that is well formed, and null for any other. Declares nothing of its own:
 * a file with a document type is refused, so that nothing in it stands for something else.
 */
export function readXml(text: string): Element | null {
  const root: Element = { name: '', attributes: {}, children: [], text: '', line: 1 }
  const open = [root]
  const tokens = /<!--[^]*?-->|<\?[^]*?\?>|<!\[CDATA\[([^]*?)\]\]>|<\/([^\s<>/]{1,100})\s*>|<([^\s<>/!?=]{1,100})((?:\s+[^\s<>/=]{1,100}\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|[^<]+/gy
  let count = 0, line = 1, at = 0
  for (let token = tokens.exec(text); token; token = tokens.exec(text)) {
    const [whole, cdata, closing, name, attributes = '', empty] = token
    const here = open.at(-1) as Element
    at = tokens.lastIndex
    if (++count > most || open.length > deepest) return null
    if (closing !== undefined) {
      if (open.length === 1 || local(closing) !== here.name) return null
      open.pop()
    } else if (name !== undefined) {
      const element: Element = { name: local(name), attributes: attributesOf(attributes), children: [], text: '', line }
      here.children.push(element)
      if (!empty) open.push(element)
    } else if (cdata !== undefined) here.text += cdata
    else if (!whole.startsWith('<')) here.text += unescaped(whole)
    for (let i = whole.indexOf('\n'); i >= 0; i = whole.indexOf('\n', i + 1)) line++
  }
  return at === text.length && open.length === 1 && root.children.length === 1 ? root.children[0] ?? null : null
}

/** The elements along a path of names below this one. */
export function below(element: Element | undefined, ...path: string[]): Element[] {
  return path.reduce<Element[]>((found, name) => found.flatMap(({ children }) => children.filter((child) => child.name === name)), element ? [element] : [])
}
export const textBelow = (element: Element | undefined, ...path: string[]): string => below(element, ...path)[0]?.text.trim() ?? ''

const local = (name: string): string => name.slice(name.indexOf(':') + 1)
const attributesOf = (text: string): Record<string, string> =>
  Object.fromEntries([...text.matchAll(/([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].map(([, name = '', double, single]) => [local(name), unescaped(double ?? single ?? '')]))
const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
const unescaped = (text: string): string => text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w{1,10}));/gi, (all, hex: string | undefined, decimal: string | undefined, name: string | undefined) => {
  if (name) return Object.hasOwn(named, name) ? named[name] as string : all
  const point = hex ? parseInt(hex, 16) : Number(decimal)
  return point > 0 && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff) ? String.fromCodePoint(point) : '�'
})
