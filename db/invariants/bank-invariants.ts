import { sql } from 'kysely'
import type { Breach, Invariant } from './invariant.ts'

/** What the bank told is explained once, to the fen, and so it stands in the books. */
export const bankInvariants: readonly Invariant[] = [
  {
    name: 'bank.links',
    promise: 'Both sides of every link are the same sum, and its entry moves the bank by its lines.',
    breaches: () => sql<Breach>`
      with side as (
        select link.id, link.undone_at,
          (select coalesce(sum(amount_fen), 0) from bank_link_line where bank_link_id = link.id) as lines,
          (select coalesce(sum(amount_fen), 0) from bank_link_part where bank_link_id = link.id) as parts,
          (select coalesce(sum(amount_fen), 0) from posting where entry_id = link.journal_entry_id and account_code = 'bank:main') as booked
        from bank_link link
      )
      select format('bank link %s', id) as culprit, format('has lines of %s, parts of %s, booked %s', lines, parts, booked) as detail
      from side where lines <> parts or lines <> booked
      union all
      select format('bank line %s', line.id), format('of %s stands with %s in its link', line.amount_fen, member.amount_fen)
      from bank_line line join bank_link_line member on member.bank_line_id = line.id where member.amount_fen <> line.amount_fen`,
  },
  {
    name: 'bank.lines',
    promise:
      'A line is in the one standing link that names it, and the bank’s account is its opening balance and the linked lines.',
    breaches: () => sql<Breach>`
      select format('bank line %s', line.id) as culprit, format('is marked with link %s, standing links are %s', line.bank_link_id,
        array_agg(link.id) filter (where link.id is not null)) as detail
      from bank_line line left join bank_link_line member on member.bank_line_id = line.id
        left join bank_link link on link.id = member.bank_link_id and link.undone_at is null
      group by line.id
      having count(link.id) > 1 or max(link.id::text) is distinct from line.bank_link_id::text
      union all
      select 'account bank:main', format('has %s fen, its opening balance and linked lines %s', booked.amount, linked.amount)
      from (select coalesce(sum(amount_fen), 0) as amount from posting where account_code = 'bank:main') booked,
        (select coalesce((select sum(amount_fen) from bank_opening where replaced_at is null), 0)
          + coalesce((select sum(amount_fen) from bank_line where bank_link_id is not null), 0) as amount) linked
      where booked.amount <> linked.amount`,
  },
  {
    name: 'bank.sums',
    promise:
      'The sums of the bank’s lines by day, and what is kept as settled of a purchase, are what lines and links say.',
    breaches: () => sql<Breach>`
      with truth as (select booked_on as day, sum(amount_fen) as amount, count(*) as lines from bank_line group by 1)
      select format('day %s', coalesce(truth.day, kept.day)) as culprit,
        format('has %s lines of %s fen, kept are %s of %s', truth.lines, truth.amount, kept.line_count, kept.amount_fen) as detail
      from truth full join bank_day kept on kept.day = truth.day
      where (truth.lines, truth.amount) is distinct from (kept.line_count::bigint, kept.amount_fen::numeric)
      union all
      select format('purchase %s', purchase.id), format('is settled with %s fen, kept are %s', coalesce(part.amount, 0), settled_fen)
      from external_purchase purchase left join (
        select ref_id, sum(amount_fen) as amount from bank_link_part join bank_link on bank_link.id = bank_link_id
        where kind = 'purchase' and undone_at is null group by 1) part on part.ref_id = purchase.id::text
      where coalesce(part.amount, 0) <> settled_fen`,
  },
  {
    name: 'bank.items',
    promise: 'No payout, deposit, statement, rest or purchase is settled twice or beyond its amount.',
    breaches: () => sql<Breach>`
      with settled as (
        select part.kind, part.ref_id, sum(part.amount_fen) as amount, count(*) as links
        from bank_link_part part join bank_link link on link.id = part.bank_link_id
        where link.undone_at is null and part.ref_id is not null group by 1, 2
      )
      select format('%s %s', settled.kind, settled.ref_id) as culprit, format('of %s is settled with %s', item.amount, settled.amount) as detail
      from settled cross join lateral (
        select amount_fen as amount from cash_deposit where settled.kind = 'deposit' and id::text = settled.ref_id
        union all
        select -total_fen from settlement_statement where settled.kind = 'statement' and id::text = settled.ref_id
        union all
        select amount_fen from provider_payout where settled.kind = 'payout' and id = settled.ref_id
        union all
        select -amount_fen from bank_link_part where settled.kind = 'claim' and kind = 'leftover' and bank_link_id::text = settled.ref_id
      ) item
      where abs(settled.amount) > abs(item.amount) or sign(settled.amount) <> sign(item.amount)
        or (settled.kind <> 'claim' and (settled.links > 1 or settled.amount <> item.amount))
      union all
      select format('statement %s', statement_no), 'is reconciled without a bank line'
      from settlement_statement statement where state = 'reconciled'
        and not exists (select from settled where kind = 'statement' and ref_id = statement.id::text)
      union all
      -- A purchase may have been lowered since; never was more of it paid than it came to once, save what came back.
      select format('purchase %s', ref_id), format('of at most %s is settled with %s', most.amount, paid.amount)
      from (select ref_id, coalesce(-sum(amount_fen) filter (where amount_fen < 0 and undone_at is null), 0)
              - coalesce(sum(amount_fen) filter (where amount_fen > 0), 0) as amount
            from bank_link_part part join bank_link link on link.id = part.bank_link_id where kind = 'purchase' group by 1) paid
        cross join lateral (select max((facts ->> 'amount')::bigint - (facts ->> 'refund')::bigint) as amount
          from external_purchase_revision where purchase_id = paid.ref_id::uuid) most
      where most.amount is null or paid.amount > most.amount`,
  },
]
