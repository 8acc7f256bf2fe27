import { ballotText, sealBallot } from '../../platform/ballots/seal.ts'
import { base64, fromHex, hashOf, randomSalt } from '../../platform/sealing/bytes.ts'
import { vndInWords } from '../../platform/words.ts'
import { ballotTexts } from './page-messages.ts'

/** Seals a ballot on the bidder's machine. The field of the amount has no name: nothing sends it. */
const form = document.querySelector<HTMLFormElement>('form[data-ballot]')
if (form) {
  const locale = document.documentElement.lang === 'en' ? 'en' : 'vi', t = ballotTexts[locale]
  const { lot, bidder, key, start, step } = form.dataset as Record<'lot' | 'bidder' | 'key' | 'start' | 'step', string>
  const one = <E extends HTMLElement = HTMLElement>(name: string): E => form.querySelector<E>(`[data-${name}]`)!
  const amount = one<HTMLInputElement>('amount'), writing = one('writing'), sealed = one('sealed'), wrong = one('wrong'), note = one<HTMLAnchorElement>('note')
  const carries = form.querySelector<HTMLInputElement>('input[name=ciphertext]')!
  const number = new Intl.NumberFormat(locale === 'vi' ? 'vi-VN' : 'en-GB')
  const typed = (): number | null => { const value = Number(amount.value.replace(/[. ,]/g, '')); return amount.value && Number.isSafeInteger(value) && value > 0 && value < 9e15 ? value : null }
  for (const none of document.querySelectorAll<HTMLElement>('[data-no-script]')) none.hidden = true
  form.hidden = false
  carries.value = ''
  amount.addEventListener('input', () => { const value = typed(); one('words').textContent = value === null ? '' : vndInWords(value, locale); wrong.hidden = true })
  one('seal').addEventListener('click', () => { void seal() })
  one('again').addEventListener('click', () => { carries.value = ''; sealed.hidden = true; writing.hidden = false; amount.focus() })
  // Enter in the field seals; it never sends a form that holds no ballot.
  form.addEventListener('submit', (event) => { if (!carries.value) { event.preventDefault(); void seal() } })

  async function seal(): Promise<void> {
    const value = typed()
    if (value === null || value < Number(start) || (value - Number(start)) % Number(step) !== 0) { wrong.hidden = false; wrong.textContent = t.wrong; amount.focus(); return }
    const ballot = { amount: value, bidder: Number(bidder), lot: Number(lot), salt: randomSalt() }
    try {
      const bytes = await sealBallot(fromHex(key), ballot), hash = await hashOf(bytes)
      carries.value = base64(bytes)
      one('hash').textContent = hash
      one('said').textContent = `${number.format(value)} ${locale === 'vi' ? 'đồng' : 'VND'}: ${vndInWords(value, locale)}`
      if (note.href) URL.revokeObjectURL(note.href)
      note.href = URL.createObjectURL(new Blob([`${t.noteText(ballot.lot, ballot.bidder)}${ballotText(ballot)}\nSHA-256 ${hash}\n`], { type: 'text/plain' }))
      note.download = `lot-${lot}-ballot.txt`
      writing.hidden = true
      sealed.hidden = false
      one('read').focus() // the amount is read before it is handed in
    } catch { wrong.hidden = false; wrong.textContent = t.failed }
  }
}
