import { texts } from '../../platform/locale.ts'
import { formatNumber } from '../../platform/money.ts'
import type { StaffRole } from '../people/schema.ts'

export const staffRoleNames = texts<Record<StaffRole, string>>({
  vi: { moderator: 'Kiểm duyệt viên', deal_officer: 'Cán bộ giao dịch', administrator: 'Quản trị viên' },
  en: { moderator: 'Moderator', deal_officer: 'Deal officer', administrator: 'Administrator' },
})

const mb = (bytes: number, locale: 'vi' | 'en'): string => `${formatNumber(Math.max(1, Math.round(bytes / 1_048_576)), locale)} MB`
export const administrationTexts = texts({
  vi: {
    title: 'Quản trị', sections: 'Các phần quản trị', people: 'Người dùng và vai trò', owners: 'Chỉ định chủ tổ chức', moderation: 'Kiểm duyệt tin', verifications: 'Xác minh tổ chức',
    counts: 'Quy mô', countNames: { people: 'người dùng', organisations: 'tổ chức', verified: 'tổ chức đã xác minh', submitted_organisations: 'tổ chức chờ xác minh', without_members: 'tổ chức chưa có thành viên', offers: 'chào bán đang công bố', needs: 'nhu cầu đang công bố', submitted_listings: 'tin chờ duyệt', open_deals: 'giao dịch đang mở', won_deals: 'giao dịch thành công', events: 'sự kiện trong nhật ký' },
    health: 'Tình trạng hệ thống', database: 'Cơ sở dữ liệu', size: (bytes: number, version: string) => `${mb(bytes, 'vi')}, PostgreSQL ${version}`, migrations: 'Bản cập nhật cấu trúc', unsent: 'Thư chưa gửi', unsentText: (n: number, since: string) => n === 0 ? 'Không có' : `${formatNumber(n, 'vi')} thư, cũ nhất từ ${since}`,
    reactions: 'Xử lý sự kiện', behind: (n: number, since: string) => n === 0 ? 'đã xử lý hết' : `còn ${formatNumber(n, 'vi')} sự kiện, cũ nhất từ ${since}`, noCursor: 'Chưa có bộ xử lý nào chạy', jobs: 'Việc chờ máy xử lý', noJobs: 'Không có việc chờ', jobText: (n: number, failing: number, since: string) => `${formatNumber(n, 'vi')} việc, sớm nhất ${since}${failing ? `; ${formatNumber(failing, 'vi')} việc đang lỗi` : ''}`, lastError: 'Lỗi gần nhất',
    failedMail: 'Thư gửi lỗi', to: 'Gửi tới', subject: 'Đối tượng', mailSubject: 'Tiêu đề',
    events: '50 sự kiện mới nhất', at: 'Lúc', type: 'Sự kiện', who: 'Người thực hiện', system: 'hệ thống',
    searchPeople: 'Tìm theo tên hoặc thư điện tử', search: 'Tìm', name: 'Họ và tên', email: 'Thư điện tử', organisations: 'Tổ chức', since: 'Từ ngày', roles: 'Vai trò', grant: 'Trao vai trò', grantTo: (name: string) => `Vai trò trao cho ${name}`, revoke: 'Thu hồi', revokeFrom: (role: string, name: string) => `Thu hồi vai trò ${role} của ${name}`, nobody: 'Không tìm thấy ai.', demonstration: 'minh họa', you: '(bạn)',
    ownersLead: 'Những tổ chức được nhập từ nguồn khác mà chưa có thành viên. Khi người của tổ chức đã đăng ký và chứng minh mình đại diện, hãy chỉ định họ làm chủ.', searchOrganisations: 'Tìm tổ chức theo tên', appoint: 'Chỉ định chủ', appointFor: (name: string) => `Chỉ định chủ cho ${name}`, nothing: 'Không có tổ chức nào.', imported: (source: string) => `Nguồn: ${source}`, appointText: 'Người này phải có tài khoản trên Sàn. Việc chỉ định được ghi vào nhật ký kèm tên bạn.', publicPage: 'Trang công khai',
  },
  en: {
    title: 'Administration', sections: 'Parts of administration', people: 'People and roles', owners: 'Appoint owners', moderation: 'Moderate listings', verifications: 'Verify organisations',
    counts: 'How much there is', countNames: { people: 'people', organisations: 'organisations', verified: 'verified organisations', submitted_organisations: 'organisations waiting to be verified', without_members: 'organisations without members', offers: 'published offers', needs: 'published needs', submitted_listings: 'listings waiting for review', open_deals: 'open deals', won_deals: 'deals won', events: 'events in the log' },
    health: 'Health of the system', database: 'Database', size: (bytes: number, version: string) => `${mb(bytes, 'en')}, PostgreSQL ${version}`, migrations: 'Migrations applied', unsent: 'Unsent mail', unsentText: (n: number, since: string) => n === 0 ? 'None' : `${formatNumber(n, 'en')}, the oldest from ${since}`,
    reactions: 'Reactions to events', behind: (n: number, since: string) => n === 0 ? 'up to date' : `${formatNumber(n, 'en')} events behind, the oldest from ${since}`, noCursor: 'No reader has run yet', jobs: 'Jobs waiting', noJobs: 'None', jobText: (n: number, failing: number, since: string) => `${formatNumber(n, 'en')}, the first due ${since}${failing ? `; ${formatNumber(failing, 'en')} failing` : ''}`, lastError: 'Last error',
    failedMail: 'Mail that failed', to: 'To', subject: 'Subject', mailSubject: 'Subject',
    events: 'The latest 50 events', at: 'At', type: 'Event', who: 'By', system: 'the system',
    searchPeople: 'Search by name or e-mail', search: 'Search', name: 'Name', email: 'E-mail', organisations: 'Organisations', since: 'Since', roles: 'Roles', grant: 'Grant', grantTo: (name: string) => `Role to grant to ${name}`, revoke: 'Revoke', revokeFrom: (role: string, name: string) => `Revoke the role ${role} of ${name}`, nobody: 'Nobody was found.', demonstration: 'demonstration', you: '(you)',
    ownersLead: 'Organisations imported from another source that have no members yet. Once somebody has signed up and shown that they represent one, make them its owner.', searchOrganisations: 'Search organisations by name', appoint: 'Appoint an owner', appointFor: (name: string) => `Appoint an owner of ${name}`, nothing: 'There are none.', imported: (source: string) => `Source: ${source}`, appointText: 'They must have an account here. The appointment is logged with your name.', publicPage: 'Public page',
  },
})
