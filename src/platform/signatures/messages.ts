import { type Locale, texts } from '../locale.ts'
import { formatInstant } from '../time.ts'
import type { CheckName, Outcome, Reason, SignatureState, Verdict } from './verdict.ts'

const instant = (at: string, locale: Locale): string => formatInstant(new Date(at), locale)
const number = { vi: (value: number) => value.toLocaleString('vi-VN'), en: (value: number) => value.toLocaleString('en-GB') }

export const outcomeWords = texts<Record<Outcome, string>>({
  vi: { pass: 'Đạt', fail: 'Không đạt', unknown: 'Chưa kết luận được', note: 'Lưu ý' },
  en: { pass: 'Holds', fail: 'Does not hold', unknown: 'Cannot be said', note: 'Note' },
})

export const stateWords = texts<Record<SignatureState | Verdict['state'], string>>({
  vi: { valid: 'Chữ ký hợp lệ', unproven: 'Toàn vẹn, chưa đủ căn cứ kết luận', invalid: 'Không hợp lệ', unsigned: 'Chưa có chữ ký số', unreadable: 'Không đọc được theo đúng định dạng PDF' },
  en: { valid: 'Signature valid', unproven: 'Intact, not enough to go by', invalid: 'Not valid', unsigned: 'No digital signature', unreadable: 'Cannot be read as a proper PDF' },
})

export const checkWords = texts<Record<CheckName, string>>({
  vi: {
    coverage: 'Phạm vi chữ ký', form: 'Trường chữ ký', contents: 'Dữ liệu chữ ký', digest: 'Tính toàn vẹn', signature: 'Phép ký', attributes: 'Thuộc tính được ký', algorithm: 'Thuật toán',
    certificate: 'Mục đích chứng thư', chain: 'Chuỗi tin cậy', validity: 'Hiệu lực chứng thư', time: 'Thời điểm ký', revocation: 'Thu hồi chứng thư', later: 'Thay đổi sau khi ký',
  },
  en: {
    coverage: 'What it covers', form: 'Signature field', contents: 'Signature data', digest: 'Integrity', signature: 'The signature itself', attributes: 'Signed attributes', algorithm: 'Algorithms',
    certificate: 'Purpose of the certificate', chain: 'Chain of trust', validity: 'Validity of the certificate', time: 'Time of signing', revocation: 'Revocation', later: 'Changes since',
  },
})

type Words = { [C in Reason['code']]: (reason: Extract<Reason, { code: C }>) => string }
/** Why, in a sentence; where something is wrong, with what to do. */
export const reasonWords = texts<Words>({
  vi: {
    covers_all: () => 'Chữ ký bao trùm toàn bộ tệp.',
    covers_until: ({ bytes }) => `Chữ ký bao trùm toàn bộ ${number.vi(bytes)} byte đầu, là bản tại thời điểm ký; phần sau là bản cập nhật của người ký sau.`,
    range_wrong: () => 'Phạm vi chữ ký bỏ sót nội dung hoặc ghi sai: chữ ký không bảo vệ được tài liệu. Hãy ký lại từ bản đã phát hành.',
    appended: ({ bytes }) => `Có ${number.vi(bytes)} byte được thêm sau chữ ký cuối cùng và không được chữ ký nào bảo vệ. Hãy nộp tệp đúng như khi vừa ký xong, không lưu lại bằng phần mềm khác.`,
    in_form: () => 'Chữ ký nằm trong trường chữ ký của tài liệu.',
    not_in_form: () => 'Chữ ký có trong tệp nhưng không thuộc trường chữ ký nào của tài liệu. Hãy ký lại từ bản đã phát hành.',
    contents_sound: () => 'Dữ liệu chữ ký đúng định dạng, nằm riêng với nội dung được ký.',
    contents_empty: () => 'Chỗ dành cho chữ ký còn trống: tệp mới chuẩn bị, chưa ký.',
    contents_trailing: () => 'Sau dữ liệu chữ ký còn dữ liệu lạ. Tệp đã bị sửa sau khi ký; hãy xin lại bản gốc.',
    contents_broken: () => 'Dữ liệu chữ ký hỏng hoặc không đúng định dạng. Hãy xin lại bản gốc từ người ký.',
    format_unknown: ({ format }) => `Kiểu chữ ký “${format}” không được chấp nhận. Hãy ký theo PAdES (ETSI.CAdES.detached) hoặc PKCS#7 tách rời.`,
    several_signers: () => 'Một khối chữ ký chứa nhiều người ký. Mỗi người phải ký riêng, lần lượt.',
    content_inside: () => 'Khối chữ ký ký nội dung nằm bên trong nó, không ký tài liệu này.',
    digest_equal: () => 'Giá trị băm của tài liệu khớp với giá trị được ký: nội dung không đổi từ khi ký.',
    digest_differs: () => 'Nội dung đã bị thay đổi sau khi ký. Không sử dụng bản này; hãy xin lại bản gốc.',
    attributes_sound: () => 'Các thuộc tính được ký đầy đủ và chỉ đích danh chứng thư của người ký.',
    attributes_missing: () => 'Chữ ký thiếu các thuộc tính bắt buộc. Hãy ký lại bằng phần mềm hỗ trợ PAdES.',
    certificate_not_named: () => 'Chữ ký không chỉ đích danh chứng thư (thiếu signing-certificate-v2). Hãy ký lại theo chuẩn PAdES.',
    certificate_named_wrongly: () => 'Chữ ký chỉ đến một chứng thư khác với chứng thư kèm theo.',
    algorithm_sound: ({ digest, key }) => `${digest}, khóa ${key}.`,
    algorithm_weak: ({ algorithm }) => `${algorithm} không còn an toàn. Hãy ký lại bằng SHA-256 trở lên và khóa đủ dài.`,
    algorithm_unknown: ({ algorithm }) => `Không biết thuật toán ${algorithm}. Hãy ký lại bằng RSA hoặc ECDSA với SHA-256 trở lên.`,
    signature_holds: () => 'Chữ ký đúng với khóa của chứng thư.',
    signature_broken: () => 'Chữ ký không đúng với khóa của chứng thư. Không sử dụng bản này.',
    certificate_for_signing: () => 'Chứng thư được cấp để ký (digitalSignature hoặc nonRepudiation).',
    certificate_missing: () => 'Tệp không kèm chứng thư của người ký.',
    certificate_not_for_signing: () => 'Chứng thư không được cấp để ký tài liệu. Hãy dùng chứng thư chữ ký số.',
    chain_to_root: ({ root }) => `Chứng thư dẫn về gốc được tin cậy: ${root}.`,
    no_roots: () => 'Sàn chưa được thiết lập tổ chức chứng thực gốc nào, nên chưa thể nói ai bảo chứng cho người ký. Tính toàn vẹn vẫn được kiểm tra.',
    chain_foreign: ({ issuer }) => `Chứng thư do “${issuer}” cấp, không dẫn về gốc nào được Sàn tin cậy. Hãy ký bằng chứng thư của tổ chức chứng thực được công nhận, và chọn kèm đủ chuỗi chứng thư.`,
    chain_unfit: ({ certificate }) => `Trong chuỗi có chứng thư không dùng được: “${certificate}” (hết hạn, thuật toán yếu hoặc không phải tổ chức chứng thực).`,
    valid_then: () => 'Chứng thư còn hiệu lực vào thời điểm ký.',
    valid_only_as_claimed: ({ until }) => `Chứng thư đã hết hạn ngày ${instant(until, 'vi')}; rằng việc ký diễn ra trước đó chỉ là lời khai, không có dấu thời gian chứng minh.`,
    not_yet_valid: ({ from }) => `Vào thời điểm ký, chứng thư chưa có hiệu lực (từ ${instant(from, 'vi')}).`,
    expired: ({ until }) => `Vào thời điểm ký, chứng thư đã hết hạn (${instant(until, 'vi')}). Hãy gia hạn và ký lại.`,
    time_proven: ({ at, by }) => `Dấu thời gian của “${by}” chứng minh: ${instant(at, 'vi')}.`,
    time_claimed: ({ at }) => `Theo lời khai trong chữ ký: ${instant(at, 'vi')}; không có dấu thời gian chứng minh.`,
    time_not_said: () => 'Chữ ký không nói thời điểm ký.',
    time_ahead: ({ at }) => `Thời điểm khai (${instant(at, 'vi')}) ở tương lai. Hãy chỉnh đồng hồ máy ký và ký lại.`,
    stamp_unproven: ({ at }) => `Có dấu thời gian ${instant(at, 'vi')}, nhưng không tổ chức nào được Sàn tin cậy bảo chứng cho nó.`,
    stamp_broken: () => 'Dấu thời gian hỏng hoặc không thuộc về chữ ký này.',
    revocation_not_asked: () => 'Chưa hỏi được dịch vụ thu hồi chứng thư: Sàn không nói chứng thư có bị thu hồi hay không. Khi cần, hãy hỏi tổ chức chứng thực.',
    nothing_later: () => 'Không có thay đổi nào sau chữ ký này.',
    later_signing: () => 'Sau chữ ký này chỉ có thêm chữ ký, dấu thời gian; nội dung hiển thị không đổi.',
    later_content: ({ objects }) => `Sau chữ ký này nội dung đã bị thay đổi (đối tượng ${objects}). Không sử dụng bản này; hãy ký lại từ bản đã phát hành.`,
    later_forbidden: () => 'Người ký đã chứng nhận không ai được thêm gì, nhưng tệp có phần thêm sau đó.',
  },
  en: {
    covers_all: () => 'The signature covers the whole file.',
    covers_until: ({ bytes }) => `The signature covers everything in the first ${number.en(bytes)} bytes, the file as it was then; what follows is the update of whoever signed later.`,
    range_wrong: () => 'What the signature covers leaves out content or is written wrongly: it does not protect the document. Sign again from the issued version.',
    appended: ({ bytes }) => `${number.en(bytes)} bytes were added behind the last signature, and none protects them. Hand in the file just as it was after signing, not saved by another program.`,
    in_form: () => 'The signature stands in a signature field of the document.',
    not_in_form: () => 'The signature is in the file and in no signature field of the document. Sign again from the issued version.',
    contents_sound: () => 'The signature’s data keeps to its format and stands apart from what is signed.',
    contents_empty: () => 'The place for the signature is empty: the file was prepared and not signed.',
    contents_trailing: () => 'There is foreign data behind the signature’s own. The file was changed after signing; ask for the original.',
    contents_broken: () => 'The signature’s data is broken or not in its format. Ask the signer for the original.',
    format_unknown: ({ format }) => `Signatures of the kind “${format}” are not accepted. Sign as PAdES (ETSI.CAdES.detached) or detached PKCS#7.`,
    several_signers: () => 'One block holds several signers. Each must sign by themselves, one after the other.',
    content_inside: () => 'The block signs something inside itself, not this document.',
    digest_equal: () => 'The document’s hash is the one that was signed: nothing has changed since.',
    digest_differs: () => 'The content was changed after signing. Do not use this file; ask for the original.',
    attributes_sound: () => 'The signed attributes are complete and name the signer’s certificate.',
    attributes_missing: () => 'The signature lacks attributes it must have. Sign again with a program that knows PAdES.',
    certificate_not_named: () => 'The signature does not name its certificate (signing-certificate-v2 is missing). Sign again as PAdES.',
    certificate_named_wrongly: () => 'The signature names another certificate than the one that comes with it.',
    algorithm_sound: ({ digest, key }) => `${digest}, key ${key}.`,
    algorithm_weak: ({ algorithm }) => `${algorithm} is no longer safe. Sign again with SHA-256 or better and a key long enough.`,
    algorithm_unknown: ({ algorithm }) => `The algorithm ${algorithm} is not known. Sign again with RSA or ECDSA and SHA-256 or better.`,
    signature_holds: () => 'The signature is right for the certificate’s key.',
    signature_broken: () => 'The signature is not right for the certificate’s key. Do not use this file.',
    certificate_for_signing: () => 'The certificate was issued for signing (digitalSignature or nonRepudiation).',
    certificate_missing: () => 'The file does not bring the signer’s certificate.',
    certificate_not_for_signing: () => 'The certificate was not issued for signing documents. Use a signature certificate.',
    chain_to_root: ({ root }) => `The certificate leads to a trusted root: ${root}.`,
    no_roots: () => 'This Exchange is not set to trust any root yet, so it cannot say who vouches for the signer. Integrity is judged all the same.',
    chain_foreign: ({ issuer }) => `The certificate was issued by “${issuer}” and leads to no root this Exchange trusts. Sign with a certificate of a recognised authority, its whole chain included.`,
    chain_unfit: ({ certificate }) => `A certificate in the chain cannot be used: “${certificate}” (expired, weak, or no authority).`,
    valid_then: () => 'The certificate was valid at the time of signing.',
    valid_only_as_claimed: ({ until }) => `The certificate expired on ${instant(until, 'en')}; that it was used before is only claimed, no time stamp proves it.`,
    not_yet_valid: ({ from }) => `At the time of signing the certificate was not yet valid (from ${instant(from, 'en')}).`,
    expired: ({ until }) => `At the time of signing the certificate had expired (${instant(until, 'en')}). Renew it and sign again.`,
    time_proven: ({ at, by }) => `A time stamp by “${by}” proves: ${instant(at, 'en')}.`,
    time_claimed: ({ at }) => `As the signature claims: ${instant(at, 'en')}; no time stamp proves it.`,
    time_not_said: () => 'The signature does not say when.',
    time_ahead: ({ at }) => `The time claimed (${instant(at, 'en')}) lies ahead. Set the clock of the signing machine and sign again.`,
    stamp_unproven: ({ at }) => `There is a time stamp of ${instant(at, 'en')}, but nobody this Exchange trusts vouches for it.`,
    stamp_broken: () => 'The time stamp is broken or belongs to something else.',
    revocation_not_asked: () => 'No revocation service can be asked from here: whether the certificate was revoked is not said. Where it matters, ask the authority.',
    nothing_later: () => 'Nothing was changed after this signature.',
    later_signing: () => 'After this signature only signatures or time stamps were added; what is shown is the same.',
    later_content: ({ objects }) => `The content was changed after this signature (objects ${objects}). Do not use this file; sign again from the issued version.`,
    later_forbidden: () => 'The signer certified that nothing may be added, and something was.',
  },
})
export const sayReason = (reason: Reason, locale: Locale): string => (reasonWords[locale][reason.code] as (reason: Reason) => string)(reason)
