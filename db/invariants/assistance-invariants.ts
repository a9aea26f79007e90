import { sql } from 'kysely'
import type { Breach, Invariant } from './invariant.ts'

/** The yearly figure is nothing but the sum of what qualifies. */
export const assistanceInvariants: readonly Invariant[] = [
  {
    name: 'assistance.lines',
    promise:
      'Each piece handed over counts once, or is written down as not counting, net of its refunds, as it is frozen on the line; nothing else counts.',
    breaches: () => sql<Breach>`
      select 'order line ' || line.id as culprit, format('has %s fen handed over and %s returned, %s counted and %s not',
        given.amount, line.returned_fen, counted.amount, uncounted.amount) as detail
      from order_line line
        cross join lateral (select coalesce(sum(amount_fen), 0) as amount from hand_over_line where order_line_id = line.id) given
        cross join lateral (select coalesce(sum(amount_fen), 0) as amount from recognized_purchase where order_line_id = line.id) counted
        cross join lateral (select coalesce(sum(amount_fen), 0) as amount from uncounted_purchase where order_line_id = line.id) uncounted
      where counted.amount + uncounted.amount <> given.amount - line.returned_fen
      union all
      select 'hand-over line ' || piece.id, format('of %s fen has %s acceptances counted', piece.amount_fen, count(counted.id))
      from hand_over_line piece left join (
          select id, source_type, source_id, amount_fen, order_line_id from recognized_purchase
          union all select id, source_type, source_id, amount_fen, order_line_id from uncounted_purchase) counted
        on counted.source_type = 'acceptance' and counted.source_id = piece.id::text and counted.amount_fen = piece.amount_fen
          and counted.order_line_id = piece.order_line_id
      group by piece.id having count(counted.id) <> 1
      union all
      select 'recognized purchase ' || counted.id, 'counts an acceptance that nobody handed over'
      from recognized_purchase counted where counted.source_type = 'acceptance'
        and not exists (select from hand_over_line piece where piece.id::text = counted.source_id)
      union all
      select format('recognized purchase %s', counted.id), format('differs from order line %s in origin, channel, fund or day', line.id)
      from recognized_purchase counted join order_line line on line.id = counted.order_line_id
        join "order" o on o.id = line.order_id
        left join hand_over_line piece on piece.id::text = counted.source_id left join hand_over given on given.id = piece.hand_over_id
      where counted.county_id <> line.county_id or counted.cooperative_id is distinct from line.cooperative_id
        or counted.product_id is distinct from line.product_id or counted.channel <> o.channel
        or counted.fund_type <> o.fund_type or counted.org_unit_id is distinct from o.org_unit_id or (counted.source_type = 'acceptance'
          and counted.business_date is distinct from (given.at at time zone 'Asia/Shanghai')::date)
      union all
      select format('recognized purchase %s', id), format('is %s and %s a line', source_type,
        case when order_line_id is null then 'lacks' else 'has' end)
      from recognized_purchase where (source_type = 'external') <> (order_line_id is null)`,
  },
  {
    name: 'assistance.entries',
    promise:
      'Each recognized purchase is booked by its entry on its day, to the account of its origin, channel and fund.',
    breaches: () => sql<Breach>`
      select format('recognized purchase %s', counted.id) as culprit,
        format('of %s fen on %s, entry %s', counted.amount_fen, counted.business_date,
          coalesce(entry.id || ' differs', 'is missing')) as detail
      from recognized_purchase counted
        left join journal_entry entry on entry.id = counted.journal_entry_id and entry.book = 'assistance'
          and entry.source_type = counted.source_type and entry.source_id = counted.source_id
        left join posting on posting.entry_id = entry.id and posting.line_no = 1
      where posting.amount_fen is distinct from counted.amount_fen or entry.business_date <> counted.business_date
        or posting.account_code <> concat_ws(':', 'recognized', counted.year, counted.county_id,
          coalesce(counted.cooperative_id::text, 'none'), counted.channel, counted.fund_type)
      union all
      select 'entry ' || entry.id, format('recognizes %s %s, which nobody wrote down', entry.source_type, entry.source_id)
      from journal_entry entry
      where entry.book = 'assistance' and entry.source_type in ('acceptance', 'refund', 'external')
        and not exists (select from recognized_purchase counted where counted.journal_entry_id = entry.id)`,
  },
  {
    name: 'assistance.sum',
    promise:
      'The amount attained is the same in the documents and in the book: as a whole, by county, by fund and by unit.',
    breaches: () => sql<Breach>`
      with documents as (
        select year, 'college' as part, sum(amount_fen) as amount from recognized_purchase group by year
        union all select year, 'county:' || county_id, sum(amount_fen) from recognized_purchase group by year, county_id
        union all select year, 'fund:' || fund_type, sum(amount_fen) from recognized_purchase group by year, fund_type
        union all select year, 'org_unit:' || org_unit_id, sum(amount_fen) from recognized_purchase
          where org_unit_id is not null group by year, org_unit_id
      ), booked as (
        select account.year, case when code like 'recognized:%' then 'college' else regexp_replace(code, '^attained:[0-9]+:', '') end as part,
          sum(amount_fen) as amount
        from posting join account on account.code = posting.account_code
        where code like 'recognized:%' or code like 'attained:%' group by 1, 2
      )
      select format('%s %s', coalesce(documents.year, booked.year), coalesce(documents.part, booked.part)) as culprit,
        format('documents say %s fen, the book %s', coalesce(documents.amount, 0), coalesce(booked.amount, 0)) as detail
      from documents full join booked on booked.year = documents.year and booked.part = documents.part
      where coalesce(documents.amount, 0) <> coalesce(booked.amount, 0)`,
  },
  {
    name: 'assistance.year',
    promise: 'What counts, counts in the year of its day in Shanghai.',
    breaches: () => sql<Breach>`
      select format('recognized purchase %s', id) as culprit, format('of %s counts in %s', business_date, year) as detail
      from recognized_purchase where extract(year from business_date) <> year
      union all
      select 'entry ' || entry.id, format('of %s moves the task of %s', entry.business_date, account.year)
      from journal_entry entry join posting on posting.entry_id = entry.id join account on account.code = posting.account_code
      where entry.book = 'assistance' and entry.source_type in ('acceptance', 'refund', 'external')
        and account.year is distinct from extract(year from entry.business_date)
      group by entry.id, account.year`,
  },
  {
    name: 'assistance.target',
    promise: 'The target of a year in the book is its latest decision.',
    breaches: () => sql<Breach>`
      with latest as (
        select distinct on (year) id, year from target_decision order by year, decided_on desc
      ), decided as (
        select year, scope || case scope when 'college' then '' else ':' || scope_id end as part, amount_fen as amount
        from latest join assistance_target on decision_id = latest.id
      ), booked as (
        select account.year, regexp_replace(code, '^decided:[0-9]+:', '') as part, -sum(amount_fen) as amount
        from posting join account on account.code = posting.account_code where code like 'decided:%' group by 1, 2
      )
      select format('%s %s', coalesce(decided.year, booked.year), coalesce(decided.part, booked.part)) as culprit,
        format('was decided at %s fen, the book says %s', coalesce(decided.amount, 0), coalesce(booked.amount, 0)) as detail
      from decided full join booked on booked.year = decided.year and booked.part = decided.part
      where coalesce(decided.amount, 0) <> coalesce(booked.amount, 0)`,
  },
  {
    name: 'assistance.remaining',
    promise: 'What remains of a task is its target less what was attained.',
    breaches: () => sql<Breach>`
      with balance as (
        select year, code, sum(amount_fen) as amount from posting join account on account.code = posting.account_code
        where account.book = 'assistance' group by code
      ), part as (
        select year, case when code like 'recognized:%' then 'college' else regexp_replace(code, '^[a-z]+:[0-9]+:', '') end as part,
          coalesce(sum(amount) filter (where code like 'task:%'), 0) as remaining,
          -coalesce(sum(amount) filter (where code like 'decided:%'), 0) as target,
          coalesce(sum(amount) filter (where code like 'recognized:%' or code like 'attained:%'), 0) as attained
        from balance group by 1, 2
      )
      select format('%s %s', year, part) as culprit, format('remaining %s fen, target %s, attained %s', remaining, target, attained) as detail
      from part where remaining <> target - attained`,
  },
  {
    name: 'assistance.stages',
    promise:
      'The four amounts by month are those of the orders, of the purchases made elsewhere and of what was recognized.',
    breaches: () => sql<Breach>`
      with truth as (
        select extract(year from step.day)::int as year, extract(month from step.day)::int as month, step.stage, line.county_id,
          o.channel, o.fund_type, coalesce(o.org_unit_id, '') as org_unit_id, sum(line.line_fen) as amount
        from order_line line join "order" o on o.id = line.order_id
          cross join lateral (values ('ordered', (o.placed_at at time zone 'Asia/Shanghai')::date),
            ('paid', (o.paid_at at time zone 'Asia/Shanghai')::date)) as step (stage, day)
        where step.day is not null and o.status not in ('canceled', 'expired')
          and not exists (select from external_link where order_id = o.id and unlinked_at is null) group by 1, 2, 3, 4, 5, 6, 7
        union all
        select extract(year from step.day)::int, extract(month from step.day)::int, step.stage, county_id, channel, fund_type,
          coalesce(org_unit_id, ''), sum(amount_fen)
        from external_purchase cross join lateral (values ('ordered', ordered_on), ('paid', paid_on)) as step (stage, day)
        where step.day is not null and state <> 'reversed' group by 1, 2, 3, 4, 5, 6, 7
        union all
        select year, extract(month from business_date)::int, case when source_type = 'refund' then 'refunded' else 'accepted' end,
          county_id, channel, fund_type, coalesce(org_unit_id, ''), sum(amount_fen) from recognized_purchase
        group by 1, 2, 3, 4, 5, 6, 7
      ), known as (
        select year, month, stage, county_id, channel, fund_type, org_unit_id, sum(amount) as amount from truth group by 1, 2, 3, 4, 5, 6, 7
      ), kept as (
        select year, month, stage, county_id, channel, fund_type, org_unit_id, sum(amount_fen) as amount from stage_amount
        group by 1, 2, 3, 4, 5, 6, 7
      )
      select format('%s-%s %s %s %s %s %s', coalesce(known.year, kept.year), coalesce(known.month, kept.month),
          coalesce(known.stage, kept.stage), county_id, channel, fund_type, org_unit_id) as culprit,
        format('kept %s fen, the documents say %s', coalesce(kept.amount, 0), coalesce(known.amount, 0)) as detail
      from known full join kept using (year, month, stage, county_id, channel, fund_type, org_unit_id)
      where coalesce(known.amount, 0) <> coalesce(kept.amount, 0)`,
  },
]
