/**
 * Keys for those who read many listings a day. Everything they do is a link, a button or a box that is
 * there without them. They do nothing while somebody types, and can be turned off for good in this
 * browser (WCAG 2.1.4).
 */
const offKey = 'moderation-keys-off'
let off = false
try { off = localStorage.getItem(offKey) === 'yes' } catch { /* no storage: on, until the page is left */ }

const marked = (key: string): HTMLElement | null => [...document.querySelectorAll<HTMLElement>('[data-key]')].find((one) => one.dataset.key === key) ?? null
for (const table of document.querySelectorAll<HTMLElement>('details[data-key="?"]')) table.hidden = false

const reasons = document.querySelector<HTMLElement>('[data-reasons]')
const reason = document.querySelector<HTMLTextAreaElement>('textarea[name=reason]')
if (reasons && reason) {
  const composed = reasons.querySelector<HTMLInputElement>('input[name=composed]')
  for (const plain of reasons.querySelectorAll<HTMLElement>('[data-plain]')) plain.hidden = true
  for (const scripted of reasons.querySelectorAll<HTMLElement>('[data-scripted]')) scripted.hidden = false
  const boxes = [...reasons.querySelectorAll<HTMLInputElement>('input[type=checkbox]')]
  const put = (box: HTMLInputElement): void => {
    const text = box.dataset.text ?? ''
    if (box.checked && !reason.value.includes(text)) reason.value = [reason.value.trim(), text].filter(Boolean).join('\n\n')
    // Words changed by hand stay: what somebody wrote is theirs to take away.
    else if (!box.checked) reason.value = reason.value.replace(text, '').replace(/\n{3,}/g, '\n\n').trim()
  }
  // A form that came back without having been put together here is put together now.
  if (composed?.value !== 'yes') for (const box of boxes) if (box.checked) put(box)
  if (composed) composed.value = 'yes'
  for (const box of boxes) box.addEventListener('change', () => put(box))
}

function hints(): void {
  for (const one of document.querySelectorAll<HTMLElement>('[data-key]')) {
    const pressed = one instanceof HTMLFormElement ? one.querySelector('button') : one.matches('a, input') ? one : one.querySelector('summary, textarea')
    if (off) pressed?.removeAttribute('aria-keyshortcuts')
    else pressed?.setAttribute('aria-keyshortcuts', one.dataset.key ?? '')
  }
  for (const hint of document.querySelectorAll<HTMLElement>('[data-hint]')) hint.hidden = off
  for (const turn of document.querySelectorAll<HTMLElement>('[data-keys-switch]')) turn.textContent = (off ? turn.dataset.on : turn.dataset.off) ?? ''
}
hints()
for (const turn of document.querySelectorAll('[data-keys-switch]')) turn.addEventListener('click', () => {
  off = !off
  try { if (off) localStorage.setItem(offKey, 'yes'); else localStorage.removeItem(offKey) } catch { /* see above */ }
  hints()
})

const typing = (at: EventTarget | null): boolean => at instanceof HTMLTextAreaElement || at instanceof HTMLSelectElement
  || (at instanceof HTMLInputElement && at.type !== 'checkbox' && at.type !== 'radio') || (at instanceof HTMLElement && at.isContentEditable)

const rows = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[data-row]')]
const rowAt = (): number => rows().findIndex((row) => row.contains(document.activeElement))

const acts: Record<string, () => boolean> = {
  j: () => step(1), k: () => step(-1),
  x: () => { const box = rows()[rowAt()]?.querySelector<HTMLInputElement>('input[type=checkbox]'); box?.focus(); box?.click(); return Boolean(box) },
  // With a reason begun, a slip of the finger must not publish: the key goes to the button, and Enter presses it.
  p: () => {
    const begun = reason?.value.trim() || reasons?.querySelector('input:checked')
    if (begun) marked('p')?.querySelector('button')?.focus()
    return begun ? true : follow('p')
  },
  r: () => {
    const first = reasons?.querySelector<HTMLElement>('input[type=checkbox]') ?? marked('r')?.querySelector<HTMLElement>('textarea')
    first?.focus()
    return Boolean(first)
  },
}
/** In the queue from row to row; beside a decision to the listing before or after. */
function step(by: 1 | -1): boolean {
  const all = rows()
  if (all.length === 0) return follow(by === 1 ? 'j' : 'k')
  const at = rowAt()
  const to = all[at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + by))]
  to?.querySelector('a')?.focus()
  return true
}
function follow(key: string): boolean {
  const target = marked(key)
  if (target instanceof HTMLFormElement) target.requestSubmit()
  else if (target instanceof HTMLDetailsElement) { target.open = !target.open; target.querySelector('summary')?.focus() }
  else {
    // What was chosen is where one is then, and so it is read out.
    if (target instanceof HTMLInputElement) target.focus()
    target?.click()
  }
  return target !== null
}

document.addEventListener('keydown', (event) => {
  if (off || event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.isComposing || event.defaultPrevented || typing(event.target)) return
  const { key } = event
  const act = acts[key] ?? (/^[1-9td?]$/.test(key) ? () => follow(key) : null)
  if (act?.()) event.preventDefault()
})
