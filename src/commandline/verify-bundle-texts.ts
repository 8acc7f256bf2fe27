import type { Why } from './verify-bundle-course.ts'

/** What is wrong, and where. */
export interface Finding {
  code: 'not_json' | 'not_canonical' | 'wrong_shape' | 'seal_wrong' | 'key_unknown' | 'key_wrong' | 'rules_differ' | 'bidders_wrong' | 'gap' | 'time_back' | 'body_wrong' | 'chain_broken' | 'course_wrong' | 'no_checkpoint' | 'checkpoint_unreadable' | 'checkpoint_unsigned'
    | 'checkpoint_other_log' | 'checkpoint_order' | 'checkpoint_beyond' | 'root_differs' | 'checkpoint_facts' | 'token_wrong' | 'uncovered' | 'result_differs' | 'opening_wrong' | 'ballot_key_wrong' | 'ballot_key_missing' | 'ballot_missing' | 'ballot_misread' | 'draw_wrong' | 'receipt_unreadable' | 'receipt_other_lot' | 'receipt_forged' | 'receipt_missing' | 'receipt_differs'
  event?: number; checkpoint?: number | string; file?: string; place?: number; expected?: string; why?: Why
}

type Sentence = (finding: Finding) => [vi: string, en: string]
const whys: Record<string, Sentence> = {
  not_now: ({ expected }) => [`việc này không thể xảy ra lúc đó (giai đoạn: ${expected})`, `this cannot happen then (phase: ${expected})`],
  paused: () => ['phiên đang tạm dừng', 'the lot is paused'],
  too_early: ({ expected }) => [`chưa đến thời điểm ${expected}`, `it is earlier than ${expected}`],
  too_late: ({ expected }) => [`đã quá hạn ${expected}`, `it is later than the end, ${expected}`],
  no_bidder: () => ['số này không có quyền trả giá', 'this number may not bid'],
  leads: () => ['người trả giá đang dẫn đầu', 'the bidder leads already'],
  amount: ({ expected }) => [`giá sai; giá đúng hoặc thấp nhất là ${expected}`, `the price is wrong; the right or lowest one is ${expected}`],
  end: ({ expected }) => [`thời điểm sai; đúng là ${expected}`, `the time is wrong; it should be ${expected}`],
  must_follow: ({ expected }) => [`ngay tại đây phải là ${expected}`, `what has to stand here is ${expected}`],
  nothing_follows: ({ expected }) => [`sau đó phải có ${expected}`, `${expected} has to follow`],
  differs: ({ expected }) => [`kết quả tính lại là ${expected}`, `recomputed it is ${expected}`],
  wrongly_refused: ({ expected }) => [`lệnh bị từ chối sai; theo quy chế thì ${expected === 'null' ? 'phải được nhận' : `lý do là ${expected}`}`, `it was refused wrongly; by the rules ${expected === 'null' ? 'it had to be taken' : `the reason is ${expected}`}`],
  unknown: () => ['loại sự kiện không được biết', 'no such kind of event is known'],
}
const sentences: Record<Finding['code'], Sentence> = {
  not_json: () => ['Tệp không phải là JSON.', 'The file is no JSON.'],
  not_canonical: ({ place }) => [`Tệp không được viết đúng dạng chuẩn RFC 8785${place === undefined ? '' : ` (khác từ byte ${place})`}: có byte bị thay đổi.`, `The file is not written in RFC 8785 form${place === undefined ? '' : ` (other from byte ${place})`}: bytes were changed.`],
  wrong_shape: ({ expected }) => [`Thiếu hoặc sai phần “${expected}”.`, `The part “${expected}” is missing or wrong.`],
  seal_wrong: () => ['Dấu niêm phong của cả tệp không đúng: tệp đã bị thay đổi sau khi Sàn phát hành.', 'The seal over the whole file does not hold: it was changed after the Exchange gave it out.'],
  key_unknown: ({ expected }) => [`Khóa ký ${expected} không nằm trong các khóa bạn đưa ra.`, `The signing key ${expected} is none of those you gave.`],
  key_wrong: ({ expected }) => [`Khóa công khai “${expected}” không đọc được hoặc mang sai tên.`, `The public key “${expected}” cannot be read or bears a wrong name.`],
  rules_differ: () => ['Quy chế trong tệp không phải là quy chế đã công bố (mã băm khác).', 'The rules in the file are not those published (their hash differs).'],
  bidders_wrong: () => ['Danh sách số của người tham gia sai thứ tự, trùng, hoặc sai dạng.', 'The numbers of the bidders are out of order, double or malformed.'],
  gap: ({ event }) => [`Sự kiện ${event}: số thứ tự không liền; có dòng bị bỏ, thêm hoặc đổi chỗ.`, `Event ${event}: the numbers have a gap; a row was dropped, added or moved.`],
  time_back: ({ event }) => [`Sự kiện ${event}: thời gian không tăng.`, `Event ${event}: its time is not later than the one before.`],
  body_wrong: ({ event }) => [`Sự kiện ${event}: nội dung không ở dạng chuẩn RFC 8785.`, `Event ${event}: its body is not in RFC 8785 form.`],
  chain_broken: ({ event }) => [`Sự kiện ${event}: chuỗi mã băm bị đứt; sự kiện này hoặc sự kiện trước đã bị thay đổi.`, `Event ${event}: the chain of hashes breaks; this event or the one before was changed.`],
  course_wrong: (finding) => { const [vi, en] = (whys[finding.why ?? ''] ?? whys.unknown!)(finding); return [`Sự kiện ${finding.event} trái quy chế: ${vi}.`, `Event ${finding.event} is against the rules: ${en}.`] },
  no_checkpoint: () => ['Không có bản chốt sổ nào.', 'There is no checkpoint.'],
  checkpoint_unreadable: ({ checkpoint }) => [`Bản chốt sổ ${checkpoint}: không đọc được.`, `Checkpoint ${checkpoint}: cannot be read.`],
  checkpoint_unsigned: ({ checkpoint }) => [`Bản chốt sổ ${checkpoint}: không có chữ ký đúng của Sàn.`, `Checkpoint ${checkpoint}: bears no valid signature of the Exchange.`],
  checkpoint_other_log: ({ checkpoint, expected }) => [`Bản chốt sổ ${checkpoint}: của sổ khác (đúng phải là ${expected}).`, `Checkpoint ${checkpoint}: is of another log (it should be ${expected}).`],
  checkpoint_order: ({ checkpoint }) => [`Bản chốt sổ ${checkpoint}: không lớn hơn bản trước.`, `Checkpoint ${checkpoint}: is no larger than the one before.`],
  checkpoint_beyond: ({ checkpoint, expected }) => [`Bản chốt sổ ${checkpoint}: chốt ${expected} dòng, nhiều hơn sổ trong tệp: có dòng đã bị cắt bỏ.`, `Checkpoint ${checkpoint}: covers ${expected} leaves, more than the file has: rows were cut off.`],
  root_differs: ({ checkpoint }) => [`Bản chốt sổ ${checkpoint}: gốc Merkle khác: lịch sử khác với lịch sử đã ký.`, `Checkpoint ${checkpoint}: its Merkle root differs: this is another history than the one signed.`],
  checkpoint_facts: ({ checkpoint }) => [`Bản chốt sổ ${checkpoint}: thời điểm hoặc mã băm của chuỗi khác.`, `Checkpoint ${checkpoint}: its time or its hash of the chain differs.`],
  token_wrong: ({ checkpoint }) => [`Bản chốt sổ ${checkpoint}: dấu thời gian không phải của bản này.`, `Checkpoint ${checkpoint}: its time stamp is of something else.`],
  uncovered: ({ expected }) => [`${expected} sự kiện cuối không nằm trong bản chốt sổ nào.`, `The last ${expected} events are covered by no checkpoint.`],
  result_differs: ({ expected }) => [`Kết quả công bố khác kết quả tính lại: ${expected}.`, `The published result differs from the recomputed one: ${expected}.`],
  opening_wrong: ({ place }) => [`Phiếu kín thứ ${place}: bản mã không khớp mã băm trong sổ.`, `Sealed ballot ${place}: its ciphertext does not have the hash in the log.`],
  ballot_key_wrong: () => ['Khóa mở phiếu đã công bố không phải khóa của phiên, hoặc được công bố trước khi hết giờ.', 'The published key is not that of the lot’s ballots, or was published before the end.'],
  ballot_key_missing: () => ['Các phiếu đã được đọc nhưng khóa mở phiếu không được công bố.', 'Ballots were read, but the key that opens them is not published.'],
  ballot_missing: ({ event }) => [`Sự kiện ${event}: phiếu kín này bị bỏ khỏi tệp.`, `Event ${event}: this sealed ballot is left out of the file.`],
  ballot_misread: ({ event, expected }) => [`Sự kiện ${event}: phiếu được đọc sai; giải mã lại được ${expected === 'null' ? 'một phiếu không đọc được' : expected}.`, `Event ${event}: the ballot was read wrongly; decrypted again it ${expected === 'null' ? 'cannot be read' : `says ${expected}`}.`],
  draw_wrong: ({ event, expected }) => [`Sự kiện ${event}: hạt giống bốc thăm khác hạt giống tính lại: ${expected}.`, `Event ${event}: the seed of the drawn lot is not the recomputed one, ${expected}.`],
  receipt_unreadable: ({ file }) => [`Biên nhận ${file}: không đọc được.`, `Receipt ${file}: cannot be read.`],
  receipt_other_lot: ({ file }) => [`Biên nhận ${file}: của tài sản khác.`, `Receipt ${file}: is of another lot.`],
  receipt_forged: ({ file }) => [`Biên nhận ${file}: chữ ký không phải của Sàn; biên nhận giả hoặc đã bị sửa.`, `Receipt ${file}: its signature is not the Exchange’s; it is forged or was changed.`],
  receipt_missing: ({ file, event }) => [`Biên nhận ${file}: sự kiện ${event} không có trong sổ.`, `Receipt ${file}: event ${event} is not in the log.`],
  receipt_differs: ({ file, event }) => [`Biên nhận ${file}: sự kiện ${event} trong sổ khác với sự kiện đã ký nhận.`, `Receipt ${file}: event ${event} in the log is another than the one signed for.`],
}
/** What is wrong and where, in both languages. */
export const wordFinding = (finding: Finding): [vi: string, en: string] => sentences[finding.code](finding)
