import { texts } from '../../platform/locale.ts'
import type { SessionEvent } from '../sessions/schema.ts'
import { because, type WordsOf } from './event-messages.ts'

export const sessionWords = texts<WordsOf<SessionEvent>>({
  vi: {
    'venue.changed': ({ capacity, booths }) => `Sửa địa điểm: ${capacity} chỗ, ${booths} gian`, 'session.drafted': () => 'Soạn phiên giao dịch', 'session.changed': ({ version }) => `Sửa phiên giao dịch, bản ${version}`, 'session.published': () => 'Công bố phiên giao dịch', 'session.cancelled': ({ reason }) => `Hủy phiên giao dịch${because(reason)}`,
    'session.closed': ({ held, items }) => `Chốt biên bản phiên giao dịch: ${held} trong ${items} mục đã diễn ra`,
    'session.item_put': () => 'Ghi một mục chương trình', 'session.item_removed': () => 'Bỏ một mục chương trình', 'session.booth_given': ({ number }) => `Xếp gian ${number}`, 'session.booth_taken_back': ({ number }) => `Thu lại gian ${number}`,
    'session.registered': ({ state }) => (state === 'placed' ? 'Đăng ký tham dự phiên, có chỗ' : 'Đăng ký tham dự phiên, vào danh sách chờ'), 'session.place_found': () => 'Người chờ được nhận chỗ', 'session.registration_cancelled': () => 'Hủy đăng ký tham dự phiên', 'session.card_left': ({ listing_id }) => `Để lại phiếu quan tâm tại phiên, tin số ${listing_id}`, 'session.checked_in': ({ offline }) => (offline ? 'Ghi có mặt tại phiên, quét khi mất mạng' : 'Ghi có mặt tại phiên'),
  },
  en: {
    'venue.changed': ({ capacity, booths }) => `Changed a venue: ${capacity} places, ${booths} booths`, 'session.drafted': () => 'Drafted a trading session', 'session.changed': ({ version }) => `Changed a trading session, version ${version}`, 'session.published': () => 'Published a trading session', 'session.cancelled': ({ reason }) => `Cancelled a trading session${because(reason)}`,
    'session.closed': ({ held, items }) => `Closed a trading session’s minutes: ${held} of ${items} items held`,
    'session.item_put': () => 'Wrote an item of an agenda', 'session.item_removed': () => 'Removed an item of an agenda', 'session.booth_given': ({ number }) => `Gave booth ${number}`, 'session.booth_taken_back': ({ number }) => `Took back booth ${number}`,
    'session.registered': ({ state }) => (state === 'placed' ? 'Registered for a session, with a place' : 'Registered for a session, on the waiting list'), 'session.place_found': () => 'A place came free for somebody waiting', 'session.registration_cancelled': () => 'Cancelled a registration', 'session.card_left': ({ listing_id }) => `Left an interest card at the session, listing ${listing_id}`, 'session.checked_in': ({ offline }) => (offline ? 'Checked in, scanned without a network' : 'Checked in'),
  },
})
