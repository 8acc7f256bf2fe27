/**
 * The little that scripts add to pages that work without them: a form that cannot be sent twice
 * by a double press, a warning before typed text is left behind, and dialogs that print.
 */
const forms = document.querySelectorAll<HTMLFormElement>('form[method="post"]')
let changed = false
for (const form of forms) {
  if (form.dataset.guard !== undefined) form.addEventListener('input', () => { changed = true })
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent) event.preventDefault()
    form.dataset.sent = 'yes'
    changed = false
    // Back from the next page, the form may be sent again.
    window.addEventListener('pageshow', () => { delete form.dataset.sent }, { once: true })
  })
}
window.addEventListener('beforeunload', (event) => { if (changed) event.preventDefault() })
document.querySelector<HTMLElement>('[data-focus]')?.focus()
for (const print of document.querySelectorAll('[data-print]')) print.addEventListener('click', () => window.print())
for (const form of document.querySelectorAll<HTMLFormElement>('form[data-auto]')) {
  form.addEventListener('change', (event) => { if (event.target instanceof HTMLSelectElement) form.requestSubmit() })
}
