import { texts } from '../../platform/locale.ts'

export const workTexts = texts({
  vi: {
    title: 'Việc của tôi', hello: (name: string) => `Chào ${name}`, lead: 'Việc chờ lâu nhất đứng trước.', nothing: 'Không có việc nào đang chờ bạn.', since: 'từ', days: (n: number) => (n === 0 ? 'hôm nay' : `${n} ngày`),
    returned: (title: string) => `Sửa tin bị trả lại: ${title}`, draft: (title: string) => `Hoàn thành bản nháp: ${title}`, review: (title: string) => `Duyệt tin: ${title}`, verify: (n: number) => `Xác minh tổ chức: ${n} hồ sơ đang chờ`, invitation: (name: string) => `Trả lời lời mời của ${name}`,
    noOrganisation: 'Bạn chưa thuộc tổ chức nào', noOrganisationText: 'Chào bán, nhu cầu và giao dịch đều thay mặt một tổ chức. Hãy lập tổ chức của bạn, hoặc nhờ đồng nghiệp gửi lời mời tới địa chỉ thư của bạn.', create: 'Lập tổ chức', next: 'Có thể làm tiếp', newOffer: 'Đăng chào bán công nghệ', newNeed: 'Đăng nhu cầu công nghệ', search: 'Tìm công nghệ và nhu cầu', letters: 'Thông báo gần đây', task: 'Việc', waiting: 'Chờ', kind: 'Loại',
  },
  en: {
    title: 'My work', hello: (name: string) => `Hello ${name}`, lead: 'The task that has waited longest comes first.', nothing: 'Nothing is waiting for you.', since: 'since', days: (n: number) => (n === 0 ? 'today' : n === 1 ? '1 day' : `${n} days`),
    returned: (title: string) => `Revise a listing sent back: ${title}`, draft: (title: string) => `Finish the draft: ${title}`, review: (title: string) => `Review a listing: ${title}`, verify: (n: number) => `Verify organisations: ${n} waiting`, invitation: (name: string) => `Answer the invitation from ${name}`,
    noOrganisation: 'You do not belong to an organisation yet', noOrganisationText: 'Offers, needs and deals are all made for an organisation. Create yours, or ask a colleague to invite your e-mail address.', create: 'Create an organisation', next: 'What you can do next', newOffer: 'Publish a technology offer', newNeed: 'Publish a technology need', search: 'Search technology and needs', letters: 'Recent notices', task: 'Task', waiting: 'Waiting', kind: 'Kind',
  },
})
