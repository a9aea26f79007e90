import { sql } from 'kysely'
import type { Breach, Invariant } from './invariant.ts'

/** What cooperatives are owed is in statements, once, and leaves through separate hands. */
export const settlementInvariants: readonly Invariant[] = [
  {
    name: 'settlement.lines',
    promise: 'A line of a statement says what its entry moved on the account of its cooperative, and is no payment.',
    breaches: () => sql<Breach>`
      select 'statement line ' || line.id as culprit, format('of entry %s says %s fen, the entry moved %s', line.entry_id, line.net_fen,
        coalesce(moved.amount, 0)) as detail
      from statement_line line join journal_entry entry on entry.id = line.entry_id
        join settlement_statement statement on statement.id = line.statement_id
        left join lateral (select -sum(amount_fen) as amount from posting
          where entry_id = line.entry_id and account_code = 'payable:cooperative:' || line.cooperative_id) moved on true
      where moved.amount is distinct from line.net_fen or line.gross_fen - line.fee_fen <> line.net_fen
        or line.business_date <> entry.business_date or statement.cooperative_id <> line.cooperative_id
        or entry.source_type in ('statement_payment', 'statement_payment_returned')
      union all
      select 'entry ' || entry_id, format('is in %s lines of cooperative %s', count(*), cooperative_id)
      from statement_line group by entry_id, cooperative_id having count(*) > 1`,
  },
  {
    name: 'settlement.totals',
    promise: 'A statement is the sum of its lines, and one that has left the desk is above zero.',
    breaches: () => sql<Breach>`
      select 'statement ' || statement_no as culprit, format('is %s with %s fen and a fee of %s in %s lines, they are %s and %s in %s', state,
        total_fen, statement.fee_fen, line_count, coalesce(sum(net_fen), 0), coalesce(sum(line.fee_fen), 0), count(line.id)) as detail
      from settlement_statement statement left join statement_line line on line.statement_id = statement.id
      group by statement.id having total_fen <> coalesce(sum(net_fen), 0) or statement.fee_fen <> coalesce(sum(line.fee_fen), 0)
        or line_count <> count(line.id)
        or (state not in ('draft', 'voided') and total_fen <= 0)`,
  },
  {
    name: 'settlement.payable',
    promise: 'What a cooperative is owed is what its unpaid statements say and what is in none yet.',
    breaches: () => sql<Breach>`
      with ledger as (
        select account.cooperative_id as id, -sum(amount_fen) as amount,
          -coalesce(sum(amount_fen) filter (where entry.source_type not in ('statement_payment', 'statement_payment_returned')
            and not exists (select from statement_line line where line.entry_id = posting.entry_id
              and line.cooperative_id = account.cooperative_id)), 0) as unbilled
        from posting join account on account.code = posting.account_code join journal_entry entry on entry.id = posting.entry_id
        where account.code like 'payable:cooperative:%' group by 1
      ), open as (
        select cooperative_id as id, sum(total_fen) as amount from settlement_statement
        where state in ('draft', 'sent', 'disputed', 'confirmed', 'approved') group by 1
      )
      select 'cooperative ' || coalesce(ledger.id, open.id) as culprit, format('is owed %s fen, its open statements say %s and %s are in none',
        coalesce(ledger.amount, 0), coalesce(open.amount, 0), coalesce(ledger.unbilled, 0)) as detail
      from ledger full join open on open.id = ledger.id
      where coalesce(ledger.amount, 0) <> coalesce(open.amount, 0) + coalesce(ledger.unbilled, 0)`,
  },
  {
    name: 'settlement.payments',
    promise:
      'A statement is paid whole or not at all, to the approved account, and each payment and return is booked once.',
    breaches: () => sql<Breach>`
      select 'statement ' || statement_no as culprit, format('is %s over %s fen, paid are %s', state, total_fen, paid.amount) as detail
      from settlement_statement statement cross join lateral (
        select coalesce(sum(amount_fen), 0) as amount, bool_and(payment.bank_account_id = statement.bank_account_id) as is_there
        from statement_payment payment where statement_id = statement.id and returned_at is null) paid
      where paid.amount <> case when state in ('paid', 'reconciled') then total_fen else 0 end or not coalesce(is_there, true)
      union all
      select 'payment ' || coalesce(due.id, booked.source_id), format('%s of %s fen, booked are %s', coalesce(due.source_type, booked.source_type),
        coalesce(due.amount, 0), coalesce(booked.amount, 0))
      from (
        select id::text, amount_fen as amount, 'statement_payment' as source_type from statement_payment
        union all
        select id::text, -amount_fen, 'statement_payment_returned' from statement_payment where returned_at is not null
      ) due full join (
        select source_type, source_id, sum(amount_fen) as amount from journal_entry entry join posting on posting.entry_id = entry.id
        where source_type in ('statement_payment', 'statement_payment_returned') and account_code like 'payable:cooperative:%'
        group by 1, 2
      ) booked on booked.source_id = due.id and booked.source_type = due.source_type
      where booked.amount is distinct from due.amount
      union all
      select 'payment ' || payment.id, 'goes to an account of another cooperative'
      from statement_payment payment join settlement_statement statement on statement.id = payment.statement_id
        join cooperative_bank_account account on account.id = payment.bank_account_id
      where account.cooperative_id <> statement.cooperative_id`,
  },
  {
    name: 'settlement.corrections',
    promise: 'A correction is booked once, for what was agreed and the cooperative it was agreed with.',
    breaches: () => sql<Breach>`
      select 'correction ' || coalesce(due.id::text, booked.source_id) as culprit, format('of %s fen, booked are %s', coalesce(due.amount_fen, 0),
        coalesce(booked.amount, 0)) as detail
      from (select correction.id, correction.amount_fen, statement.cooperative_id from statement_correction correction
          join settlement_statement statement on statement.id = correction.statement_id) due
        full join (select entry.source_id, account.cooperative_id, -sum(amount_fen) as amount from journal_entry entry
          join posting on posting.entry_id = entry.id join account on account.code = posting.account_code
          where entry.source_type = 'settlement_correction' and account.code like 'payable:cooperative:%' group by 1, 2) booked
        on booked.source_id = due.id::text and booked.cooperative_id = due.cooperative_id
      where booked.amount is distinct from due.amount_fen`,
  },
  {
    name: 'settlement.hands',
    promise:
      'Whoever had a hand in preparing a statement neither approves nor pays it later, and nobody both approves and pays it.',
    breaches: () => sql<Breach>`
      select 'statement ' || statement_no as culprit, format('was %s and %s by the same person', one.kind, other.kind) as detail
      from settlement_statement statement join statement_event one on one.statement_id = statement.id
        join statement_event other on other.statement_id = statement.id and other.person_id = one.person_id
      where one.id < other.id and ((one.kind in ('prepared', 'taken', 'corrected', 'sent', 'reopened') and other.kind in ('approved', 'paid'))
        or (one.kind = 'approved' and other.kind = 'paid') or (one.kind = 'paid' and other.kind = 'approved'))
      union all
      select format('%s %s', done.subject_type, done.subject_id), format('had %s and %s by the same person', done.duty, other.duty)
      from duty done join duty other using (subject_type, subject_id, round, person_id)
        join duty_separation rule on rule.first_duty = done.duty and rule.second_duty = other.duty
      union all
      select 'statement ' || statement_no, format('is %s without its duties of round %s', state, round)
      from settlement_statement statement
      where state in ('approved', 'paid', 'reconciled') and not exists (select from duty where subject_type = 'statement'
        and subject_id = statement.id::text and duty.round = statement.round and duty = 'statement.approve' and person_id = approved_by)`,
  },
]
