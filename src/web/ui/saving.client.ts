/**
 * A draft's form saves itself: a moment after typing stops, when a field is left, and when the page is.
 * It is sent where its button would send it; the answer says the version saved, which the next one
 * names, so that what somebody else saved meanwhile is never overwritten. What could not be sent stays
 * on the page and is sent again until it is there, and the page warns before it is left.
 */
const status = document.querySelector<HTMLElement>('[data-autosave]')
const form = status?.closest('form')
if (status && form) {
  const pause = 1_500, again = 8_000
  const words = status.dataset
  let typed = 0, saved = 0, stopped = false, timer: ReturnType<typeof setTimeout> | undefined
  let sending: Promise<void> | null = null
  const version = form.elements.namedItem('version') as HTMLInputElement
  const say = (text: string | undefined): void => { status.textContent = text ?? '' }
  const labelOf = (field: string): string => document.querySelector(`label[for="f-${CSS.escape(field)}"]`)?.firstChild?.textContent?.trim() ?? ''

  async function send(leaving: boolean): Promise<void> {
    const upTo = typed
    say(words.saving)
    try {
      const body = new URLSearchParams([...new FormData(form!)].filter((pair): pair is [string, string] => typeof pair[1] === 'string'))
      const answer = await fetch(form!.action, { method: 'POST', headers: { accept: 'application/json' }, body, redirect: 'error', keepalive: leaving })
      const said = await answer.json() as { version?: number; at?: string; code?: string; field?: string; message?: string }
      if (answer.ok) {
        version.value = String(said.version)
        saved = upTo
        say(`${words.saved} ${said.at}`)
      } else if (answer.status === 422) say(`${words.wrong} ${labelOf(said.field ?? '')} – ${said.message}`)
      else if (said.code === 'changed_meanwhile') { stopped = true; say(words.changed) }
      else { stopped = said.code !== 'shares_not_whole' && said.code !== 'right_ends_first'; say(said.message) }
    } catch {
      say(words.failed)
      clearTimeout(timer)
      timer = setTimeout(() => void save(), again)
    }
  }
  /** One at a time: the next names the version that this one made. */
  async function save(leaving = false): Promise<void> {
    clearTimeout(timer)
    while (sending) await sending // several may have waited for the same one
    if (saved === typed || stopped) return
    sending = send(leaving).finally(() => { sending = null })
    await sending
  }

  status.hidden = false
  say(words.ready)
  form.addEventListener('input', () => { typed += 1; clearTimeout(timer); timer = setTimeout(() => void save(), pause) })
  form.addEventListener('change', () => { clearTimeout(timer); timer = setTimeout(() => void save(), 300) })
  window.addEventListener('online', () => void save())
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') void save(true) })
  // Heard before the page's own warning, which is for forms that nobody saves.
  window.addEventListener('beforeunload', (event) => {
    if (saved === typed) event.stopImmediatePropagation()
    else if (!stopped) void save(true)
  }, true)
  // The button names the version too, and so waits for a saving under way.
  document.addEventListener('submit', (event) => {
    if (event.target !== form) return
    clearTimeout(timer)
    if (!sending) { saved = typed; return }
    event.preventDefault()
    event.stopImmediatePropagation()
    const { submitter } = event
    void sending.then(() => { form.requestSubmit(submitter) })
  }, true)
}
