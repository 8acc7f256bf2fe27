/** That a person of a side opened the file when that message was its newest. */
export interface ReadMark { person_id: number; name: string; organisation_id: number; message_id: number; /** As owner or signer of their side. */ represents: boolean; read_at: Date }
/** Who of one side has read a message: by name with when, and how many more. */
export interface ReadBy { organisation_id: number; named: { person_id: number; name: string; at: Date }[]; others: number }

/**
 * Who has read a message since it was sent, and when first: to a side its own people by name, of the other side those who
 * represent it by name and the others by number; to the Exchange's own everybody. How the other side reads among itself
 * what it wrote is nobody else's, and who wrote it is not counted.
 */
export function readersOf(message: { id: number; organisation_id: number; person_id: number }, marks: readonly ReadMark[], { own, staff }: { own: readonly number[]; staff: boolean }): ReadBy[] {
  const first = new Map<number, ReadMark>()
  for (const mark of marks) {
    if (mark.message_id < message.id || mark.person_id === message.person_id) continue
    if (mark.organisation_id === message.organisation_id && !staff && !own.includes(mark.organisation_id)) continue
    const earlier = first.get(mark.person_id)
    if (!earlier || mark.read_at < earlier.read_at) first.set(mark.person_id, mark)
  }
  const all = [...first.values()].toSorted((one, other) => one.read_at.getTime() - other.read_at.getTime() || one.person_id - other.person_id)
  return [...new Set(all.map(({ organisation_id }) => organisation_id))].map((organisation_id) => {
    const of = all.filter((mark) => mark.organisation_id === organisation_id)
    const named = of.filter(({ represents }) => staff || own.includes(organisation_id) || represents)
    return { organisation_id, named: named.map(({ person_id, name, read_at }) => ({ person_id, name, at: read_at })), others: of.length - named.length }
  })
}
