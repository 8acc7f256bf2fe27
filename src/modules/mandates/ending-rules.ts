/** What waits a week before somebody's authority to sign ends, by the signer's number, and before a mandate does, by its own. */
export const authorityEnding = 'authority_ending'
export const mandateEnding = 'mandate_ending'
export const endingTexts = {
  [authorityEnding]: { vi: 'Một văn bản ủy quyền ký của bên bạn sắp hết hạn: nếu người đó còn ký, hãy kết thúc mục cũ và ghi văn bản mới', en: 'A written authority to sign for your side is about to end: if that person goes on signing, end the entry and record a new one' },
  [mandateEnding]: { vi: 'Ủy quyền môi giới của bên bạn sắp hết hạn: nếu còn cần bên môi giới, hãy gửi đề nghị mới', en: 'Your side’s mandate to its broker is about to end: if you still need the broker, offer a new one' },
  broker: { vi: 'Ủy quyền môi giới bên bạn nhận sắp hết hạn: sau ngày đó tổ chức bạn không xem hồ sơ này nữa', en: 'A mandate your organisation holds is about to end: from the day after you read nothing more of this file' },
} as const
