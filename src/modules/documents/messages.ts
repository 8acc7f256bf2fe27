import { texts } from '../../platform/locale.ts'
import { formatNumber } from '../../platform/money.ts'
import type { Messages } from '../../platform/refusal.ts'
import type { Locale } from '../../platform/locale.ts'
import type { UploadRefusal } from './rules.ts'

/** 20 MB, 1,5 MB, 300 KB. */
export const formatBytes = (bytes: number, locale: Locale): string =>
  bytes >= 1024 * 1024 ? `${formatNumber(Math.round(bytes / 1024 / 102.4) / 10, locale)} MB` : bytes >= 1024 ? `${formatNumber(Math.round(bytes / 1024), locale)} KB` : `${bytes} B`

export const uploadRefusals = texts<Messages<UploadRefusal>>({
  vi: {
    file_too_large: ({ max }) => `Tệp quá lớn. Hãy chọn tệp tối đa ${formatBytes(max, 'vi')}.`,
    files_too_many: ({ most }) => `Nhiều tệp quá. Hãy chọn tối đa ${most} tệp, gửi phần còn lại bằng tin khác.`,
    files_too_large: ({ max }) => `Các tệp cộng lại quá lớn. Hãy chọn các tệp cộng lại tối đa ${formatBytes(max, 'vi')}.`,
    file_type_refused: ({ accepted }) => `Loại tệp này không nhận được, hoặc nội dung không đúng với đuôi tên tệp. Các loại được nhận: ${accepted.join(', ')}.`,
    file_broken: () => 'Tệp bị hỏng hoặc chưa tải lên trọn vẹn. Hãy mở thử tệp trên máy của bạn rồi tải lại.',
    file_empty: () => 'Tệp này rỗng (0 byte). Hãy chọn tệp khác.',
    file_missing: () => 'Hãy chọn một tệp để tải lên.',
    picture_too_many_pixels: ({ max_megapixels }) => `Ảnh có quá nhiều điểm ảnh. Hãy thu nhỏ còn tối đa ${max_megapixels} triệu điểm ảnh.`,
    file_infected: () => 'Phần mềm diệt vi-rút phát hiện mã độc trong tệp này nên tệp đã bị xóa, không được lưu. Hãy quét máy của bạn rồi tải lên một bản sạch.',
    scanner_away: () => 'Hiện chưa kiểm tra vi-rút được nên chưa nhận tệp. Tệp chưa được lưu; hãy thử lại sau ít phút.',
    storage_away: () => 'Kho lưu tệp tạm thời không trả lời. Tệp chưa được lưu; hãy thử lại sau ít phút.',
    storage_full: ({ quota, used }) => `Tổ chức của bạn đã dùng ${formatBytes(used, 'vi')} trong ${formatBytes(quota, 'vi')} dung lượng lưu tệp, không đủ chỗ cho tệp này. Hãy gỡ bớt tệp không còn cần, hoặc liên hệ Sàn.`,
  },
  en: {
    file_too_large: ({ max }) => `The file is too large. Choose one of at most ${formatBytes(max, 'en')}.`,
    files_too_many: ({ most }) => `Too many files. Choose at most ${most} and send the others with another message.`,
    files_too_large: ({ max }) => `The files are too large together. Choose files of at most ${formatBytes(max, 'en')} together.`,
    file_type_refused: ({ accepted }) => `This kind of file is not accepted, or its content does not fit the ending of its name. Accepted: ${accepted.join(', ')}.`,
    file_broken: () => 'The file is damaged or did not arrive whole. Try opening it on your machine, then upload it again.',
    file_empty: () => 'This file is empty (0 bytes). Choose another one.',
    file_missing: () => 'Choose a file to upload.',
    picture_too_many_pixels: ({ max_megapixels }) => `The picture has too many pixels. Reduce it to at most ${max_megapixels} megapixels.`,
    file_infected: () => 'The virus scanner found something harmful in this file, so it has been deleted and not kept. Scan your machine, then upload a clean copy.',
    scanner_away: () => 'Files cannot be checked for viruses at the moment, so none are accepted. Nothing was kept; please try again in a few minutes.',
    storage_away: () => 'The file storage does not answer at the moment. Nothing was kept; please try again in a few minutes.',
    storage_full: ({ quota, used }) => `Your organisation uses ${formatBytes(used, 'en')} of its ${formatBytes(quota, 'en')} for files, which leaves no room for this one. Remove files no longer needed, or contact the Exchange.`,
  },
})

export const documentTexts = texts({
  vi: { away: 'Chưa lấy được tệp', awayText: 'Kho lưu tệp tạm thời không trả lời. Tệp của bạn vẫn còn; hãy thử lại sau ít phút.' },
  en: { away: 'The file cannot be fetched', awayText: 'The file storage does not answer at the moment. Your file is safe; please try again in a few minutes.' },
})
