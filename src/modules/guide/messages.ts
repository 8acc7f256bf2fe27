import { texts } from '../../platform/locale.ts'

/** A part of a reading page. Text is paragraphs, and lists where lines begin with "- ". */
export interface Part { id: string; title: string; text: string; links?: { href: string; text: string }[] }

export const aboutTexts = texts<{ title: string; lead: string; parts: Part[]; steps: string; stepList: string[] }>({
  vi: {
    title: 'Giới thiệu Sàn giao dịch công nghệ Hà Nội',
    lead: 'Sàn là nơi những người có công nghệ gặp những người cần công nghệ, cùng làm việc trên một hồ sơ cho đến khi công nghệ được dùng thật, và kết quả được đếm công khai.',
    parts: [
      { id: 'what', title: 'Sàn làm gì', text: `Theo Kế hoạch số 185/KH-UBND của Ủy ban nhân dân thành phố Hà Nội, thực hiện Chương trình số 07-CTr/TU của Thành ủy, Sàn đặt tại khu liên cơ quan 258 Võ Chí Công và có các chức năng:

- kết nối cung và cầu công nghệ;
- tổ chức các phiên giao dịch công nghệ, bán đấu giá công nghệ;
- xúc tiến công nghệ trong và ngoài nước;
- xây dựng, cập nhật và khai thác cơ sở dữ liệu về nhu cầu và khả năng cung cấp công nghệ;
- giới thiệu tư vấn, thẩm định công nghệ, gồm đánh giá, định giá và giám định.

Trang này phục vụ chức năng đầu tiên từ đầu đến cuối: đăng tin, tìm kiếm, gợi ý đối tác kèm lý do, bày tỏ quan tâm, theo một giao dịch đến khi kết thúc và công bố số liệu.` },
      { id: 'who', title: 'Sàn dành cho ai', text: `- Bên có công nghệ: viện nghiên cứu, trường đại học, doanh nghiệp khởi nghiệp, nhà sáng chế, chủ sở hữu ở nước ngoài.
- Bên cần công nghệ: doanh nghiệp, hợp tác xã, sở ngành, phường và xã.
- Bên giúp hai bên tin nhau: tổ chức môi giới, định giá, đánh giá, giám định, đại diện sở hữu trí tuệ, cố vấn.
- Bên vận hành và chịu trách nhiệm: cán bộ của Sàn, lãnh đạo thành phố và người dân theo dõi kết quả.` },
      { id: 'deal', title: 'Một giao dịch diễn ra thế nào', text: '' },
      { id: 'counted', title: 'Điều gì được đếm', text: `Nhiều nơi đếm số tin đăng. Ở đây, điều quan trọng nhất là giao dịch.

Một giao dịch chỉ được tính là thành công khi cả hai bên xác nhận cùng một giá trị. Giao dịch không thành cũng được ghi lại cùng lý do, vì lý do cho biết cần sửa điều gì: giá, điều khoản, kết quả chạy thử hay kinh phí.

Mọi con số trên trang số liệu được đếm trực tiếp từ hồ sơ vào lúc bạn mở trang. Tin minh họa mang nhãn riêng để không bị nhầm với tin thật.`, links: [{ href: '/figures', text: 'Xem số liệu' }] },
      { id: 'trust', title: 'Vì sao có thể tin', text: `- Mỗi tin được kiểm duyệt viên xem trước khi công bố. Tin bị trả lại luôn kèm lý do.
- Tổ chức được xác minh mang dấu xác nhận có ngày. Đổi tên hay mã số thuế thì phải xác minh lại.
- Tin nhập từ nơi khác ghi rõ nguồn.
- Mỗi gợi ý đối tác nói rõ vì sao hợp, vì sao chưa hợp.
- Trao đổi trong hồ sơ giao dịch chỉ hai bên và cán bộ giao dịch của Sàn đọc được.
- Mỗi việc đã làm được ghi vào nhật ký không ai sửa được.`, links: [{ href: '/help', text: 'Xem hướng dẫn' }] },
    ],
    steps: 'Các bước của một giao dịch',
    stepList: ['Bên có công nghệ đăng tin chào bán, hoặc bên cần đăng nhu cầu. Kiểm duyệt viên xem và công bố.', 'Bên kia tìm thấy tin, hoặc được gợi ý, và bày tỏ quan tâm bằng một lời nhắn.', 'Chủ tin chấp nhận, hoặc từ chối kèm lý do.', 'Khi chấp nhận, một hồ sơ giao dịch mở ra: tin nhắn, tài liệu và các bước đều ở một chỗ.', 'Hai bên trao đổi, đánh giá, chạy thử, thống nhất điều khoản và ký hợp đồng theo nhịp của mình.', 'Một bên báo giá trị đã giao dịch, bên kia xác nhận. Giao dịch được tính vào số liệu. Nếu không thành, lý do được ghi lại.'],
  },
  en: {
    title: 'About the Hanoi Technology Exchange',
    lead: 'The Exchange is where those who have technology meet those who need it, work from one file until the technology is in use, and have the result counted in public.',
    parts: [
      { id: 'what', title: 'What the Exchange does', text: `Under Plan 185/KH-UBND of the Hanoi People’s Committee, which carries out Programme 07-CTr/TU of the City Party Committee, the Exchange has its seat in the office complex at 258 Vo Chi Cong and these functions:

- to connect supply of and demand for technology;
- to hold technology trading sessions and auctions;
- to promote technology at home and abroad;
- to build, update and use a database of needs and of supply capability;
- to introduce advice on and appraisal of technology: evaluation, valuation and inspection.

This site serves the first of them from end to end: publishing, searching, proposing partners with reasons, expressing interest, following a deal to its close, and publishing the figures.` },
      { id: 'who', title: 'Who it is for', text: `- Those who have technology: research institutes, universities, start-ups, inventors, owners abroad.
- Those who need it: enterprises, cooperatives, city departments, wards and communes.
- Those who help the two trust each other: brokers, valuers, assessors, inspectors, IP agents, mentors.
- Those who run it and answer for it: the Exchange’s staff, the city’s leaders, and the public who follow the results.` },
      { id: 'deal', title: 'How a deal goes', text: '' },
      { id: 'counted', title: 'What is counted', text: `Many places count listings. Here what matters most is deals.

A deal counts as won only when both sides have confirmed the same value. A deal that fails is recorded too, with its reason, because reasons show what to improve: price, terms, the result of a trial, or the budget.

Every number on the figures page is counted from the records at the moment you open it. Demonstration listings carry a label of their own, so that nobody takes them for real ones.`, links: [{ href: '/figures', text: 'See the figures' }] },
      { id: 'trust', title: 'Why it can be trusted', text: `- A moderator reads every listing before it is published. One that is sent back always carries a reason.
- A verified organisation bears a mark with its date. A new name or tax code has to be verified again.
- Listings brought from elsewhere name their source.
- Every proposed partner comes with the reasons why it fits and why it does not.
- What is said in a deal file is read by the two sides and the Exchange’s deal officers only.
- Everything that was done is kept in a log nobody can change.`, links: [{ href: '/help', text: 'Read the help' }] },
    ],
    steps: 'The steps of a deal',
    stepList: ['The owner of a technology publishes an offer, or whoever needs one publishes a need. A moderator reads it and publishes it.', 'The other side finds the listing, or is shown it, and expresses interest with a message.', 'The owner of the listing accepts, or declines with a reason.', 'On acceptance a deal file opens: messages, documents and steps in one place.', 'Both sides talk, evaluate, run a pilot, agree on terms and sign a contract, at their own pace.', 'One side reports the value of the deal and the other confirms it. The deal is counted. If it fails, the reason is recorded.'],
  },
})

export const aboutWords = texts({ vi: { onThisPage: 'Trên trang này' }, en: { onThisPage: 'On this page' } })

type StageHelp = Record<'discussion' | 'nda' | 'evaluation' | 'pilot' | 'terms' | 'contract' | 'won' | 'lost', string>
interface HelpTexts {
  title: string; lead: string; search: Part; offer: Part; need: Part; questions: { question: string; why: string }[]; interest: Part; stages: Part; stage: string; meaning: string; stageHelp: StageHelp
  trl: Part; level: string; levelMeaning: string; who: Part; what: string; reader: string; readers: { what: string; reader: string }[]; organisation: Part; contact: Part
}
export const helpTexts = texts<HelpTexts>({
  vi: {
    title: 'Hướng dẫn sử dụng', lead: 'Những việc thường làm trên Sàn, mỗi việc trong vài phút đọc.',
    search: { id: 'search', title: 'Tìm công nghệ hoặc nhu cầu', text: `Gõ vài từ như bạn vẫn nói, có dấu hay không dấu đều được: “say lanh nong san” tìm thấy “sấy lạnh nông sản”.

- Thu hẹp bằng các ô ở bên cạnh: lĩnh vực, mức độ sẵn sàng, hình thức chuyển giao, loại tổ chức. Con số cạnh mỗi ô cho biết còn bao nhiêu tin.
- Không thấy gì? Bớt một từ, hoặc bỏ bớt một ô đã chọn.
- Trang của mỗi tin gợi ý các tin phù hợp ở phía bên kia và nói rõ vì sao.`, links: [{ href: '/search', text: 'Tìm kiếm' }, { href: '/fields', text: 'Xem theo lĩnh vực' }] },
    organisation: { id: 'organisation', title: 'Đăng ký và lập tổ chức', text: `Ai cũng xem được các tin công khai. Để đăng tin hay giao dịch, bạn cần ba việc:

- Đăng ký bằng địa chỉ thư điện tử và xác nhận bằng liên kết trong thư.
- Lập tổ chức của bạn, hoặc mở lời mời của đồng nghiệp. Mỗi tổ chức có chủ, người biên tập, người ký và người xem.
- Yêu cầu xác minh. Kiểm duyệt viên đối chiếu tên, mã số thuế, trang web và trả lời kèm lý do. Chưa xác minh vẫn dùng được, nhưng đối tác sẽ thấy điều đó.`, links: [{ href: '/sign-up', text: 'Đăng ký' }, { href: '/my/organisation', text: 'Tổ chức của tôi' }] },
    offer: { id: 'offer', title: 'Đăng tin chào bán', text: `Người mua muốn biết công nghệ giúp được gì cho họ, có bằng chứng không và giá khoảng bao nhiêu.

- Tên tin nói việc công nghệ làm được, không chỉ tên gọi: “Sấy lạnh rau quả giữ màu, 500 kg mỗi mẻ”.
- Tóm tắt hai đến ba câu: vấn đề, cách giải quyết, kết quả.
- Ưu điểm đi kèm con số và nơi đã đo: giảm bao nhiêu điện, tăng bao nhiêu năng suất, thử ở đâu, khi nào.
- Chọn đúng mức độ sẵn sàng công nghệ theo bảng bên dưới. Nói thấp mà đúng tốt hơn nói cao rồi thử không đạt.
- Ghi tình trạng sở hữu trí tuệ và hình thức chuyển giao bạn chấp nhận.
- Nêu giá, khoảng giá, hoặc chọn “Thỏa thuận”. Tin có khoảng giá giúp người mua quyết định sớm.
- Viết thêm bản tiếng Anh nếu muốn đối tác nước ngoài đọc.

Tin ở dạng bản nháp cho đến khi bạn gửi duyệt. Nếu bị trả lại, lý do nằm ngay trên tin; sửa rồi gửi lại.`, links: [{ href: '/my/listings/new/offer', text: 'Đăng một chào bán' }] },
    need: { id: 'need', title: 'Viết một nhu cầu tốt: 10 câu hỏi', text: `Nhu cầu càng rõ, lời chào càng đúng. Hãy trả lời mười câu dưới đây bằng lời thường ngày; không cần biết tên công nghệ.`, links: [{ href: '/my/listings/new/need', text: 'Đăng một nhu cầu' }] },
    questions: [
      { question: 'Việc gì đang vướng, ở khâu nào?', why: 'Tả điều nhìn thấy được: “rau héo sau ba ngày”, đừng tả giải pháp.' },
      { question: 'Vướng mắc đó làm mất bao nhiêu?', why: 'Tiền, thời gian, sản lượng, tỉ lệ hỏng mỗi tháng hoặc mỗi năm.' },
      { question: 'Hiện nay đang làm thế nào?', why: 'Quy trình, thiết bị, số người. Đây là mốc để so sánh.' },
      { question: 'Đã thử những gì, vì sao chưa được?', why: 'Giúp người khác không chào lại điều bạn đã loại.' },
      { question: 'Kết quả nào thì gọi là đạt?', why: 'Một đến ba con số có đơn vị: “độ ẩm dưới 12 %”, “dưới 2.000 đồng mỗi kg”.' },
      { question: 'Sẽ kiểm tra kết quả bằng cách nào?', why: 'Chạy thử ở đâu, bao lâu, ai đo.' },
      { question: 'Nơi sử dụng có điều kiện gì?', why: 'Mặt bằng, điện, nước, nguyên liệu, người vận hành, quy định phải theo.' },
      { question: 'Cần công nghệ sẵn sàng đến mức nào, và khi nào cần?', why: 'Mua về dùng ngay cần mức 8 hoặc 9; cùng nghiên cứu thì mức 4 đến 6 cũng được.' },
      { question: 'Có khoảng bao nhiêu tiền, từ nguồn nào?', why: 'Một khoảng cũng đủ. Không nêu gì thì ít ai chào nghiêm túc.' },
      { question: 'Ai quyết định, và ai sẽ trả lời?', why: 'Người trả lời trong vài ngày giữ được đối tác.' },
    ],
    interest: { id: 'interest', title: 'Bày tỏ quan tâm và trả lời', text: `Trên trang của một tin, bấm “Bày tỏ quan tâm” và viết vài câu: bạn là ai, vì sao quan tâm, muốn biết thêm điều gì. Bên kia nhận được thư.

Nếu bạn là chủ tin:

- Chấp nhận: hồ sơ giao dịch mở ra cho cả hai bên. Chấp nhận chưa phải là cam kết mua bán.
- Từ chối: chọn một lý do. Lý do giúp người kia biết cần sửa gì, và giúp Sàn gợi ý đúng hơn.
- Chưa trả lời: việc này nằm ở đầu trang “Việc của tôi” cho đến khi bạn trả lời.`, links: [{ href: '/work', text: 'Việc của tôi' }] },
    stages: { id: 'stages', title: 'Các bước của một giao dịch', text: 'Hai bên tự chuyển bước. Có thể bỏ qua bước không cần và quay lại khi cần, kèm một lời giải thích.' },
    stage: 'Bước', meaning: 'Nghĩa là',
    stageHelp: {
      discussion: 'Hai bên làm quen, hỏi và trả lời. Chưa bên nào phải đưa thông tin mật.', nda: 'Hai bên thống nhất và ký thỏa thuận bảo mật trước khi đưa tài liệu kỹ thuật chi tiết.', evaluation: 'Bên cần xem xét công nghệ có đáp ứng không: tài liệu, mẫu, ý kiến chuyên gia, thẩm định giá.',
      pilot: 'Chạy thử tại nơi sử dụng hoặc gần như vậy, đo theo các chỉ tiêu đã nêu trong nhu cầu.', terms: 'Thống nhất giá, hình thức chuyển giao, quyền sở hữu trí tuệ, bảo hành, đào tạo.', contract: 'Soạn và ký hợp đồng chuyển giao công nghệ.',
      won: 'Cả hai bên đã xác nhận cùng một giá trị. Giao dịch được tính vào số liệu công khai.', lost: 'Giao dịch dừng lại, lý do được ghi. Hai bên vẫn đọc được hồ sơ.',
    },
    trl: { id: 'trl', title: 'Mức độ sẵn sàng công nghệ (TRL)', text: 'Thang chín mức cho biết công nghệ đã đi từ ý tưởng đến sử dụng thật bao xa. Chọn mức cao nhất mà bạn có bằng chứng.' },
    level: 'Mức', levelMeaning: 'Khi nào đạt mức này',
    who: { id: 'who', title: 'Ai xem được gì', text: 'Mỗi thông tin chỉ đến người cần đến.' },
    what: 'Thông tin', reader: 'Người xem được',
    readers: [
      { what: 'Tin đã công bố, trang tổ chức, số liệu', reader: 'Mọi người, không cần đăng nhập' },
      { what: 'Bản nháp, tin chờ duyệt, tin bị trả lại', reader: 'Thành viên của tổ chức đăng tin và kiểm duyệt viên' },
      { what: 'Tên, địa chỉ thư của thành viên một tổ chức', reader: 'Thành viên của chính tổ chức đó và cán bộ của Sàn' },
      { what: 'Mã số thuế của tổ chức', reader: 'Thành viên của tổ chức và người xác minh' },
      { what: 'Lời bày tỏ quan tâm và câu trả lời', reader: 'Hai bên và cán bộ giao dịch của Sàn' },
      { what: 'Hồ sơ giao dịch: tin nhắn, tài liệu, các bước', reader: 'Hai bên và cán bộ giao dịch của Sàn' },
      { what: 'Giá trị từng giao dịch', reader: 'Hai bên và cán bộ giao dịch; trang số liệu chỉ nêu tổng' },
    ],
    contact: { id: 'contact', title: 'Liên hệ', text: `Sàn giao dịch công nghệ Hà Nội
Khu liên cơ 258 Võ Chí Công, phường Tây Hồ, Hà Nội

Khi trang báo lỗi kèm một mã, hãy cho chúng tôi biết mã đó: nó chỉ đúng chỗ trong nhật ký. Nếu thấy tin sai sự thật hoặc vi phạm quyền của bạn, hãy nêu địa chỉ của tin.` },
  },
  en: {
    title: 'Help', lead: 'What people usually do at the Exchange, each in a few minutes’ reading.',
    search: { id: 'search', title: 'Find a technology or a need', text: `Type a few words as you would say them. Vietnamese works with or without diacritics: “say lanh nong san” finds “sấy lạnh nông sản”.

- Narrow the results with the boxes beside them: field, readiness, form of transfer, kind of organisation. The number beside a box says how many listings remain.
- Nothing found? Drop a word, or untick a box.
- The page of each listing proposes partners from the other side and says why.`, links: [{ href: '/search', text: 'Search' }, { href: '/fields', text: 'Browse by field' }] },
    organisation: { id: 'organisation', title: 'Sign up and create your organisation', text: `Everyone may read what is published. To publish or to make a deal you need three things:

- Sign up with an e-mail address and confirm it with the link in the e-mail you receive.
- Create your organisation, or open a colleague’s invitation. An organisation has owners, editors, signers and viewers.
- Ask to be verified. A moderator compares name, tax code and website and answers with a reason. You can go on without, but your partners will see it.`, links: [{ href: '/sign-up', text: 'Sign up' }, { href: '/my/organisation', text: 'My organisation' }] },
    offer: { id: 'offer', title: 'Publish an offer', text: `A buyer wants to know what the technology would do for them, what proves it, and roughly what it costs.

- Let the title say what it does, not only what it is called: “Cold drying of vegetables that keeps their colour, 500 kg a batch”.
- Summarise in two or three sentences: the problem, the way, the result.
- Give advantages with figures and where they were measured: how much less power, how much more output, tested where and when.
- Choose the right readiness level from the table below. A low level that is true beats a high one that fails its test.
- State the intellectual property and the forms of transfer you accept.
- Name a price, a range, or choose “Negotiable”. A range helps a buyer decide early.
- Add Vietnamese text as well as English: most readers here search in Vietnamese.

It stays a draft until you submit it. If it is sent back, the reason is shown on the listing; revise it and submit again.`, links: [{ href: '/my/listings/new/offer', text: 'Publish an offer' }] },
    need: { id: 'need', title: 'Write a good need: 10 questions', text: `The clearer the need, the better the offers. Answer these ten questions in everyday words; you need not know the name of any technology.`, links: [{ href: '/my/listings/new/need', text: 'Publish a need' }] },
    questions: [
      { question: 'What is the problem, and at which step?', why: 'Describe what can be seen: “vegetables wilt after three days”. Leave out the solution.' },
      { question: 'What does it cost you?', why: 'Money, time, output, or share spoiled, a month or a year.' },
      { question: 'How is it done today?', why: 'Process, equipment, people. This is what offers are compared with.' },
      { question: 'What has been tried, and why did it not work?', why: 'Nobody will then offer what you have already ruled out.' },
      { question: 'What result would be good enough?', why: 'One to three figures with units: “moisture below 12 %”, “under 2,000 đồng a kilogram”.' },
      { question: 'How will the result be tested?', why: 'Where the trial runs, for how long, and who measures.' },
      { question: 'What are the conditions on site?', why: 'Space, power, water, material, operators, rules to be kept.' },
      { question: 'How ready must the technology be, and by when?', why: 'To buy and use at once, level 8 or 9; for joint research, 4 to 6 will do.' },
      { question: 'How much money is there, and from where?', why: 'A range is enough. Without any, few will offer in earnest.' },
      { question: 'Who decides, and who will answer?', why: 'Whoever answers within a few days keeps the partner.' },
    ],
    interest: { id: 'interest', title: 'Express interest, and answer it', text: `On the page of a listing press “Express interest” and write a few sentences: who you are, why it interests you, what you would like to know. The other side receives an e-mail.

If the listing is yours:

- Accept: a deal file opens for both sides. Accepting is no promise to buy or sell.
- Decline: choose a reason. It tells the other side what to improve and helps the Exchange propose better partners.
- Until you answer, it waits at the top of “My work”.`, links: [{ href: '/work', text: 'My work' }] },
    stages: { id: 'stages', title: 'The steps of a deal', text: 'The two sides move it themselves. A step that is not needed can be left out, and one can go back where necessary, with a word of explanation.' },
    stage: 'Step', meaning: 'What it means',
    stageHelp: {
      discussion: 'Both sides get to know each other, ask and answer. Nobody has to disclose anything confidential yet.', nda: 'Both sides agree on and sign a confidentiality agreement before detailed technical documents change hands.', evaluation: 'The seeker examines whether the technology fits: documents, samples, experts’ opinions, a valuation.',
      pilot: 'A trial at the place of use or close to it, measured against the targets of the need.', terms: 'Agreeing on price, form of transfer, intellectual property, warranty and training.', contract: 'Drawing up and signing the technology transfer contract.',
      won: 'Both sides have confirmed the same value. The deal is counted in the public figures.', lost: 'The deal has stopped and its reason is recorded. Both sides can still read the file.',
    },
    trl: { id: 'trl', title: 'Technology readiness levels (TRL)', text: 'Nine levels say how far a technology has come from idea to everyday use. Choose the highest for which you have proof.' },
    level: 'Level', levelMeaning: 'Reached when',
    who: { id: 'who', title: 'Who sees what', text: 'Information goes to those who need it, and no further.' },
    what: 'What', reader: 'Who sees it',
    readers: [
      { what: 'Published listings, organisations’ pages, figures', reader: 'Everyone, without signing in' },
      { what: 'Drafts, listings waiting for review or sent back', reader: 'Members of the organisation behind them, and moderators' },
      { what: 'Names and addresses of an organisation’s members', reader: 'Members of that organisation, and the Exchange’s staff' },
      { what: 'An organisation’s tax code', reader: 'Its members, and those who verify it' },
      { what: 'Expressions of interest and their answers', reader: 'The two sides, and the Exchange’s deal officers' },
      { what: 'Deal files: messages, documents, steps', reader: 'The two sides, and the Exchange’s deal officers' },
      { what: 'The value of a single deal', reader: 'The two sides and deal officers; the figures page gives totals only' },
    ],
    contact: { id: 'contact', title: 'Contact', text: `Hanoi Technology Exchange
258 Vo Chi Cong, Tay Ho Ward, Hanoi

When a page reports an error with a code, tell us the code: it leads straight to the place in the log. If a listing is untrue or infringes your rights, tell us its address.` },
  },
})
