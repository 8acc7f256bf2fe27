import { hex } from '../../platform/sealing/bytes.ts'
import { committedText, dealShare, makeSplitKey } from '../../platform/sealing/shares.ts'
import { ceremonyTexts } from './page-messages.ts'

/** The key ceremony: everything secret stays in this page. Each member's share is shown alone, and goes from the page once its member has typed its check again. */
const place = document.querySelector<HTMLElement>('[data-ceremony]')
if (place) void begin(place)

async function begin(ceremony: HTMLElement): Promise<void> {
  const { what = '', of = '', name: key = '', hand = '' } = ceremony.dataset, seats = JSON.parse(ceremony.dataset.seats ?? '[]') as { place: number; name: string }[]
  const t = ceremonyTexts[document.documentElement.lang === 'en' ? 'en' : 'vi']
  const one = <E extends HTMLElement = HTMLElement>(name: string): E => ceremony.querySelector<E>(`[data-${name}]`)!
  for (const none of document.querySelectorAll<HTMLElement>('[data-no-script]')) none.hidden = true
  ceremony.hidden = false
  const step = one('step'), finish = one('finish'), told = one('told'), check = one<HTMLInputElement>('check'), file = one<HTMLAnchorElement>('file'), start = one<HTMLButtonElement>('begin')
  // What was refused for want of a confirmation is sent again as it is.
  if (ceremony.querySelector<HTMLInputElement>('input[name=public_key]')?.value) { start.hidden = true; finish.hidden = false; return }
  await new Promise<void>((pressed) => { start.addEventListener('click', () => pressed(), { once: true }) })
  start.hidden = true
  // Shares that were noted for a key nobody kept would open nothing: whoever leaves now is asked.
  let unkept = true
  window.addEventListener('beforeunload', (event) => { if (unkept) event.preventDefault() })
  finish.querySelector('form')?.addEventListener('submit', () => { unkept = false })
  try {
    const { publicKey, shares } = await makeSplitKey()
    const committed: string[] = []
    told.textContent = t.told.made
    for (const [i, { place: seat, name }] of seats.entries()) {
      const { text, ...toKeep } = await dealShare({ what, of: Number(of) }, seat, shares[i]!)
      committed.push(committedText(toKeep))
      one('member').textContent = `${t.member} ${name} (${seat}/${seats.length})`
      one('share').textContent = text
      const address = URL.createObjectURL(new Blob([t.fileText(key, seat, text, hand)], { type: 'text/plain' }))
      file.href = address
      file.download = `${what}-${of}-share-${seat}.txt`
      check.value = ''
      step.hidden = false
      one('member').focus()
      await kept(text.slice(-5))
      URL.revokeObjectURL(address)
      file.removeAttribute('href')
      one('share').textContent = ''
      told.textContent = t.told.given(i + 1)
    }
    step.hidden = true
    ceremony.querySelector<HTMLInputElement>('input[name=public_key]')!.value = hex(publicKey)
    ceremony.querySelector<HTMLInputElement>('input[name=shares]')!.value = committed.join(' ')
    finish.hidden = false
    finish.querySelector('button')?.focus()
  } catch {
    unkept = false
    told.textContent = ''
    step.hidden = true
    one('failed').hidden = false
  }

  /** When its member has shown that they noted it. */
  function kept(group: string): Promise<void> {
    return new Promise((done) => {
      const next = one<HTMLButtonElement>('next'), wrong = one('wrong'), heard = new AbortController()
      const pressed = (): void => {
        const right = check.value.toUpperCase().trim().replaceAll('O', '0').replace(/[IL]/g, '1') === group
        wrong.hidden = right
        check.setAttribute('aria-invalid', String(!right))
        if (!right) { check.focus(); return }
        heard.abort()
        done()
      }
      next.addEventListener('click', pressed, heard)
      check.addEventListener('keydown', (event) => { if (event.key === 'Enter') pressed() }, heard)
    })
  }
}
