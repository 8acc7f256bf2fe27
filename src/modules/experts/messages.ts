import { type Locale, texts } from '../../platform/locale.ts'
import { formatNumber } from '../../platform/money.ts'
import type { Messages } from '../../platform/refusal.ts'
import type { ExpertRefusal } from './rules.ts'
import type { Availability, ConflictNature, ImportProblem } from './schema.ts'

const list = (locale: Locale, items: string[]): string => new Intl.ListFormat(locale, { type: 'conjunction' }).format(items)
const missingWords = texts<Record<'headline' | 'research_fields' | 'languages', string>>({
  vi: { headline: 'chuyên môn trong một câu', research_fields: 'lĩnh vực', languages: 'ngôn ngữ làm việc' },
  en: { headline: 'your expertise in one sentence', research_fields: 'fields', languages: 'working languages' },
})

export const expertRefusals = texts<Messages<ExpertRefusal>>({
  vi: {
    incomplete_profile: ({ missing }) => `Hồ sơ công khai còn thiếu: ${list('vi', missing.map((part) => missingWords.vi[part]))}. Hãy điền rồi thử lại.`,
    profile_consent_needed: () => 'Hồ sơ chỉ được công khai khi bạn đánh dấu đồng ý.',
    profile_changed_meanwhile: () => 'Hồ sơ đã được lưu ở nơi khác sau khi bạn mở trang này. Hãy tải lại trang, xem bản mới rồi sửa tiếp.',
    not_your_organisation: () => 'Chỉ ghi được nơi công tác là tổ chức mà bạn đang là thành viên trên Sàn.',
    import_unreadable: () => 'Không đọc được tệp này. Hãy chọn tệp BibTeX (.bib), hoặc tệp hồ sơ ORCID dạng JSON hay XML, tối đa 2 MB.',
    import_empty: () => 'Trong tệp không có công bố khoa học nào.',
    import_gone: () => 'Bản xem trước này không còn: có thể bạn đã xác nhận, đã bỏ, hoặc đã tải tệp khác lên. Hãy xem danh sách công bố của bạn.',
    import_of_another: ({ theirs }) => `Tệp này là hồ sơ ORCID ${theirs}, khác với mã ORCID trong hồ sơ của bạn. Hãy chọn đúng tệp hoặc sửa mã ORCID.`,
    too_many_publications: ({ most }) => `Mỗi hồ sơ ghi tối đa ${formatNumber(most, 'vi')} công bố. Hãy gỡ bớt trước khi thêm.`,
    publication_known: () => 'Công bố này đã có trong danh sách (trùng DOI, hoặc trùng tên và năm).',
    too_many_conflicts: ({ most }) => `Mỗi hồ sơ ghi tối đa ${most} khai báo.`,
  },
  en: {
    incomplete_profile: ({ missing }) => `A public profile still needs: ${list('en', missing.map((part) => missingWords.en[part]))}. Fill that in and try again.`,
    profile_consent_needed: () => 'Your profile becomes public only when you tick your consent.',
    profile_changed_meanwhile: () => 'The profile was saved elsewhere after you opened this page. Reload it, look at the new version and go on from there.',
    not_your_organisation: () => 'Your affiliation can only be an organisation of which you are a member on the Exchange.',
    import_unreadable: () => 'This file could not be read. Choose a BibTeX file (.bib), or an ORCID record as JSON or XML, of at most 2 MB.',
    import_empty: () => 'There are no publications in this file.',
    import_gone: () => 'This preview is gone: you may have confirmed it, dropped it, or uploaded another file. Look at your list of publications.',
    import_of_another: ({ theirs }) => `This file is the ORCID record ${theirs}, which is not the ORCID iD of your profile. Choose the right file or correct the iD.`,
    too_many_publications: ({ most }) => `A profile holds at most ${formatNumber(most, 'en')} publications. Remove some before adding more.`,
    publication_known: () => 'This publication is on your list already (same DOI, or same title and year).',
    too_many_conflicts: ({ most }) => `A profile holds at most ${most} declarations.`,
  },
})

export const availabilityWords = texts<Record<Availability, string>>({
  vi: { available: 'Sẵn sàng nhận việc', limited: 'Nhận việc có hạn', unavailable: 'Chưa nhận việc' },
  en: { available: 'Available', limited: 'Limited availability', unavailable: 'Not available' },
})
export const natureWords = texts<Record<ConflictNature, string>>({
  vi: { employment: 'Việc làm, hợp đồng', ownership: 'Vốn góp, cổ phần, sở hữu', family: 'Gia đình', funding: 'Tài trợ, kinh phí', other: 'Khác' },
  en: { employment: 'Employment or contract', ownership: 'Ownership or shares', family: 'Family', funding: 'Funding', other: 'Other' },
})
export const problemWords = texts<Record<ImportProblem['why'], string>>({
  vi: { broken: 'Không đọc được mục này: thiếu ngoặc hoặc sai cú pháp.', untitled: 'Mục này không có tên công bố.', too_long: 'Mục này quá dài.', too_deep: 'Mục này lồng quá nhiều ngoặc.', too_many: 'Tệp có quá nhiều mục; từ đây trở đi chưa được đọc. Hãy chia tệp.', too_slow: 'Tệp quá phức tạp; từ đây trở đi chưa được đọc. Hãy chia tệp.' },
  en: { broken: 'This entry could not be read: a bracket is missing or the syntax is wrong.', untitled: 'This entry has no title.', too_long: 'This entry is too long.', too_deep: 'This entry nests too many brackets.', too_many: 'The file has too many entries; nothing was read from here on. Split the file.', too_slow: 'The file is too complicated; nothing was read from here on. Split the file.' },
})
/** The name of a language in this language. */
export const languageName = (code: string, locale: Locale): string => { const name = new Intl.DisplayNames(locale, { type: 'language' }).of(code) ?? code; return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1) }

export const expertTexts = texts({
  vi: {
    experts: 'Chuyên gia', lead: 'Những người sẵn sàng góp chuyên môn: tư vấn, phản biện, đánh giá công nghệ. Mỗi hồ sơ do chính chuyên gia lập và đồng ý công khai.', searchLabel: 'Tên hoặc chuyên môn', field: 'Lĩnh vực', language: 'Ngôn ngữ làm việc', availability: 'Khả năng nhận việc',
    any: 'Tất cả', search: 'Tìm', none: 'Chưa có chuyên gia nào phù hợp. Hãy bớt điều kiện tìm.', publications: 'Công bố khoa học', publicationCount: (n: number) => `${formatNumber(n, 'vi')} công bố`, noPublications: 'Chưa ghi công bố nào.', showAll: (n: number) => `Xem cả ${formatNumber(n, 'vi')} công bố`,
    about: 'Giới thiệu', facts: 'Thông tin chính', fields: 'Lĩnh vực', affiliation: 'Nơi công tác', orcid: 'Mã ORCID', orcidSelf: '(chuyên gia tự khai)', from: (day: string) => `từ ${day}`, since: (day: string) => `Công khai từ ${day}`, otherLanguage: 'Nội dung dưới đây chỉ có bằng tiếng Anh.',
    conflicts: 'Xung đột lợi ích', declared: (n: number) => (n === 0 ? 'Chuyên gia chưa khai báo xung đột lợi ích nào.' : `Chuyên gia đã khai báo ${n} mối quan hệ có thể gây xung đột lợi ích. Chỉ chuyên gia và cán bộ của Sàn đọc được nội dung.`), staffOnly: 'Phần này chỉ chuyên gia và cán bộ của Sàn đọc được.', hidden: 'Hồ sơ này chưa công khai. Chỉ chuyên gia và cán bộ của Sàn đọc được.',
    mine: 'Hồ sơ chuyên gia', mineLead: 'Giới thiệu chuyên môn của bạn để tổ chức và Sàn tìm đến khi cần tư vấn, phản biện hay đánh giá công nghệ.', start: 'Lập hồ sơ chuyên gia', edit: 'Sửa hồ sơ', view: 'Xem như người khác thấy', save: 'Lưu', published: 'Hồ sơ đang công khai.', consentedAt: (at: string) => `Bạn đã đồng ý công khai lúc ${at}.`, private: 'Hồ sơ chưa công khai: chỉ bạn và cán bộ của Sàn đọc được.',
    publish: 'Công khai hồ sơ', consent: 'Tôi đồng ý để Sàn hiển thị công khai họ tên, chuyên môn, nơi công tác, mã ORCID và công bố khoa học trong hồ sơ này. Tôi có thể rút lại bất cứ lúc nào.', unpublish: 'Rút khỏi trang công khai', publishing: 'Công khai',
    headline_vi: 'Chuyên môn trong một câu (tiếng Việt)', headline_en: 'Chuyên môn trong một câu (tiếng Anh)', headlineHelp: 'Ví dụ: Công nghệ sấy và bảo quản nông sản sau thu hoạch.', bio_vi: 'Giới thiệu (tiếng Việt)', bio_en: 'Giới thiệu (tiếng Anh)', research_fields: 'Lĩnh vực (tối đa 5)', languages: 'Ngôn ngữ làm việc', available_from: 'Nhận việc từ ngày', organisation_id: 'Nơi công tác', organisationHelp: 'Tổ chức mà bạn là thành viên trên Sàn.', orcidHelp: 'Ví dụ 0000-0002-1825-0097.',
    addPublication: 'Thêm một công bố', editPublication: 'Sửa công bố', title: 'Tên công bố', authors: 'Tác giả', venue: 'Tạp chí, hội nghị, nhà xuất bản', year: 'Năm', doi: 'DOI', url: 'Liên kết', remove: 'Gỡ bỏ', change: 'Sửa', publication: 'Công bố', action: 'Thao tác',
    import: 'Nhập từ tệp', importLead: 'Tải lên tệp BibTeX (.bib), hoặc hồ sơ ORCID của bạn dạng JSON hay XML. Chưa có gì thay đổi cho đến khi bạn xem và xác nhận.', file: 'Tệp', fileHelp: 'Tối đa 2 MB và 500 công bố.', read: 'Đọc tệp', preview: 'Xem trước', previewOf: (name: string) => `Đọc được từ tệp “${name}”`, toAdd: (n: number) => `${formatNumber(n, 'vi')} công bố mới sẽ được thêm`, repeated: (n: number) => `${formatNumber(n, 'vi')} công bố đã có hoặc trùng nhau, giữ nguyên như cũ`, problems: (n: number) => `${formatNumber(n, 'vi')} mục không nhận được`, line: 'Dòng', what: 'Nội dung', why: 'Lý do', confirm: 'Xác nhận và thêm', drop: 'Bỏ, không thêm', another: 'Chọn tệp khác',
    conflictsLead: 'Khai báo những mối quan hệ có thể khiến người khác nghi ngờ sự khách quan của bạn. Cán bộ của Sàn đọc được nội dung; trang công khai chỉ ghi số lượng.', declare: 'Khai báo', party: 'Bên liên quan', partyHelp: 'Tên tổ chức hoặc người, nếu không chọn tổ chức trên Sàn.', conflictOrganisation: 'Tổ chức trên Sàn', find: 'Tìm tổ chức theo tên', nature: 'Tính chất', sinceDay: 'Từ ngày', until: 'Đến ngày', note: 'Ghi chú', withdraw: 'Rút khai báo', withdrawn: (day: string) => `đã rút ngày ${day}`, noConflicts: 'Chưa khai báo mối quan hệ nào.', declaredOn: (day: string) => `khai báo ngày ${day}`, period: 'Thời gian', file_label: 'Tệp', newConflict: 'Thêm khai báo',
  },
  en: {
    experts: 'Experts', lead: 'People ready to lend their knowledge: advice, review, assessment of technology. Every profile was made by the expert, who consented to its being public.', searchLabel: 'Name or expertise', field: 'Field', language: 'Working language', availability: 'Availability',
    any: 'All', search: 'Search', none: 'No expert fits. Try fewer conditions.', publications: 'Publications', publicationCount: (n: number) => `${formatNumber(n, 'en')} ${n === 1 ? 'publication' : 'publications'}`, noPublications: 'No publications listed.', showAll: (n: number) => `Show all ${formatNumber(n, 'en')} publications`,
    about: 'About', facts: 'Key facts', fields: 'Fields', affiliation: 'Affiliation', orcid: 'ORCID iD', orcidSelf: '(stated by the expert)', from: (day: string) => `from ${day}`, since: (day: string) => `Public since ${day}`, otherLanguage: 'The following is in Vietnamese only.',
    conflicts: 'Conflicts of interest', declared: (n: number) => (n === 0 ? 'The expert has declared no conflict of interest.' : `The expert has declared ${n} ${n === 1 ? 'relation' : 'relations'} that could be a conflict of interest. Only the expert and the Exchange’s staff can read what they are.`), staffOnly: 'Only the expert and the Exchange’s staff can read this part.', hidden: 'This profile is not public. Only the expert and the Exchange’s staff can read it.',
    mine: 'Expert profile', mineLead: 'Describe your expertise, so that organisations and the Exchange find you when they need advice, review or assessment of technology.', start: 'Make an expert profile', edit: 'Edit profile', view: 'See it as others do', save: 'Save', published: 'Your profile is public.', consentedAt: (at: string) => `You consented to that on ${at}.`, private: 'Your profile is not public: only you and the Exchange’s staff can read it.',
    publish: 'Make it public', consent: 'I consent to the Exchange showing my name, expertise, affiliation, ORCID iD and publications from this profile publicly. I can take this back at any time.', unpublish: 'Take it off the public pages', publishing: 'Public or not',
    headline_vi: 'Your expertise in one sentence (Vietnamese)', headline_en: 'Your expertise in one sentence (English)', headlineHelp: 'For example: Drying and storage of farm produce after harvest.', bio_vi: 'About you (Vietnamese)', bio_en: 'About you (English)', research_fields: 'Fields (at most 5)', languages: 'Working languages', available_from: 'Available from', organisation_id: 'Affiliation', organisationHelp: 'An organisation of which you are a member on the Exchange.', orcidHelp: 'Such as 0000-0002-1825-0097.',
    addPublication: 'Add a publication', editPublication: 'Edit a publication', title: 'Title', authors: 'Authors', venue: 'Journal, conference, publisher', year: 'Year', doi: 'DOI', url: 'Link', remove: 'Remove', change: 'Edit', publication: 'Publication', action: 'Action',
    import: 'Import from a file', importLead: 'Upload a BibTeX file (.bib), or your ORCID record as JSON or XML. Nothing changes until you have looked at it and confirmed.', file: 'File', fileHelp: 'At most 2 MB and 500 publications.', read: 'Read the file', preview: 'Preview', previewOf: (name: string) => `Read from “${name}”`, toAdd: (n: number) => `${formatNumber(n, 'en')} new ${n === 1 ? 'publication' : 'publications'} will be added`, repeated: (n: number) => `${formatNumber(n, 'en')} known already or repeated, left as they are`, problems: (n: number) => `${formatNumber(n, 'en')} ${n === 1 ? 'entry' : 'entries'} could not be taken`, line: 'Line', what: 'Content', why: 'Reason', confirm: 'Confirm and add', drop: 'Drop, add nothing', another: 'Choose another file',
    conflictsLead: 'Declare relations that could make others doubt your impartiality. The Exchange’s staff read what they are; the public page only says how many.', declare: 'Declare', party: 'Other party', partyHelp: 'Name of an organisation or person, unless you choose an organisation on the Exchange.', conflictOrganisation: 'Organisation on the Exchange', find: 'Find an organisation by name', nature: 'Nature', sinceDay: 'Since', until: 'Until', note: 'Note', withdraw: 'Withdraw', withdrawn: (day: string) => `withdrawn on ${day}`, noConflicts: 'No relations declared.', declaredOn: (day: string) => `declared on ${day}`, period: 'Period', file_label: 'File', newConflict: 'Declare another',
  },
})
