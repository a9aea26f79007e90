import { sql } from 'kysely'
import type Stripe from 'stripe'
import { openIncident } from '#app/modules/payments/incidents.server.ts'
import { type Db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import { fen } from '#app/shared/money.ts'
import type { BalanceLine, PayoutFacts } from './balance.ts'
import { upsertPayout } from './internal/balance-rows.server.ts'
import { bookPayout } from './internal/book-payout.server.ts'
import { LINE_EXPANSIONS, readLine, readPayout } from './internal/read-balance.server.ts'
import type { ProviderLine } from './provider-line.server.ts'
import { recordLines } from './record-lines.server.ts'

/** A payout may come back for some days after it was paid. */
const MAY_RETURN_DAYS = 21
const PAGE = 100

/** Brings payouts to where the provider has them, books those that arrived or came back, and has each name its lines. */
export async function fetchPayouts(runtime: ProviderLine, now: Date): Promise<void> {
  const since = Math.floor(now.getTime() / 1000) - MAY_RETURN_DAYS * 24 * 60 * 60
  for await (const payout of runtime.stripe.payouts.list({ limit: PAGE, created: { gte: since } }))
    await recordPayout(runtime.db, readPayout(payout), now)
  for (const payoutId of await listOlder(runtime.db, new Date(since * 1000))) {
    const payout = await runtime.stripe.payouts.retrieve(payoutId)
    await recordPayout(runtime.db, readPayout(payout), now)
  }
  for (const payoutId of await listUnitemized(runtime.db)) await itemize(runtime, payoutId, now)
}

/** Writes down how a payout stands, and books what of that is new. Repeating it changes nothing. */
export async function recordPayout(db: Db, payout: PayoutFacts, now: Date): Promise<void> {
  await inTransaction(db, async (tx) => {
    await upsertPayout(tx, payout, now)
    await bookPayout(tx, payout.payoutId, now)
  })
}

/** Older payouts: those the balance tells of and we do not know, and those that were still under way. */
async function listOlder(db: Db, before: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select source_ref as id from balance_transaction
    where kind = 'payout' and state <> 'matched' and source_ref is not null
      and not exists (select from provider_payout where provider_payout.id = source_ref)
    union
    select id from provider_payout where state in ('pending', 'in_transit') and created_at < ${before}
    order by 1 limit 1000
  `.execute(db)
  return rows.map((row) => row.id)
}

/** Those whose lines the provider can name and has not yet. */
async function listUnitemized(db: Db): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from provider_payout where itemized_at is null and raw ->> 'reconciliation_status' = 'completed'
    order by created_at limit 1000
  `.execute(db)
  return rows.map((row) => row.id)
}

async function itemize({ db, stripe }: ProviderLine, payoutId: string, now: Date): Promise<void> {
  const page: BalanceLine[] = []
  const store = async () => {
    const lines = page.splice(0)
    await inTransaction(db, (tx) => recordItems(tx, { payoutId, lines, now }))
  }
  const listing = stripe.balanceTransactions.list({ payout: payoutId, limit: PAGE, expand: LINE_EXPANSIONS })
  for await (const line of listing as AsyncIterable<Stripe.BalanceTransaction>) {
    const read = readLine(line)
    if (read) page.push(read)
    if (page.length === PAGE) await store()
  }
  await store()
  await inTransaction(db, (tx) => closeItems(tx, { payoutId, now }))
}

/** Says which lines a payout took along. Lines not known yet are written down with it. */
export async function recordItems(
  tx: Tx,
  { payoutId, lines, now }: { payoutId: string; lines: readonly BalanceLine[]; now: Date },
): Promise<void> {
  if (lines.length === 0) return
  await recordLines(tx, lines, now)
  await tx
    .updateTable('balance_transaction')
    .set({ payout_id: payoutId })
    .where(
      'id',
      'in',
      lines.map((line) => line.lineId),
    )
    .where('payout_id', 'is', null)
    .execute()
}

/** All lines of a payout are there: they must come to its amount, else a person is told. */
export async function closeItems(tx: Tx, { payoutId, now }: { payoutId: string; now: Date }): Promise<void> {
  const { rows } = await sql<{ amount_fen: number; item_net_fen: number }>`
    update provider_payout set itemized_at = ${now}, item_net_fen = coalesce((
      select sum(net_fen) from balance_transaction where payout_id = provider_payout.id
        and not (kind = 'payout' and source_ref = provider_payout.id)), 0)
    where id = ${payoutId} and itemized_at is null
    returning amount_fen, item_net_fen
  `.execute(tx)
  const [row] = rows
  if (!row || row.amount_fen === row.item_net_fen) return
  const detail = { amountFen: fen(row.amount_fen), itemsFen: fen(row.item_net_fen) }
  await openIncident(tx, { kind: 'unmatched_balance', sourceId: payoutId, detail, now })
}
