/**
 * Keeps a signed-in page current: the number of notices not opened, and the list of notices where it
 * is shown. A page in the background holds no stream; what it missed comes when it is looked at again.
 */
const { reader } = document.documentElement.dataset
const locale = document.documentElement.lang === 'en' ? 'en' : 'vi'
const words = {
  vi: (n: number, line: string): string => (n === 1 ? `Thông báo mới: ${line}` : `${n} thông báo mới, gần nhất: ${line}`),
  en: (n: number, line: string): string => (n === 1 ? `New notice: ${line}` : `${n} new notices, the latest: ${line}`),
}[locale]

const list = document.querySelector<HTMLElement>('#notices')
let after = list?.dataset.latest ?? ''
let stream: EventSource | null = null
let over = false

/** Said to a screen reader when it is not speaking, at most once in ten seconds however much comes. */
const said = document.createElement('div')
said.className = 'hidden'
said.setAttribute('role', 'status')
said.setAttribute('aria-live', 'polite')
let unsaid = 0
let line = ''
let lastSaid = 0
let speaking: ReturnType<typeof setTimeout> | undefined
function say(text: string): void {
  unsaid += 1
  line = text
  speaking ??= setTimeout(() => {
    speaking = undefined
    lastSaid = Date.now()
    said.textContent = words(unsaid, line)
    unsaid = 0
  }, Math.max(1_000, lastSaid + 10_000 - Date.now()))
}

function elementIn(html: string): HTMLElement | null {
  const template = document.createElement('template')
  template.innerHTML = html
  return template.content.firstElementChild as HTMLElement | null
}
/** The part of the page with the same id takes its new form, unless somebody stands on it: then what it holds changes and it stays. */
function replace(part: HTMLElement): void {
  const old = document.getElementById(part.id)
  if (old === document.activeElement) old?.replaceChildren(...part.childNodes)
  else old?.replaceWith(part)
}

function open(): void {
  if (over || stream || document.hidden) return
  const now = new EventSource(`/${locale}/live${after ? `?after=${after}` : ''}`)
  stream = now
  now.addEventListener('count', ({ data, lastEventId }: MessageEvent<string>) => {
    after = lastEventId
    const part = elementIn(data)
    if (part) replace(part)
  })
  now.addEventListener('notice', ({ data, lastEventId }: MessageEvent<string>) => {
    after = lastEventId
    const part = elementIn(data)
    if (!part || document.getElementById(part.id)) return
    if (list?.dataset.first !== undefined) {
      list.prepend(part)
      document.getElementById('notices-total')?.remove() // it counted what was there when the page was made
    }
    say(part.querySelector('a')?.textContent ?? '')
  })
  // Signed out, here or elsewhere: this page asks no more.
  now.addEventListener('ended', () => { over = true; close() })
}
function close(): void {
  stream?.close()
  stream = null
}

if (reader) {
  document.body.append(said)
  document.addEventListener('visibilitychange', () => { if (document.hidden) close(); else open() })
  window.addEventListener('pagehide', close)
  window.addEventListener('pageshow', open)
  open()
}
