import type { DomainEvent } from '../../core/schema.ts'
import { texts } from '../../platform/locale.ts'
import { formatVnd } from '../../platform/money.ts'

type EventOf<T extends DomainEvent['type']> = Extract<DomainEvent, { type: T }>
/** A sentence for everything that can happen: a missing one is a compile error. `reason` is the name of the event's code, where it has one. */
type EventWords = { [T in DomainEvent['type']]: (event: EventOf<T>, reason: string) => string }
export type DealStageName = EventOf<'deal.stage_changed'>['to']
type MemberRoleName = EventOf<'organisation.member_joined'>['role']
type StaffRoleName = EventOf<'person.role_granted'>['role']

/** The steps of a deal, as everyone calls them. */
export const stageNames = texts<Record<DealStageName, string>>({
  vi: { discussion: 'Trao đổi', nda: 'Thỏa thuận bảo mật', evaluation: 'Đánh giá công nghệ', pilot: 'Chạy thử', terms: 'Thương thảo điều khoản', contract: 'Ký hợp đồng', won: 'Hoàn tất', lost: 'Không thành' },
  en: { discussion: 'Discussion', nda: 'Confidentiality agreement', evaluation: 'Evaluation', pilot: 'Pilot', terms: 'Terms', contract: 'Contract', won: 'Closed, won', lost: 'Lost' },
})
const memberRoles = texts<Record<MemberRoleName, string>>({
  vi: { owner: 'chủ tổ chức', editor: 'biên tập', signer: 'người ký', viewer: 'người xem' },
  en: { owner: 'owner', editor: 'editor', signer: 'signer', viewer: 'viewer' },
})
const staffRoles = texts<Record<StaffRoleName, string>>({
  vi: { moderator: 'kiểm duyệt viên', deal_officer: 'cán bộ giao dịch', administrator: 'quản trị viên' },
  en: { moderator: 'moderator', deal_officer: 'deal officer', administrator: 'administrator' },
})
const because = (reason: string): string => (reason ? `: “${reason}”` : '')
const both = (code: string, reason: string): string => [code && ` (${code})`, because(reason)].join('')

export const eventWords = texts<EventWords>({
  vi: {
    'person.signed_up': () => 'Đăng ký tài khoản',
    'person.role_granted': ({ role }) => `Được trao vai trò ${staffRoles.vi[role]}`,
    'person.role_revoked': ({ role }) => `Bị thu hồi vai trò ${staffRoles.vi[role]}`,
    'organisation.created': () => 'Lập hồ sơ tổ chức',
    'organisation.changed': () => 'Cập nhật hồ sơ tổ chức',
    'organisation.verification_requested': () => 'Đề nghị xác minh tổ chức',
    'organisation.verified': ({ reason }) => `Tổ chức được xác minh${because(reason)}`,
    'organisation.verification_refused': ({ reason }) => `Chưa xác minh tổ chức${because(reason)}`,
    'organisation.member_invited': ({ role }) => `Mời thành viên, vai trò ${memberRoles.vi[role]}`,
    'organisation.member_joined': ({ role }) => `Thành viên mới tham gia, vai trò ${memberRoles.vi[role]}`,
    'organisation.verification_lapsed': () => 'Thông tin pháp lý thay đổi, cần xác minh lại',
    'organisation.invitation_withdrawn': () => 'Rút lại lời mời thành viên',
    'organisation.member_left': () => 'Một thành viên rời tổ chức',
    'organisation.member_removed': () => 'Đưa một thành viên ra khỏi tổ chức',
    'organisation.member_role_changed': ({ from, to }) => `Đổi vai trò thành viên từ ${memberRoles.vi[from]} sang ${memberRoles.vi[to]}`,
    'organisation.owner_appointed': () => 'Sàn chỉ định chủ tổ chức',
    'listing.drafted': ({ kind }) => (kind === 'offer' ? 'Soạn chào bán công nghệ' : 'Soạn nhu cầu công nghệ'),
    'listing.imported': ({ source_name }) => `Nhập từ nguồn ${source_name}`,
    'listing.changed': ({ version }) => `Sửa nội dung tin (bản ${version})`,
    'listing.submitted': () => 'Gửi duyệt',
    'listing.published': () => 'Công bố',
    'listing.returned': ({ reason }) => `Trả lại để sửa${because(reason)}`,
    'listing.closed': ({ reason }) => `Đóng tin${because(reason)}`,
    'interest.expressed': () => 'Bày tỏ quan tâm',
    'interest.accepted': () => 'Chấp nhận đề nghị kết nối',
    'interest.declined': ({ reason }, code) => `Từ chối đề nghị kết nối${both(code, reason)}`,
    'interest.withdrawn': () => 'Rút lại đề nghị kết nối',
    'deal.opened': () => 'Mở hồ sơ giao dịch',
    'deal.message_sent': () => 'Gửi tin nhắn',
    'deal.document_added': () => 'Thêm tài liệu',
    'deal.stage_changed': ({ from, to, reason }) => `Chuyển từ “${stageNames.vi[from]}” sang “${stageNames.vi[to]}”${because(reason)}`,
    'deal.closing_claimed': ({ value }) => `Báo giao dịch hoàn tất với giá trị ${formatVnd(value, 'vi')}, chờ bên kia xác nhận`,
    'deal.closing_disputed': ({ reason }) => `Không đồng ý với giá trị đã báo${because(reason)}`,
    'deal.won': ({ value }) => `Xác nhận giao dịch hoàn tất, giá trị ${formatVnd(value, 'vi')}`,
    'deal.lost': ({ reason }, code) => `Giao dịch không thành${both(code, reason)}`,
  },
  en: {
    'person.signed_up': () => 'Signed up',
    'person.role_granted': ({ role }) => `Was given the role ${staffRoles.en[role]}`,
    'person.role_revoked': ({ role }) => `Lost the role ${staffRoles.en[role]}`,
    'organisation.created': () => 'Created the organisation',
    'organisation.changed': () => 'Changed the organisation’s profile',
    'organisation.verification_requested': () => 'Asked for verification',
    'organisation.verified': ({ reason }) => `Organisation verified${because(reason)}`,
    'organisation.verification_refused': ({ reason }) => `Verification refused${because(reason)}`,
    'organisation.member_invited': ({ role }) => `Invited a member as ${memberRoles.en[role]}`,
    'organisation.member_joined': ({ role }) => `A member joined as ${memberRoles.en[role]}`,
    'organisation.verification_lapsed': () => 'Legal details changed, verification is needed again',
    'organisation.invitation_withdrawn': () => 'Withdrew an invitation',
    'organisation.member_left': () => 'A member left',
    'organisation.member_removed': () => 'Removed a member',
    'organisation.member_role_changed': ({ from, to }) => `Changed a member’s role from ${memberRoles.en[from]} to ${memberRoles.en[to]}`,
    'organisation.owner_appointed': () => 'The Exchange appointed an owner',
    'listing.drafted': ({ kind }) => (kind === 'offer' ? 'Drafted a technology offer' : 'Drafted a technology need'),
    'listing.imported': ({ source_name }) => `Imported from ${source_name}`,
    'listing.changed': ({ version }) => `Changed the listing (version ${version})`,
    'listing.submitted': () => 'Submitted for review',
    'listing.published': () => 'Published',
    'listing.returned': ({ reason }) => `Sent back for changes${because(reason)}`,
    'listing.closed': ({ reason }) => `Closed the listing${because(reason)}`,
    'interest.expressed': () => 'Expressed interest',
    'interest.accepted': () => 'Accepted the interest',
    'interest.declined': ({ reason }, code) => `Declined the interest${both(code, reason)}`,
    'interest.withdrawn': () => 'Withdrew the interest',
    'deal.opened': () => 'Deal file opened',
    'deal.message_sent': () => 'Sent a message',
    'deal.document_added': () => 'Added a document',
    'deal.stage_changed': ({ from, to, reason }) => `Moved from “${stageNames.en[from]}” to “${stageNames.en[to]}”${because(reason)}`,
    'deal.closing_claimed': ({ value }) => `Reported the deal closed at ${formatVnd(value, 'en')}, waiting for the other side`,
    'deal.closing_disputed': ({ reason }) => `Disagreed with the reported value${because(reason)}`,
    'deal.won': ({ value }) => `Confirmed the deal closed at ${formatVnd(value, 'en')}`,
    'deal.lost': ({ reason }, code) => `Deal lost${both(code, reason)}`,
  },
})

export const timelineTexts = texts({
  vi: { empty: 'Chưa có sự kiện nào.', system: 'Hệ thống' },
  en: { empty: 'Nothing has happened yet.', system: 'The system' },
})
