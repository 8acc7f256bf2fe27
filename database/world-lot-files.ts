import { Readable } from 'node:stream'
import type { Ctx } from '../src/core/context.ts'
import { putLotFile } from '../src/modules/auctions/file-commands.ts'
import { receiveUpload } from '../src/modules/documents/commands.ts'
import { asPdf } from '../src/platform/papers/pdf.ts'
import type { Storage } from '../src/platform/storage.ts'

const notBinding = 'Văn bản của thành phố minh họa, không có giá trị pháp lý.'
const regulation = [
  'Phiên chào giá cạnh tranh do Sàn tổ chức theo thỏa thuận với bên có tài sản. Mọi tổ chức đủ điều kiện được đăng ký trên trang của phiên trong thời gian nhận đăng ký.',
  'Tiền đặt trước nộp bằng chuyển khoản, ghi đúng mã được cấp, trước khi hết nhận đăng ký. Tổ chức không trúng được hoàn đủ; với tổ chức trúng, khoản này thành tiền đặt cọc.',
  'Tổ chức tham gia mang một con số. Cách trả giá, giá khởi điểm, bước giá, giờ mở và giờ hết trả giá đúng như quy tắc đã chốt bằng mã băm trên trang của phiên.',
  'Người trúng ký biên bản sau khi được công bố. Từ chối ký hoặc từ chối kết quả thì không được hoàn tiền đặt trước.',
]
const technical = ['Sơ đồ dây chuyền, thông số từng thiết bị và chế độ vận hành theo mẻ.', 'Nhật ký vận hành 12 tháng gần nhất, có các lần dừng và nguyên nhân.', 'Danh mục bí quyết được chuyển giao và phạm vi được dùng.']

/** The dossier of an invented lot: what its session is run by, for everybody, and what is confidential about the asset, for those who register. */
export async function worldLotFiles(ctx: Ctx, storage: Storage, lot_id: number): Promise<void> {
  for (const { kind, readers, title, filename, items } of [
    { kind: 'regulation', readers: 'public', title: 'Quy chế phiên chào giá cạnh tranh', filename: 'quy-che-phien-chao-gia.pdf', items: regulation },
    { kind: 'asset', readers: 'bidders', title: 'Hồ sơ kỹ thuật của dây chuyền', filename: 'ho-so-ky-thuat.pdf', items: technical },
  ] as const) {
    const pdf = await asPdf({ locale: 'vi', title: title.toLocaleUpperCase('vi'), subtitle: `Phiên số ${lot_id}`, blocks: [{ kind: 'list', ordered: true, items }, { kind: 'note', text: notBinding }], author: 'Sàn giao dịch công nghệ Hà Nội', created: ctx.now() })
    const upload = await receiveUpload(ctx, storage, { stream: Readable.from(pdf), filename, maxBytes: 2_000_000, truncated: () => false }, 'document')
    await putLotFile(ctx, storage, { lot_id, kind, readers, title, reason: '' }, upload)
  }
}
