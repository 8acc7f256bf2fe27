import { texts } from '../../platform/locale.ts'
import type { RoomEvent } from '../rooms/schema.ts'
import type { WordsOf } from './event-messages.ts'

export const roomWords = texts<WordsOf<RoomEvent>>({
  vi: {
    'room.undertaking_accepted': ({ text_version }) => `Chấp nhận cam kết bảo mật của hồ sơ, bản ${text_version}`,
    'room.folder_made': () => 'Tạo thư mục trong phòng dữ liệu', 'room.folder_changed': () => 'Sửa thư mục trong phòng dữ liệu',
    'room.reader_named': () => 'Ghi tên một người được đọc thư mục', 'room.reader_ended': () => 'Thôi cho một người đọc thư mục',
    'room.document_put': ({ version }) => (version === 1 ? 'Đưa tài liệu vào phòng dữ liệu' : `Đưa bản ${version} của một tài liệu vào phòng dữ liệu`), 'room.document_withdrawn': () => 'Rút tài liệu khỏi phòng dữ liệu',
    'room.question_asked': ({ number }) => `Hỏi câu số ${number}`, 'room.question_answered': ({ number }) => `Trả lời câu hỏi số ${number}`, 'room.question_followed_up': ({ number }) => `Hỏi tiếp câu số ${number}`, 'room.question_closed': ({ number }) => `Đóng câu hỏi số ${number}`,
    'room.meeting_proposed': () => 'Đề nghị một cuộc họp', 'room.meeting_moved': () => 'Đề nghị giờ khác cho cuộc họp', 'room.meeting_agreed': () => 'Đồng ý cuộc họp', 'room.meeting_cancelled': () => 'Hủy cuộc họp', 'room.minutes_written': () => 'Viết biên bản cuộc họp', 'room.minutes_agreed': () => 'Đồng ý biên bản cuộc họp',
    'room.decision_recorded': ({ number }) => `Ghi quyết định số ${number} của một bên`, 'room.decision_proposed': ({ number }) => `Đề nghị quyết định số ${number}`, 'room.decision_agreed': ({ number }) => `Đồng ý quyết định số ${number}`, 'room.decision_declined': ({ number }) => `Không đồng ý quyết định số ${number}`, 'room.decision_withdrawn': ({ number }) => `Rút đề nghị quyết định số ${number}`,
    'room.pilot_proposed': () => 'Đề nghị chạy thử', 'room.pilot_agreed': () => 'Đồng ý chạy thử', 'room.pilot_declined': () => 'Không đồng ý chạy thử', 'room.pilot_withdrawn': () => 'Rút đề nghị chạy thử',
    'room.result_entered': () => 'Nhập kết quả một chỉ tiêu chạy thử', 'room.result_confirmed': () => 'Xác nhận kết quả một chỉ tiêu chạy thử', 'room.result_disputed': () => 'Không đồng ý với kết quả một chỉ tiêu chạy thử',
    'room.report_written': ({ number }) => `Ghi báo cáo thử nghiệm số ${number}`, 'room.report_corrected': ({ number, version }) => `Sửa báo cáo thử nghiệm số ${number}, thành bản ${version}`, 'room.report_agreed': ({ number, version }) => `Đồng ý báo cáo thử nghiệm số ${number}, bản ${version}`, 'room.report_objected': ({ number, version }) => `Phản đối báo cáo thử nghiệm số ${number}, bản ${version}`, 'room.report_withdrawn': ({ number }) => `Rút báo cáo thử nghiệm số ${number}`,
    'room.pilot_concluded': ({ met }) => (met ? 'Chạy thử đạt mọi chỉ tiêu' : 'Chạy thử không đạt đủ chỉ tiêu'),
  },
  en: {
    'room.undertaking_accepted': ({ text_version }) => `Accepted the confidentiality undertaking of the file, version ${text_version}`,
    'room.folder_made': () => 'Made a folder in the data room', 'room.folder_changed': () => 'Changed a folder in the data room',
    'room.reader_named': () => 'Named a person who may read a folder', 'room.reader_ended': () => 'Ended a person’s reading of a folder',
    'room.document_put': ({ version }) => (version === 1 ? 'Put a document into the data room' : `Put version ${version} of a document into the data room`), 'room.document_withdrawn': () => 'Withdrew a document from the data room',
    'room.question_asked': ({ number }) => `Asked question ${number}`, 'room.question_answered': ({ number }) => `Answered question ${number}`, 'room.question_followed_up': ({ number }) => `Followed up question ${number}`, 'room.question_closed': ({ number }) => `Closed question ${number}`,
    'room.meeting_proposed': () => 'Proposed a meeting', 'room.meeting_moved': () => 'Proposed another time for the meeting', 'room.meeting_agreed': () => 'Agreed to the meeting', 'room.meeting_cancelled': () => 'Cancelled the meeting', 'room.minutes_written': () => 'Wrote the minutes of a meeting', 'room.minutes_agreed': () => 'Agreed to the minutes of a meeting',
    'room.decision_recorded': ({ number }) => `Recorded decision ${number} of one side`, 'room.decision_proposed': ({ number }) => `Proposed decision ${number}`, 'room.decision_agreed': ({ number }) => `Agreed to decision ${number}`, 'room.decision_declined': ({ number }) => `Did not agree to decision ${number}`, 'room.decision_withdrawn': ({ number }) => `Withdrew the proposal of decision ${number}`,
    'room.pilot_proposed': () => 'Proposed a pilot', 'room.pilot_agreed': () => 'Agreed to a pilot', 'room.pilot_declined': () => 'Did not agree to a pilot', 'room.pilot_withdrawn': () => 'Withdrew the proposal of a pilot',
    'room.result_entered': () => 'Entered the result of a measure of the pilot', 'room.result_confirmed': () => 'Confirmed the result of a measure of the pilot', 'room.result_disputed': () => 'Disagreed with the result of a measure of the pilot',
    'room.report_written': ({ number }) => `Wrote test report ${number}`, 'room.report_corrected': ({ number, version }) => `Corrected test report ${number}, which is version ${version} now`, 'room.report_agreed': ({ number, version }) => `Agreed to test report ${number}, version ${version}`, 'room.report_objected': ({ number, version }) => `Objected to test report ${number}, version ${version}`, 'room.report_withdrawn': ({ number }) => `Withdrew test report ${number}`,
    'room.pilot_concluded': ({ met }) => (met ? 'The pilot met every measure' : 'The pilot did not meet every measure'),
  },
})
