import { Link } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { type PurchasesMessages, purchasesMessages } from '#app/messages/purchases.ts'
import type { Parties } from '#app/modules/external/parties.ts'
import { changesBetween } from '#app/modules/external/purchase.ts'
import type { PurchaseRecognition } from '#app/modules/external/purchase-queries.server.ts'
import { formatInstant } from '#app/shared/display-time.ts'
import { formatMoney } from '#app/shared/money.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import type { PurchaseOnPage } from './purchase-facts.tsx'
import { factText } from './purchase-words.ts'

/** What the purchase has caused in the books, with what took it back. */
export function PurchaseBooks({ recognitions }: { recognitions: readonly PurchaseRecognition[] }) {
  const t = useMessages(purchasesMessages)
  return (
    <section className="mt-8">
      <h2 className="font-serif text-xl font-bold">{t.detail.booksTitle}</h2>
      {recognitions.length === 0 ? (
        <p className="mt-3 rounded-2xl bg-sand p-4">{t.detail.booksNone}</p>
      ) : (
        <>
          <p className="text-sm text-ink-2">{t.detail.booksLead}</p>
          <ul className="mt-3 divide-y divide-line rounded-2xl border border-line bg-card px-4">
            {recognitions.map((one) => (
              <li key={one.sourceId} className="flex flex-wrap items-baseline justify-between gap-x-4 py-2">
                <span className="min-w-0">
                  <span className="tabular-nums">{one.businessDate}</span>{' '}
                  {one.entryId !== undefined ? (
                    <Link className="text-indigo tabular-nums underline" to={paths.finance.entry(one.entryId)}>
                      {t.detail.entry(one.entryId)}
                    </Link>
                  ) : (
                    one.uncounted && <span>{t.detail.uncounted[one.uncounted]}</span>
                  )}
                  <span className="block font-mono text-xs break-all text-ink-2">{one.sourceId}</span>
                </span>
                <span className="font-semibold tabular-nums">{formatMoney(one.amount)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

/** Every revision, newest first: who, why, and field by field what became of what. */
export function PurchaseHistory({ history, parties }: { history: PurchaseOnPage['history']; parties: Parties }) {
  const t = useMessages(purchasesMessages)
  const language = useLanguage()
  return (
    <section className="mt-8">
      <h2 className="font-serif text-xl font-bold">{t.detail.historyTitle}</h2>
      <ol className="mt-3 grid gap-2">
        {history.map((revision, index) => (
          <li key={revision.revision} className="rounded-2xl border border-line bg-card p-4">
            <p className="flex flex-wrap gap-x-3">
              <span className="font-semibold">{t.detail.revision(revision.revision)}</span>
              <span>{doneText(revision, history[index + 1], t)}</span>
            </p>
            <p className="text-sm text-ink-2 tabular-nums">
              {revision.person ?? t.detail.byReference} · {formatInstant(new Date(revision.recordedAt), language)}
              {revision.file && (
                <>
                  {' · '}
                  <Link
                    className="text-indigo underline break-all"
                    to={paths.finance.purchaseImport(revision.file.sheetId)}
                  >
                    {t.detail.byFile(revision.file.fileName, revision.file.rowNumber)}
                  </Link>
                </>
              )}
            </p>
            {revision.reason && <p className="mt-1 break-words">{revision.reason}</p>}
            <Changes revision={revision} before={history[index + 1]} parties={parties} />
          </li>
        ))}
      </ol>
    </section>
  )
}

type Revision = PurchaseOnPage['history'][number]

function doneText(revision: Revision, before: Revision | undefined, t: PurchasesMessages): string {
  if (revision.isReversed) return t.detail.reversed
  return before ? t.detail.correct : t.detail.first
}

function Changes({
  revision,
  before,
  parties,
}: {
  revision: Revision
  before: Revision | undefined
  parties: Parties
}) {
  const t = useMessages(purchasesMessages)
  const language = useLanguage()
  if (!before || revision.isReversed) return null
  const words = { t, language, parties }
  return (
    <dl className="mt-2 grid gap-1 text-sm">
      {changesBetween(before.facts, revision.facts).map(({ field, from, to }) => (
        <div key={field} className="flex flex-wrap gap-x-2">
          <dt className="text-ink-2">{t.fields[field]}</dt>
          <dd className="break-all tabular-nums">
            <del className="text-ink-2">{factText(field, from, words) || t.detail.notYet}</del>
            {' → '}
            <ins className="no-underline">{factText(field, to, words) || t.detail.notYet}</ins>
          </dd>
        </div>
      ))}
    </dl>
  )
}
