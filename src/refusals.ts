import { dealRefusals, interestRefusals } from './modules/deals/messages.ts'
import { uploadRefusals } from './modules/documents/messages.ts'
import { listingRefusals } from './modules/listings/messages.ts'
import { organisationRefusals } from './modules/organisations/messages.ts'
import { peopleRefusals } from './modules/people/messages.ts'
import type { Locale } from './platform/locale.ts'
import { texts } from './platform/locale.ts'
import type { Refusal } from './platform/refusal.ts'

const house = texts({
  vi: { wrong_state: () => 'Việc này không còn làm được ở bước hiện tại. Có thể người khác vừa làm trước bạn; hãy tải lại trang.' },
  en: { wrong_state: () => 'This can no longer be done at the present step. Someone may have acted just before you; reload the page.' },
})

type Words = Record<string, (refusal: never) => string>
const all: Record<Locale, Words[]> = {
  vi: [house.vi, peopleRefusals.vi, organisationRefusals.vi, listingRefusals.vi, interestRefusals.vi, dealRefusals.vi, uploadRefusals.vi],
  en: [house.en, peopleRefusals.en, organisationRefusals.en, listingRefusals.en, interestRefusals.en, dealRefusals.en, uploadRefusals.en],
}

/** A refusal in a sentence, whichever module it comes from. */
export function wordRefusal(refusal: Refusal, locale: Locale): string {
  for (const words of all[locale]) {
    const word = words[refusal.code]
    if (word) return word(refusal as never)
  }
  return refusal.code
}
