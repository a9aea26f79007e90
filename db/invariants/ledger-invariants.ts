import { sql } from 'kysely'
import type { Breach, Invariant } from './invariant.ts'

// Shapes of personal data: a mobile number, an e-mail address, an identity card with a birth date inside.
const PERSONAL =
  '(^|[^0-9])1[3-9][0-9]{9}([^0-9]|$)|@|(^|[^0-9])[1-9][0-9]{5}(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]([^0-9]|$)'
// Our own keys may hold eleven digits in a row by chance.
const UUID = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}'

/** What makes the two books books. */
export const ledgerInvariants: readonly Invariant[] = [
  {
    name: 'ledger.lines',
    promise: 'Every entry has exactly the lines it declared, at least two, all of its own book.',
    breaches: () => sql<Breach>`
      select 'entry ' || entry.id as culprit, format('declares %s lines, has %s, %s of another book', entry.line_count,
        count(posting.seq), count(*) filter (where posting.book <> entry.book or account.book <> entry.book)) as detail
      from journal_entry entry left join posting on posting.entry_id = entry.id
        left join account on account.code = posting.account_code
      group by entry.id
      having count(posting.seq) <> entry.line_count or count(posting.seq) < 2
        or count(*) filter (where posting.book <> entry.book or account.book <> entry.book) > 0`,
  },
  {
    name: 'ledger.balance',
    promise: 'The debits of every entry equal its credits.',
    breaches: () => sql<Breach>`
      select 'entry ' || entry_id as culprit, format('is off by %s fen', sum(amount_fen)) as detail
      from posting group by entry_id having sum(amount_fen) <> 0`,
  },
  {
    name: 'ledger.chain',
    promise: 'Each book is one chain without a gap, and every hash is that of what stands there.',
    breaches: () => sql<Breach>`
      with link as (
        select posting.*, lag(hash) over book_order as hash_before, lag(seq) over book_order as seq_before
        from posting window book_order as (partition by book order by seq)
      )
      select format('posting %s/%s', book, seq) as culprit, 'comes after a gap' as detail
      from link where seq <> coalesce(seq_before, 0) + 1
      union all
      select format('posting %s/%s', book, seq), 'does not follow the hash before it'
      from link where prev_hash <> coalesce(hash_before, sha256(convert_to('yuanshang:' || book, 'UTF8')))
      union all
      select format('posting %s/%s', posting.book, posting.seq), format('entry %s was altered', posting.entry_id)
      from posting left join journal_entry entry on entry.id = posting.entry_id
      where posting.hash is distinct from sha256(convert_to(posting_text(posting, entry), 'UTF8'))`,
  },
  {
    name: 'ledger.head',
    promise: 'The head of each book is its last posting.',
    breaches: () => sql<Breach>`
      select 'head of book ' || given.book as culprit,
        format('says %s, the last posting is %s', head.seq, coalesce(last.seq, 0)) as detail
      from unnest(array['money', 'assistance']) as given (book)
        left join ledger_head head on head.book = given.book
        left join lateral (select seq, hash from posting where book = given.book order by seq desc limit 1) last on true
      where head.seq is distinct from coalesce(last.seq, 0)
        or head.hash is distinct from coalesce(last.hash, sha256(convert_to('yuanshang:' || given.book, 'UTF8')))`,
  },
  {
    name: 'ledger.business-date',
    promise:
      'An entry stands on the day on which its event happened in Shanghai, or on its recording when that month was closed.',
    breaches: () => sql<Breach>`
      select 'entry ' || entry.id as culprit, format('happened %s, stands on %s', occurred_at, business_date) as detail
      from journal_entry entry where business_date <> (occurred_at at time zone 'Asia/Shanghai')::date
        and (business_date <> (recorded_at at time zone 'Asia/Shanghai')::date
          or not exists (select from period where month >= date_trunc('month', occurred_at at time zone 'Asia/Shanghai')::date))`,
  },
  {
    name: 'ledger.line-dates',
    promise: 'Every line stands on the day of its entry.',
    breaches: () => sql<Breach>`
      select format('posting %s/%s', posting.book, seq) as culprit, format('stands on %s, its entry on %s', posting.business_date,
        entry.business_date) as detail
      from posting join journal_entry entry on entry.id = posting.entry_id where posting.business_date <> entry.business_date`,
  },
  {
    name: 'ledger.closed-periods',
    promise:
      'Nothing was booked into a month, or before it, after it was closed, and the chains still stand where they stood then.',
    breaches: () => sql<Breach>`
      select format('entry %s', entry.id) as culprit, format('stands in the closed %s', to_char(month, 'YYYY-MM')) as detail
      from period join journal_entry entry on date_trunc('month', entry.business_date)::date <= month
        join posting on posting.entry_id = entry.id
      where state = 'closed' and posting.seq > case entry.book when 'money' then money_seq else assistance_seq end
      group by entry.id, month
      union all
      select format('period %s', to_char(month, 'YYYY-MM')), 'the chain of book ' || given.book || ' is another one'
      from period cross join lateral (values ('money', money_seq, money_hash), ('assistance', assistance_seq, assistance_hash))
          as given (book, seq, hash)
        left join posting on posting.book = given.book and posting.seq = given.seq
      where state = 'closed' and given.seq > 0 and posting.hash is distinct from given.hash`,
  },
  {
    name: 'ledger.sums',
    promise: 'The sums by account, day and source are those of the postings.',
    breaches: () => sql<Breach>`
      with truth as (
        select account_code, entry.business_date, source_type, coalesce(sum(amount_fen) filter (where amount_fen > 0), 0) as debit,
          coalesce(-sum(amount_fen) filter (where amount_fen < 0), 0) as credit, count(*) as lines,
          count(*) filter (where line_no = 1) as entries
        from posting join journal_entry entry on entry.id = posting.entry_id group by 1, 2, 3
      )
      select format('%s on %s', coalesce(truth.account_code, kept.account_code), coalesce(truth.business_date, kept.business_date)) as culprit,
        format('%s: %s / %s kept, %s / %s posted', coalesce(truth.source_type, kept.source_type), kept.debit_fen, kept.credit_fen,
          truth.debit, truth.credit) as detail
      from truth full join account_day kept using (account_code, business_date, source_type)
      where (truth.debit, truth.credit, truth.lines, truth.entries)
        is distinct from (kept.debit_fen, kept.credit_fen, kept.line_count, kept.entry_count)`,
  },
  {
    name: 'ledger.reversal',
    promise:
      'A reversal is the exact mirror of the entry it names, which is reversed once; the task of a closed year is reversed in the year of the reversal.',
    breaches: () => sql<Breach>`
      with mirrored as (
        select reversal.id, posting.amount_fen, case when reversal.book = 'assistance'
            and extract(year from reversal.business_date) <> extract(year from reversed.business_date)
          then regexp_replace(posting.account_code, '^([a-z]+):[0-9]{4}:', '\\1:year:') else posting.account_code end as account_code
        from journal_entry reversal join journal_entry reversed on reversed.id = reversal.reverses_entry_id
          join posting on posting.entry_id in (reversal.id, reversal.reverses_entry_id)
        where reversal.reverses_entry_id is not null
      )
      select 'entry ' || id as culprit, format('leaves %s fen on %s', sum(amount_fen), account_code) as detail
      from mirrored group by id, account_code having sum(amount_fen) <> 0
      union all
      select 'entry ' || reverses_entry_id, 'is reversed more than once'
      from journal_entry where reverses_entry_id is not null group by reverses_entry_id having count(*) > 1`,
  },
  {
    name: 'ledger.no-personal-data',
    promise: 'No telephone number, e-mail address or identity number is in what cannot be erased.',
    breaches: () => sql<Breach>`
      select 'account ' || code as culprit, 'looks personal' as detail
      from account where regexp_replace(code, ${UUID}, '', 'g') ~ ${PERSONAL}
      union all
      select 'entry ' || id, 'has a source that looks personal'
      from journal_entry where regexp_replace(source_type || ' ' || source_id, ${UUID}, '', 'g') ~ ${PERSONAL}`,
  },
  {
    name: 'ledger.safe-amounts',
    promise: 'No amount and no balance leaves the integers JavaScript holds exactly.',
    breaches: () => sql<Breach>`
      select 'account ' || account_code as culprit, 'turnover of ' || sum(abs(amount_fen)) || ' fen' as detail
      from posting group by account_code having sum(abs(amount_fen)) > 9007199254740991
      union all
      select 'order ' || order_no, total_fen || ' fen' from "order" where abs(total_fen) > 9007199254740991
      union all
      select 'payment ' || id, amount_fen || ' fen' from payment where abs(amount_fen) > 9007199254740991`,
  },
]
