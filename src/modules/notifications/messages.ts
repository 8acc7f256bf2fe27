import { texts } from '../../platform/locale.ts'

export const signature = texts({ vi: 'Sàn giao dịch công nghệ Hà Nội\n258 Võ Chí Công, phường Tây Hồ, Hà Nội', en: 'Hanoi Technology Exchange\n258 Vo Chi Cong, Tay Ho Ward, Hanoi' })
export const mailTexts = texts({
  vi: { title: 'Thư đi', lead: 'Bản thử nghiệm không gửi thư ra ngoài. Các thư gần nhất nằm ở đây.', empty: 'Chưa có thư nào.', to: 'Gửi tới' },
  en: { title: 'Outgoing mail', lead: 'A development system sends no mail. The latest e-mails are kept here.', empty: 'No e-mails yet.', to: 'To' },
})
