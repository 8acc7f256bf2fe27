import { texts } from '../../platform/locale.ts'

export const homeTexts = texts({
  vi: {
    title: 'Sàn giao dịch công nghệ Hà Nội', lead: 'Viện, trường, doanh nghiệp khởi nghiệp đưa công nghệ ra thị trường. Doanh nghiệp, hợp tác xã, sở ngành và phường xã nêu điều đang cần. Giao dịch diễn ra ở đây, có bằng chứng và được đếm.',
    placeholder: 'Ví dụ: say lanh nong san', have: 'Tôi có công nghệ', seek: 'Tôi đang cần công nghệ', latestOffers: 'Chào bán mới', latestNeeds: 'Nhu cầu mới', all: 'Xem tất cả', fields: 'Theo lĩnh vực', figures: 'Đến hôm nay', figuresMore: 'Xem đầy đủ số liệu',
    fieldsTitle: 'Công nghệ và nhu cầu theo lĩnh vực', fieldsLead: 'Theo bảng phân loại lĩnh vực nghiên cứu khoa học và công nghệ. Chọn một lĩnh vực để xem tin.', offers: (n: number) => `${n} chào bán`, needs: (n: number) => `${n} nhu cầu`, gap: 'cần nhiều hơn chào',
  },
  en: {
    title: 'Hanoi Technology Exchange', lead: 'Institutes, universities and start-ups bring technology to market. Enterprises, cooperatives, city departments and wards say what they need. Deals happen here, with evidence, and are counted.',
    placeholder: 'For example: cold drying', have: 'I have a technology', seek: 'I need a technology', latestOffers: 'New offers', latestNeeds: 'New needs', all: 'See all', fields: 'By field', figures: 'To date', figuresMore: 'All figures',
    fieldsTitle: 'Technology and needs by field', fieldsLead: 'By the classification of research fields. Choose a field to see its listings.', offers: (n: number) => `${n} ${n === 1 ? 'offer' : 'offers'}`, needs: (n: number) => `${n} ${n === 1 ? 'need' : 'needs'}`, gap: 'more sought than offered',
  },
})
