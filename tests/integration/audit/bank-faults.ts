import { sql } from 'kysely'
import type { Fault } from './planted-faults.ts'

const partOf = (
  kind: string,
) => sql`(select part.id from bank_link_part part join bank_link link on link.id = part.bank_link_id
  where part.kind = ${kind} and link.undone_at is null limit 1)`

/** What the checks of the bank and of the accounts it settles are there to find. */
export const BANK_FAULTS: readonly Fault[] = [
  {
    check: 'bank.links',
    fault: 'a link whose parts are another sum than its lines',
    plant: sql`update bank_link_part set amount_fen = amount_fen + 1 where id = ${partOf('fee')}`,
    culprit: /^bank link /m,
  },
  {
    check: 'bank.links',
    fault: 'a line that stands with another amount in its link',
    plant: sql`update bank_line set amount_fen = amount_fen + 1 where id = (select id from bank_line where bank_link_id is not null limit 1)`,
    culprit: /^bank line /m,
  },
  {
    check: 'bank.lines',
    fault: 'a line that no longer knows its link',
    plant: sql`update bank_line set bank_link_id = null where id = (select id from bank_line where bank_link_id is not null limit 1)`,
    culprit: /^account bank:main$/m,
  },
  {
    check: 'money.unallocated',
    fault: 'a rest at the bank that nobody booked',
    plant: sql`update bank_link_part set amount_fen = amount_fen + 1 where kind = 'claim'`,
    culprit: /^account unallocated-receipts$/m,
  },
  {
    check: 'money.cash',
    fault: 'cash taken to the bank that nobody booked',
    plant: sql`update cash_deposit set amount_fen = amount_fen + 1`,
    culprit: /^account cash:counter:/m,
  },
  {
    check: 'bank.items',
    fault: 'a deposit that was settled with less than it was',
    plant: sql`update cash_deposit set amount_fen = amount_fen + 1 where id::text in (select ref_id from bank_link_part where kind = 'deposit')`,
    culprit: /^deposit /m,
  },
  {
    check: 'bank.items',
    fault: 'a purchase of which more was paid than it ever came to',
    plant: sql`update bank_link_part set amount_fen = amount_fen - 1 where id = ${partOf('purchase')}`,
    culprit: /^purchase /m,
  },
  {
    check: 'bank.items',
    fault: 'a purchase that nobody made',
    plant: sql`delete from external_purchase_revision where purchase_id = (select ref_id::uuid from bank_link_part where id = ${partOf('purchase')})`,
    culprit: /^purchase /m,
  },
  {
    check: 'bank.items',
    fault: 'a statement that is done without a bank line',
    plant: sql`update bank_link set undone_at = now(), undone_by = made_by, undone_because = 'x' where id = (select bank_link_id from bank_link_part where id = ${partOf('statement')})`,
    culprit: /^statement /m,
  },
]
