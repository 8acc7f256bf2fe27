import { type Locale, texts } from '../../platform/locale.ts'
import type { Messages } from '../../platform/refusal.ts'
import { formatIsoDay } from '../../platform/time.ts'
import type { AuthorityRefusal } from '../deals/authority-rules.ts'
import type { MandateStanding } from '../deals/mandate-rules.ts'
import type { adviserRoles } from '../deals/schema.ts'
import type { MandateRefusal } from './rules.ts'
import type { SigningBasis } from './schema.ts'

/** Whom to turn to, where there is anybody. */
const whoMay: Record<Locale, (may: readonly string[]) => string> = {
  vi: (may) => (may.length ? ` Người được ký hôm nay: ${may.join(', ')}.` : ' Hôm nay bên bạn không còn ai được ghi là người ký.'),
  en: (may) => (may.length ? ` Who may sign today: ${may.join(', ')}.` : ' Nobody recorded for your side may sign today.'),
}

export const mandateRefusals = texts<Messages<MandateRefusal | AuthorityRefusal>>({
  vi: {
    signer_not_recorded: ({ may }) => `Bên bạn chưa ghi bạn là người được ký trong giao dịch này.${whoMay.vi(may)} Hãy nhờ người đó ký, hoặc nhờ chủ tổ chức ghi tên bạn ở phần “Người tham gia” rồi ký lại.`,
    authority_not_begun: ({ from, may }) => `Văn bản ủy quyền của bạn có ngày ${formatIsoDay(from, 'vi')}, chưa tới.${whoMay.vi(may)} Hãy ký từ ngày đó, hoặc để người khác có thẩm quyền ký.`,
    authority_expired: ({ until, may }) => `Ủy quyền ký của bạn đã hết hạn sau ngày ${formatIsoDay(until, 'vi')}.${whoMay.vi(may)} Hãy nhờ chủ tổ chức kết thúc mục cũ và ghi văn bản ủy quyền mới.`,
    signer_no_member: () => 'Người này không phải chủ hoặc người ký của tổ chức bạn. Hãy trao vai trò ở trang tổ chức trước, hoặc ghi họ tên người ký ngoài hệ thống.',
    signer_already: () => 'Người này đã có trong danh sách. Hãy kết thúc mục đang có rồi ghi mục mới.',
    authority_over: () => 'Văn bản ủy quyền này đã hết hạn. Hãy ghi văn bản còn hiệu lực.',
    authority_backwards: () => 'Ngày hết hạn phải bằng hoặc sau ngày của văn bản ủy quyền.',
    too_many_people: ({ most }) => `Mỗi bên có tối đa ${most} mục cùng lúc. Hãy kết thúc mục không còn dùng.`,
    already_ended: () => 'Mục này đã kết thúc từ trước.',
    broker_unfit: () => 'Chỉ giao môi giới cho tổ chức trung gian có người ký trên Sàn. Hãy chọn lại trong danh sách.',
    broker_is_party: () => 'Một bên của giao dịch không thể làm môi giới trong chính giao dịch đó. Hãy chọn tổ chức khác.',
    mandate_days: ({ years }) => `Ngày kết thúc phải từ hôm nay trở đi, không trước ngày bắt đầu và không quá ${years} năm sau ngày bắt đầu.`,
    mandate_excluded: ({ from_on, until_on }) => `Bên bạn đã giao môi giới độc quyền từ ${formatIsoDay(from_on, 'vi')} đến hết ${formatIsoDay(until_on, 'vi')}. Hãy chọn thời gian khác, hoặc kết thúc ủy quyền đó trước.`,
    mandate_excludes: ({ from_on, until_on }) => `Không giao độc quyền được: bên bạn đã có ủy quyền khác từ ${formatIsoDay(from_on, 'vi')} đến hết ${formatIsoDay(until_on, 'vi')}. Hãy bỏ độc quyền, đổi thời gian hoặc kết thúc ủy quyền kia trước.`,
    mandate_answered: () => 'Đề nghị này đã được trả lời hoặc rút lại. Hãy tải lại trang để xem hiện trạng.',
    mandate_over: ({ until_on }) => `Thời hạn trong đề nghị đã qua (đến hết ${formatIsoDay(until_on, 'vi')}). Hãy nhờ bên giao gửi đề nghị mới.`,
    conflict_words_needed: () => 'Bạn khai có quan hệ lợi ích. Hãy giải thích bằng lời để các bên đọc được.',
    both_sides_denied: () => 'Hồ sơ cho thấy tổ chức bạn cũng môi giới cho bên kia. Hãy khai “Có” và giải thích.',
    no_consent_asked: () => 'Ủy quyền này không cần hoặc không còn chờ đồng ý. Hãy tải lại trang.',
    adviser_unknown: () => 'Chưa có tài khoản nào dùng địa chỉ này. Hãy nhờ cố vấn đăng ký tài khoản trước rồi mời lại.',
    adviser_is_party: () => 'Người này thuộc một trong hai bên nên đã xem được hồ sơ.',
    adviser_already: () => 'Bên bạn đã mời người này. Hãy kết thúc lần mời cũ rồi mời lại với các phần mới.',
  },
  en: {
    signer_not_recorded: ({ may }) => `Your organisation’s owner has not recorded you as a signer of this deal.${whoMay.en(may)} Ask one who may, or ask the owner to add you under “People”, then sign again.`,
    authority_not_begun: ({ from, may }) => `The document that authorises you is dated ${formatIsoDay(from, 'en')}, which is still to come.${whoMay.en(may)} Sign from that day on, or let somebody else with authority sign.`,
    authority_expired: ({ until, may }) => `Your authority to sign ended after ${formatIsoDay(until, 'en')}.${whoMay.en(may)} Ask the owner to end the old entry and record a new authorisation.`,
    signer_no_member: () => 'This person is neither an owner nor a signer of your organisation. Give them the role on your organisation’s page first, or name a signer outside the system.',
    signer_already: () => 'This person is on the list already. End that entry, then record a new one.',
    authority_over: () => 'This authorisation has ended. Record one that is still valid.',
    authority_backwards: () => 'The last day must not be before the day of the authorisation.',
    too_many_people: ({ most }) => `A side has at most ${most} of these at a time. End one that is no longer used.`,
    already_ended: () => 'This had ended before.',
    broker_unfit: () => 'Only an intermediary organisation with a signer on the Exchange can be given a mandate. Please choose from the list.',
    broker_is_party: () => 'A side of the deal cannot broker it as well. Please choose another organisation.',
    mandate_days: ({ years }) => `The last day must be today or later, not before the first, and at most ${years} years after it.`,
    mandate_excluded: ({ from_on, until_on }) => `Your side has given an exclusive mandate from ${formatIsoDay(from_on, 'en')} to ${formatIsoDay(until_on, 'en')}. Choose other days, or end that mandate first.`,
    mandate_excludes: ({ from_on, until_on }) => `This cannot be exclusive: your side has another mandate from ${formatIsoDay(from_on, 'en')} to ${formatIsoDay(until_on, 'en')}. Drop the exclusivity, change the days, or end the other one first.`,
    mandate_answered: () => 'This offer has been answered or taken back. Reload the page to see where it stands.',
    mandate_over: ({ until_on }) => `The term offered is past (until ${formatIsoDay(until_on, 'en')}). Ask the side for a new offer.`,
    conflict_words_needed: () => 'You declare an interest. Please explain it in words for the parties to read.',
    both_sides_denied: () => 'The file shows that your organisation also brokers for the other side. Declare it with “Yes” and explain.',
    no_consent_asked: () => 'This mandate needs no consent, or no longer waits for one. Reload the page.',
    adviser_unknown: () => 'No account uses this address yet. Ask your adviser to sign up first, then invite them again.',
    adviser_is_party: () => 'This person belongs to one of the two sides and reads the file already.',
    adviser_already: () => 'Your side has invited this person. End that invitation, then invite them anew with the parts you want.',
  },
})

export const basisNames = texts<Record<SigningBasis, string>>({
  vi: { legal_representative: 'Người đại diện theo pháp luật', authorised: 'Được ủy quyền bằng văn bản' },
  en: { legal_representative: 'Legal representative', authorised: 'Authorised by a document' },
})
export const roleNames = texts<Record<(typeof adviserRoles)[number], string>>({
  vi: { legal: 'Pháp lý', valuation: 'Thẩm định giá', technical: 'Kỹ thuật', financial: 'Tài chính', other: 'Khác' },
  en: { legal: 'Legal', valuation: 'Valuation', technical: 'Technical', financial: 'Financial', other: 'Other' },
})
export const standingNames = texts<Record<MandateStanding, string>>({
  vi: { offered: 'Chờ bên môi giới trả lời', declined: 'Không được nhận', awaiting_consent: 'Chờ cả hai bên đồng ý', not_begun: 'Chưa tới ngày bắt đầu', in_force: 'Đang hiệu lực', expired: 'Đã hết hạn', ended: 'Đã kết thúc' },
  en: { offered: 'Waiting for the broker', declined: 'Not taken', awaiting_consent: 'Waiting for both sides’ consent', not_begun: 'Not begun', in_force: 'In force', expired: 'Expired', ended: 'Ended' },
})

export const peopleTexts = texts({
  vi: {
    signers: 'Người ký', signersLead: 'Ai được ký cho mỗi bên trong giao dịch này, theo thẩm quyền nào. Chủ tổ chức ghi; bên kia đọc được. Hết hạn thì không ký được nữa.', none: 'Chưa có ai.',
    full_name: 'Họ tên (nếu người ký không có tài khoản)', position: 'Chức vụ', basis: 'Căn cứ ký', document_number: 'Số văn bản ủy quyền', document_day: 'Ngày văn bản', scope: 'Phạm vi ủy quyền', valid_until: 'Hiệu lực đến hết ngày', person_id: 'Người của tổ chức',
    authorisedHelp: 'Bắt buộc khi ký theo ủy quyền.', signer: 'Người ký', authority: 'Thẩm quyền', side: 'Bên', until: (day: string) => `đến hết ${day}`, document: (number: string, day: string) => `Văn bản số ${number} ngày ${day}`, expired: 'Đã hết hạn', noAccount: 'không có tài khoản',
    recordSigner: 'Ghi người ký', endSigner: 'Kết thúc quyền ký của một người', signer_id: 'Mục cần kết thúc', signer_reason: 'Lý do', end: 'Kết thúc', endedOn: (day: string, why: string) => `Kết thúc ${day}: ${why}`, endedPlain: (day: string) => `Kết thúc ${day}`,
    brokers: 'Môi giới', brokersLead: 'Tổ chức trung gian được một bên giao việc. Ủy quyền chỉ có hiệu lực khi người ký của bên môi giới đã nhận, trong thời hạn đã định. Phí là chuyện riêng của bên giao và bên môi giới.', broker: 'Bên môi giới', terms: 'Việc được giao', standing: 'Hiện trạng', exclusive: 'Độc quyền', notExclusive: 'Không độc quyền',
    exclusiveBox: 'Độc quyền: trong thời hạn này bên chúng tôi không giao cho bên môi giới khác', reads: (parts: string) => `Được đọc: ${parts}`, readsNone: 'Không được đọc phần nào', fee: 'Phí', feeHidden: 'Chỉ bên giao và bên môi giới biết phí',
    conflict: 'Khai lợi ích', conflictNone: 'không có quan hệ lợi ích với bên nào', actsForOther: 'làm cho cả bên kia', ownsShares: 'có phần vốn trong một bên', consentOf: (name: string, day: string) => `${name} đồng ý ngày ${day}`, term: (from: string, until: string) => `Từ ${from} đến hết ${until}`,
    offer: 'Giao ủy quyền môi giới', broker_id: 'Tổ chức trung gian', acts: 'Được làm gì', actsHelp: 'Mỗi việc chỉ làm được ở phần mà bên môi giới được đọc (chọn ở dưới). Đồng ý, xác nhận, ký và mọi việc về tiền luôn do người của bên bạn làm.', broker_parts: 'Được đọc phần nào của hồ sơ', from_on: 'Từ ngày', until_on: 'Đến hết ngày', exclusiveLabel: 'Độc quyền', fee_share: 'Phí theo phần trăm giá trị giao dịch', fee_shareHelp: 'Ví dụ 1,5. Để trống nếu trả một khoản cố định.', fee_amount: 'Hoặc một khoản cố định (đồng)', fee_minimum: 'Phí tối thiểu (đồng)', fee_cap: 'Phí tối đa (đồng)', sendOffer: 'Gửi đề nghị cho bên môi giới',
    consent: 'Đồng ý để một bên môi giới làm cho cả hai bên', consentLead: 'Bên môi giới này làm cho cả hai bên của giao dịch. Ủy quyền chỉ có hiệu lực khi cả hai bên đồng ý bằng văn bản.', consent_id: 'Ủy quyền', consent_words: 'Lời đồng ý của bên bạn', giveConsent: 'Đồng ý',
    endMandate: 'Kết thúc một ủy quyền môi giới', mandate_id: 'Ủy quyền cần kết thúc', mandate_reason: 'Lý do',
    advisers: 'Cố vấn', advisersLead: 'Người ngoài được một bên cho đọc một số phần của hồ sơ: luật sư, thẩm định viên. Họ không sửa gì; mọi lượt xem đều được ghi và hai bên đều thấy.', adviser: 'Cố vấn', adviser_email: 'Địa chỉ thư điện tử của cố vấn', adviser_emailHelp: 'Cố vấn phải có tài khoản trên Sàn.', adviser_role: 'Vai trò', adviser_parts: 'Được đọc phần nào', appoint: 'Mời cố vấn', adviser_id: 'Cố vấn', endAdviser: 'Kết thúc việc cố vấn', appointedBy: (name: string, day: string) => `${name} mời ngày ${day}`, allowed: 'Được đọc',
    looks: 'Người ngoài hai bên đã xem', looksNone: 'Chưa có ai ngoài hai bên xem hồ sơ này.', wholeFile: 'tổng quan', documentOf: (part: string) => `tài liệu trong ${part}`, who: 'Ai', when: 'Khi nào', what: 'Phần', you: 'bên bạn',
  },
  en: {
    signers: 'Signers', signersLead: 'Who may sign for each side of this deal, and by what authority. The owner records it and the other side reads it. Once it has expired, nobody signs by it.', none: 'Nobody yet.',
    full_name: 'Full name (if the signer has no account)', position: 'Position', basis: 'Signs as', document_number: 'Number of the authorisation', document_day: 'Day of the document', scope: 'What it authorises', valid_until: 'Valid to the end of', person_id: 'Member of the organisation',
    authorisedHelp: 'Needed where somebody signs by an authorisation.', signer: 'Signer', authority: 'Authority', side: 'Side', until: (day: string) => `to the end of ${day}`, document: (number: string, day: string) => `Document no. ${number} of ${day}`, expired: 'Expired', noAccount: 'no account',
    recordSigner: 'Record a signer', endSigner: 'End somebody’s authority to sign', signer_id: 'Entry to end', signer_reason: 'Reason', end: 'End', endedOn: (day: string, why: string) => `Ended ${day}: ${why}`, endedPlain: (day: string) => `Ended ${day}`,
    brokers: 'Brokers', brokersLead: 'Intermediaries one side has given work to. A mandate holds once the broker’s signer has accepted it, within its term. The fee is between the side and its broker.', broker: 'Broker', terms: 'Mandate', standing: 'Standing', exclusive: 'Exclusive', notExclusive: 'Not exclusive',
    exclusiveBox: 'Exclusive: in this term our side gives no mandate to another broker', reads: (parts: string) => `Reads: ${parts}`, readsNone: 'Reads no part', fee: 'Fee', feeHidden: 'The fee is known to the side and its broker',
    conflict: 'Declared interests', conflictNone: 'none with either side', actsForOther: 'acts for the other side too', ownsShares: 'owns shares in a side', consentOf: (name: string, day: string) => `${name} agreed on ${day}`, term: (from: string, until: string) => `From ${from} to the end of ${until}`,
    offer: 'Give a broker’s mandate', broker_id: 'Intermediary', acts: 'What it may do', actsHelp: 'Each is done only in the parts the broker may read (chosen below). To agree, confirm or sign, and whatever touches money, is always done by your own people.', broker_parts: 'Which parts of the file it reads', from_on: 'From', until_on: 'To the end of', exclusiveLabel: 'Exclusivity', fee_share: 'Fee as a share of the deal’s value, in percent', fee_shareHelp: 'Such as 1.5. Leave it empty for a fixed amount.', fee_amount: 'Or a fixed amount (đồng)', fee_minimum: 'Least fee (đồng)', fee_cap: 'Highest fee (đồng)', sendOffer: 'Send the offer to the broker',
    consent: 'Agree to a broker acting for both sides', consentLead: 'This broker acts for both sides of the deal. The mandate holds only once both sides have agreed in writing.', consent_id: 'Mandate', consent_words: 'Your side’s words of consent', giveConsent: 'Agree',
    endMandate: 'End a mandate', mandate_id: 'Mandate to end', mandate_reason: 'Reason',
    advisers: 'Advisers', advisersLead: 'People from outside whom one side lets read some parts of the file: a lawyer, a valuer. They change nothing; every look is recorded and seen by both sides.', adviser: 'Adviser', adviser_email: 'E-mail address of the adviser', adviser_emailHelp: 'They need an account on the Exchange.', adviser_role: 'Role', adviser_parts: 'Which parts they read', appoint: 'Appoint', adviser_id: 'Adviser', endAdviser: 'End the appointment', appointedBy: (name: string, day: string) => `appointed by ${name} on ${day}`, allowed: 'Reads',
    looks: 'Looks by others than the two sides', looksNone: 'Nobody besides the two sides has looked at this file.', wholeFile: 'overview', documentOf: (part: string) => `a document in ${part}`, who: 'Who', when: 'When', what: 'Part', you: 'your side',
  },
})

export const brokerTexts = texts({
  vi: {
    title: 'Hồ sơ tôi được mời xem', lead: 'Giao dịch của người khác mà bạn tư vấn hoặc tổ chức bạn môi giới. Bạn chỉ mở được các phần được cho phép; hai bên thấy lượt xem.', advised: 'Bạn là cố vấn', advisedNone: 'Hiện không có hồ sơ nào mời bạn làm cố vấn.', brokered: 'Tổ chức bạn môi giới', brokeredNone: 'Tổ chức bạn chưa được giao ủy quyền môi giới nào.', file: (id: number) => `Giao dịch số ${id}`, parts: 'Phần được đọc', open: 'Xem và trả lời', mandate: (id: number) => `Ủy quyền môi giới số ${id}`,
    from: (name: string) => `${name} giao`, forParties: 'Giữa', accept: 'Nhận ủy quyền', acceptLead: 'Trước khi nhận, hãy khai quan hệ lợi ích. Cả hai bên của giao dịch đọc được lời khai này.', acts_for_other: 'Tổ chức bạn có làm cho bên kia của giao dịch không?', owns_shares: 'Tổ chức bạn hoặc người của tổ chức có phần vốn trong một bên không?', conflict_words: 'Giải thích', conflict_wordsHelp: 'Bắt buộc nếu có câu trả lời “Có”.', yes: 'Có', no: 'Không', decline: 'Từ chối', end: 'Kết thúc ủy quyền', mandate_reason: 'Lý do', onlySigner: 'Chỉ chủ hoặc người ký của tổ chức bạn trả lời được.', readNow: 'Các phần bạn đọc được hôm nay', nothingToRead: 'Hôm nay ủy quyền này không cho đọc phần nào.',
  },
  en: {
    title: 'Files I am let into', lead: 'Deals of others in which you advise or your organisation is the broker. You open only the parts you were given; both sides see that you did.', advised: 'You advise', advisedNone: 'No file has you as an adviser at present.', brokered: 'Your organisation is the broker', brokeredNone: 'Your organisation has been given no mandate.', file: (id: number) => `Deal no. ${id}`, parts: 'Parts to read', open: 'Read and answer', mandate: (id: number) => `Mandate no. ${id}`,
    from: (name: string) => `given by ${name}`, forParties: 'Between', accept: 'Accept the mandate', acceptLead: 'Before you accept, declare your interests. Both sides of the deal read this declaration.', acts_for_other: 'Does your organisation act for the other side of the deal?', owns_shares: 'Do your organisation or its people own shares in a side?', conflict_words: 'Explanation', conflict_wordsHelp: 'Needed where an answer is “Yes”.', yes: 'Yes', no: 'No', decline: 'Decline', end: 'End the mandate', mandate_reason: 'Reason', onlySigner: 'Only an owner or signer of your organisation can answer.', readNow: 'Parts you read today', nothingToRead: 'Today this mandate opens no part.',
  },
})
