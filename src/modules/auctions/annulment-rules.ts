/** Annulments of the result of one lot that may be proposed. */
export const mostAnnulments = 20

export type AnnulmentRefusal =
  | { code: 'ruling_day_wrong'; field: 'ruled_on' }
  | { code: 'ruling_before_result'; ended_on: string; field: 'ruled_on' }
  | { code: 'annulment_waits' }
  | { code: 'annulment_settled' }
  | { code: 'own_annulment' }
  | { code: 'too_many_annulments'; most: number }

/** Nothing is annulled before it is there, nor by a decision of a day to come. `ended_on`: the day bidding ended. */
export function rulingRefusal(ruled_on: string, ended_on: string | null, today: string): AnnulmentRefusal | null {
  if (ruled_on > today) return { code: 'ruling_day_wrong', field: 'ruled_on' }
  return ended_on !== null && ruled_on < ended_on ? { code: 'ruling_before_result', ended_on, field: 'ruled_on' } : null
}
