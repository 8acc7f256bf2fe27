/**
 * Suggestions while one types in the search box: the ARIA combobox with a list, as the authoring
 * practices describe it. The keyboard stays in the box; ↓ and ↑ go through the list, Enter takes what
 * they point at, Esc closes the list and, pressed again, empties the box. What the list holds is told
 * to screen readers once typing rests. Nothing here is needed to search.
 */
interface Suggestion { text: string; kind: string; href?: string }

/** Typing rests this long before anything is asked. */
const rest = 180
const most = 8

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-suggest]')) {
  const input = form.querySelector<HTMLInputElement>('input[type=search]')
  const { suggest: address, listName = '', none = '', one = '', several = '' } = form.dataset
  if (!input?.parentElement || !address) continue
  const list = document.createElement('ul')
  list.id = `${input.id}-list`
  list.className = 'suggestions'
  list.setAttribute('role', 'listbox')
  list.setAttribute('aria-label', listName)
  list.hidden = true
  const status = document.createElement('p')
  status.className = 'hidden'
  status.setAttribute('role', 'status')
  input.parentElement.append(list, status)
  input.autocomplete = 'off'
  for (const [name, value] of [['role', 'combobox'], ['aria-autocomplete', 'list'], ['aria-controls', list.id], ['aria-expanded', 'false'], ['aria-haspopup', 'listbox']] as const) input.setAttribute(name, value)

  let shown: Suggestion[] = []
  let at = -1
  let typed = input.value
  let timer: ReturnType<typeof setTimeout> | undefined
  let asking: AbortController | null = null
  const answers = new Map<string, Suggestion[]>()

  const point = (to: number): void => {
    at = to
    const options = list.querySelectorAll('li')
    options.forEach((option, i) => { option.setAttribute('aria-selected', String(i === at)) })
    const pointed = options[at]
    if (pointed) { input.setAttribute('aria-activedescendant', pointed.id); pointed.scrollIntoView({ block: 'nearest' }) } else input.removeAttribute('aria-activedescendant')
    // The box shows what Enter would search for; what was typed comes back when nothing is pointed at.
    input.value = at >= 0 && !shown[at]?.href ? shown[at]?.text ?? typed : typed
  }
  const close = (): void => {
    asking?.abort()
    clearTimeout(timer)
    list.hidden = true
    shown = []
    at = -1
    input.setAttribute('aria-expanded', 'false')
    input.removeAttribute('aria-activedescendant')
    status.textContent = ''
  }
  const take = (suggestion: Suggestion): void => {
    if (suggestion.href) return location.assign(suggestion.href)
    input.value = suggestion.text
    close()
    form.requestSubmit()
  }
  const show = (suggestions: Suggestion[]): void => {
    shown = suggestions.slice(0, most)
    at = -1
    list.replaceChildren(...shown.map((suggestion, i) => {
      const option = document.createElement('li')
      option.id = `${list.id}-${i}`
      option.setAttribute('role', 'option')
      option.setAttribute('aria-selected', 'false')
      option.append(Object.assign(document.createElement('span'), { textContent: suggestion.text }))
      if (suggestion.kind) option.append(' ', Object.assign(document.createElement('small'), { textContent: suggestion.kind }))
      // The box keeps the focus, so that leaving it is what closes the list.
      option.addEventListener('mousedown', (event) => { event.preventDefault() })
      option.addEventListener('click', () => { take(suggestion) })
      return option
    }))
    list.hidden = shown.length === 0
    input.setAttribute('aria-expanded', String(shown.length > 0))
    input.removeAttribute('aria-activedescendant')
    status.textContent = shown.length === 0 ? none : shown.length === 1 ? one : several.replace('2', String(shown.length))
  }
  const ask = async (): Promise<void> => {
    // A space behind the last word says that it is whole.
    const q = input.value.trimStart()
    if (q.trim().length < 2) return close()
    const known = answers.get(q)
    if (known) return show(known)
    asking?.abort()
    const mine = asking = new AbortController()
    try {
      const answer = await fetch(`${address}?q=${encodeURIComponent(q)}`, { signal: AbortSignal.any([mine.signal, AbortSignal.timeout(3_000)]), headers: { accept: 'application/json' } })
      if (!answer.ok) return
      const { suggestions } = await answer.json() as { suggestions: Suggestion[] }
      if (answers.size > 100) answers.clear()
      answers.set(q, suggestions)
      if (mine === asking && document.activeElement === input && input.value.trimStart() === q) show(suggestions)
    } catch { /* typed on, or no answer in time: then nothing is suggested */ }
  }

  input.addEventListener('input', (event) => {
    typed = input.value
    clearTimeout(timer)
    // A word that an input method is still composing is not one yet.
    if (!(event as InputEvent).isComposing) timer = setTimeout(() => { void ask() }, rest)
  })
  input.addEventListener('compositionend', () => { typed = input.value; clearTimeout(timer); timer = setTimeout(() => { void ask() }, rest) })
  input.addEventListener('keydown', (event) => {
    if (event.isComposing) return
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (list.hidden) { if (event.key === 'ArrowDown') void ask(); return }
      event.preventDefault()
      const step = event.key === 'ArrowDown' ? 1 : -1
      // Past either end stands the box itself.
      point(at + step < -1 ? shown.length - 1 : at + step >= shown.length ? -1 : at + step)
    } else if (event.key === 'Enter') {
      const pointed = shown[at]
      if (!pointed) return
      event.preventDefault()
      take(pointed)
    } else if (event.key === 'Escape' && !list.hidden) {
      event.preventDefault()
      input.value = typed
      close()
    }
  })
  input.addEventListener('blur', close)
  form.addEventListener('submit', close)
}
