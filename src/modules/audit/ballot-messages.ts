import { texts } from '../../platform/locale.ts'
import type { BallotEvent } from '../ballots/schema.ts'
import type { WordsOf } from './event-messages.ts'

export const ballotWords = texts<WordsOf<BallotEvent>>({
  vi: {
    'lot.council_named': ({ place }) => `Cử thành viên số ${place} của hội đồng mở phiếu`,
    'lot.council_left': ({ place }) => `Cho thôi thành viên số ${place} của hội đồng mở phiếu`,
    'lot.council_read': () => 'Xem hội đồng mở phiếu của phiên',
    'lot.council_declared': ({ place }) => `Thành viên số ${place} của hội đồng mở phiếu cam đoan không có xung đột lợi ích`,
    'lot.ballot_key_made': ({ public_key }) => `Tạo khóa niêm phong phiếu ${public_key.slice(0, 12)}…`,
    'lot.ballot_key_voided': ({ round }) => `Bỏ khóa niêm phong phiếu lần ${round}`,
    'lot.share_handed': ({ place }) => `Thành viên số ${place} nộp mảnh khóa`,
    'lot.ballots_unlocked': ({ places }) => `Ghép khóa mở phiếu từ các mảnh số ${places.join(', ')}`,
    'lot.ballot_key_wrong': ({ places }) => `Các mảnh số ${places.join(', ')} ghép lại không ra khóa của phiên`,
  },
  en: {
    'lot.council_named': ({ place }) => `Named member ${place} of the council that opens the ballots`,
    'lot.council_left': ({ place }) => `Let member ${place} of the council go`,
    'lot.council_read': () => 'Read who sits in the council of the ballots',
    'lot.council_declared': ({ place }) => `Member ${place} of the council declared no conflict of interest`,
    'lot.ballot_key_made': ({ public_key }) => `Made the key ballots are sealed with, ${public_key.slice(0, 12)}…`,
    'lot.ballot_key_voided': ({ round }) => `Dropped the key of round ${round}`,
    'lot.share_handed': ({ place }) => `Member ${place} handed in their share`,
    'lot.ballots_unlocked': ({ places }) => `Put the key together from shares ${places.join(', ')}`,
    'lot.ballot_key_wrong': ({ places }) => `Shares ${places.join(', ')} do not give the key of the lot`,
  },
})
