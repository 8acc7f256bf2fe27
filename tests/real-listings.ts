import { resolve } from 'node:path'

/** A folder of real listings to try imports on. They are other people's texts and no part of the project; where there is none, tests use a few made on the spot. */
export const realListings = process.env.TECHEX_LISTINGS ?? resolve(import.meta.dirname, '../../shared/data/listings')
