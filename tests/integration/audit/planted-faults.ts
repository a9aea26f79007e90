import { type RawBuilder, sql } from 'kysely'

export interface Fault {
  check: string
  fault: string
  plant: RawBuilder<unknown>
  /** What the audit must name. */
  culprit: RegExp
}

const ONE_ENTRY = sql`(select max(id) from journal_entry where source_type = 'capture')`
const ANY_SKU = sql`(select sku_id from stock_level where allocated > 0 limit 1)`

function fault(check: string, words: string, planted: { plant: RawBuilder<unknown>; culprit: RegExp }): Fault {
  return { check, fault: words, ...planted }
}

/** For each check, what it is there to find. Run one at a time, with triggers and foreign keys asleep. */
export const FAULTS: readonly Fault[] = [
  fault('ledger.lines', 'an entry without lines', {
    plant: sql`delete from posting where entry_id = ${ONE_ENTRY}`,
    culprit: /^entry \d+$/m,
  }),
  fault('ledger.lines', 'a pair added to an old entry', {
    plant: sql`insert into posting (book, seq, entry_id, line_no, account_code, amount_fen, business_date, prev_hash, hash)
      select 'money', 900000 + n, ${ONE_ENTRY}, 2 + n, 'clearing:stripe', case n when 1 then 5 else -5 end, current_date, '\\x00', '\\x00'
      from generate_series(1, 2) as n`,
    culprit: /^entry \d+$/m,
  }),
  fault('ledger.balance', 'an amount changed', {
    plant: sql`update posting set amount_fen = amount_fen + 1 where entry_id = ${ONE_ENTRY} and line_no = 1`,
    culprit: /^entry \d+$/m,
  }),
  fault('ledger.chain', 'a source rewritten', {
    plant: sql`update journal_entry set source_id = 'another' where id = ${ONE_ENTRY}`,
    culprit: /^posting money\/\d+$/m,
  }),
  fault('ledger.chain', 'a time of recording rewritten', {
    plant: sql`update journal_entry set recorded_at = recorded_at - interval '1 microsecond' where id = ${ONE_ENTRY}`,
    culprit: /^posting money\/\d+$/m,
  }),
  fault('ledger.chain', 'a posting cut out of the middle', {
    plant: sql`delete from posting where book = 'money' and seq = 3`,
    culprit: /^posting money\/4$/m,
  }),
  fault('ledger.head', 'the last posting cut off', {
    plant: sql`delete from posting where book = 'assistance' and seq = (select max(seq) from posting where book = 'assistance')`,
    culprit: /^head of book assistance$/m,
  }),
  fault('ledger.head', 'a head that is gone', {
    plant: sql`delete from ledger_head where book = 'money'`,
    culprit: /^head of book money$/m,
  }),
  fault('ledger.business-date', 'an entry moved to another day', {
    plant: sql`update journal_entry set business_date = business_date - 1 where id = ${ONE_ENTRY}`,
    culprit: /^entry \d+$/m,
  }),
  fault('ledger.line-dates', 'a line moved to another day than its entry', {
    plant: sql`update posting set business_date = business_date - 1 where entry_id = ${ONE_ENTRY} and line_no = 1`,
    culprit: /^posting money\/\d+$/m,
  }),
  fault('ledger.reversal', 'a reversal of something else', {
    plant: sql`update journal_entry set reverses_entry_id = ${ONE_ENTRY}
      where id = (select min(id) from journal_entry where reverses_entry_id is not null)`,
    culprit: /^entry \d+$/m,
  }),
  fault('ledger.no-personal-data', 'a telephone number as source', {
    plant: sql`update journal_entry set source_id = 'buyer 13912345678' where id = ${ONE_ENTRY}`,
    culprit: /^entry \d+$/m,
  }),
  fault('ledger.no-personal-data', 'an identity number as account', {
    plant: sql`insert into account (code, book, kind) values ('payable:610423199001011234', 'money', 'liability')`,
    culprit: /^account payable:610423/m,
  }),
  fault('ledger.safe-amounts', 'a turnover beyond exact integers', {
    plant: sql`insert into posting (book, seq, entry_id, line_no, account_code, amount_fen, business_date, prev_hash, hash)
      select 'money', 900000 + n, ${ONE_ENTRY}, 2 + n, 'clearing:stripe', 9007199254740991, current_date, '\\x00', '\\x00' from generate_series(1, 2) as n`,
    culprit: /^account clearing:stripe$/m,
  }),

  fault('money.receipt-entry', 'a payment that is not in the book', {
    plant: sql`insert into payment (id, payment_attempt_id, order_id, provider_ref, method, amount_fen, disposition, captured_at, recorded_at)
      select gen_random_uuid(), payment_attempt_id, order_id, 'pi_unbooked', method, 5, 'unallocated', captured_at, recorded_at from payment limit 1`,
    culprit: /^payment pi_unbooked$/m,
  }),
  fault('money.receipt-entry', 'a payment booked with another amount', {
    plant: sql`update payment set amount_fen = amount_fen + 1 where id = (select id from payment where disposition = 'order' limit 1)`,
    culprit: /^payment pi_/m,
  }),
  fault('money.receipt-entry', 'an entry for no payment', {
    plant: sql`update journal_entry set source_id = 'nobody' where id = ${ONE_ENTRY}`,
    culprit: /^entry \d+$/m,
  }),
  fault('money.refund-entries', 'a refund called done that is not booked', {
    plant: sql`update refund set state = 'succeeded' where state = 'decided'`,
    culprit: /^refund /m,
  }),
  fault('money.refund-entries', 'a refund of another amount than its entries', {
    plant: sql`update refund set amount_fen = amount_fen - 1 where state = 'succeeded'`,
    culprit: /^refund /m,
  }),
  fault('money.clearing', 'a refund called done that did not leave', {
    plant: sql`update refund set state = 'succeeded' where state = 'decided'`,
    culprit: /^account clearing:stripe$/m,
  }),
  fault('money.advances', 'pieces that were accepted and never booked', {
    plant: sql`update order_line set accepted_quantity = accepted_quantity - 1 where accepted_quantity > 1`,
    culprit: /^account advances:buyers$/m,
  }),
  fault('money.refunds-due', 'a decided refund that is gone', {
    plant: sql`delete from refund where state = 'decided'`,
    culprit: /^account refunds-due$/m,
  }),
  fault('money.unallocated', 'an unallocated payment given to an order by hand', {
    plant: sql`update payment set disposition = 'order' where disposition = 'unallocated'`,
    culprit: /^account unallocated-receipts$/m,
  }),
  fault('money.acceptance-entry', 'goods of one cooperative booked for another', {
    plant: sql`update posting set account_code = 'payable:cooperative:' || gen_random_uuid() where account_code like 'payable:%'`,
    culprit: /^hand-over /m,
  }),
  fault('money.acceptance-entry', 'an acceptance that is not in the book', {
    plant: sql`delete from journal_entry where book = 'money' and source_type = 'acceptance'`,
    culprit: /^hand-over /m,
  }),
  fault('money.acceptance-entry', 'a fee that was not taken', {
    plant: sql`update order_line set service_fee_basis_points = 1000`,
    culprit: /^hand-over /m,
  }),
  fault('money.paid-exactly', 'a paid order without its payment', {
    plant: sql`update payment set order_id = gen_random_uuid() where disposition = 'order'`,
    culprit: /^order \d+$/m,
  }),
  fault('money.paid-exactly', 'an expired order that keeps money', {
    plant: sql`update payment set disposition = 'order' where order_id = (select id from "order" where status = 'expired' limit 1)`,
    culprit: /^order \d+$/m,
  }),
  fault('money.refunds-within-payment', 'a sum of refunds the payment does not know', {
    plant: sql`update payment set refunded_fen = refunded_fen - 1 where refunded_fen > 0`,
    culprit: /^payment pi_/m,
  }),
  fault('money.refunds-within-payment', 'a refund for another order', {
    plant: sql`update refund set order_id = (select id from "order" where id <> refund.order_id limit 1)`,
    culprit: /^refund /m,
  }),
  fault('money.refunds-within-line', 'a refund the line does not know', {
    plant: sql`update order_line set refunded_fen = refunded_fen - 1 where refunded_fen > returned_fen`,
    culprit: /^order line /m,
  }),
  fault('money.attempts', 'a succeeded attempt without a payment', {
    plant: sql`update payment_attempt set state = 'succeeded' where state = 'open'`,
    culprit: /^attempt /m,
  }),
  fault('money.attempts', 'a payment from before its order', {
    plant: sql`update payment set captured_at = '2020-01-01'`,
    culprit: /^payment pi_/m,
  }),
  fault('money.one-currency', 'an attempt in dollars', {
    plant: sql`update payment_attempt set request_body = jsonb_set(request_body, '{line_items,0,price_data,currency}', '"usd"')
      where state = 'open'`,
    culprit: /^attempt /m,
  }),

  fault('order.totals', 'an order that totals more than its lines', {
    plant: sql`update "order" set total_fen = total_fen + 1 where status = 'completed'`,
    culprit: /^order \d+$/m,
  }),
  fault('order.totals', 'a supplier order that totals less', {
    plant: sql`update supplier_order set total_fen = total_fen - 1`,
    culprit: /^supplier order /m,
  }),
  fault('order.origin', 'a line that names another cooperative', {
    plant: sql`update order_line set cooperative_id = (select id from cooperative where id <> order_line.cooperative_id limit 1)
      where line_no = 1`,
    culprit: /^order line /m,
  }),
  fault('order.acceptance', 'an order completed too early', {
    plant: sql`update "order" set status = 'completed' where status = 'paid'`,
    culprit: /^order \d+$/m,
  }),
  fault('order.acceptance', 'a canceled piece of which nothing is written', {
    plant: sql`update order_line set canceled_quantity = 1 where accepted_quantity < quantity and quantity in (2, 3) and refunded_fen = 0`,
    culprit: /^order line /m,
  }),
  fault('order.acceptance', 'a supplier order closed with pieces outstanding', {
    plant: sql`update supplier_order set closed_at = now() where id in (select supplier_order_id from order_line where accepted_quantity = 0)`,
    culprit: /^supplier order /m,
  }),
  fault('order.acceptance', 'pieces handed over at another price', {
    plant: sql`update hand_over_line set amount_fen = amount_fen + 1`,
    culprit: /^hand-over line /m,
  }),
  fault('order.acceptance', 'a line accepted in part', {
    plant: sql`update order_line set accepted_quantity = 1 where quantity = 3 and accepted_quantity = 3`,
    culprit: /^order line /m,
  }),
  fault('order.overdue', 'an order nobody ended', {
    plant: sql`update "order" set placed_at = '2020-01-01', payment_due_at = '2020-01-02' where status = 'awaiting_payment'`,
    culprit: /^order \d+$/m,
  }),
  fault('order.slots', 'a place taken by nobody', {
    plant: sql`update pickup_slot set taken = taken + 1`,
    culprit: /^pickup slot /m,
  }),
  fault('process.inbox', 'an event nobody processed', {
    plant: sql`insert into stripe_event (id, type, body, state, received_at, next_try_at)
      values ('evt_stuck', 'x', '{}', 'received', '2020-01-01', '2020-01-01')`,
    culprit: /^event evt_stuck$/m,
  }),
  fault('process.inbox', 'an event that died unseen', {
    plant: sql`insert into stripe_event (id, type, body, state, received_at, next_try_at)
      values ('evt_dead', 'x', '{}', 'dead', now(), now())`,
    culprit: /^event evt_dead$/m,
  }),
  fault('process.refunds', 'a refund nobody sends', {
    plant: sql`update refund set next_try_at = '2020-01-01' where state = 'decided'`,
    culprit: /^refund /m,
  }),
  fault('process.attempts', 'a payment page nobody asks after', {
    plant: sql`update payment_attempt set expires_at = '2020-01-01' where state = 'open'`,
    culprit: /^attempt /m,
  }),

  fault('stock.movements', 'pieces out of nowhere', {
    plant: sql`update stock_level set on_hand = on_hand + 1 where sku_id = ${ANY_SKU}`,
    culprit: /^sku /m,
  }),
  fault('stock.reserved', 'a piece reserved for nobody', {
    plant: sql`update stock_level set reserved = reserved + 1 where sku_id = ${ANY_SKU}`,
    culprit: /^sku /m,
  }),
  fault('stock.reserved', 'an owed piece that is not set apart', {
    plant: sql`update stock_level set allocated = allocated - 1 where sku_id = ${ANY_SKU}`,
    culprit: /^sku /m,
  }),
  fault('stock.reservations', 'a paid order whose pieces were released', {
    plant: sql`update stock_reservation set state = 'released' where state = 'allocated' and settled_quantity = 0`,
    culprit: /^order .* sku /m,
  }),
  fault('stock.line-movements', 'a line that never left the shelf', {
    plant: sql`delete from stock_movement where kind = 'handed_over'`,
    culprit: /^order line /m,
  }),
  fault('stock.causes', 'a lot that never reached the shelf', {
    plant: sql`insert into batch (id, sku_id, lot_code, harvested_on, best_before_on, quantity, created_at)
      select gen_random_uuid(), sku_id, 'L-1', '2026-01-01', '2026-06-01', 5, now() from (select ${ANY_SKU} as sku_id) one`,
    culprit: /^batch /m,
  }),
  fault('stock.causes', 'an adjustment of which only the paper is there', {
    plant: sql`insert into stock_adjustment (id, sku_id, request_id, reason, delta, actor_id, at)
      select gen_random_uuid(), sku_id, gen_random_uuid(), 'spoiled', -1, (select id from person limit 1), now()
      from (select ${ANY_SKU} as sku_id) one`,
    culprit: /^adjustment /m,
  }),
  fault('stock.presale', 'pieces that may be sold and will never be there', {
    plant: sql`update stock_level set oversell_limit = oversell_limit + 5 where sku_id = ${ANY_SKU}`,
    culprit: /^sku /m,
  }),

  fault('assistance.lines', 'an acceptance that nobody handed over', {
    plant: sql`update recognized_purchase set source_id = gen_random_uuid()::text where source_type = 'acceptance'`,
    culprit: /^recognized purchase /m,
  }),
  fault('assistance.lines', 'an accepted line that does not count', {
    plant: sql`delete from recognized_purchase where order_line_id is not null`,
    culprit: /^order line /m,
  }),
  fault('assistance.lines', 'our own shop counted as 832', {
    plant: sql`update recognized_purchase set channel = 'platform_832' where order_line_id is not null`,
    culprit: /^recognized purchase /m,
  }),
  fault('assistance.lines', 'a purchase elsewhere hung on a line', {
    plant: sql`update recognized_purchase set order_line_id = (select id from order_line limit 1) where source_type = 'external'`,
    culprit: /^recognized purchase /m,
  }),
  fault('assistance.entries', 'an amount that differs from its entry', {
    plant: sql`update recognized_purchase set amount_fen = amount_fen + 1 where source_type = 'external'`,
    culprit: /^recognized purchase /m,
  }),
  fault('assistance.entries', 'an entry nobody wrote down', {
    plant: sql`delete from recognized_purchase where source_type = 'external'`,
    culprit: /^entry \d+$/m,
  }),
  fault('assistance.sum', 'a purchase moved to another fund', {
    plant: sql`update recognized_purchase set fund_type = 'union' where source_type = 'external'`,
    culprit: /^\d{4} fund:union$/m,
  }),
  fault('assistance.year', 'an entry moved to another year', {
    plant: sql`update journal_entry set business_date = business_date - 400 where source_type = 'external'`,
    culprit: /^entry \d+$/m,
  }),
  fault('assistance.target', 'a target that was edited', {
    plant: sql`update assistance_target set amount_fen = amount_fen + 1 where scope = 'fund' and basis = 'amount'`,
    culprit: /^\d{4} fund:staff$/m,
  }),
  fault('assistance.remaining', 'a task that lost an amount', {
    plant: sql`update posting set amount_fen = amount_fen - 1 where account_code like 'task:%:college' and amount_fen > 0`,
    culprit: /^\d{4} college$/m,
  }),
]
