import { texts } from '../../platform/locale.ts'

export const proofTexts = texts({
  vi: {
    title: (lot: string) => `Kiểm chứng: ${lot}`, lead: 'Mọi lệnh và mọi giá của tài sản này nằm trong một sổ không sửa được mà không bị phát hiện. Ai cũng tính lại được người trúng và giá trúng, không cần tin Sàn.',
    nothing: 'Sổ của tài sản này bắt đầu khi hết hạn đăng ký. Lúc đó bản chốt sổ đầu tiên sẽ có ở đây.',
    newest: 'Bản chốt sổ mới nhất', size: 'Số dòng', root: 'Gốc Merkle', at: 'Tính đến', signed: 'Ký bởi khóa', stamp: 'Dấu thời gian (RFC 3161)', stamped: (at: string) => `có, nhận lúc ${at}`, notStamped: 'không', cosigned: 'Chữ ký của bên khác', none: 'chưa có',
    downloads: 'Tải về', bundle: 'Bộ kiểm chứng (JSON)', checkpoint: 'Bản chốt sổ mới nhất (văn bản)', ocds: 'Dữ liệu mở OCDS (JSON)', minutes: 'Biên bản', receipts: 'Biên nhận của tôi',
    how: 'Tự kiểm tra', steps: [
      'Tải bộ kiểm chứng về máy.', 'Chạy lệnh bên dưới bằng chương trình của Sàn (mã nguồn mở), hoặc viết chương trình của bạn theo tài liệu định dạng: mọi byte đều được mô tả.',
      'So khóa công khai với khóa ghi ở đây, ở văn bản của Sàn hoặc nơi khác.', 'Nếu bạn đã tham gia: đưa biên nhận của mình vào lệnh. Biên nhận giữ ở chỗ bạn chứng minh Sàn đã không bỏ hay đổi giá của bạn.', 'Giữ lại bản chốt sổ hôm nay: nếu mai lịch sử khác đi, bản bạn giữ sẽ cho thấy điều đó.',
    ],
    keys: 'Khóa công khai của Sàn', keysText: 'Khóa cũ vẫn được công bố, để những gì đã ký bằng khóa đó kiểm tra được mãi.', keyName: 'Tên', since: 'Dùng từ', publicKey: 'Khóa (Ed25519, SPKI base64)', noteKey: 'Dạng C2SP của sổ này',
    limits: 'Điều cần biết', limitsText: 'Sổ cho thấy lịch sử có bị sửa hay không. Người giữ khóa của Sàn vẫn có thể ký hai lịch sử khác nhau; chỉ biên nhận, bản chốt sổ và chữ ký do bên khác giữ mới cho thấy điều đó. Giá sàn kín chỉ hiện ra khi đã quyết định kết quả; trước đó diễn biến chưa tính lại được.',
    history: 'Các bản chốt sổ gần đây', lots: 'Tài sản đấu giá', moments: { armed: 'hết đăng ký', opened: 'mở', closed: 'đóng', ranked: 'xếp hạng', ended: 'kết thúc' },
    receiptsTitle: (lot: string) => `Biên nhận: ${lot}`, receiptsLead: (number: number) => `Mỗi lệnh bạn gửi dưới số ${number} có một biên nhận có chữ ký của Sàn. Tải về và giữ ở chỗ của bạn.`, noReceipts: 'Bạn chưa gửi lệnh nào.', event: 'Dòng', what: 'Nội dung', price: 'Giá', receipt: 'Biên nhận', download: 'Tải về', moreReceipts: (n: number) => `Danh sách có ${n} biên nhận mới nhất; biên nhận cũ hơn tải được theo số dòng.`,
    minutesTitle: (lot: string) => `Biên bản: ${lot}`, minutesLead: 'Biên bản được máy lập từ sổ; không ai nhập tay. Cùng một sổ luôn cho cùng một biên bản.', minutesNothing: 'Chưa có kết quả nên chưa có biên bản.', named: 'Bản của bạn có tên người tham gia; không đưa cho người không có quyền xem.', numbers: 'Bản công khai chỉ nêu số của người tham gia.',
    result: 'Kết quả', attendance: (n: number) => `${n} người tham gia`, counts: (prices: number, refused: number) => `${prices} giá được nhận, ${refused} lệnh không được nhận`, pdf: 'Biên bản (PDF)', docx: 'Biên bản (DOCX)', json: 'Biên bản (JSON)',
    annexes: 'Phụ lục', noAnnexes: 'Chưa có phụ lục.', annex: (n: number) => `Phụ lục ${n}`, addAnnex: 'Bổ sung phụ lục', body: 'Nội dung phụ lục', bodyHelp: 'Biên bản không sửa được. Điều cần đính chính hoặc bổ sung ghi thành phụ lục, đứng tên ngày ghi và giữ mãi.', send: 'Ghi phụ lục', course: 'Diễn biến', time: 'Giờ', number: 'Số', courseNote: (n: number) => `${n} dòng cuối; toàn bộ có trong tệp tải về.`,
  },
  en: {
    title: (lot: string) => `Proof: ${lot}`, lead: 'Every command and every price of this lot stands in a log that cannot be changed unnoticed. Anybody can recompute winner and price, without believing the Exchange.',
    nothing: 'The log of this lot begins when registration closes. The first checkpoint will be here then.',
    newest: 'The newest checkpoint', size: 'Leaves', root: 'Merkle root', at: 'Up to', signed: 'Signed by key', stamp: 'Time stamp (RFC 3161)', stamped: (at: string) => `yes, received ${at}`, notStamped: 'no', cosigned: 'Signatures of others', none: 'none yet',
    downloads: 'Downloads', bundle: 'Public file to verify (JSON)', checkpoint: 'Newest checkpoint (text)', ocds: 'Open data, OCDS (JSON)', minutes: 'Minutes', receipts: 'My receipts',
    how: 'Check it yourself', steps: [
      'Download the public file.', 'Run the command below with the Exchange’s program (open source), or write your own from the description of the format: every byte is described.',
      'Compare the public key with the one shown here, in the Exchange’s papers, or elsewhere.', 'If you took part: give the command your receipts. A receipt in your hands shows that the Exchange neither dropped nor changed your price.', 'Keep today’s checkpoint: if history were another tomorrow, yours would show it.',
    ],
    keys: 'Public keys of the Exchange', keysText: 'Old keys stay published, so that what they signed can be checked for ever.', keyName: 'Name', since: 'Since', publicKey: 'Key (Ed25519, SPKI in base64)', noteKey: 'C2SP form for this log',
    limits: 'What to know', limitsText: 'The log shows whether history was changed. Whoever holds the Exchange’s key could still sign two histories; only receipts, checkpoints and signatures kept by others show that. A secret reserve is shown once it has decided something; until then the course cannot be recomputed.',
    history: 'Recent checkpoints', lots: 'Lots for auction', moments: { armed: 'armed', opened: 'opened', closed: 'closed', ranked: 'ranked', ended: 'ended' },
    receiptsTitle: (lot: string) => `Receipts: ${lot}`, receiptsLead: (number: number) => `Each command you sent under number ${number} has a receipt signed by the Exchange. Download them and keep them yourself.`, noReceipts: 'You have sent no command yet.', event: 'Row', what: 'What', price: 'Price', receipt: 'Receipt', download: 'Download', moreReceipts: (n: number) => `The newest ${n} receipts are listed; older ones are found by the number of their row.`,
    minutesTitle: (lot: string) => `Minutes: ${lot}`, minutesLead: 'Minutes are read off the log by machine; nobody types them. The same log always gives the same minutes.', minutesNothing: 'There is no result yet, and so there are no minutes.', named: 'Your copy bears the bidders’ names; give it to nobody who may not read them.', numbers: 'The public copy bears the bidders’ numbers only.',
    result: 'Result', attendance: (n: number) => `Bidders: ${n}`, counts: (prices: number, refused: number) => `prices taken: ${prices}, commands not taken: ${refused}`, pdf: 'Minutes (PDF)', docx: 'Minutes (DOCX)', json: 'Minutes (JSON)',
    annexes: 'Annexes', noAnnexes: 'There are no annexes.', annex: (n: number) => `Annex ${n}`, addAnnex: 'Add an annex', body: 'The annex', bodyHelp: 'Minutes cannot be changed. What has to be corrected or added is an annex, with its day, kept for ever.', send: 'Add annex', course: 'Course', time: 'Time', number: 'Number', courseNote: (n: number) => `The last ${n} lines; all of them are in the files.`,
  },
})
