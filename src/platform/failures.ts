const said = (failure: unknown): string => (failure instanceof Error ? failure.message : String(failure))
/** More than these would make a line nobody reads. */
const mostSaid = 20
/** Throws what failed, where something did: one failure as it was, several as one that says what each was. */
export function together(failures: readonly unknown[]): void {
  if (failures.length === 1) throw failures[0]
  if (failures.length) throw new AggregateError(failures, [...failures.slice(0, mostSaid).map(said), ...(failures.length > mostSaid ? [`and ${failures.length - mostSaid} more`] : [])].join('; '))
}
/** Each step is taken, in this order, whatever becomes of those before it; what failed is thrown once all were. */
export async function eachStep(...steps: readonly (() => Promise<unknown>)[]): Promise<void> {
  const failures: unknown[] = []
  for (const step of steps) await step().catch((error: unknown) => { failures.push(error) })
  together(failures)
}
