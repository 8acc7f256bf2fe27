import { texts } from '../../platform/locale.ts'
import { formatNumber, formatVnd } from '../../platform/money.ts'
import type { Messages } from '../../platform/refusal.ts'
import { least, type ListingRefusal, type Missing } from './rules.ts'
import type { PartName } from './schema.ts'

const missingVi: Record<Missing, string> = { title: `tên (ít nhất ${least.title} ký tự)`, summary: `tóm tắt (ít nhất ${least.summary} ký tự)`, description: `mô tả (ít nhất ${least.description} ký tự)`, problem: `vấn đề (ít nhất ${least.problem} ký tự)`, advantages: `ưu điểm (ít nhất ${least.advantages} ký tự)`, requirements: `yêu cầu (ít nhất ${least.requirements} ký tự)`, research_fields: 'lĩnh vực nghiên cứu', trl: 'mức độ sẵn sàng công nghệ', ip_status: 'tình trạng sở hữu trí tuệ', transfer_forms: 'hình thức chuyển giao', price: 'giá hoặc ngân sách' }
const missingEn: Record<Missing, string> = { title: `title (at least ${least.title} characters)`, summary: `summary (at least ${least.summary} characters)`, description: `description (at least ${least.description} characters)`, problem: `problem (at least ${least.problem} characters)`, advantages: `advantages (at least ${least.advantages} characters)`, requirements: `requirements (at least ${least.requirements} characters)`, research_fields: 'research field', trl: 'technology readiness level', ip_status: 'IP status', transfer_forms: 'form of transfer', price: 'price or budget' }

export const listingRefusals = texts<Messages<ListingRefusal>>({
  vi: {
    incomplete: ({ missing }) => `Tin còn thiếu: ${missing.map((name) => missingVi[name]).join(', ')}. Hãy bổ sung rồi gửi duyệt.`,
    changed_meanwhile: () => 'Có người đã sửa tin này sau khi bạn mở. Phần bạn viết vẫn còn dưới đây; hãy so với bản hiện tại rồi lưu lại.',
    under_review: () => 'Tin đang chờ duyệt nên chưa sửa được, kể cả ảnh. Hãy rút tin về, sửa, rồi gửi duyệt lại.',
    drafted_already: () => 'Bản nháp từ biểu mẫu này đã được lưu và sửa tiếp ở nơi khác. Phần bạn viết vẫn còn dưới đây; hãy mở bản nháp trong “Tin của tôi” rồi chép sang.',
    own_listing: () => 'Bạn thuộc tổ chức đăng tin này nên người khác phải duyệt.',
    acting_changed: () => 'Từ khi mở biểu mẫu này, bạn đã đổi tổ chức mình thay mặt, có thể ở một cửa sổ khác. Chưa lưu gì. Hãy xem lại tổ chức ghi bên dưới rồi lưu lần nữa nếu đúng.',
    no_organisation: () => 'Tin được đăng thay mặt một tổ chức. Hãy lập tổ chức của bạn, hoặc chấp nhận lời mời, rồi quay lại.',
    too_many_pictures: ({ most }) => `Mỗi tin có tối đa ${most} ảnh. Hãy gỡ bớt một ảnh trước.`,
    too_many_documents: ({ most }) => `Mỗi tin có tối đa ${most} tài liệu. Hãy gỡ bớt, hoặc tải lên thành bản mới của một tài liệu đã có.`,
    document_removed: () => 'Tài liệu này đã được gỡ. Hãy tải lên như một tài liệu mới.',
    saved_by_hand: () => 'Tin này không còn là bản nháp nên không tự lưu. Bấm nút lưu nếu bạn muốn đưa tin về bản nháp để duyệt lại.',
    shares_not_whole: ({ sum }) => `Các phần sở hữu cộng lại là ${formatNumber(sum / 100, 'vi')} %. Hãy sửa để tổng đúng 100 %.`,
    right_ends_first: ({ right }) => `Quyền thứ ${right} hết hạn trước hoặc đúng ngày nộp đơn. Hãy sửa một trong hai ngày.`,
    technology_unconfirmed: ({ items }) => `Tin có chỗ gợi đến ${items} mục trong danh mục công nghệ khuyến khích, hạn chế hoặc cấm chuyển giao. Người duyệt phải xác nhận loại công nghệ kèm lý do trước khi công bố: mở phần “Danh mục công nghệ” của tin.`,
    technology_prohibited: () => 'Người duyệt đã xác nhận công nghệ này thuộc diện cấm chuyển giao nên không công bố được. Hãy trả lại tin kèm lý do.',
    classified_meanwhile: () => 'Người khác vừa xác nhận loại công nghệ của tin này. Hãy xem lại rồi xác nhận nếu vẫn cần.',
    nothing_to_classify: () => 'Tin này không chờ duyệt nên không có bản nào cần xác nhận loại công nghệ.',
    item_taken: () => 'Danh mục đã có mã này. Hãy chọn mã khác.',
  },
  en: {
    incomplete: ({ missing }) => `Still missing: ${missing.map((name) => missingEn[name]).join(', ')}. Please add this, then submit.`,
    changed_meanwhile: () => 'Somebody changed this listing after you opened it. What you typed is kept below; compare it with the present text, then save again.',
    under_review: () => 'This listing is being reviewed and cannot be changed, its pictures included. Take it back, change it, then submit it again.',
    drafted_already: () => 'The draft from this form was saved and then changed elsewhere. What you typed is kept below; open the draft in “My listings” and copy it there.',
    own_listing: () => 'You belong to the organisation behind this listing, so somebody else has to review it.',
    acting_changed: () => 'The organisation you act for has changed since this form was opened, perhaps in another window. Nothing was saved. Check the organisation named below, and save again if it is the right one.',
    no_organisation: () => 'Listings are published for an organisation. Create yours, or accept an invitation, then come back.',
    too_many_pictures: ({ most }) => `A listing has at most ${most} pictures. Remove one first.`,
    too_many_documents: ({ most }) => `A listing has at most ${most} documents. Remove one, or upload this as a new version of one that is there.`,
    document_removed: () => 'This document has been taken away. Upload it as a new one.',
    saved_by_hand: () => 'This listing is no longer a draft, so it does not save itself. Press the save button if you want it to become a draft and be reviewed again.',
    shares_not_whole: ({ sum }) => `The shares add to ${formatNumber(sum / 100, 'en')} %. Change them so that they make exactly 100 %.`,
    right_ends_first: ({ right }) => `Right ${right} expires on or before the day it was filed. Correct one of the two dates.`,
    technology_unconfirmed: ({ items }) => `The listing points at ${items === 1 ? 'one item' : `${items} items`} of the lists of encouraged, restricted or prohibited technology. A moderator has to confirm with a reason what it is before it is public: open “Technology lists” of the listing.`,
    technology_prohibited: () => 'A moderator has confirmed that the transfer of this technology is prohibited, so it cannot be published. Send the listing back with the reason.',
    classified_meanwhile: () => 'Somebody else has just confirmed what this technology is. Look again, and confirm if you still need to.',
    nothing_to_classify: () => 'This listing is not waiting for review, so no version of it has to be classified.',
    item_taken: () => 'The lists have this code already. Choose another.',
  },
})

export const listingTexts = texts({
  vi: {
    offer: 'Chào bán công nghệ', need: 'Nhu cầu công nghệ', offers: 'Chào bán', needs: 'Nhu cầu',
    draft: 'Bản nháp', submitted: 'Chờ duyệt', returned: 'Bị trả lại', published: 'Đã công bố', expired: 'Hết hạn xác nhận', closed: 'Đã đóng',
    title: 'Tên', summary: 'Tóm tắt', description: 'Mô tả', problem: 'Vấn đề cần giải quyết', advantages: 'Ưu điểm, bằng chứng và giới hạn', requirements: 'Yêu cầu và cách kiểm chứng', keywords: 'Từ khóa',
    trl: 'Mức độ sẵn sàng công nghệ (TRL)', trlWanted: 'TRL thấp nhất chấp nhận', trlShort: (n: number) => `TRL ${n}`, ip_status: 'Sở hữu trí tuệ', research_fields: 'Lĩnh vực nghiên cứu', patent_classes: 'Lớp sáng chế (IPC/CPC)', industries: 'Ngành kinh tế', transfer_forms: 'Hình thức chuyển giao',
    price: 'Giá', budget: 'Ngân sách', price_mode: 'Cách nêu giá', price_min: 'Từ (đồng)', price_max: 'Đến (đồng)', fixed: 'Một mức', range: 'Khoảng', negotiable: 'Thỏa thuận', from: (low: number, high: number) => `${formatVnd(low, 'vi').replace(' đồng', '')} – ${formatVnd(high, 'vi')}`,
    ward_code: 'Nơi xem hoặc áp dụng', organisation: 'Tổ chức', publishedOn: 'Công bố ngày', source: 'Nguồn', imported: (name: string) => `Nhập từ nguồn: ${name}`, original: 'Xem bản gốc', onlyIn: { vi: 'Nội dung hiện chỉ có bằng tiếng Việt.', en: 'Nội dung hiện chỉ có bằng tiếng Anh.' },
    facts: 'Thông tin chính', onMarket: 'Tin đang công bố', history: 'Diễn biến', pictures: 'Ảnh', newOffer: 'Đăng chào bán', newNeed: 'Đăng nhu cầu', editTitle: 'Sửa tin', save: 'Lưu', saveDraft: 'Lưu bản nháp', edit: 'Sửa', submit: 'Gửi duyệt', withdraw: 'Rút về để sửa', close: 'Đóng tin', closeReason: 'Lý do đóng', closeHelp: 'Ví dụ: đã bán, đã tìm được công nghệ. Người khác sẽ không còn thấy tin; giao dịch đang mở vẫn tiếp tục.', closeNow: 'Đóng tin này', none: 'Chưa có tin nào.', noneHelp: 'Đăng tin đầu tiên: mất khoảng mười phút.',
    reason: 'Lý do trả lại', review: 'Nhận xét của người duyệt', englishPart: 'Bản tiếng Anh (nên có nếu muốn đối tác nước ngoài tìm thấy)', vietnamesePart: 'Bản tiếng Việt', classification: 'Phân loại và điều kiện',
    draftHelp: 'Bản nháp chỉ cần tên và chỉ tổ chức bạn thấy. Trước khi gửi duyệt hãy điền các mục không ghi “không bắt buộc”.', afterPublish: 'Tin đã công bố khi sửa sẽ phải duyệt lại và tạm ẩn trong lúc chờ.', picturesLive: 'Tin đang công bố. Thêm hoặc gỡ ảnh sẽ đưa tin về bản nháp: tin tạm ẩn và bạn phải gửi duyệt lại.', picturesDraft: 'Ảnh được duyệt cùng với tin. Khi xong, hãy mở lại tin và gửi duyệt.', language: { vi: 'Bản tiếng Việt', en: 'Bản tiếng Anh' }, atLeast: (n: number) => `Ít nhất ${n} ký tự.`, same: 'Nội dung hai bản giống nhau; có thể ảnh hoặc trạng thái của tin đã đổi. Bạn có thể lưu lại.', theirs: 'Bản hiện tại', yours: 'Bản của bạn', field: 'Mục', compare: 'Khác nhau giữa hai bản',
    help: {
      title: 'Nói rõ là gì, làm được gì. Ví dụ: “Máy sấy lạnh nông sản 500 kg/mẻ, giữ màu và hương”.', summary: 'Một hai câu cho người chưa biết gì. Nên có một con số.', description: 'Cách hoạt động, công suất, điều kiện lắp đặt. Dòng bắt đầu bằng “- ” thành gạch đầu dòng.',
      problem: 'Điều gì đang vướng, mỗi năm mất bao nhiêu.', advantages: 'So với cách đang dùng: rẻ hơn, nhanh hơn bao nhiêu; ai đã thử; chưa làm được gì.', requirements: 'Chỉ tiêu kèm đơn vị và cách thử. Ví dụ: “độ ẩm sau sấy ≤ 12 %, đo tại chỗ”.',
      patent_classes: 'Các mã cách nhau bằng dấu phẩy, ví dụ: A23B, F26B.', price: 'Thỏa thuận: để trống hai ô. Một mức: chỉ ghi ô “Từ”. Khoảng: ghi cả hai ô. Ghi số đồng, ví dụ 350.000.000.', research_fields: 'Tối đa ba lĩnh vực.', industries: 'Tối đa ba ngành.', trl: '1 là ý tưởng, 9 là đã dùng thật.', keywords: 'Các từ khác người mua có thể gõ, cách nhau bằng dấu phẩy.',
    },
    addPicture: 'Thêm ảnh', caption: 'Chú thích ảnh (đọc cho người không nhìn thấy)', file: 'Tệp ảnh (JPEG, PNG, WebP)', fileHelp: (mb: number) => `Tối đa ${mb} MB.`, upload: 'Tải lên', remove: 'Gỡ',
  },
  en: {
    offer: 'Technology offer', need: 'Technology need', offers: 'Offers', needs: 'Needs',
    draft: 'Draft', submitted: 'Waiting for review', returned: 'Sent back', published: 'Published', expired: 'Not confirmed', closed: 'Closed',
    title: 'Title', summary: 'Summary', description: 'Description', problem: 'The problem to solve', advantages: 'Advantages, evidence and limits', requirements: 'Requirements and how they are tested', keywords: 'Keywords',
    trl: 'Technology readiness level (TRL)', trlWanted: 'Lowest TRL accepted', trlShort: (n: number) => `TRL ${n}`, ip_status: 'Intellectual property', research_fields: 'Research field', patent_classes: 'Patent class (IPC/CPC)', industries: 'Industry', transfer_forms: 'Form of transfer',
    price: 'Price', budget: 'Budget', price_mode: 'How the price is given', price_min: 'From (đồng)', price_max: 'To (đồng)', fixed: 'One amount', range: 'A range', negotiable: 'Negotiable', from: (low: number, high: number) => `${formatVnd(low, 'en')} – ${formatVnd(high, 'en').replace('VND ', '')}`,
    ward_code: 'Where it can be seen or used', organisation: 'Organisation', publishedOn: 'Published on', source: 'Source', imported: (name: string) => `Imported from ${name}`, original: 'See the original', onlyIn: { vi: 'This text exists in Vietnamese only.', en: 'This text exists in English only.' },
    facts: 'Key facts', onMarket: 'Published listings', history: 'History', pictures: 'Pictures', newOffer: 'Publish an offer', newNeed: 'Publish a need', editTitle: 'Edit the listing', save: 'Save', saveDraft: 'Save the draft', edit: 'Edit', submit: 'Submit for review', withdraw: 'Take back to change', close: 'Close the listing', closeReason: 'Why it is closed', closeHelp: 'For example: sold, or the technology was found. Others will no longer see the listing; deals already open go on.', closeNow: 'Close this listing', none: 'No listings yet.', noneHelp: 'Publish your first one: it takes about ten minutes.',
    reason: 'Reason it was sent back', review: 'What the reviewer said', englishPart: 'English text (so that foreign partners find it)', vietnamesePart: 'Vietnamese text', classification: 'Classification and terms',
    draftHelp: 'A draft needs only a title and is seen by your organisation alone. Before submitting, fill in everything not marked “optional”.', afterPublish: 'A published listing that is changed is reviewed again and hidden meanwhile.', picturesLive: 'This listing is published. Adding or removing a picture makes it a draft again: it is hidden meanwhile and you have to submit it again.', picturesDraft: 'Pictures are reviewed with the listing. When you are done, open the listing and submit it for review.', language: { vi: 'Vietnamese text', en: 'English text' }, atLeast: (n: number) => `At least ${n} characters.`, same: 'The texts are the same; the pictures or the state of the listing may have changed. You may save again.', theirs: 'Present text', yours: 'Your text', field: 'Field', compare: 'How the two differ',
    help: {
      title: 'Say what it is and does. For example: “Cold dryer for farm produce, 500 kg a batch, keeps colour and aroma”.', summary: 'One or two sentences for someone new to it. A number helps.', description: 'How it works, capacity, what it needs on site. Lines that begin with “- ” become a list.',
      problem: 'What the problem is, and what it costs a year.', advantages: 'Against what is used today: how much cheaper or faster; who tested it; what it cannot do yet.', requirements: 'Targets with units and the test that shows them. For example: “moisture ≤ 12 % after drying, measured on site”.',
      patent_classes: 'Codes separated by commas, for example: A23B, F26B.', price: 'Negotiable: leave both boxes empty. One amount: fill in “From” only. A range: fill in both. Amounts in đồng, for example 350,000,000.', research_fields: 'At most three fields.', industries: 'At most three industries.', trl: '1 is an idea, 9 is in everyday use.', keywords: 'Other words a buyer may type, separated by commas.',
    },
    addPicture: 'Add a picture', caption: 'Caption (read to those who cannot see it)', file: 'Picture file (JPEG, PNG, WebP)', fileHelp: (mb: number) => `At most ${mb} MB.`, upload: 'Upload', remove: 'Remove',
  },
})

export const searchTexts = texts({
  vi: {
    title: 'Tìm công nghệ và nhu cầu', placeholder: 'Ví dụ: say lanh nong san, xử lý nước thải…', label: 'Bạn cần tìm gì?', go: 'Tìm', help: 'Gõ có dấu hay không dấu đều được. Dùng “…” cho cụm từ, dấu - để loại từ.',
    kind: 'Loại tin', field: 'Lĩnh vực', form: 'Hình thức chuyển giao', organisation: 'Loại tổ chức', source: 'Nguồn', own: 'Đăng trên Sàn', trl: 'Mức độ sẵn sàng công nghệ (TRL)', early: 'TRL 1–3: nghiên cứu', middle: 'TRL 4–6: thử nghiệm', ready: 'TRL 7–9: sẵn sàng dùng',
    all: 'Tất cả', sort: 'Sắp xếp', relevance: 'Phù hợp nhất', newest: 'Mới nhất', price: 'Giá thấp trước', trlSort: 'TRL cao trước', filter: 'Lọc', apply: 'Áp dụng bộ lọc', clear: 'Bỏ hết bộ lọc',
    unreadable: 'Không có chữ hay số nào để tìm. Hãy gõ một từ.', relaxed: 'Không có tin nào chứa đủ các từ bạn gõ. Dưới đây là các tin chứa một phần.', results: 'Kết quả',
  },
  en: {
    title: 'Search technology and needs', placeholder: 'For example: cold drying, waste water treatment…', label: 'What are you looking for?', go: 'Search', help: 'Vietnamese with or without diacritics. Use “…” for a phrase and - to leave a word out.',
    kind: 'Kind', field: 'Field', form: 'Form of transfer', organisation: 'Kind of organisation', source: 'Source', own: 'Published here', trl: 'Readiness', early: 'TRL 1–3: research', middle: 'TRL 4–6: trial', ready: 'TRL 7–9: ready for use',
    all: 'All', sort: 'Sort by', relevance: 'Best match', newest: 'Newest', price: 'Lowest price', trlSort: 'Highest TRL', filter: 'Filter', apply: 'Apply filters', clear: 'Clear filters',
    unreadable: 'There is no letter or number to search for. Type a word.', relaxed: 'No listing holds all your words. These hold some of them.', results: 'Results',
  },
})

export const partTexts = texts<PartTexts>({
  vi: {
    title: 'Thông tin theo mức quyền xem', lead: 'Ngoài trang công khai, tin này có các phần dưới đây. Mỗi lượt xem được ghi lại và bên đăng tin thấy được.', strangers: (n) => `${n} tài liệu`, names: { contact: 'Người liên hệ', technical: 'Chi tiết kỹ thuật', performance: 'Số liệu thử nghiệm, hiệu năng', costs: 'Chi phí và giá chi tiết', know_how: 'Bí quyết' }, document: 'Tài liệu', documents: 'Tài liệu', level: 'Mức', part: 'Phần', yours: 'Với bạn', open: 'Đọc được', closed: 'Chưa đọc được', version: (n) => `bản ${n}`,
    signIn: 'Đăng nhập để đọc phần dành cho người đã đăng nhập', signInFirst: 'Đăng nhập rồi đề nghị quyền xem các phần còn lại.', organisationFirst: 'Quyền xem được cấp cho tổ chức. Hãy lập tổ chức của bạn hoặc chấp nhận lời mời.', editorAsks: 'Chủ tổ chức hoặc biên tập của tổ chức bạn có thể đề nghị quyền xem các phần còn lại.', waiting: (day) => `Tổ chức bạn đã đề nghị quyền xem ngày ${day} và đang chờ bên đăng tin trả lời.`, signerNeeded: 'Bên đăng tin đã cấp quyền ở mức theo cam kết bảo mật. Mức này mở khi người ký của tổ chức bạn chấp nhận cam kết.', heldUntil: (day) => `Tổ chức bạn có quyền xem đến ngày ${day}.`, limits: 'Giới hạn sử dụng', noMore: 'Vai trò của bạn ở Sàn không cho đọc các phần còn lại; đó là việc giữa hai bên.', withheld: 'Chưa ghi được lượt xem nên chưa mở nội dung các phần này. Hãy tải lại trang sau ít phút.',
    edit: 'Phần không công khai', editTitle: 'Phần không công khai của tin', editLead: 'Chọn ai đọc được từng phần. Kiểm duyệt viên của Sàn đọc tới mức “Tổ chức được cấp quyền” để kiểm tra nội dung bị cấm, nhưng không đọc mức theo cam kết bảo mật. Sửa phần này không làm tin phải duyệt lại và không vào kết quả tìm kiếm.', access: 'Ai được xem, ai đã xem', save: 'Lưu các phần', text_vi: 'Nội dung tiếng Việt', text_en: 'Nội dung tiếng Anh', who: 'Ai đọc được', empty: 'Để trống cả hai ô nếu không có.', stale: 'Có người vừa lưu các phần này sau khi bạn mở trang. Phần bạn viết vẫn còn dưới đây; lưu lần nữa sẽ thay bản của họ.',
    help: { contact: 'Tên, chức vụ, điện thoại của người phụ trách.', technical: 'Bản vẽ bố trí, thông số vận hành, yêu cầu lắp đặt.', performance: 'Đo gì, bằng cách nào, ai đo, kết quả.', costs: 'Đơn giá, chi phí vận hành, điều kiện thanh toán.', know_how: 'Điều làm nên công nghệ và chưa được bảo hộ. Không bao giờ mở cho người chỉ đăng nhập.' },
    addDocument: 'Thêm tài liệu', documentTitle: 'Tên tài liệu', documentTitleHelp: 'Người đã đăng nhập thấy tên này dù chưa được đọc tài liệu, nên đừng ghi bí mật vào tên.', file: 'Tệp', upload: 'Tải lên', newVersion: 'Tải lên bản mới', series: 'Tài liệu', seriesNew: 'Tài liệu mới', seriesHelp: 'Bản mới thay bản cũ với người đọc; bản cũ vẫn được giữ cho tổ chức bạn.', current: 'bản hiện tại', older: 'bản cũ', removed: 'đã gỡ', remove: 'Gỡ tài liệu', move: 'Đổi mức', none: 'Chưa có tài liệu nào.', added: (day, name) => `${day}, ${name}`,
  },
  en: {
    title: 'Information by level of access', lead: 'Beyond the public page this listing holds the parts below. Every look is recorded, and the owner can see it.', strangers: (n) => (n === 1 ? '1 document' : `${n} documents`), names: { contact: 'Contact person', technical: 'Technical details', performance: 'Test data and performance', costs: 'Costs and price details', know_how: 'Know-how' }, document: 'Document', documents: 'Documents', level: 'Level', part: 'Part', yours: 'For you', open: 'You can read it', closed: 'Not readable yet', version: (n) => `version ${n}`,
    signIn: 'Sign in to read what is for people who signed in', signInFirst: 'Sign in, then ask for access to the rest.', organisationFirst: 'Access is given to organisations. Create yours or accept an invitation.', editorAsks: 'An owner or editor of your organisation can ask for access to the rest.', waiting: (day) => `Your organisation asked for access on ${day} and is waiting for the owner’s answer.`, signerNeeded: 'The owner has given access under NDA. That level opens when a signer of your organisation accepts the undertaking.', heldUntil: (day) => `Your organisation holds access until ${day}.`, limits: 'Limits of use', noMore: 'Your role at the Exchange does not open the other parts; they are between the two sides.', withheld: 'Your look could not be recorded, so these parts cannot be shown now. Reload the page in a few minutes.',
    edit: 'What is not public', editTitle: 'What this listing keeps off its public page', editLead: 'Choose who can read each part. Moderators of the Exchange read up to “Organisations given access”, to look for what may not be offered, but nothing under NDA. Changing these parts does not send the listing to review again, and nothing in them is searched.', access: 'Who may look, who has looked', save: 'Save the parts', text_vi: 'Vietnamese text', text_en: 'English text', who: 'Who can read it', empty: 'Leave both boxes empty if there is none.', stale: 'Somebody saved these parts after you opened the page. What you typed is kept below; saving again replaces theirs.',
    help: { contact: 'Name, position and telephone of the person in charge.', technical: 'Layout drawings, operating figures, what installation needs.', performance: 'What was measured, how, by whom, and the result.', costs: 'Unit prices, running costs, terms of payment.', know_how: 'What makes the technology work and is not protected. Never open to people who have only signed in.' },
    addDocument: 'Add a document', documentTitle: 'Title of the document', documentTitleHelp: 'People who signed in see this title even before they may read the document, so keep secrets out of it.', file: 'File', upload: 'Upload', newVersion: 'Upload a new version', series: 'Document', seriesNew: 'A new document', seriesHelp: 'A new version replaces the old one for readers; your organisation keeps the old one.', current: 'current version', older: 'older version', removed: 'taken away', remove: 'Take the document away', move: 'Change the level', none: 'No documents yet.', added: (day, name) => `${day}, ${name}`,
  },
})
interface PartTexts {
  title: string; lead: string; strangers: (n: number) => string; names: Record<PartName, string>; document: string; documents: string; level: string; part: string; yours: string; open: string; closed: string; version: (n: number) => string
  signIn: string; signInFirst: string; organisationFirst: string; editorAsks: string; waiting: (day: string) => string; signerNeeded: string; heldUntil: (day: string) => string; limits: string; noMore: string; withheld: string
  edit: string; editTitle: string; editLead: string; access: string; save: string; text_vi: string; text_en: string; who: string; empty: string; stale: string; help: Record<PartName, string>
  addDocument: string; documentTitle: string; documentTitleHelp: string; file: string; upload: string; newVersion: string; series: string; seriesNew: string; seriesHelp: string; current: string; older: string; removed: string; remove: string; move: string; none: string; added: (day: string, name: string) => string
}
