import { texts } from '../../platform/locale.ts'
import { formatNumber } from '../../platform/money.ts'
import type { Messages } from '../../platform/refusal.ts'
import type { PromotionRefusal } from './rules.ts'
import type { Rhythm } from './schema.ts'

/** The sheet, the share page, the card on other sites and the picture beside a link. */
export const sheetTexts = texts({
  vi: {
    exchange: 'Sàn giao dịch công nghệ Hà Nội', address: '258 Võ Chí Công, phường Tây Hồ, Hà Nội', hidden: 'Bên nêu nhu cầu: Sàn biết, chưa nêu tên công khai', unnamed: 'Tổ chức chưa nêu tên công khai',
    field: 'Lĩnh vực', facts: 'Thông tin chính', place: 'Nơi xem hoặc áp dụng', read: 'Đọc đầy đủ và liên hệ', qr: (address: string) => `Mã QR dẫn tới ${address}`, picture: 'Ảnh do tổ chức đăng tin cung cấp',
    demonstration: 'MINH HỌA – tổ chức, con người và công nghệ trong tin này là hư cấu', dated: (day: string, version: number) => `Bản ngày ${day}, theo phiên bản ${version} của tin. Nội dung mới nhất ở địa chỉ trên.`,
    publicOnly: 'Tờ này chỉ có thông tin công khai do tổ chức đăng tin cung cấp; Sàn không bảo đảm cho nội dung.',
  },
  en: {
    exchange: 'Hanoi Technology Exchange', address: '258 Vo Chi Cong, Tay Ho Ward, Hanoi', hidden: 'Posted by an organisation known to the Exchange and not named in public', unnamed: 'Organisation not named in public',
    field: 'Field', facts: 'Key facts', place: 'Where to see or use it', read: 'Read it in full and get in touch', qr: (address: string) => `QR code leading to ${address}`, picture: 'Picture provided by the organisation behind the listing',
    demonstration: 'DEMONSTRATION – the organisation, people and technology in this listing are fictional', dated: (day: string, version: number) => `As of ${day}, version ${version} of the listing. The latest text is at the address above.`,
    publicOnly: 'This sheet holds public information provided by the organisation behind the listing; the Exchange does not vouch for it.',
  },
})

export const shareTexts = texts({
  vi: {
    panel: 'Chia sẻ và in', sheet: 'Tờ giới thiệu một trang (PDF)', more: 'Mã QR, thẻ nhúng, ảnh chia sẻ', title: 'Chia sẻ tin này', lead: 'Mọi thứ ở đây chỉ chứa nội dung công khai của tin và tự đổi theo tin. Khi tin không còn công bố, các liên kết này cũng không còn.',
    link: 'Liên kết', linkHelp: 'Gửi qua thư, Zalo hay tin nhắn; kèm ảnh và tên tin.', qr: 'Mã QR', qrHelp: 'Để in lên áp phích, gian trưng bày. Quét mã sẽ mở trang tin.', qrAlt: (title: string) => `Mã QR dẫn tới tin “${title}”`, sheetTitle: 'Tờ giới thiệu', sheetHelp: 'Một trang A4 để in hoặc gửi kèm thư, có mã QR và ngày.',
    inVi: 'Tờ tiếng Việt (PDF)', inEn: 'Tờ tiếng Anh (PDF)', card: 'Thẻ nhúng vào trang khác', cardHelp: 'Chép đoạn mã này vào trang của bạn. Thẻ không đặt cookie, không chạy mã lệnh và không theo dõi ai.', code: 'Đoạn mã', preview: 'Xem thẻ', picture: 'Ảnh chia sẻ', pictureHelp: 'Các mạng xã hội hiện ảnh này bên cạnh liên kết. Kích thước 1200 × 630.', pictureAlt: (title: string) => `Ảnh chia sẻ của tin “${title}”`,
    feeds: 'Theo dõi tin mới', feedsHelp: 'Đưa các địa chỉ này vào chương trình đọc tin.', feedOffers: 'Chào bán mới', feedNeeds: 'Nhu cầu mới', letter: 'Nhận tin mới qua thư điện tử', back: 'Trở lại tin', cardOf: (name: string) => `Tin trên ${name}`,
  },
  en: {
    panel: 'Share and print', sheet: 'One-page sheet (PDF)', more: 'QR code, card for other sites, picture', title: 'Share this listing', lead: 'Everything here holds the public text of the listing and follows it. When the listing is no longer published, these links end with it.',
    link: 'Link', linkHelp: 'Send it by e-mail or message; the picture and the title go with it.', qr: 'QR code', qrHelp: 'For posters and stands. It opens the listing.', qrAlt: (title: string) => `QR code leading to the listing “${title}”`, sheetTitle: 'Sheet', sheetHelp: 'One A4 page to print or attach, with QR code and date.',
    inVi: 'Sheet in Vietnamese (PDF)', inEn: 'Sheet in English (PDF)', card: 'Card for other sites', cardHelp: 'Copy this into a page of yours. The card sets no cookie, runs no script and follows nobody.', code: 'Code', preview: 'See the card', picture: 'Picture', pictureHelp: 'Social networks show it beside the link. 1200 × 630.', pictureAlt: (title: string) => `Picture of the listing “${title}”`,
    feeds: 'Follow what is new', feedsHelp: 'Put these addresses into a news reader.', feedOffers: 'New offers', feedNeeds: 'New needs', letter: 'What is new by e-mail', back: 'Back to the listing', cardOf: (name: string) => `A listing at the ${name}`,
  },
})

export const feedTexts = texts({
  vi: {
    exchange: 'Sàn giao dịch công nghệ Hà Nội', copyright: 'Nội dung do các tổ chức đăng tin cung cấp', untitled: 'Tin chưa có tên', offer: 'Chào bán công nghệ', need: 'Nhu cầu công nghệ',
    offers: 'Chào bán công nghệ mới', offersText: 'Những công nghệ mới được chào bán trên Sàn giao dịch công nghệ Hà Nội.', needs: 'Nhu cầu công nghệ mới', needsText: 'Những nhu cầu công nghệ mới trên Sàn giao dịch công nghệ Hà Nội.',
    search: (q: string) => q ? `Tìm “${q}” – tin mới` : 'Kết quả tìm kiếm – tin mới', searchText: 'Tin mới khớp với điều kiện tìm này trên Sàn giao dịch công nghệ Hà Nội.',
  },
  en: {
    exchange: 'Hanoi Technology Exchange', copyright: 'Texts by the organisations behind the listings', untitled: 'Untitled listing', offer: 'Technology offer', need: 'Technology need',
    offers: 'New technology offers', offersText: 'Technologies newly offered at the Hanoi Technology Exchange.', needs: 'New technology needs', needsText: 'Technology needs newly published at the Hanoi Technology Exchange.',
    search: (q: string) => q ? `Search “${q}” – what is new` : 'Search – what is new', searchText: 'New listings that answer this search at the Hanoi Technology Exchange.',
  },
})

export const promotionRefusals = texts<Messages<PromotionRefusal>>({
  vi: {
    slug_taken: () => 'Đã có bộ sưu tập mang địa chỉ này. Hãy chọn địa chỉ khác.',
    collection_changed: () => 'Có người vừa sửa bộ sưu tập này sau khi bạn mở. Phần bạn viết vẫn còn dưới đây; hãy mở trang ở một thẻ khác để so sánh, rồi lưu lại.',
    collection_empty: () => 'Bộ sưu tập chưa có tin nào đang công bố. Hãy thêm ít nhất một tin rồi công bố.',
    collection_full: ({ most }) => `Mỗi bộ sưu tập có tối đa ${most} tin. Hãy bỏ bớt một tin trước.`,
    not_on_market: () => 'Không có tin đang công bố nào mang số hoặc địa chỉ này. Hãy chép địa chỉ trang của tin, ví dụ …/vi/offers/12.',
    own_listing_chosen: () => 'Bạn thuộc tổ chức đăng tin này nên không tự chọn được. Hãy nhờ một đồng nghiệp ở Sàn.',
    collection_is_draft: () => 'Bản nháp chưa đưa lên trang chủ được. Hãy công bố bộ sưu tập trước.',
    featured_days: ({ most }) => `Ngày cuối phải bằng hoặc sau ngày đầu, và cách không quá ${most} ngày.`,
    digest_link_unknown: () => 'Liên kết ngừng nhận thư này không đúng hoặc đã bị cắt ngắn. Hãy mở lại liên kết đầy đủ trong thư, hoặc đăng nhập để đổi lựa chọn.',
  },
  en: {
    slug_taken: () => 'There is a collection at this address already. Choose another address.',
    collection_changed: () => 'Somebody changed this collection after you opened it. What you typed is kept below; open the page in another tab to compare, then save again.',
    collection_empty: () => 'No listing in this collection is published. Add at least one, then publish.',
    collection_full: ({ most }) => `A collection has at most ${most} listings. Take one out first.`,
    not_on_market: () => 'No published listing has this number or address. Copy the address of its page, such as …/en/offers/12.',
    own_listing_chosen: () => 'You belong to the organisation behind this listing, so you cannot choose it yourself. Ask a colleague at the Exchange.',
    collection_is_draft: () => 'A draft cannot be put on the home page. Publish the collection first.',
    featured_days: ({ most }) => `The last day must be the first or a later one, at most ${most} days after it.`,
    digest_link_unknown: () => 'This link is not right or was cut short. Open the whole link from the e-mail, or sign in to change what you chose.',
  },
})

export const collectionTexts = texts({
  vi: {
    title: 'Bộ sưu tập', lead: 'Những chào bán và nhu cầu do cán bộ của Sàn chọn theo chủ đề, kèm lý do. Không ai trả tiền để có mặt ở đây.', none: 'Chưa có bộ sưu tập nào được công bố.', listings: (n: number) => `${formatNumber(n, 'vi')} tin đang công bố`, featured: 'Bộ sưu tập nổi bật', all: 'Mọi bộ sưu tập',
    why: 'Vì sao chọn', chosen: (who: string, day: string) => `${who}, cán bộ của Sàn giao dịch công nghệ Hà Nội, chọn và công bố ngày ${day}.`, unpaid: 'Không ai trả tiền để tin của mình có mặt trong bộ sưu tập, và không chỗ nào được mua.', gone: 'Các tin trong bộ sưu tập này hiện không còn công bố.', csv: 'Tải về (CSV)', feed: 'Theo dõi (RSS)', letter: 'Nhận tin mới qua thư điện tử', manage: 'Quản lý bộ sưu tập',
    manageTitle: 'Quản lý bộ sưu tập', manageLead: 'Bộ sưu tập gom các tin đang công bố theo một chủ đề, kèm lý do chọn và tên người chọn. Tin hết công bố thì tự ra khỏi bộ sưu tập.', make: 'Tạo bộ sưu tập', made: 'Các bộ sưu tập', name: 'Tên', state: 'Tình trạng', count: 'Tin', home: 'Trang chủ', draft: 'Bản nháp', published: 'Đã công bố', noneMade: 'Chưa có bộ sưu tập nào.', days: (from: string, until: string) => `từ ${from} đến hết ${until}`, notHome: 'Không',
    texts: 'Tên, lời giới thiệu và lý do', title_vi: 'Tên (tiếng Việt)', title_en: 'Tên (tiếng Anh)', intro_vi: 'Lời giới thiệu (tiếng Việt)', intro_en: 'Lời giới thiệu (tiếng Anh)', reason_vi: 'Vì sao chọn các tin này (tiếng Việt)', reason_en: 'Vì sao chọn các tin này (tiếng Anh)', reasonHelp: 'Ghi tiêu chí để ai đọc cũng thấy công bằng, ví dụ: “Đã chạy thật ở ít nhất một hợp tác xã, có số liệu đo”. Hiện cùng tên người công bố.',
    slug: 'Địa chỉ', slugHelp: 'Chữ thường không dấu, số và dấu gạch nối, ví dụ: say-lanh-nong-san. Không đổi được về sau.', save: 'Lưu', create: 'Tạo bản nháp', inside: 'Các tin trong bộ sưu tập', empty: 'Chưa có tin nào.', waiting: (n: number) => `${formatNumber(n, 'vi')} tin đang không công bố nên không hiện; tin nào công bố lại sẽ trở về chỗ cũ.`, add: 'Thêm tin', listing: 'Số hoặc địa chỉ trang của tin', up: 'Lên', down: 'Xuống', remove: 'Bỏ ra',
    upOf: (title: string) => `Đưa lên: ${title}`, downOf: (title: string) => `Đưa xuống: ${title}`, removeOf: (title: string) => `Bỏ ra: ${title}`, publish: 'Công bố', withdraw: 'Đưa về bản nháp', onHome: 'Đưa lên trang chủ', from: 'Từ ngày', until: 'Đến hết ngày', feature: 'Đưa lên trang chủ', unfeature: 'Bỏ khỏi trang chủ', see: 'Xem trang công khai', publishFirst: 'Công bố rồi mới đưa lên trang chủ được.',
  },
  en: {
    title: 'Collections', lead: 'Offers and needs chosen by the Exchange’s staff around a theme, with the reason. Nobody pays to be here.', none: 'No collection has been published yet.', listings: (n: number) => `${formatNumber(n, 'en')} published ${n === 1 ? 'listing' : 'listings'}`, featured: 'Featured collections', all: 'All collections',
    why: 'Why these were chosen', chosen: (who: string, day: string) => `Chosen and published by ${who}, staff of the Hanoi Technology Exchange, on ${day}.`, unpaid: 'Nobody pays for a listing to be in a collection, and no place can be bought.', gone: 'The listings of this collection are no longer published.', csv: 'Download (CSV)', feed: 'Follow (RSS)', letter: 'What is new by e-mail', manage: 'Manage collections',
    manageTitle: 'Manage collections', manageLead: 'A collection gathers published listings around a theme, with the reason and the name of who chose them. A listing that is no longer published leaves it by itself.', make: 'Make a collection', made: 'The collections', name: 'Title', state: 'State', count: 'Listings', home: 'Home page', draft: 'Draft', published: 'Published', noneMade: 'There are no collections yet.', days: (from: string, until: string) => `from ${from} up to and including ${until}`, notHome: 'No',
    texts: 'Title, introduction and reason', title_vi: 'Title (Vietnamese)', title_en: 'Title (English)', intro_vi: 'Introduction (Vietnamese)', intro_en: 'Introduction (English)', reason_vi: 'Why these were chosen (Vietnamese)', reason_en: 'Why these were chosen (English)', reasonHelp: 'Name the criteria, so that every reader finds the choice fair, such as: “Has run at one cooperative at least, with measured results.” Shown with the name of who publishes.',
    slug: 'Address', slugHelp: 'Small letters without marks, digits and hyphens, such as: say-lanh-nong-san. It cannot be changed later.', save: 'Save', create: 'Make a draft', inside: 'Listings in the collection', empty: 'There are none yet.', waiting: (n: number) => `${formatNumber(n, 'en')} ${n === 1 ? 'listing is' : 'listings are'} not published and not shown; once published again, it is back in its place.`, add: 'Add a listing', listing: 'Number or address of the listing', up: 'Up', down: 'Down', remove: 'Take out',
    upOf: (title: string) => `Move up: ${title}`, downOf: (title: string) => `Move down: ${title}`, removeOf: (title: string) => `Take out: ${title}`, publish: 'Publish', withdraw: 'Back to draft', onHome: 'On the home page', from: 'From', until: 'Up to and including', feature: 'Put on the home page', unfeature: 'Take off the home page', see: 'See the public page', publishFirst: 'Publish it first; then it can stand on the home page.',
  },
})

export const rhythmNames = texts<Record<Rhythm, string>>({
  vi: { weekly: 'Mỗi tuần, sáng thứ Hai', monthly: 'Mỗi tháng, sáng ngày mồng một' },
  en: { weekly: 'Every week, on Monday morning', monthly: 'Every month, on the morning of the first' },
})

export const digestTexts = texts({
  vi: {
    title: 'Thư “Có gì mới trên Sàn”', lead: 'Chào bán và nhu cầu mới theo lĩnh vực bạn chọn, gửi vào hộp thư của bạn. Kỳ nào không có gì mới thì không có thư. Thư không theo dõi ai đã mở hay bấm vào đâu.', rhythm: 'Nhận thư', kinds: 'Loại tin', offer: 'Chào bán công nghệ', need: 'Nhu cầu công nghệ', fields: 'Lĩnh vực', fieldsHelp: 'Không chọn lĩnh vực nào nghĩa là nhận tin của mọi lĩnh vực.', language: 'Ngôn ngữ của thư', vi: 'Tiếng Việt', en: 'Tiếng Anh',
    ask: 'Nhận thư này', change: 'Lưu lựa chọn', consent: 'Bấm nút nghĩa là bạn đồng ý để Sàn dùng địa chỉ thư của bạn cho việc này. Bạn ngừng lúc nào cũng được: ở trang này, trong từng thư, hoặc ở trang “Dữ liệu của tôi”.', on: 'Bạn đang nhận thư này.', off: 'Bạn chưa nhận thư này.', stop: 'Ngừng nhận thư', next: 'Thư đầu tiên đến vào kỳ sau.',
    stopTitle: 'Ngừng nhận thư “Có gì mới trên Sàn”', stopText: 'Bạn sẽ không nhận thư này nữa. Các thông báo khác của Sàn không đổi.', stopped: 'Đã ngừng', stoppedText: 'Bạn không nhận thư “Có gì mới trên Sàn” nữa.', again: 'Muốn nhận lại, hãy đăng nhập và chọn ở trang',
    subject: (n: number, day: string) => `Có gì mới trên Sàn đến ngày ${day}: ${formatNumber(n, 'vi')} tin`, greeting: (name: string) => `Chào ${name},`, opening: 'Đây là các tin mới công bố trên Sàn giao dịch công nghệ Hà Nội theo lựa chọn của bạn.', offers: 'Chào bán công nghệ', needs: 'Nhu cầu công nghệ', more: (n: number, url: string) => `Còn ${formatNumber(n, 'vi')} tin mới khác: ${url}`,
    why: 'Bạn nhận thư này vì đã đăng ký nhận “Có gì mới trên Sàn”.', stopLine: (url: string) => `Ngừng nhận: ${url}`, settings: (url: string) => `Đổi lựa chọn: ${url}`,
  },
  en: {
    title: 'The letter “What is new on the Exchange”', lead: 'New offers and needs in the fields you choose, by e-mail. Where there is nothing new, there is no letter. It does not follow who opened it or what they pressed.', rhythm: 'Send it', kinds: 'Listings', offer: 'Technology offers', need: 'Technology needs', fields: 'Fields', fieldsHelp: 'Choose none to hear of every field.', language: 'Language of the letter', vi: 'Vietnamese', en: 'English',
    ask: 'Send me this letter', change: 'Save', consent: 'By pressing the button you agree that the Exchange uses your e-mail address for this. You can stop at any time: here, in each letter, or on the page “My data”.', on: 'You get this letter.', off: 'You do not get this letter.', stop: 'Stop the letter', next: 'The first letter comes with the next period.',
    stopTitle: 'Stop “What is new on the Exchange”', stopText: 'You will not get this letter any more. Other notices of the Exchange stay as they are.', stopped: 'Stopped', stoppedText: 'You no longer get “What is new on the Exchange”.', again: 'To get it again, sign in and choose it on the page',
    subject: (n: number, day: string) => `New on the Exchange up to ${day}: ${formatNumber(n, 'en')} ${n === 1 ? 'listing' : 'listings'}`, greeting: (name: string) => `Dear ${name},`, opening: 'These listings were newly published at the Hanoi Technology Exchange, by what you chose.', offers: 'Technology offers', needs: 'Technology needs', more: (n: number, url: string) => `${formatNumber(n, 'en')} more: ${url}`,
    why: 'You receive this e-mail because you asked for “What is new on the Exchange”.', stopLine: (url: string) => `Stop it: ${url}`, settings: (url: string) => `Change what you chose: ${url}`,
  },
})
