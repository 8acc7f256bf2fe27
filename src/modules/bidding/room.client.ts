import { openSpeaker } from '../../platform/speaking.ts'
import { vndInWords } from '../../platform/words.ts'

/**
 * Keeps a room current: what happens comes as numbered news, the server's hour is measured and shown
 * with how far it may be off, and a typed amount is said in words before it is sent. The page is whole
 * without any of this.
 */
interface View { seq: number; phase: string; open: boolean; paused: string | null; price: string; words: string; leader: number | null; leading: string; least: number | null; calls: string; closes_at: number | null; closes: string; stands: string }
interface News { view: View; lines: { seq: number; hour: string; text: string }[]; since?: number; serverNow: number }

const room = document.querySelector<HTMLElement>('[data-room]')
const locale = document.documentElement.lang === 'en' ? 'en' : 'vi'
const words = { vi: { lead: 'Bạn đang trả giá cao nhất.', over: 'đã hết', days: 'ngày', off: (ms: number) => `± ${ms} ms`, price: (text: string) => text }, en: { lead: 'You lead.', over: 'over', days: 'days', off: (ms: number) => `± ${ms} ms`, price: (text: string) => text } }[locale]
const number = new Intl.NumberFormat(locale === 'vi' ? 'vi-VN' : 'en-GB')
const said = (amount: number): string => (locale === 'vi' ? `${number.format(amount)} đồng` : `VND ${number.format(amount)}`)
const clock = new Intl.DateTimeFormat(locale === 'vi' ? 'vi-VN' : 'en-GB', { timeZone: 'Asia/Ho_Chi_Minh', hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false })

function live(name: string, text: string): void {
  for (const one of document.querySelectorAll<HTMLElement>(`[data-live="${name}"]`)) if (one.textContent !== text) one.textContent = text
}

if (room) {
  const { room: base = '' } = room.dataset
  let seq = Number(room.dataset.seq), closes = Number(room.dataset.closes) || null, opened = room.dataset.open
  let stage = document.querySelector('[data-live="phase"]')?.textContent
  let stream: EventSource | null = null
  // The server's hour: five questions, the median answer; half the time of its way is how far it may be off.
  let offset = 0
  const measured: { offset: number; trip: number }[] = []
  async function measure(): Promise<void> {
    const sent = Date.now()
    try {
      const { now } = await (await fetch(`${base}/clock.json`, { cache: 'no-store' })).json() as { now: number }
      const got = Date.now()
      measured.push({ offset: now - (sent + got) / 2, trip: got - sent })
      if (measured.length > 5) measured.shift()
      const middle = measured.toSorted((a, b) => a.offset - b.offset)[Math.floor(measured.length / 2)]!
      offset = middle.offset
      live('uncertain', words.off(Math.max(1, Math.round(middle.trip / 2))))
    } catch { /* the next time */ }
  }
  void (async () => { for (let i = 0; i < 5; i++) { await measure(); await new Promise((next) => { setTimeout(next, 300) }) } })()
  setInterval(() => { if (!document.hidden) void measure() }, 30_000)

  const left = document.querySelector<HTMLElement>('[data-left]'), two = (n: number): string => String(n).padStart(2, '0')
  /** Minutes and seconds; hours, and days from two on, where a lot is open that long. */
  function lasting(rest: number): string {
    const hours = Math.floor(rest / 3_600), days = hours < 48 ? 0 : Math.floor(hours / 24)
    return `${days ? `${days} ${words.days} ` : ''}${hours ? `${two(hours - days * 24)}:` : ''}${two(Math.floor(rest / 60) % 60)}:${two(rest % 60)}`
  }
  setInterval(() => {
    const now = Date.now() + offset
    live('clock', clock.format(new Date(now)))
    if (left) left.hidden = closes === null || opened !== 'yes'
    if (closes === null) return
    // The end is the one the server closes by; this only counts towards it.
    const rest = Math.max(0, Math.ceil((closes / 1_000 - now) / 1_000))
    live('left', rest === 0 ? words.over : lasting(rest))
  }, 250)

  const speaker = document.querySelector<HTMLElement>('[data-said]')
  const say = openSpeaker((text) => { if (speaker) speaker.textContent = text })

  const list = document.querySelector<HTMLElement>('[data-lines]')
  function show({ view, lines }: News, whole: boolean): void {
    if (view.seq < seq) return
    seq = view.seq
    closes = view.closes_at
    for (const name of ['phase', 'price', 'words', 'leading', 'calls', 'closes', 'stands'] as const) live(name, view[name])
    for (const one of document.querySelectorAll<HTMLElement>('[data-live="paused"]')) { one.hidden = view.paused === null; one.textContent = view.paused ?? '' }
    const panel = document.querySelector<HTMLElement>('[data-number]')
    const leads = panel !== null && Number(panel.dataset.number) === view.leader
    live('you', leads ? words.lead : '')
    for (const buttons of document.querySelectorAll<HTMLElement>('[data-bids]')) buttons.hidden = leads
    if (list) {
      if (whole) list.replaceChildren()
      for (const line of lines.toReversed()) {
        if (list.querySelector(`[data-line="${line.seq}"]`)) continue
        const item = document.createElement('li'), hour = document.createElement('time')
        item.dataset.line = String(line.seq)
        hour.textContent = line.hour
        item.append(hour, line.text)
        list.prepend(item)
      }
      while (list.children.length > Number(list.dataset.most)) list.lastElementChild?.remove()
      for (const empty of document.querySelectorAll<HTMLElement>('[data-empty]')) empty.hidden = list.children.length > 0
    }
    if (!whole && lines[0]) say(lines[0].text)
    steps(view)
    // What may be pressed changed with the state: the page knows, and is asked for once.
    opened = view.open ? 'yes' : 'no'
    if (view.phase === stage) return
    stage = view.phase
    if (document.querySelector('[data-number], form[action*="/console/"]') && !typing()) location.reload()
  }
  const typing = (): boolean => [...document.querySelectorAll<HTMLInputElement>('form[data-guard] input[type=text], form[data-guard] input:not([type])')].some(({ value }) => value !== '')
  // A thumb already on its way when the price changed meant the price before: for a moment nothing is sent.
  let moved = -Infinity
  const settleMs = 700
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-step]')) button.addEventListener('click', (event) => { if (performance.now() - moved < settleMs) event.preventDefault() })
  setInterval(() => { if (performance.now() - moved >= settleMs) for (const button of document.querySelectorAll<HTMLElement>('[data-moved]')) delete button.dataset.moved }, 100)
  /** The buttons follow the price; one that is being pressed keeps what it said. */
  function steps(view: View): void {
    const buttons = [...document.querySelectorAll<HTMLButtonElement>('[data-step]')]
    if (view.least === null || buttons.length === 0) return
    const known = buttons.map(({ value }) => Number(value)), step = (known[1] ?? 0) - (known[0] ?? 0)
    if (buttons.some((button) => button.matches(':active'))) return
    for (const [i, button] of buttons.entries()) {
      const amount = view.least + [0, 1, 4][i]! * step
      if (button.value === String(amount)) continue
      button.value = String(amount)
      button.dataset.moved = ''
      moved = performance.now()
      button.textContent = (button.textContent ?? '').replace(/(VND )?\d[\d.,]*( đồng)?/, said(amount))
    }
  }

  // The server speaks every ten seconds. A line that went dead without a word is given up: telephones change networks so.
  let heardAt = Date.now()
  const silentMs = 25_000
  setInterval(() => { if (stream && Date.now() - heardAt > silentMs) { lost(true); close(); open() } }, 1_000)
  function open(): void {
    if (stream || document.hidden || !navigator.onLine) return
    const now = new EventSource(`${base}/events?after=${seq}`)
    stream = now
    heardAt = Date.now()
    now.addEventListener('time', () => { heardAt = Date.now() })
    const heard = (whole: boolean) => ({ data }: MessageEvent<string>): void => {
      const news = JSON.parse(data) as News
      heardAt = Date.now()
      // News that does not follow what is shown: the whole is asked for.
      if (!whole && news.since !== undefined && news.since > seq) { close(); seq = 0; open(); return }
      show(news, whole)
    }
    now.addEventListener('snapshot', heard(true))
    now.addEventListener('delta', heard(false))
    now.addEventListener('open', () => lost(false))
    now.addEventListener('error', () => { lost(true); if (now.readyState === EventSource.CLOSED) { close(); setTimeout(open, 3_000 + Math.random() * 4_000) } })
  }
  const lost = (is: boolean): void => { for (const one of document.querySelectorAll<HTMLElement>('[data-lost]')) one.hidden = !is }
  function close(): void { stream?.close(); stream = null }
  document.addEventListener('visibilitychange', () => { if (document.hidden) close(); else open() })
  // A browser that knows it is offline says so at once: a stream without a network does not end by itself.
  window.addEventListener('offline', () => { close(); lost(true) })
  window.addEventListener('online', open)
  window.addEventListener('pagehide', close)
  window.addEventListener('pageshow', open)
  open()

  const typed = document.querySelector<HTMLInputElement>('input[name=typed]'), spoken = document.querySelector<HTMLElement>('[data-typed-words]')
  typed?.addEventListener('input', () => {
    const amount = Number(typed.value.replace(/[. ,]/g, ''))
    if (spoken) spoken.textContent = typed.value && Number.isSafeInteger(amount) && amount > 0 && amount < 9e15 ? vndInWords(amount, locale) : ''
  })
}
