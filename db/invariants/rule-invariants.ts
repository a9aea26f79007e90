import { sql } from 'kysely'
import type { Breach, Invariant } from './invariant.ts'

/** What counts, counts by the rule of its day; targets are what they are computed from; agreements are kept. */
export const ruleInvariants: readonly Invariant[] = [
  {
    name: 'rules.counted',
    promise:
      'Each accepted purchase that counts is counted by the rule in force on its day, as it was known when it was booked.',
    breaches: () => sql<Breach>`
      select format('recognized purchase %s', counted.id) as culprit, format('of %s was counted by rule %s, not by %s',
        day.day, counted.counting_rule_id, due.id) as detail
      from recognized_purchase counted
        join journal_entry entry on entry.id = counted.journal_entry_id
        join posting on posting.entry_id = entry.id and posting.line_no = 1
        cross join lateral (select (entry.occurred_at at time zone 'Asia/Shanghai')::date as day) day
        cross join lateral (select id from counting_rule where after_seq < posting.seq
          order by (valid_from <= day.day) desc, case when valid_from <= day.day then valid_from end desc, valid_from limit 1) due
      where counted.source_type <> 'refund' and counted.amount_fen > 0 and entry.reverses_entry_id is null
        and due.id <> counted.counting_rule_id
      union all
      select format('recognized purchase %s', counted.id), 'is of a county that its rule does not count'
      from recognized_purchase counted
      where exists (select from counting_rule_county where rule_id = counted.counting_rule_id)
        and not exists (select from counting_rule_county named
          where named.rule_id = counted.counting_rule_id and named.county_id = counted.county_id)`,
  },
  {
    name: 'rules.uncounted',
    promise:
      'What does not count is excluded by the rule of its day, for the reason it names, and does not count besides.',
    breaches: () => sql<Breach>`
      select format('uncounted purchase %s', uncounted.id) as culprit, format('is not excluded by its rule for %s', reason) as detail
      from uncounted_purchase uncounted
      where case reason
        when 'county' then not exists (select from counting_rule_county where rule_id = counting_rule_id)
          or exists (select from counting_rule_county named where named.rule_id = counting_rule_id and named.county_id = uncounted.county_id)
        else not exists (select from counting_rule_category where rule_id = counting_rule_id)
          or exists (select from counting_rule_category named
            where named.rule_id = counting_rule_id and named.category_id = uncounted.category_id) end
      union all
      select format('uncounted purchase %s', uncounted.id), format('of %s had the later rule %s in force', happened_on, later.id)
      from uncounted_purchase uncounted join counting_rule rule on rule.id = uncounted.counting_rule_id
        join counting_rule later on later.valid_from > rule.valid_from and later.valid_from <= uncounted.happened_on
          and later.after_seq < uncounted.book_seq
      where uncounted.source_type <> 'refund' and uncounted.amount_fen > 0
      union all
      select format('uncounted purchase %s', uncounted.id), 'counts besides'
      from uncounted_purchase uncounted join recognized_purchase counted
        on counted.source_type = uncounted.source_type and counted.source_id = uncounted.source_id
      where uncounted.source_type <> 'refund'
      union all
      select format('uncounted purchase %s', uncounted.id), 'takes back more than did not count'
      from uncounted_purchase uncounted
      where order_line_id is not null and source_type = 'refund'
        and (select sum(amount_fen) from uncounted_purchase of_line where of_line.order_line_id = uncounted.order_line_id) < 0`,
  },
  {
    name: 'rules.agreements',
    promise: 'What was bought under an agreement was bought through it and in its county.',
    breaches: () => sql<Breach>`
      select format('%s of agreement %s', bought.source_id, agreement.agreement_no) as culprit,
        'differs from the agreement in channel or county' as detail
      from (select source_id, agreement_id, channel, county_id from recognized_purchase where agreement_id is not null
          union all select source_id, agreement_id, channel, county_id from uncounted_purchase where agreement_id is not null) bought
        join purchase_agreement agreement on agreement.id = bought.agreement_id
      where bought.channel <> 'agreement' or bought.county_id <> agreement.county_id
      union all
      select 'agreement ' || agreement_no, 'ended on a day outside its term'
      from purchase_agreement where terminated_on not between starts_on and ends_on`,
  },
  {
    name: 'rules.targets',
    promise: 'Each target is what its basis comes to, and each decision of a person has its rule and its file.',
    breaches: () => sql<Breach>`
      select format('target %s:%s of decision %s', scope, scope_id, decision_id) as culprit,
        format('is %s fen and not what its basis comes to', amount_fen) as detail
      from assistance_target
      where amount_fen <> case basis when 'amount' then amount_fen when 'budget_share' then ceil(budget_fen::numeric * share_bp / 10000)
        when 'per_head' then heads::numeric * per_head_fen else last_year_fen end
      union all
      select 'decision ' || document_no, 'was recorded by somebody without its rule or its file'
      from target_decision where recorded_by is not null and (counting_rule_id is null or document_id is null)`,
  },
]
