import { texts } from '../../platform/locale.ts'

/** What one's own calendar says, and the page where its address is made. */
export const calendarTexts = texts({
  vi: {
    title: 'Lịch của tôi', name: 'Việc và cuộc họp của tôi · Sàn giao dịch công nghệ Hà Nội', due: (of: string, what: string) => `Hạn · ${of} · ${what}`,
    lead: 'Một địa chỉ để điện thoại, máy tính của bạn tự cập nhật mọi hạn việc và cuộc họp của bạn, trong mọi hồ sơ giao dịch và phiên giao dịch.',
    what: 'Lịch chỉ ghi số hồ sơ và loại việc, không ghi tên tổ chức, tên công nghệ hay nội dung, vì ứng dụng lịch do bên khác lưu giữ. Việc làm xong sẽ mất khỏi lịch; cuộc họp bị hủy được gạch đi. Việc của cán bộ Sàn, đấu giá và lời kêu gọi giải pháp không có trong lịch này: ai tham gia là điều được giữ kín.',
    who: 'Ai có địa chỉ này đều xem được lịch của bạn mà không cần đăng nhập. Đừng gửi cho người khác; nếu lộ, hãy tạo địa chỉ mới hoặc thu hồi.',
    none: 'Bạn chưa có địa chỉ lịch.', made: (day: string) => `Bạn có một địa chỉ lịch, tạo ngày ${day}. Sàn không xem lại được địa chỉ đó; nếu làm mất, hãy tạo địa chỉ mới.`, make: 'Tạo địa chỉ lịch', remake: 'Tạo địa chỉ mới, bỏ địa chỉ cũ', revoke: 'Thu hồi địa chỉ',
    once: 'Địa chỉ lịch của bạn. Đây là lần duy nhất địa chỉ này hiện ra.', how: 'Chép địa chỉ và dán vào mục “Thêm lịch từ URL” hay “Đăng ký lịch” của ứng dụng lịch. Lịch được đọc lại khoảng mỗi giờ, tùy ứng dụng.', address: 'Địa chỉ lịch', open: 'Mở bằng ứng dụng lịch trên máy này', back: 'Về trang Lịch của tôi',
  },
  en: {
    title: 'My calendar', name: 'My duties and meetings · Hanoi Technology Exchange', due: (of: string, what: string) => `Due · ${of} · ${what}`,
    lead: 'One address by which your phone and computer keep every due day and meeting of yours, over all deal files and trading sessions.',
    what: 'The calendar names the number of the file and the kind of duty, and no organisation, technology or content, as calendars are stored by others. What is done goes from it; a meeting that is called off is struck out. Duties of the Exchange’s staff, auctions and calls for solutions are not in it: who takes part is kept confidential.',
    who: 'Whoever has this address reads your calendar without signing in. Give it to nobody; if it gets out, make a new one or revoke it.',
    none: 'Your calendar has no address yet.', made: (day: string) => `Your calendar has an address, made on ${day}. The Exchange cannot show it again; if you lost it, make a new one.`, make: 'Make an address', remake: 'Make a new address in place of the old', revoke: 'Revoke the address',
    once: 'The address of your calendar. This is the only time it is shown.', how: 'Copy it into “Add calendar from URL” or “Subscribe” of your calendar program. It is read again about every hour, as the program likes.', address: 'Calendar address', open: 'Open with the calendar program of this device', back: 'Back to my calendar',
  },
})

export const workTexts = texts({
  vi: {
    title: 'Việc của tôi', idle: (n: number) => `${n} hồ sơ giao dịch không hoạt động`, hello: (name: string) => `Chào ${name}`, lead: 'Việc chờ lâu nhất đứng trước.', nothing: 'Không có việc nào đang chờ bạn.', since: 'từ', days: (n: number) => (n === 0 ? 'hôm nay' : `${n} ngày`),
    returned: (title: string) => `Sửa tin bị trả lại: ${title}`, draft: (title: string) => `Hoàn thành bản nháp: ${title}`, review: (title: string) => `Duyệt tin: ${title}`, verify: (n: number) => `Xác minh tổ chức: ${n} hồ sơ đang chờ`, invitation: (name: string) => `Trả lời lời mời của ${name}`,
    noOrganisation: 'Bạn chưa thuộc tổ chức nào', noOrganisationText: 'Chào bán, nhu cầu và giao dịch đều thay mặt một tổ chức. Hãy lập tổ chức của bạn, hoặc nhờ đồng nghiệp gửi lời mời tới địa chỉ thư của bạn.', create: 'Lập tổ chức', next: 'Có thể làm tiếp', newOffer: 'Đăng chào bán công nghệ', newNeed: 'Đăng nhu cầu công nghệ', search: 'Tìm công nghệ và nhu cầu', letters: 'Thông báo gần đây', task: 'Việc', waiting: 'Chờ', kind: 'Loại',
  },
  en: {
    title: 'My work', idle: (n: number) => `${n} idle deal ${n === 1 ? 'file' : 'files'}`, hello: (name: string) => `Hello ${name}`, lead: 'The task that has waited longest comes first.', nothing: 'Nothing is waiting for you.', since: 'since', days: (n: number) => (n === 0 ? 'today' : n === 1 ? '1 day' : `${n} days`),
    returned: (title: string) => `Revise a listing sent back: ${title}`, draft: (title: string) => `Finish the draft: ${title}`, review: (title: string) => `Review a listing: ${title}`, verify: (n: number) => `Verify organisations: ${n} waiting`, invitation: (name: string) => `Answer the invitation from ${name}`,
    noOrganisation: 'You do not belong to an organisation yet', noOrganisationText: 'Offers, needs and deals are all made for an organisation. Create yours, or ask a colleague to invite your e-mail address.', create: 'Create an organisation', next: 'What you can do next', newOffer: 'Publish a technology offer', newNeed: 'Publish a technology need', search: 'Search technology and needs', letters: 'Recent notices', task: 'Task', waiting: 'Waiting', kind: 'Kind',
  },
})
