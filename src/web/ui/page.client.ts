/**
 * The little that scripts add to pages that work without them: a form that cannot be sent twice by a
 * double press, typed text that outlives the end of a session, a warning before it is left behind,
 * and dialogs that print.
 */
const forms = document.querySelectorAll<HTMLFormElement>('form[method="post"]')
let changed = false

/**
 * What was sent last, kept by this tab until a page says it was done. When the session had ended,
 * the answer is the page to sign in; the same reader then finds the form as they sent it.
 */
interface Sent { reader: string; action: string; fields: [string, string][]; signedOut?: boolean }
const { reader } = document.documentElement.dataset
const here = new URL(location.href)
const done = here.searchParams.has('done')

function kept(): Sent | null {
  try { return JSON.parse(sessionStorage.getItem('sent') ?? 'null') as Sent | null } catch { return null }
}
function keep(sent: Sent | null): void {
  try {
    if (sent) sessionStorage.setItem('sent', JSON.stringify(sent))
    else sessionStorage.removeItem('sent')
  } catch { /* no storage, or no room in it: then it is as without scripts */ }
}
/** What somebody types or chooses; never a password, a code, a file, or what the page itself wrote into the form. */
const typed = (form: HTMLFormElement) => [...form.elements].filter((one): one is HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement =>
  (one instanceof HTMLInputElement && one.autocomplete !== 'one-time-code' && !['password', 'file', 'hidden', 'submit', 'button'].includes(one.type) || one instanceof HTMLTextAreaElement || one instanceof HTMLSelectElement) && one.name !== '')
const isBox = (one: Element): one is HTMLInputElement => one instanceof HTMLInputElement && (one.type === 'checkbox' || one.type === 'radio')
const actionOf = (form: HTMLFormElement): string => form.getAttribute('action') ?? here.pathname

function giveBack(): void {
  const sent = kept()
  if (!sent) return
  if (!reader) {
    if (/^\/(vi|en)\/sign-in$/.test(here.pathname)) keep({ ...sent, signedOut: true })
    else if (here.searchParams.get('done') === 'signed_out') keep(null)
    return
  }
  if (done || sent.reader !== reader) return keep(null)
  // Led aside to show who they are: the form waits for them as it was sent.
  if (/^\/(vi|en)\/confirm-identity$/.test(here.pathname)) return keep({ ...sent, signedOut: true })
  const form = [...forms].find((one) => one.dataset.guard !== undefined && actionOf(one) === sent.action)
  // A form that came back with what is wrong in it already holds what was typed.
  if (!form || !sent.signedOut || form.querySelector('[role=alert]')) return
  const fields = [...sent.fields]
  for (const one of typed(form)) {
    const at = fields.findIndex(([name, value]) => name === one.name && (!isBox(one) || value === one.value))
    if (isBox(one)) one.checked = at >= 0
    else if (at >= 0) one.value = fields[at]?.[1] ?? ''
    if (at >= 0) fields.splice(at, 1)
  }
  // What the form lies folded in opens, so that it can be seen.
  for (let around = form.closest('details'); around; around = around.parentElement?.closest('details') ?? null) around.open = true
  const notice = document.querySelector<HTMLElement>('[data-kept]')
  if (notice) { notice.hidden = false; form.prepend(notice) }
  changed = true
  keep(null)
}
giveBack()

for (const form of forms) {
  if (form.dataset.guard !== undefined) form.addEventListener('input', () => { changed = true })
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent) return event.preventDefault()
    form.dataset.sent = 'yes'
    changed = false
    if (reader && form.dataset.guard !== undefined && !here.pathname.endsWith('/confirm-identity')) keep({ reader, action: actionOf(form), fields: typed(form).filter((one) => !isBox(one) || one.checked).map((one) => [one.name, one.value]) })
    // It may be sent again when one comes back to it, or when no answer came because it was stopped.
    const free = (): void => { delete form.dataset.sent }
    window.addEventListener('pageshow', free, { once: true })
    setTimeout(free, 8_000)
  })
}
window.addEventListener('beforeunload', (event) => { if (changed) event.preventDefault() })

// What was done is said once: neither a reload nor a link passed on says it again.
if (done) {
  here.searchParams.delete('done')
  history.replaceState(history.state, '', here)
}
document.querySelector<HTMLElement>('[data-focus]')?.focus()
for (const print of document.querySelectorAll('[data-print]')) print.addEventListener('click', () => window.print())
for (const form of document.querySelectorAll<HTMLFormElement>('form[data-auto]')) {
  form.addEventListener('change', (event) => { if (event.target instanceof HTMLSelectElement) form.requestSubmit() })
}
