import { texts } from '../../platform/locale.ts'

export const roundTexts = texts({
  vi: {
    title: 'Ba vòng chào giá giảm', lead: 'Các bên đạt ngưỡng kỹ thuật lần lượt hạ giá của mình qua ba vòng. Ai cũng chỉ mang số.', clock: (when: string) => `Giờ của Sàn: ${when}.`, reload: 'Tải lại', call: 'Cuộc kêu gọi',
    rules: (turn: number, pause: number, step: string, days: number, at: string): string[] => [
      `Bắt đầu lúc ${at}, ${days} ngày làm việc sau khi mở giá. Trước mỗi vòng nghỉ ${pause} phút; mỗi lượt ${turn} phút, liền nhau.`,
      'Trong mỗi vòng, bên xếp cuối theo giá của vòng trước đi trước, bên xếp đầu đi sau cùng.',
      `Đến lượt thì hạ giá, mỗi lần ít nhất ${step}, hoặc giữ giá: không gửi gì là giữ. Giá đã hạ không tăng lại. Giá trong một lượt chỉ mở khi lượt đó hết.`,
      'Giá sau vòng ba là giá cuối cùng: xếp hạng, và xét giá thấp bất thường, theo giá đó. Đến muộn thì giá trước giữ nguyên.',
    ],
    soon: (n: number, when: string) => `Vòng ${n} bắt đầu lúc ${when}.`, on: (round: number, number: string, until: string) => `Vòng ${round}: lượt của ${number}, đến ${until}.`, over: 'Ba vòng đã kết thúc; giá là giá cuối cùng.',
    yours: (number: string) => `Tổ chức của bạn mang ${number}.`, yourTurn: (until: string) => `Đến lượt bạn, đến ${until}.`, yourNext: (round: number, from: string, until: string) => `Lượt của bạn ở vòng ${round}: ${from} – ${until}.`, asks: (price: string) => `Giá hiện tại của bạn: ${price}.`, highest: (price: string) => `Giá mới cao nhất được nhận: ${price}.`, bottom: 'Giá không còn hạ thêm được một bước.',
    price: 'Giá mới (đồng)', priceHelp: 'Giá ràng buộc tổ chức và không tăng lại được.', lower: 'Hạ giá', noPower: 'Chủ tổ chức hoặc người được quyền ký mới hạ giá được.',
    prices: 'Giá và hạng sau từng vòng', participant: 'Bên', envelope: 'Trong phong bì', round: (n: number) => `Vòng ${n}`, place: (n: number) => `hạng ${n}`, you: 'bạn', kept: 'giữ giá', waiting: 'chưa xong', technical: 'Điểm kỹ thuật',
    turns: 'Thứ tự và giờ các lượt', position: 'Thứ tự', from: 'Từ', until: 'Đến', asked: 'Giá trong lượt', how: 'Cách làm',
    record: 'Biên bản để tính lại (JSON)', recordHelp: 'Gồm quy tắc, điểm kỹ thuật viết bằng phân số, giá trong phong bì và mọi giá đã hạ: ai cũng tính lại được thứ hạng.',
  },
  en: {
    title: 'Three rounds of bidding down', lead: 'Those above the technical threshold lower their own prices in turn over three rounds. Everybody is a number.', clock: (when) => `Clock of the Exchange: ${when}.`, reload: 'Reload', call: 'The call',
    rules: (turn, pause, step, days, at) => [
      `They begin at ${at}, ${days} working days after prices are opened. Before each round there are ${pause} minutes of pause; each turn has ${turn} minutes, one after the other.`,
      'In each round whoever is placed last by the prices of the round before begins, and whoever is placed first comes last.',
      `In your turn you lower your price, by ${step} at the least each time, or keep it: sending nothing keeps it. A lowered price never rises. What is asked in a turn is opened when the turn is over.`,
      'The price after round three is final: places, and what is abnormally low, are worked out by it. Whoever is late keeps the price before.',
    ],
    soon: (n, when) => `Round ${n} begins at ${when}.`, on: (round, number, until) => `Round ${round}: turn of ${number}, until ${until}.`, over: 'The three rounds are over; prices are final.',
    yours: (number) => `Your organisation is ${number}.`, yourTurn: (until) => `It is your turn, until ${until}.`, yourNext: (round, from, until) => `Your turn in round ${round}: ${from} – ${until}.`, asks: (price) => `You ask now: ${price}.`, highest: (price) => `The highest new price taken: ${price}.`, bottom: 'Your price cannot fall by another step.',
    price: 'New price (đồng)', priceHelp: 'It binds your organisation and cannot be raised again.', lower: 'Lower the price', noPower: 'An owner or a signer of the organisation lowers its price.',
    prices: 'Prices and places after each round', participant: 'Participant', envelope: 'In the envelope', round: (n) => `Round ${n}`, place: (n) => `place ${n}`, you: 'you', kept: 'kept', waiting: 'not over', technical: 'Technical score',
    turns: 'Order and times of the turns', position: 'Order', from: 'From', until: 'Until', asked: 'Asked in it', how: 'How it works',
    record: 'Record to work it out again (JSON)', recordHelp: 'With the rules, technical scores written as fractions, the prices of the envelopes and every lower price: anybody can work out the places again.',
  },
})
