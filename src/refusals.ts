import { administrationRefusals } from './modules/administration/messages.ts'
import { auditRefusals } from './modules/audit/texts.ts'
import { apiRefusals } from './modules/api/messages.ts'
import { consentRefusals } from './modules/consents/messages.ts'
import { dealRefusals, interestRefusals } from './modules/deals/messages.ts'
import { deskRefusals } from './modules/desk/messages.ts'
import { disclosureRefusals } from './modules/disclosure/messages.ts'
import { uploadRefusals } from './modules/documents/messages.ts'
import { evidenceRefusals } from './modules/evidence/messages.ts'
import { expertRefusals } from './modules/experts/messages.ts'
import { listingRefusals } from './modules/listings/messages.ts'
import { matchRefusals } from './modules/matching/answer-messages.ts'
import { lexiconRefusals } from './modules/matching/lexicon-messages.ts'
import { trainingRefusals } from './modules/matching/quality-messages.ts'
import { moderationRefusals } from './modules/moderation/messages.ts'
import { noticeRefusals } from './modules/notifications/messages.ts'
import { organisationRefusals } from './modules/organisations/messages.ts'
import { peopleRefusals } from './modules/people/messages.ts'
import { personalDataRefusals } from './modules/personal-data/messages.ts'
import { promotionRefusals } from './modules/promotion/messages.ts'
import { rulebookRefusals } from './modules/rulebook/messages.ts'
import { searchRefusals } from './modules/searches/messages.ts'
import { callRefusals } from './modules/sourcing/call-messages.ts'
import { sourcingRefusals } from './modules/sourcing/messages.ts'
import { taxonomyRefusals } from './modules/taxonomy/messages.ts'
import type { Locale } from './platform/locale.ts'
import { texts } from './platform/locale.ts'
import type { Refusal } from './platform/refusal.ts'

const house = texts({
  vi: {
    wrong_state: () => 'Việc này không còn làm được ở bước hiện tại. Có thể người khác vừa làm trước bạn; hãy tải lại trang.',
    confirm_first: () => 'Việc này quan trọng, nên Sàn cần biết chắc người bấm là bạn. Hãy xác nhận trong thẻ mới, rồi quay lại đây gửi lần nữa.',
    in_person_only: () => 'Việc này phải do chính chủ tài khoản làm; không ai làm thay được, kể cả cán bộ của Sàn.',
  },
  en: {
    wrong_state: () => 'This can no longer be done at the present step. Someone may have acted just before you; reload the page.',
    confirm_first: () => 'This is an important step, so the Exchange must be sure that it is you. Confirm your identity in a new tab, then come back and send this again.',
    in_person_only: () => 'This has to be done by the account’s owner in person; nobody can do it in their name, the Exchange’s staff included.',
  },
})

type Words = Record<string, (refusal: never) => string>
const all: Record<Locale, Words[]> = {
  vi: [house.vi, matchRefusals.vi, lexiconRefusals.vi, trainingRefusals.vi, promotionRefusals.vi, moderationRefusals.vi, deskRefusals.vi, personalDataRefusals.vi, consentRefusals.vi, apiRefusals.vi, administrationRefusals.vi, rulebookRefusals.vi, taxonomyRefusals.vi, noticeRefusals.vi, peopleRefusals.vi, organisationRefusals.vi, listingRefusals.vi, interestRefusals.vi, dealRefusals.vi, expertRefusals.vi, evidenceRefusals.vi, uploadRefusals.vi, auditRefusals.vi, searchRefusals.vi, sourcingRefusals.vi, callRefusals.vi, disclosureRefusals.vi],
  en: [house.en, matchRefusals.en, lexiconRefusals.en, trainingRefusals.en, promotionRefusals.en, moderationRefusals.en, deskRefusals.en, personalDataRefusals.en, consentRefusals.en, apiRefusals.en, administrationRefusals.en, rulebookRefusals.en, taxonomyRefusals.en, noticeRefusals.en, peopleRefusals.en, organisationRefusals.en, listingRefusals.en, interestRefusals.en, dealRefusals.en, expertRefusals.en, evidenceRefusals.en, uploadRefusals.en, auditRefusals.en, searchRefusals.en, sourcingRefusals.en, callRefusals.en, disclosureRefusals.en],
}

/** A refusal in a sentence, whichever module it comes from. */
export function wordRefusal(refusal: Refusal, locale: Locale): string {
  for (const words of all[locale]) {
    const word = words[refusal.code]
    if (word) return word(refusal as never)
  }
  return refusal.code
}
