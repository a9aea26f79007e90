import { sql } from 'kysely'
import type { Breach, Invariant } from './invariant.ts'

/** Purchases made elsewhere: each stands once, and what counts of them is what their last revisions say. */
export const externalInvariants: readonly Invariant[] = [
  {
    name: 'external.counted',
    promise:
      'A purchase made elsewhere counts once, by its last revision, when it is accepted and paid; what it counted before is taken back.',
    breaches: () => sql<Breach>`
      with stands as (
        select source_id, amount_fen, county_id, cooperative_id, channel, fund_type, org_unit_id, agreement_id from recognized_purchase
          where source_type = 'external'
        union all
        select source_id, amount_fen, county_id, cooperative_id, channel, fund_type, org_unit_id, agreement_id from uncounted_purchase
          where source_type = 'external'
      ), own as (
        -- What is neither a reversal of an own order's recognition nor of such a reversal.
        select stands.* from stands where source_id ~ '^[a-z0-9_]+:' and source_id not like '%/reversed'
      )
      select 'external purchase ' || purchase.id as culprit, format('%s of %s fen stands as %s', coalesce(counted_source_id, 'nothing'),
        purchase.amount_fen - refund_fen, coalesce(stands.amount_fen::text, 'nothing')) as detail
      from external_purchase purchase left join stands on stands.source_id = counted_source_id
      where counted_source_id is not null and ((stands.amount_fen, stands.county_id, stands.channel, stands.fund_type)
          is distinct from (purchase.amount_fen - refund_fen, purchase.county_id, purchase.channel, purchase.fund_type)
        or (stands.cooperative_id, stands.org_unit_id, stands.agreement_id)
          is distinct from (purchase.cooperative_id, purchase.org_unit_id, purchase.agreement_id))
      union all
      select 'external purchase ' || id, 'is accepted and paid and does not count, or counts and is not'
      from external_purchase where (counted_source_id is not null)
        <> (state <> 'reversed' and accepted_on is not null and paid_on is not null and amount_fen > refund_fen)
      union all
      select 'source ' || own.source_id, format('of %s fen stands and is no purchase''s', own.amount_fen)
      from own where not exists (select from external_purchase where counted_source_id = own.source_id)
        and not exists (select from stands back where back.source_id = own.source_id || '/reversed' and back.amount_fen = -own.amount_fen)
      union all
      select 'source ' || own.source_id, 'stands and was taken back'
      from own join external_purchase on counted_source_id = own.source_id
        join stands back on back.source_id = own.source_id || '/reversed'`,
  },
  {
    name: 'external.sums',
    promise:
      'The sums of purchases made elsewhere, by month, channel, county, fund and state, are those of the purchases.',
    breaches: () => sql<Breach>`
      with truth as (
        select date_trunc('month', ordered_on)::date as month, channel, county_id, fund_type, state, count(*) as count,
          sum(amount_fen) as amount, sum(refund_fen) as refund
        from external_purchase group by 1, 2, 3, 4, 5
      ), both_sides as (
        select * from truth full join external_purchase_month kept
          using (month, channel, county_id, fund_type, state)
      )
      select format('purchases of %s', to_char(month, 'YYYY-MM')) as culprit, format('%s %s %s %s: %s of %s fen, kept are %s of %s', channel,
        county_id, fund_type, state, coalesce(count, 0), coalesce(amount, 0), purchase_count, amount_fen) as detail
      from both_sides where (coalesce(count, 0), coalesce(amount, 0), coalesce(refund, 0))
        <> (coalesce(purchase_count, 0), coalesce(amount_fen, 0), coalesce(refund_fen, 0))`,
  },
  {
    name: 'external.evidence',
    promise: 'A purchase made elsewhere is known to have papers exactly when it has one that was not removed.',
    breaches: () => sql<Breach>`
      select 'external purchase ' || id as culprit, format('is kept as one with papers: %s', has_evidence) as detail
      from external_purchase purchase
      where has_evidence <> exists (select from evidence_item item
        where item.subject_type = 'external_purchase' and item.subject_id = purchase.id::text and item.removed_at is null)`,
  },
  {
    name: 'external.history',
    promise: 'A purchase made elsewhere is what its last revision says.',
    breaches: () => sql<Breach>`
      select 'external purchase ' || purchase.id as culprit, format('differs from its revision %s', purchase.revision) as detail
      from external_purchase purchase
        left join external_purchase_revision last on last.purchase_id = purchase.id and last.revision = purchase.revision
      where last.purchase_id is null or last.is_reversed <> (purchase.state = 'reversed')
        or (last.facts ->> 'amount')::bigint <> purchase.amount_fen or (last.facts ->> 'refund')::bigint <> purchase.refund_fen
        or last.facts ->> 'countyId' <> purchase.county_id or last.channel <> purchase.channel
        or last.external_no <> purchase.external_no or last.line_no <> purchase.line_no
        or last.facts ->> 'acceptedOn' is distinct from purchase.accepted_on::text
        or last.facts ->> 'paidOn' is distinct from purchase.paid_on::text
      union all
      select 'external purchase ' || purchase_id, format('has revision %s after its last', revision)
      from external_purchase_revision known
      where revision > (select revision from external_purchase where id = known.purchase_id)
      union all
      select 'external purchase ' || id, format('is %s', state) from external_purchase
      where state <> 'reversed' and state <> case when accepted_on is null then 'pending' when paid_on is null then 'accepted'
        when reviewed_on is null then 'paid' else 'reviewed' end`,
  },
  {
    name: 'external.links',
    promise: 'An own order that is an order of the 832 platform counts there and nowhere else.',
    breaches: () => sql<Breach>`
      select 'link of order ' || link.order_id as culprit,
        format('of %s fen, %s on the platform, %s taken off the order', link.amount_fen, platform.amount, own.amount) as detail
      from external_link link
        cross join lateral (select coalesce(sum(amount_fen - refund_fen), 0) as amount from external_purchase
          where linked_order_id = link.order_id and external_no = link.external_no and state <> 'reversed') platform
        cross join lateral (
          with recursive chain as (
            select counted.journal_entry_id as entry_id, counted.amount_fen, 0 as depth from recognized_purchase counted
              join order_line line on line.id = counted.order_line_id where line.order_id = link.order_id
            union all
            select entry.id, back.amount_fen, chain.depth + 1 from chain join journal_entry entry on entry.reverses_entry_id = chain.entry_id
              join recognized_purchase back on back.journal_entry_id = entry.id
          )
          select coalesce(-sum(amount_fen), 0) as amount from chain where depth % 2 = 1
            and not exists (select from journal_entry later where later.reverses_entry_id = chain.entry_id)) own
      where link.unlinked_at is null and (platform.amount <> link.amount_fen or own.amount <> link.amount_fen)
      union all
      select 'external purchase ' || purchase.id, 'is linked to an order and there is no link'
      from external_purchase purchase where linked_order_id is not null and not exists (select from external_link link
        where link.order_id = purchase.linked_order_id and link.external_no = purchase.external_no and unlinked_at is null)`,
  },
]
