import { texts } from '../../platform/locale.ts'
import type { Messages } from '../../platform/refusal.ts'
import { sayReason } from '../../platform/signatures/messages.ts'
import { formatInstant, formatIsoDay } from '../../platform/time.ts'
import type { CopyKind, SigningWay } from './schema.ts'
import type { SigningRefusal } from './signing-rules.ts'
import { valuationRefusals } from './valuation-messages.ts'

export const wayNames = texts<Record<SigningWay, string>>({
  vi: { platform: 'Xác nhận trên Sàn', certificate: 'Chữ ký số trên tệp PDF', paper: 'Ký trên giấy, có bản quét' },
  en: { platform: 'Confirmed on the Exchange', certificate: 'PDF signed with a certificate', paper: 'Signed on paper, with a scan' },
})
export const copyNames = texts<Record<CopyKind, string>>({
  vi: { first: 'Tệp đầu tiên được nộp cho phiên bản này.', same: 'Trùng từng byte với tệp bên kia đã nộp.', continued: 'Tiếp nối đúng tệp bên kia đã ký: một tệp, hai bên ký lần lượt.', separate: 'Bản riêng của bên này; hai bản cùng bắt đầu bằng đúng nội dung đã phát hành.' },
  en: { first: 'The first file handed in for this version.', same: 'Byte for byte the file the other side handed in.', continued: 'Goes on exactly where the other side’s signed file ends: one file, signed by both in turn.', separate: 'A copy of this side’s own; both copies begin with exactly the issued text.' },
})

export const signingTexts = texts({
  vi: {
    title: 'Ký kết', verdictTitle: 'Kết quả kiểm tra chữ ký', none: 'Chưa có phiên bản nào được phát hành. Hãy phát hành ở trang Hợp đồng rồi quay lại ký.', back: 'Về trang Hợp đồng',
    version: (number: number) => `Phiên bản ${number}`, issued: (at: string) => `phát hành ${at}`, download: 'Tải bản PDF đã phát hành', hash: 'SHA-256 của bản phát hành',
    state: { awaiting: 'Chờ hai bên ký', one: 'Một bên đã ký', both: 'Hai bên đã ký' }, signedOn: (day: string) => `Ngày ký (ngày của chữ ký cuối): ${day}.`,
    side: 'Bên', way: 'Cách ký', who: 'Người ký', when: 'Thời điểm', record: 'Hồ sơ', waiting: 'Chưa ký', position: 'Chức vụ', full_name: 'Họ và tên người ký', place: 'Nơi ký', signed_on: 'Ngày ký', file: 'Tệp PDF đã ký', scan: 'Bản quét (PDF hoặc ảnh)',
    confirmHead: 'Xác nhận trên Sàn', confirmLead: 'Xác nhận này gắn với đúng nội dung có mã băm ở trên. Trước khi gửi, bạn xác minh lại danh tính; không ai làm thay bạn được.', agreed: 'Tôi đã đọc và ký nội dung này cho bên mình', confirm: 'Ký phiên bản này',
    fileHead: 'Nộp tệp PDF đã ký số', fileLead: 'Tải bản PDF đã phát hành, ký bằng chứng thư số, rồi nộp đúng tệp vừa ký. Nếu bên kia đã ký, hãy ký tiếp trên tệp của họ hoặc ký bản của mình: cả hai đều được. Đừng lưu lại bằng phần mềm khác sau khi ký.', handIn: 'Nộp và kiểm tra',
    paperHead: 'Ghi nhận bản giấy', paperLead: 'In bản PDF đã phát hành, ký và đóng dấu từng trang, rồi nộp bản quét. Sàn lưu bản quét và lời khai; Sàn không kiểm tra được chữ ký trên giấy.', recordPaper: 'Ghi nhận',
    noSigner: 'Chỉ chủ sở hữu hoặc người ký của tổ chức ký được. Hãy nhờ họ mở trang này.', contractNote: 'Hợp đồng được ký bằng chữ ký số hoặc trên giấy. Xác nhận bằng nút bấm chỉ dùng cho biên bản ghi nhớ (Luật Giao dịch điện tử 20/2023/QH15, Điều 22).',
    verdict: 'Xem kết quả kiểm tra', json: 'Tải kết quả dạng JSON', judged: (at: string, who: string) => `Kiểm tra lúc ${at}; ${who} nộp tệp.`, roots: (count: number) => (count === 0 ? 'Sàn chưa thiết lập gốc tin cậy nào.' : `Sàn tin cậy ${count} gốc chứng thực.`),
    signature: (number: number) => `Chữ ký ${number}`, timestamp: (number: number) => `Dấu thời gian ${number}`, check: 'Nội dung kiểm tra', outcome: 'Kết quả', reason: 'Lý do', bytes: 'Phạm vi', organisation: 'Tổ chức', taxCode: 'Mã số thuế', identity: 'Số định danh', issuer: 'Bên cấp', serial: 'Số chứng thư', fingerprint: 'SHA-256 của chứng thư', validity: 'Hiệu lực',
    file_: 'Tệp', fileHash: 'SHA-256 của tệp', stamps: (page: number, share: number) => `Hình chữ ký ký sau nằm trên trang ${page}, chiếm ${share} % trang.`, beginsSame: 'Tệp bắt đầu bằng đúng từng byte của bản phát hành; phần thêm sau đó chỉ là chữ ký.', byPerson: (who: string) => `${who} ghi nhận`,
  },
  en: {
    title: 'Signing', verdictTitle: 'What was found in the signed file', none: 'No version has been issued yet. Issue one on the Contract page, then come back to sign.', back: 'To the Contract page',
    version: (number: number) => `Version ${number}`, issued: (at: string) => `issued ${at}`, download: 'Download the issued PDF', hash: 'SHA-256 of the issued version',
    state: { awaiting: 'Awaiting both sides', one: 'Signed by one side', both: 'Signed by both sides' }, signedOn: (day: string) => `Day of signing (of the last signature): ${day}.`,
    side: 'Side', way: 'How', who: 'Signer', when: 'When', record: 'Record', waiting: 'Not signed', position: 'Position', full_name: 'Full name of who signs', place: 'Place', signed_on: 'Day of signing', file: 'The signed PDF', scan: 'The scan (PDF or picture)',
    confirmHead: 'Confirm on the Exchange', confirmLead: 'This binds to exactly the text with the hash above. You show once more that it is you before it is sent; nobody can do it for you.', agreed: 'I have read this text and sign it for my side', confirm: 'Sign this version',
    fileHead: 'Hand in a PDF signed with a certificate', fileLead: 'Download the issued PDF, sign it with your certificate, and hand in just that file. Where the other side has signed, sign their file on top or a copy of your own: either will do. Do not save it with another program after signing.', handIn: 'Hand in and check',
    paperHead: 'Record a paper', paperLead: 'Print the issued PDF, sign and stamp every page, and hand in a scan. The Exchange keeps the scan and what you say; it cannot judge ink.', recordPaper: 'Record',
    noSigner: 'Only an owner or a signer of the organisation can sign. Ask one of them to open this page.', contractNote: 'A contract is signed with certificates or on paper. A confirmation by a button is for the memorandum only (Law on Electronic Transactions 20/2023/QH15, Article 22).',
    verdict: 'See what was found', json: 'Download as JSON', judged: (at: string, who: string) => `Judged ${at}; handed in by ${who}.`, roots: (count: number) => (count === 0 ? 'This Exchange is not set to trust any root.' : `This Exchange trusts ${count} ${count === 1 ? 'root' : 'roots'}.`),
    signature: (number: number) => `Signature ${number}`, timestamp: (number: number) => `Time stamp ${number}`, check: 'Check', outcome: 'Result', reason: 'Reason', bytes: 'Covers', organisation: 'Organisation', taxCode: 'Tax code', identity: 'Identity number', issuer: 'Issuer', serial: 'Serial number', fingerprint: 'SHA-256 of the certificate', validity: 'Valid',
    file_: 'File', fileHash: 'SHA-256 of the file', stamps: (page: number, share: number) => `A later signature is drawn on page ${page} and takes ${share} % of it.`, beginsSame: 'The file begins with the issued version byte for byte; what follows is signing only.', byPerson: (who: string) => `recorded by ${who}`,
  },
})

export const signingRefusals = texts<Messages<SigningRefusal>>({
  vi: {
    ...valuationRefusals.vi,
    signing_of_lost_deal: () => 'Giao dịch đã kết thúc không thành nên không ký được nữa.',
    signing_way_unfit: () => 'Hợp đồng phải ký bằng chữ ký số hoặc trên giấy. Hãy chọn một trong hai cách đó.',
    side_signed_already: ({ signer }) => `Bên bạn đã ký phiên bản này (${signer}). Mỗi bên ký một lần; hãy chờ bên kia.`,
    other_text_confirmed: ({ number }) => `Nội dung bạn xem không phải phiên bản ${number}. Hãy mở lại trang, đọc bản hiện tại rồi ký.`,
    signing_day_wrong: ({ issued_on, today }) => `Ngày ký phải từ ngày phát hành (${formatIsoDay(issued_on, 'vi')}) đến hôm nay (${formatIsoDay(today, 'vi')}).`,
    signed_file_unreadable: () => 'Không đọc được tệp theo đúng định dạng PDF (hoặc tệp bị mã hóa). Hãy nộp đúng tệp vừa ký xong, không lưu lại bằng phần mềm khác.',
    signed_file_other_text: ({ number }) => `Tệp không bắt đầu bằng đúng nội dung của phiên bản ${number} đã phát hành. Hãy tải lại bản phát hành, ký chính tệp đó và nộp.`,
    signed_file_unsigned: () => 'Tệp chưa có chữ ký số nào. Hãy ký bằng chứng thư số rồi nộp lại.',
    signed_file_unfit: ({ reasons }) => `Chữ ký trong tệp không dùng được: ${reasons.map((reason) => sayReason(reason, 'vi')).join(' ')}`,
    signed_content_changed: () => 'Sau bản phát hành, tệp có thay đổi không phải chữ ký (trang, nội dung hoặc hình che nội dung). Hãy ký lại từ bản phát hành.',
    signed_by_the_other_only: () => 'Tệp chỉ có chữ ký của bên kia. Hãy ký bằng chứng thư của bên bạn trên tệp đó rồi nộp lại.',
    certificate_of_other_side: ({ signer, organisation }) => `Chữ ký trong tệp là của ${signer}, ${organisation}: đó là bên kia. Hãy ký bằng chứng thư của tổ chức mình rồi nộp lại.`,
    whose_signature: ({ signers }) => `Tệp có nhiều chữ ký mà chứng thư không ghi mã số thuế hay tên tổ chức nào của hai bên (${signers}), nên không biết chữ ký nào là của bạn. Hãy nộp tệp ngay sau chữ ký của bên bạn, khi bên kia chưa ký thêm, hoặc ký bằng chứng thư có ghi tổ chức.`,
    certificate_of_another: ({ tax_code, expected }) => `Chứng thư ghi mã số thuế ${tax_code}, khác mã số thuế ${expected} của tổ chức bạn. Hãy ký bằng chứng thư của tổ chức mình.`,
    signed_before_issue: ({ at }) => `Chữ ký ghi thời điểm ${formatInstant(new Date(at), 'vi')}, trước khi phiên bản này được phát hành. Hãy chỉnh đồng hồ máy ký và ký lại.`,
  },
  en: {
    ...valuationRefusals.en,
    signing_of_lost_deal: () => 'The deal ended without a contract, so nothing is signed any more.',
    signing_way_unfit: () => 'A contract is signed with certificates or on paper. Choose one of these.',
    side_signed_already: ({ signer }) => `Your side has signed this version (${signer}). Each side signs once; wait for the other.`,
    other_text_confirmed: ({ number }) => `What you saw is not version ${number}. Open the page again, read the text as it stands, then sign.`,
    signing_day_wrong: ({ issued_on, today }) => `The day must lie between the issue (${formatIsoDay(issued_on, 'en')}) and today (${formatIsoDay(today, 'en')}).`,
    signed_file_unreadable: () => 'The file cannot be read as a proper PDF, or it is encrypted. Hand in the file just as it was after signing, not saved by another program.',
    signed_file_other_text: ({ number }) => `The file does not begin with exactly the issued version ${number}. Download that version, sign that very file and hand it in.`,
    signed_file_unsigned: () => 'There is no digital signature in the file. Sign it with a certificate, then hand it in again.',
    signed_file_unfit: ({ reasons }) => `A signature in the file cannot be used: ${reasons.map((reason) => sayReason(reason, 'en')).join(' ')}`,
    signed_content_changed: () => 'Behind the issued version the file holds changes that are no signing (pages, content, or a drawing over it). Sign again from the issued version.',
    signed_by_the_other_only: () => 'The file holds only the other side’s signature. Sign that file with your side’s certificate, then hand it in again.',
    certificate_of_other_side: ({ signer, organisation }) => `The signature in the file is by ${signer}, ${organisation}: that is the other side. Sign with a certificate of your own organisation, then hand it in again.`,
    whose_signature: ({ signers }) => `The file bears several signatures whose certificates name neither side by tax code or name (${signers}), so that nobody can tell which is yours. Hand in the file as it was right after your side signed it, before the other did, or sign with a certificate that names your organisation.`,
    certificate_of_another: ({ tax_code, expected }) => `The certificate names tax code ${tax_code}, not your organisation’s ${expected}. Sign with a certificate of your own organisation.`,
    signed_before_issue: ({ at }) => `The signature says ${formatInstant(new Date(at), 'en')}, before this version was issued. Set the clock of the signing machine and sign again.`,
  },
})
