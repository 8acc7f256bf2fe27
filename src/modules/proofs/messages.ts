import { texts } from '../../platform/locale.ts'
import type { Messages } from '../../platform/refusal.ts'
import type { ProofRefusal } from './rules.ts'

export const proofRefusals = texts<Messages<ProofRefusal>>({
  vi: {
    lot_not_over: () => 'Biên bản chỉ được bổ sung sau khi phiên của tài sản này kết thúc. Hãy quay lại sau khi có kết quả.',
    too_many_annexes: ({ most }) => `Biên bản này đã có ${most} phụ lục, là số nhiều nhất. Hãy gộp các bổ sung còn lại vào văn bản riêng.`,
  },
  en: {
    lot_not_over: () => 'Minutes are added to only once this lot is over. Come back when there is a result.',
    too_many_annexes: ({ most }) => `These minutes have ${most} annexes already, which is the most. Put what remains into a paper of its own.`,
  },
})
