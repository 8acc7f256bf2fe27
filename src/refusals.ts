import { administrationRefusals } from './modules/administration/messages.ts'
import { auditRefusals } from './modules/audit/texts.ts'
import { apiRefusals } from './modules/api/messages.ts'
import { auctionRefusals } from './modules/auctions/messages.ts'
import { biddingRefusals } from './modules/bidding/messages.ts'
import { ballotRefusals } from './modules/ballots/messages.ts'
import { proofRefusals } from './modules/proofs/messages.ts'
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
import { mandateRefusals } from './modules/mandates/messages.ts'
import { roomRefusals } from './modules/rooms/messages.ts'
import { termRefusals } from './modules/terms/messages.ts'
import { annexRefusals } from './modules/contracts/annex-messages.ts'
import { contractRefusals } from './modules/contracts/messages.ts'
import { statementRefusals } from './modules/statements/messages.ts'
import { registrationRefusals } from './modules/contracts/registration-messages.ts'
import { signingRefusals } from './modules/contracts/signing-messages.ts'
import { paymentRefusals } from './modules/payments/messages.ts'
import { resultRefusals } from './modules/results/messages.ts'
import { supportRefusals } from './modules/support/messages.ts'
import { outcomeRefusals } from './modules/outcomes/messages.ts'
import { searchRefusals } from './modules/searches/messages.ts'
import { hallRefusals } from './modules/sessions/hall-messages.ts'
import { meetingRefusals as sessionMeetingRefusals } from './modules/sessions/meeting-messages.ts'
import { sessionRefusals } from './modules/sessions/messages.ts'
import { solutionRefusals } from './modules/solutions/messages.ts'
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
/** Every module's own, and the house's, whose sentences go before theirs. No two modules have different sentences for one code: one would speak for the other. */
export const wordings: readonly Record<Locale, Words>[] = [
  administrationRefusals, apiRefusals, auditRefusals, callRefusals, consentRefusals, dealRefusals, deskRefusals, disclosureRefusals, evidenceRefusals,
  expertRefusals, interestRefusals, lexiconRefusals, listingRefusals, matchRefusals, moderationRefusals, noticeRefusals, organisationRefusals,
  peopleRefusals, personalDataRefusals, promotionRefusals, rulebookRefusals, searchRefusals, sourcingRefusals, taxonomyRefusals, trainingRefusals,
  uploadRefusals,
  mandateRefusals,
  roomRefusals,
  termRefusals,
  contractRefusals, annexRefusals, registrationRefusals, signingRefusals,
  paymentRefusals,
  resultRefusals,
  supportRefusals,
  outcomeRefusals,
  auctionRefusals, biddingRefusals, ballotRefusals, proofRefusals,
  sessionRefusals,
  sessionMeetingRefusals,
  solutionRefusals,
  hallRefusals,
  statementRefusals,
  house,
]
const all: Record<Locale, Words> = { vi: Object.assign({}, ...wordings.map(({ vi }) => vi)), en: Object.assign({}, ...wordings.map(({ en }) => en)) }

/** A refusal in a sentence, whichever module it comes from. */
export const wordRefusal = (refusal: Refusal, locale: Locale): string => all[locale][refusal.code]?.(refusal as never) ?? refusal.code
