import { texts } from '../../platform/locale.ts'
import { formatVnd } from '../../platform/money.ts'
import type { Messages } from '../../platform/refusal.ts'
import type { ListingRefusal, Missing } from './rules.ts'

const missingVi: Record<Missing, string> = { title: 'tên (ít nhất 10 ký tự)', summary: 'tóm tắt (ít nhất 40 ký tự)', description: 'mô tả (ít nhất 120 ký tự)', problem: 'vấn đề (ít nhất 40 ký tự)', advantages: 'ưu điểm (ít nhất 30 ký tự)', requirements: 'yêu cầu (ít nhất 30 ký tự)', research_fields: 'lĩnh vực nghiên cứu', trl: 'mức sẵn sàng công nghệ', ip_status: 'tình trạng sở hữu trí tuệ', transfer_forms: 'hình thức chuyển giao', price: 'giá hoặc ngân sách' }
const missingEn: Record<Missing, string> = { title: 'title (at least 10 characters)', summary: 'summary (at least 40 characters)', description: 'description (at least 120 characters)', problem: 'problem (at least 40 characters)', advantages: 'advantages (at least 30 characters)', requirements: 'requirements (at least 30 characters)', research_fields: 'research field', trl: 'technology readiness level', ip_status: 'IP status', transfer_forms: 'form of transfer', price: 'price or budget' }

export const listingRefusals = texts<Messages<ListingRefusal>>({
  vi: {
    incomplete: ({ missing }) => `Tin còn thiếu: ${missing.map((name) => missingVi[name]).join(', ')}. Hãy bổ sung rồi gửi duyệt.`,
    changed_meanwhile: () => 'Có người đã sửa tin này sau khi bạn mở. Phần bạn viết vẫn còn dưới đây; hãy so với bản hiện tại rồi lưu lại.',
    own_listing: () => 'Bạn thuộc tổ chức đăng tin này nên người khác phải duyệt.',
    no_organisation: () => 'Tin được đăng thay mặt một tổ chức. Hãy lập tổ chức của bạn, hoặc chấp nhận lời mời, rồi quay lại.',
    too_many_pictures: ({ most }) => `Mỗi tin có tối đa ${most} ảnh. Hãy gỡ bớt một ảnh trước.`,
  },
  en: {
    incomplete: ({ missing }) => `Still missing: ${missing.map((name) => missingEn[name]).join(', ')}. Please add this, then submit.`,
    changed_meanwhile: () => 'Somebody changed this listing after you opened it. What you typed is kept below; compare it with the present text, then save again.',
    own_listing: () => 'You belong to the organisation behind this listing, so somebody else has to review it.',
    no_organisation: () => 'Listings are published for an organisation. Create yours, or accept an invitation, then come back.',
    too_many_pictures: ({ most }) => `A listing has at most ${most} pictures. Remove one first.`,
  },
})

export const listingTexts = texts({
  vi: {
    offer: 'Chào bán công nghệ', need: 'Nhu cầu công nghệ', offers: 'Chào bán', needs: 'Nhu cầu',
    draft: 'Bản nháp', submitted: 'Chờ duyệt', returned: 'Bị trả lại', published: 'Đã công bố', closed: 'Đã đóng',
    title: 'Tên', summary: 'Tóm tắt', description: 'Mô tả', problem: 'Vấn đề cần giải quyết', advantages: 'Ưu điểm, bằng chứng và giới hạn', requirements: 'Yêu cầu và cách kiểm chứng', keywords: 'Từ khóa',
    trl: 'Mức sẵn sàng (TRL)', trlWanted: 'TRL thấp nhất chấp nhận', trlShort: (n: number) => `TRL ${n}`, ip_status: 'Sở hữu trí tuệ', research_fields: 'Lĩnh vực nghiên cứu', patent_classes: 'Lớp sáng chế (IPC/CPC)', industries: 'Ngành kinh tế', transfer_forms: 'Hình thức chuyển giao',
    price: 'Giá', budget: 'Ngân sách', price_mode: 'Cách nêu giá', price_min: 'Từ (đồng)', price_max: 'Đến (đồng)', fixed: 'Một mức', range: 'Khoảng', negotiable: 'Thỏa thuận', from: (low: number, high: number) => `${formatVnd(low, 'vi').replace(' đồng', '')} – ${formatVnd(high, 'vi')}`,
    ward_code: 'Nơi xem hoặc áp dụng', organisation: 'Tổ chức', publishedOn: 'Công bố ngày', source: 'Nguồn', imported: (name: string) => `Nhập từ nguồn: ${name}`, original: 'Xem bản gốc', onlyIn: { vi: 'Nội dung hiện chỉ có bằng tiếng Việt.', en: 'Nội dung hiện chỉ có bằng tiếng Anh.' },
    facts: 'Thông tin chính', history: 'Diễn biến', pictures: 'Ảnh', newOffer: 'Đăng chào bán', newNeed: 'Đăng nhu cầu', editTitle: 'Sửa tin', save: 'Lưu', saveDraft: 'Lưu bản nháp', edit: 'Sửa', submit: 'Gửi duyệt', withdraw: 'Rút về để sửa', close: 'Đóng tin', closeReason: 'Lý do đóng', mine: 'Tin của tổ chức', none: 'Chưa có tin nào.', noneHelp: 'Đăng tin đầu tiên: mất khoảng mười phút.',
    reason: 'Lý do trả lại', review: 'Nhận xét của người duyệt', englishPart: 'Bản tiếng Anh (nên có nếu muốn đối tác nước ngoài tìm thấy)', vietnamesePart: 'Bản tiếng Việt', classification: 'Phân loại và điều kiện',
    draftHelp: 'Bản nháp chỉ cần tên và chỉ tổ chức bạn thấy. Trước khi gửi duyệt hãy điền các mục không ghi “không bắt buộc”.', afterPublish: 'Tin đã công bố khi sửa sẽ phải duyệt lại và tạm ẩn trong lúc chờ.', theirs: 'Bản hiện tại', yours: 'Bản của bạn', field: 'Mục', compare: 'Khác nhau giữa hai bản',
    help: {
      title: 'Nói rõ là gì, làm được gì. Ví dụ: “Máy sấy lạnh nông sản 500 kg/mẻ, giữ màu và hương”.', summary: 'Một hai câu cho người chưa biết gì. Nên có một con số.', description: 'Cách hoạt động, công suất, điều kiện lắp đặt. Dòng bắt đầu bằng “- ” thành gạch đầu dòng.',
      problem: 'Điều gì đang vướng, mỗi năm mất bao nhiêu.', advantages: 'So với cách đang dùng: rẻ hơn, nhanh hơn bao nhiêu; ai đã thử; chưa làm được gì.', requirements: 'Chỉ tiêu kèm đơn vị và cách thử. Ví dụ: “độ ẩm sau sấy ≤ 12 %, đo tại chỗ”.',
      patent_classes: 'Các mã cách nhau bằng dấu phẩy, ví dụ: A23B, F26B.', price: 'Ghi số đồng, ví dụ 350.000.000.', research_fields: 'Tối đa ba lĩnh vực.', trl: '1 là ý tưởng, 9 là đã dùng thật.', keywords: 'Các từ khác người mua có thể gõ, cách nhau bằng dấu phẩy.',
    },
    addPicture: 'Thêm ảnh', caption: 'Chú thích ảnh (đọc cho người không nhìn thấy)', file: 'Tệp ảnh (JPEG, PNG, WebP)', fileHelp: (mb: number) => `Tối đa ${mb} MB.`, upload: 'Tải lên', remove: 'Gỡ',
  },
  en: {
    offer: 'Technology offer', need: 'Technology need', offers: 'Offers', needs: 'Needs',
    draft: 'Draft', submitted: 'Waiting for review', returned: 'Sent back', published: 'Published', closed: 'Closed',
    title: 'Title', summary: 'Summary', description: 'Description', problem: 'The problem to solve', advantages: 'Advantages, evidence and limits', requirements: 'Requirements and how they are tested', keywords: 'Keywords',
    trl: 'Technology readiness level (TRL)', trlWanted: 'Lowest TRL accepted', trlShort: (n: number) => `TRL ${n}`, ip_status: 'Intellectual property', research_fields: 'Research field', patent_classes: 'Patent class (IPC/CPC)', industries: 'Industry', transfer_forms: 'Form of transfer',
    price: 'Price', budget: 'Budget', price_mode: 'How the price is given', price_min: 'From (đồng)', price_max: 'To (đồng)', fixed: 'One amount', range: 'A range', negotiable: 'Negotiable', from: (low: number, high: number) => `${formatVnd(low, 'en')} – ${formatVnd(high, 'en').replace('VND ', '')}`,
    ward_code: 'Where it can be seen or used', organisation: 'Organisation', publishedOn: 'Published on', source: 'Source', imported: (name: string) => `Imported from ${name}`, original: 'See the original', onlyIn: { vi: 'This text exists in Vietnamese only.', en: 'This text exists in English only.' },
    facts: 'Key facts', history: 'History', pictures: 'Pictures', newOffer: 'Publish an offer', newNeed: 'Publish a need', editTitle: 'Edit the listing', save: 'Save', saveDraft: 'Save the draft', edit: 'Edit', submit: 'Submit for review', withdraw: 'Take back to change', close: 'Close the listing', closeReason: 'Why it is closed', mine: 'Our listings', none: 'No listings yet.', noneHelp: 'Publish your first one: it takes about ten minutes.',
    reason: 'Reason it was sent back', review: 'What the reviewer said', englishPart: 'English text (so that foreign partners find it)', vietnamesePart: 'Vietnamese text', classification: 'Classification and terms',
    draftHelp: 'A draft needs only a title and is seen by your organisation alone. Before submitting, fill in everything not marked “optional”.', afterPublish: 'A published listing that is changed is reviewed again and hidden meanwhile.', theirs: 'Present text', yours: 'Your text', field: 'Field', compare: 'How the two differ',
    help: {
      title: 'Say what it is and does. For example: “Cold dryer for farm produce, 500 kg a batch, keeps colour and aroma”.', summary: 'One or two sentences for someone new to it. A number helps.', description: 'How it works, capacity, what it needs on site. Lines that begin with “- ” become a list.',
      problem: 'What hurts, and what it costs a year.', advantages: 'Against what is used today: how much cheaper or faster; who tested it; what it cannot do yet.', requirements: 'Targets with units and the test that shows them. For example: “moisture ≤ 12 % after drying, measured on site”.',
      patent_classes: 'Codes separated by commas, for example: A23B, F26B.', price: 'Amounts in đồng, for example 350,000,000.', research_fields: 'At most three fields.', trl: '1 is an idea, 9 is in everyday use.', keywords: 'Other words a buyer may type, separated by commas.',
    },
    addPicture: 'Add a picture', caption: 'Caption (read to those who cannot see it)', file: 'Picture file (JPEG, PNG, WebP)', fileHelp: (mb: number) => `At most ${mb} MB.`, upload: 'Upload', remove: 'Remove',
  },
})

export const searchTexts = texts({
  vi: {
    title: 'Tìm công nghệ và nhu cầu', placeholder: 'Ví dụ: say lanh nong san, xử lý nước thải…', label: 'Bạn cần tìm gì?', go: 'Tìm', help: 'Gõ có dấu hay không dấu đều được. Dùng “…” cho cụm từ, dấu - để loại từ.',
    kind: 'Loại tin', field: 'Lĩnh vực', form: 'Hình thức chuyển giao', organisation: 'Loại tổ chức', source: 'Nguồn', own: 'Đăng trên Sàn', trl: 'Mức sẵn sàng', early: 'TRL 1–3: nghiên cứu', middle: 'TRL 4–6: thử nghiệm', ready: 'TRL 7–9: sẵn sàng dùng',
    all: 'Tất cả', sort: 'Sắp xếp', relevance: 'Phù hợp nhất', newest: 'Mới nhất', price: 'Giá thấp trước', trlSort: 'TRL cao trước', filter: 'Lọc', apply: 'Áp dụng bộ lọc', clear: 'Bỏ hết bộ lọc',
    empty: 'Chưa có tin nào khớp.', emptyHelp: ['Bớt một vài từ hoặc bộ lọc.', 'Thử từ khác cùng nghĩa, hoặc từ tiếng Anh.', 'Xem theo lĩnh vực.', 'Đăng nhu cầu của bạn để bên có công nghệ tìm đến.'],
    relaxed: 'Không có tin nào chứa đủ các từ bạn gõ. Dưới đây là các tin chứa một phần.', results: 'Kết quả',
  },
  en: {
    title: 'Search technology and needs', placeholder: 'For example: cold drying, waste water treatment…', label: 'What are you looking for?', go: 'Search', help: 'Vietnamese with or without diacritics. Use “…” for a phrase and - to leave a word out.',
    kind: 'Kind', field: 'Field', form: 'Form of transfer', organisation: 'Kind of organisation', source: 'Source', own: 'Published here', trl: 'Readiness', early: 'TRL 1–3: research', middle: 'TRL 4–6: trial', ready: 'TRL 7–9: ready for use',
    all: 'All', sort: 'Sort by', relevance: 'Best match', newest: 'Newest', price: 'Lowest price', trlSort: 'Highest TRL', filter: 'Filter', apply: 'Apply filters', clear: 'Clear filters',
    empty: 'Nothing matches yet.', emptyHelp: ['Use fewer words or filters.', 'Try another word for the same thing, or Vietnamese.', 'Browse by field.', 'Publish your need, so that those with the technology find you.'],
    relaxed: 'No listing holds all your words. These hold some of them.', results: 'Results',
  },
})

export const moderationTexts = texts({
  vi: { title: 'Kiểm duyệt', lead: 'Tin chờ lâu nhất đứng trước.', empty: 'Không còn tin nào chờ duyệt.', waited: (days: number) => days === 0 ? 'gửi hôm nay' : `đã chờ ${days} ngày`, open: 'Xem và quyết định', publish: 'Công bố', return: 'Trả lại', reason: 'Lý do trả lại (người đăng sẽ đọc)', reasonHelp: 'Nói điều cần sửa và một ví dụ đúng.', checklist: 'Trước khi công bố: tên rõ, có số liệu, không lộ bí mật, không thuộc danh mục cấm.', organisations: 'Tổ chức chờ xác minh' },
  en: { title: 'Moderation', lead: 'The one waiting longest stands first.', empty: 'Nothing is waiting for review.', waited: (days: number) => days === 0 ? 'sent today' : `waiting ${days} ${days === 1 ? 'day' : 'days'}`, open: 'Read and decide', publish: 'Publish', return: 'Send back', reason: 'Reason (the owner will read it)', reasonHelp: 'Say what to change, with an example of what would be right.', checklist: 'Before publishing: a clear title, figures, no secrets given away, not on the prohibited list.', organisations: 'Organisations waiting to be verified' },
})
