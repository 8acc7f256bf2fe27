import { type Ctx, transact } from '../src/core/context.ts'
import { publishWithin, returnWithin } from '../src/modules/listings/commands.ts'

/** A moderator's decision by itself, without the queue it is taken in. */
export const publishListing = (ctx: Ctx, input: Parameters<typeof publishWithin>[2]): Promise<void> => transact(ctx, (tx) => publishWithin(ctx, tx, input))
export const returnListing = (ctx: Ctx, input: Parameters<typeof returnWithin>[2]): Promise<number> => transact(ctx, (tx) => returnWithin(ctx, tx, input))
