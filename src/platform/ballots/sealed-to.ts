import { sharesNeeded } from '../sealing/shares.ts'

/** What the beginning of a sealed lot's log says of its ballots (`SealedTo`), read from a row `k` of auction_ballot_key; the writer and the proof ask the same. */
export const sealedToSql = `jsonb_build_object('needed', ${sharesNeeded}, 'public_key', encode(k.public_key, 'hex'), 'shares', (select jsonb_agg(jsonb_build_object('place', s.place, 'salt', s.salt, 'commitment', s.commitment) order by s.place) from auction_share s where s.lot_id = k.lot_id and s.round = k.round))`
