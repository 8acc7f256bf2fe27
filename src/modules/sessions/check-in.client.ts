import { qrReader } from './camera.client.ts'
import { canBeCode, plainCode } from './code-rules.ts'

/**
 * The door of a session on a phone. Codes come by camera or keyboard; each is compared with the hashes the
 * page brought, kept on this device with the time of its scan, and sent when there is a network, as often
 * as it takes: the server takes each ticket once. A service worker gives the page itself when there is none.
 * What is kept are codes that open the door: once the server takes them no longer, they are forgotten, with the page.
 */
interface Scan { code: string; at: string; offline: boolean }
interface Shown { code: string; at: string; answer: string }
const part = document.querySelector<HTMLElement>('#check-in')
const form = part?.querySelector('form')
const field = form?.querySelector<HTMLInputElement>('input[name=ticket]')
if (part && form && field) {
  const { hashes, words } = JSON.parse(part.dataset.list ?? '{}') as { hashes: string[]; words: { online: string; offline: string; kept: string; ready: string; notReady: string; camera: string; cameraOff: string; notCode: string; answers: Record<string, string> } }
  const known = new Set(hashes)
  const key = `check-in ${part.dataset.session}`, shownKey = `check-in shown ${part.dataset.session}`
  const at = (name: string): HTMLElement => part.querySelector<HTMLElement>(`[data-${name}]`)!
  const read = <T>(of: string): T[] => { try { return JSON.parse(localStorage.getItem(of) ?? '[]') as T[] } catch { return [] } }
  const write = (of: string, list: unknown[]): void => { try { localStorage.setItem(of, JSON.stringify(list)) } catch { /* no storage: what cannot be kept is sent at once or said to be lost */ } }
  // Of other sessions too, where this device did not open their doors again: each list says until when it is of use.
  const now = Date.now(), until = Number(part.dataset.until ?? 0)
  const isOver = (session: string): boolean => { try { return Number(localStorage.getItem(`check-in until ${session}`) ?? 0) <= now } catch { return true } }
  const forget = (session: string): void => { for (const name of [`check-in ${session}`, `check-in shown ${session}`, `check-in until ${session}`]) localStorage.removeItem(name) }
  try {
    localStorage.setItem(`check-in until ${part.dataset.session}`, String(until))
    for (const name of Object.keys(localStorage)) {
      const session = /^check-in (?:shown |until )?(\d+)$/.exec(name)?.[1]
      if (session !== undefined && isOver(session)) forget(session)
    }
  } catch { /* no storage: nothing is kept */ }
  /** The pages of doors that are closed for good; with the last of them goes what they are made of. */
  async function forgetPages(): Promise<void> {
    const kept = await caches.open('check-in')
    let doors = 0
    for (const page of await kept.keys()) {
      const session = /\/sessions\/(\d+)\/check-in$/.exec(new URL(page.url).pathname)?.[1]
      if (session === undefined) continue
      if (session === part!.dataset.session ? until <= now : isOver(session)) await kept.delete(page)
      else doors++
    }
    if (doors === 0) await caches.delete('check-in')
  }
  let waiting = read<Scan>(key), shown = read<Shown>(shownKey)
  /** How many are sent at once: one, after many were refused together, so that what is refused holds nothing else up. */
  let together = 200
  let sending = false, timer: ReturnType<typeof setTimeout> | undefined

  async function hash(code: string): Promise<string | null> {
    if (!globalThis.crypto?.subtle) return null
    const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(code)))
    return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('').slice(0, 32)
  }

  function draw(): void {
    at('network').textContent = navigator.onLine ? words.online : words.offline
    at('waiting').textContent = waiting.length ? words.kept.replace('{n}', String(waiting.length)) : ''
    const list = at('latest').querySelector('ol')!
    at('latest').hidden = false
    at('latest').querySelector<HTMLElement>('[data-none]')!.hidden = shown.length > 0
    list.replaceChildren(...shown.slice(0, 20).map(({ code, at: when, answer }) => {
      const item = document.createElement('li')
      item.textContent = `${new Date(when).toLocaleTimeString(document.documentElement.lang)} · ${code} · ${words.answers[answer] ?? answer}`
      return item
    }))
  }
  function say(code: string, when: string, answer: string, aloud = true): void {
    const before = shown.find((one) => one.code === code)
    if (before) before.answer = answer
    else shown.unshift({ code, at: when, answer })
    shown = shown.slice(0, 200)
    write(shownKey, shown)
    if (aloud) at('said').textContent = `${code}: ${words.answers[answer] ?? answer}`
    draw()
  }

  async function scan(typed: string): Promise<void> {
    if (!typed.trim()) return
    const code = plainCode(typed)
    // The QR code of something else is shown at doors too; it is said, and not sent.
    if (!canBeCode(code)) { at('said').textContent = `${typed.trim().slice(0, 24)}: ${words.notCode}`; return }
    if (waiting.some((one) => one.code === code)) { at('said').textContent = `${code}: ${words.answers.again}`; return }
    const mark = await hash(code)
    const when = new Date().toISOString()
    waiting.push({ code, at: when, offline: !navigator.onLine })
    write(key, waiting)
    say(code, when, mark !== null && known.has(mark) ? 'kept' : 'stranger')
    void send()
  }

  /** Sends what waits; what came back answered waits no longer. */
  async function send(): Promise<void> {
    clearTimeout(timer)
    if (sending || waiting.length === 0) return
    sending = true
    let pause = 1_000
    const batch = waiting.slice(0, together)
    try {
      const token = document.querySelector<HTMLMetaElement>('meta[name=csrf-token]')?.content ?? ''
      const answer = await fetch(part!.dataset.send!, { method: 'POST', headers: { accept: 'application/json', 'x-csrf-token': token }, body: new URLSearchParams({ scans: JSON.stringify(batch) }), redirect: 'error' })
      const { answers, message } = await answer.json() as { answers?: string[]; message?: string }
      if (!answer.ok || !answers) {
        at('said').textContent = message ?? String(answer.status)
        if (answer.status >= 400 && answer.status < 500) {
          if (batch.length === 1) waiting = [...waiting.slice(1), ...batch] // those behind it come first now
          together = 1
        }
        throw new Error(String(answer.status))
      }
      together = 200
      for (const [i, one] of batch.entries()) say(one.code, one.at, answers[i] ?? 'unknown', i === batch.length - 1)
      waiting = waiting.slice(batch.length)
      write(key, waiting)
    } catch {
      for (const one of waiting) one.offline = true
      write(key, waiting)
      pause = 8_000
    }
    sending = false
    draw()
    if (waiting.length > 0) timer = setTimeout(() => void send(), pause)
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault()
    event.stopImmediatePropagation()
    const typed = field.value
    field.value = ''
    field.focus()
    void scan(typed)
  }, true)
  for (const name of ['online', 'offline']) window.addEventListener(name, () => { draw(); void send() })
  window.addEventListener('beforeunload', (event) => event.stopImmediatePropagation(), true) // what was scanned is kept

  // Where a page may not look through a camera (no camera, no https, or refused), codes are typed.
  const video = part.querySelector('video')!
  const noCamera = (): void => { at('no-camera').hidden = false }
  if (navigator.mediaDevices?.getUserMedia) {
    const place = at('camera'), button = place.querySelector('button')!
    place.hidden = false
    let stream: MediaStream | null = null, last = ''
    const stop = (): void => { for (const track of stream?.getTracks() ?? []) track.stop(); stream = null; video.hidden = true; button.textContent = words.camera }
    button.addEventListener('click', async () => {
      if (stream) return stop()
      try {
        const mine = stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } })
        video.srcObject = stream
        video.hidden = false
        await video.play()
        button.textContent = words.cameraOff
        last = ''
        const seen = await qrReader(video)
        const look = async (): Promise<void> => {
          if (stream !== mine) return
          const text = await seen().catch(() => null) // no picture yet
          if (text && text !== last) { last = text; navigator.vibrate?.(60); await scan(text) }
          setTimeout(() => void look(), 250)
        }
        void look()
      } catch { stop(); noCamera() }
    })
    window.addEventListener('pagehide', stop)
  } else noCamera()

  // The page keeps itself and what it is made of, for the worker to give when there is no network.
  void (async () => {
    try {
      await forgetPages()
      await navigator.serviceWorker.register(part.dataset.worker!, { scope: part.dataset.page! })
      const parts = [...document.querySelectorAll<HTMLLinkElement | HTMLScriptElement>('link[href], script[src]')].map((one) => ('href' in one ? one.href : one.src)).filter((address) => new URL(address).pathname.startsWith('/assets/'))
      if (navigator.onLine && until > now) await (await caches.open('check-in')).addAll([part.dataset.page!, ...new Set(parts)])
      at('ready').textContent = words.ready
    } catch { at('ready').textContent = words.notReady }
  })()
  draw()
  void send()
}
