import { texts } from '../../platform/locale.ts'

export const matchTexts = texts({
  vi: { offersForNeed: 'Chào bán phù hợp với nhu cầu này', needsForOffer: 'Nhu cầu mà công nghệ này có thể đáp ứng', none: 'Chưa có tin phù hợp đủ rõ. Sàn sẽ tìm lại mỗi khi có tin mới.', score: (n: number) => `Mức phù hợp ${n}/100`, why: 'Vì sao', interest: 'Bày tỏ quan tâm', how: 'Xếp theo từ ngữ chung, lĩnh vực, mức độ sẵn sàng và giá. Không ai trả tiền để đứng trước.' },
  en: { offersForNeed: 'Offers that may meet this need', needsForOffer: 'Needs this technology may meet', none: 'No listing matches clearly enough yet. The Exchange looks again whenever something new is published.', score: (n: number) => `Match ${n}/100`, why: 'Why', interest: 'Express interest', how: 'Ranked by shared words, field, readiness and price. Nobody can pay for a better place.' },
})
