import type { Messages } from '../../platform/refusal.ts'
import { texts } from '../../platform/locale.ts'
import type { TrainingRefusal } from './training-rules.ts'

export const qualityTexts = texts({
  vi: {
    title: 'Chất lượng ghép nối theo thời gian', lead: 'Hai cách nhìn: người dùng nói gì về các gợi ý, và các lần máy học từ những cặp đã được đánh giá.', administration: 'Quản trị', matching: 'Ghép nối',
    answers: 'Trả lời gợi ý theo tuần', answersChart: (accepted: number, declined: number) => `Trong các tuần này có ${accepted} gợi ý được nhận và ${declined} bị từ chối.`, noAnswers: 'Chưa có ai trả lời gợi ý nào.', week: 'Tuần bắt đầu', accepted: 'Được nhận', declined: 'Bị từ chối', share: 'Phần được nhận',
    trainings: 'Các lần học trọng số', trainingsHelp: 'Chất lượng là nDCG@10 (0 đến 1) đo trên những trường hợp không dùng để học, chia năm phần luân phiên. Trọng số mới chỉ được dùng khi tốt hơn trọng số đang dùng.', noTrainings: 'Chưa có lần học nào. Người vận hành chạy: bin/techex match train.',
    chart: 'Chất lượng từng lần học, phần nghìn', chartText: (n: number) => `${n} lần học gần nhất.`, learnt: 'Học được', before: 'Đang dùng lúc đó',
    number: 'Lần', at: 'Lúc', needs: 'Trường hợp đã đánh giá', answered: 'Trả lời trên Sàn', quality: 'Chất lượng', qualityBefore: 'Trước đó', used: 'Đưa vào dùng', yes: 'Có', no: 'Không', serves: 'Đang dùng', serve: 'Dùng trọng số này', serveProgram: 'Dùng lại trọng số của chương trình', program: 'Đang dùng trọng số đi kèm chương trình.', serving: (n: number) => `Đang dùng trọng số của lần học ${n}.`,
    weights: 'Trọng số đang dùng', weight: 'Trọng số', what: 'Điều được cân', csv: 'Tải về dạng CSV',
    features: { words: 'Từ ngữ', meaning: 'Nghĩa của toàn bài', company: 'Những tin gần nó nhất', field: 'Cùng lĩnh vực', related: 'Lĩnh vực gần nhau', patent_class: 'Cùng lớp sáng chế', industry: 'Cùng ngành kinh tế', trl: 'Mức độ sẵn sàng', price: 'Giá và ngân sách', form: 'Hình thức chuyển giao', place: 'Địa bàn', evidence: 'Mức kiểm chứng' },
  },
  en: {
    title: 'Quality of matching over time', lead: 'Two views: what people say to suggested matches, and what was learnt from judged pairs each time.', administration: 'Administration', matching: 'Matching',
    answers: 'Answers to matches by week', answersChart: (accepted: number, declined: number) => `In these weeks ${accepted} matches were taken up and ${declined} declined.`, noAnswers: 'Nobody has answered a match yet.', week: 'Week from', accepted: 'Taken up', declined: 'Declined', share: 'Share taken up',
    trainings: 'Each time weights were learnt', trainingsHelp: 'Quality is nDCG@10 (0 to 1) on cases kept apart from learning, five parts in turn. New weights serve only where they are better than the ones serving.', noTrainings: 'Nothing was learnt yet. An operator runs: bin/techex match train.',
    chart: 'Quality each time, in thousandths', chartText: (n: number) => `The last ${n} times.`, learnt: 'Learnt', before: 'Serving then',
    number: 'No.', at: 'When', needs: 'Judged cases', answered: 'Answers here', quality: 'Quality', qualityBefore: 'Before', used: 'Came to serve', yes: 'Yes', no: 'No', serves: 'Serving', serve: 'Use these weights', serveProgram: 'Use the program’s own weights', program: 'The program’s own weights serve.', serving: (n: number) => `The weights of training ${n} serve.`,
    weights: 'Weights that serve', weight: 'Weight', what: 'What is weighed', csv: 'Download as CSV',
    features: { words: 'Words', meaning: 'Meaning of the whole', company: 'Those nearest to it', field: 'Same field', related: 'Related fields', patent_class: 'Same patent class', industry: 'Same industry', trl: 'Readiness', price: 'Price and budget', form: 'Form of transfer', place: 'Place', evidence: 'Evidence' },
  },
})

export const trainingRefusals = texts<Messages<TrainingRefusal>>({
  vi: { training_unknown: ({ training }) => `Không có lần học số ${training}.`, serving_meanwhile: () => 'Người khác vừa đổi trọng số. Hãy xem trọng số đang dùng rồi chọn lại.' },
  en: { training_unknown: ({ training }) => `There is no training ${training}.`, serving_meanwhile: () => 'Somebody else has just changed the weights. Look at the ones serving now, then choose again.' },
})
