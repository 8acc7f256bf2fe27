import { texts } from '../../platform/locale.ts'
import type { ProofEvent } from '../proofs/schema.ts'
import type { WordsOf } from './event-messages.ts'

export const proofWords = texts<WordsOf<ProofEvent>>({
  vi: { 'lot.annexed': () => 'Bổ sung phụ lục biên bản', 'lot.proof_broken': () => 'Sổ của tài sản đấu giá không khớp với mã băm của chính nó' },
  en: { 'lot.annexed': () => 'Added an annex to the minutes', 'lot.proof_broken': () => 'The log of a lot does not agree with its own hashes' },
})
