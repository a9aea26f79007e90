import { sql } from 'kysely'
import type { Breach, Invariant } from './invariant.ts'

/** What was closed stays as it was signed, and was closed by whom the rules name. */
export const closingInvariants: readonly Invariant[] = [
  {
    name: 'closing.order',
    promise: 'Months close in order: no open one lies before a closed one and holds anything.',
    breaches: () => sql<Breach>`
      with last as (select max(month) as month from period where state = 'closed'),
        first as (select date_trunc('month', min(business_date))::date as month from journal_entry)
      select 'month ' || to_char(due, 'YYYY-MM') as culprit, 'is open before a closed one' as detail
      from last, first, generate_series(first.month, last.month, interval '1 month') as due
      where not exists (select from period where period.month = due::date and state = 'closed')`,
  },
  {
    name: 'closing.totals',
    promise: 'The control totals of every closed month are what its books say today.',
    breaches: () => sql<Breach>`
      select 'period ' || to_char(month, 'YYYY-MM') as culprit, 'signed other totals than its books give' as detail
      from period where state = 'closed' and control_totals is distinct from period_totals(month)`,
  },
  {
    name: 'closing.state',
    promise:
      'A closed month says what its latest close says; an open one was never closed, or was opened by two people.',
    breaches: () => sql<Breach>`
      with latest as (
        select distinct on (month) * from period_close order by month, round desc
      )
      select 'period ' || to_char(period.month, 'YYYY-MM') as culprit,
        format('is %s, its latest close is of round %s', period.state, latest.round) as detail
      from period left join latest on latest.month = period.month
        left join period_reopening opened on (opened.month, opened.round) = (latest.month, latest.round) and opened.state = 'approved'
      where case when period.state = 'closed' then opened.id is not null
          or (latest.closed_at, latest.money_seq, latest.money_hash, latest.assistance_seq, latest.assistance_hash, latest.control_totals)
            is distinct from (period.closed_at, period.money_seq, period.money_hash, period.assistance_seq, period.assistance_hash, period.control_totals)
        else latest.month is not null and opened.id is null end
      union all
      select format('close %s/%s', to_char(month, 'YYYY-MM'), round), 'does not follow the one before it' from (
        select month, round, row_number() over (partition by month order by round) as place from period_close
      ) placed where round <> place`,
  },
  {
    name: 'closing.four-eyes',
    promise:
      'Each close was prepared by one and locked by another, each reopening asked by one and approved by another.',
    breaches: () => sql<Breach>`
      select format('close %s/%s', to_char(made.month, 'YYYY-MM'), made.round) as culprit, 'has not its two people' as detail
      from period_close made
      where made.prepared_by = made.locked_by
        or not exists (select from duty where (subject_type, subject_id, round, duty, person_id)
          = ('period', to_char(made.month, 'YYYY-MM'), made.round, 'period.prepare', made.prepared_by))
        or not exists (select from duty where (subject_type, subject_id, round, duty, person_id)
          = ('period', to_char(made.month, 'YYYY-MM'), made.round, 'period.lock', made.locked_by))
        or exists (select from period_waiver waived where (waived.month, waived.round, waived.waived_by) = (made.month, made.round, made.locked_by))
      union all
      select format('reopening %s', asked.id), 'has not its two people'
      from period_reopening asked where asked.state = 'approved' and (asked.settled_by = asked.asked_by
        or not exists (select from duty where (subject_type, subject_id, duty, person_id)
          = ('reopening', asked.id::text, 'reopening.ask', asked.asked_by))
        or not exists (select from duty where (subject_type, subject_id, duty, person_id)
          = ('reopening', asked.id::text, 'reopening.approve', asked.settled_by)))`,
  },
  {
    name: 'closing.checked',
    promise: 'No month was closed with something open that nobody explained, and no tie-out was ever explained away.',
    breaches: () => sql<Breach>`
      select format('close %s/%s', to_char(month, 'YYYY-MM'), round) as culprit, format('had %s open on %s', one->>'open', one->>'name') as detail
      from period_close cross join lateral jsonb_array_elements(checks) as one
      where (one->>'open')::int > 0 and (jsonb_typeof(one->'waiver') is distinct from 'object' or not (one->>'mayBeWaived')::boolean
        or (one->'waiver'->>'openCount')::int < (one->>'open')::int)`,
  },
  {
    name: 'closing.late',
    promise:
      'An amount that counts in a later year than it belongs to is on the list of that year, and nothing else is.',
    breaches: () => sql<Breach>`
      with truth as (
        select counted.id, counted.year, coalesce(bought.day, (entry.occurred_at at time zone 'Asia/Shanghai')::date) as day
        from recognized_purchase counted join journal_entry entry on entry.id = counted.journal_entry_id
          left join lateral (
            select max((first.occurred_at at time zone 'Asia/Shanghai')::date) as day
            from recognized_purchase other join journal_entry first on first.id = other.journal_entry_id
            where counted.source_type = 'refund' and other.order_line_id = counted.order_line_id and other.source_type = 'acceptance'
              and other.journal_entry_id < counted.journal_entry_id
          ) bought on true
      )
      select format('recognized purchase %s', coalesce(truth.id, late.recognized_purchase_id)) as culprit,
        format('belongs to %s, the list says %s', truth.day, late.belongs_on) as detail
      from (select * from truth where extract(year from day) < year) truth
        full join late_recognition late on late.recognized_purchase_id = truth.id
      where late.belongs_on is distinct from truth.day`,
  },
  {
    name: 'closing.years',
    promise: 'A closed year holds just the figures of the latest close of its December.',
    breaches: () => sql<Breach>`
      select 'year ' || year as culprit, format('was closed in rounds %s, its December in %s', made.rounds, closed.rounds) as detail
      from (select year, array_agg(round order by round) as rounds from year_close group by 1) made
        full join (select extract(year from month)::int as year, array_agg(round order by round) as rounds from period_close
          where extract(month from month) = 12 group by 1) closed using (year)
      where made.rounds is distinct from closed.rounds
      union all
      select format('year %s', made.year), format('froze %s fen, its books held %s at the close', frozen.amount, signed.amount)
      from year_close made join period_close closed on closed.month = make_date(made.year, 12, 1) and closed.round = made.round
        cross join lateral (select coalesce(sum(amount_fen), 0) as amount from year_close_figure figure
          where (figure.year, figure.round) = (made.year, made.round)) frozen
        cross join lateral (select (one->>'year')::bigint as amount from jsonb_array_elements(closed.control_totals->'recognized') as one
          where one->>'measure' = 'all') signed
      where frozen.amount <> signed.amount`,
  },
  {
    name: 'closing.tie-outs',
    promise: 'A run of tie-outs counts those of its results that are off.',
    breaches: () => sql<Breach>`
      select 'tie-out run ' || run.id as culprit, format('says %s are off, %s of %s are', run.off_count,
        count(*) filter (where off_amount <> 0), count(result.name)) as detail
      from tie_out_run run left join tie_out_result result on result.run_id = run.id group by run.id
      having run.off_count <> count(*) filter (where off_amount <> 0) or count(result.name) = 0`,
  },
]
