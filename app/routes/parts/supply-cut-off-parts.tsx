import { Form, Link } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { cooperativeMessages } from '#app/messages/cooperative.ts'
import type { CutOffChanges } from '#app/modules/fulfillment/cut-off.ts'
import { inLanguage } from '#app/shared/language.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'

/** Says that the revision on the page is not the last. */
export function NewerRevision({ number, latestRevision }: { number: number; latestRevision: number }) {
  const { cutOff: t } = useMessages(cooperativeMessages)
  return (
    <div className="mt-4">
      <Notice tone="warning">
        <p>{t.newer(latestRevision)}</p>
        <Link
          to={paths.supply.cutOff(number, latestRevision)}
          className="inline-flex min-h-11 items-center text-indigo underline print:hidden"
        >
          {t.toNewest}
        </Link>
      </Notice>
    </div>
  )
}

/** What has changed since the numbers were taken, and the button that takes them again. */
export function PendingChanges({ changes, nextRevision }: { changes: CutOffChanges; nextRevision: number }) {
  const { cutOff: t } = useMessages(cooperativeMessages)
  return (
    <div className="mt-4 print:hidden">
      <Notice tone="warning">
        <p className="font-semibold">{t.pending}</p>
        <ChangeList changes={changes} />
        <Form method="post" className="mt-3">
          <button
            type="submit"
            className="min-h-12 rounded-[10px] bg-jiao-fill px-5 font-semibold text-white hover:bg-jiao-deep"
          >
            {t.revise(nextRevision)}
          </button>
        </Form>
      </Notice>
    </div>
  )
}

export function ChangeList({ changes }: { changes: CutOffChanges }) {
  const { cutOff: t } = useMessages(cooperativeMessages)
  const language = useLanguage()
  const rows = [
    ...changes.added.map((line) => ({ line, label: t.added, count: t.pieces(line.pieces) })),
    ...changes.canceled.map((line) => ({ line, label: t.canceled, count: t.pieces(line.pieces) })),
    ...changes.changed.map(({ line, before }) => ({
      line,
      label: t.changed,
      count: t.piecesChanged(before, line.pieces),
    })),
  ]
  return (
    <ul className="mt-2 grid gap-1">
      {rows.map(({ line, label, count }) => (
        <li key={line.orderLineId} className="flex flex-wrap justify-between gap-x-3">
          <span>{t.change(label, line.orderNo, inLanguage(line.nameZh, line.nameEn, language))}</span>
          <span className="tabular-nums">{count}</span>
        </li>
      ))}
    </ul>
  )
}

const FILE = 'inline-flex min-h-11 items-center rounded-[10px] border border-line-strong bg-card px-4'

/** The same numbers to print and to keep. Plain links: a file is no page. */
export function CutOffFiles({ number, revision }: { number: number; revision: number }) {
  const { cutOff: t } = useMessages(cooperativeMessages)
  return (
    <div className="mt-6 print:hidden">
      <p className="flex flex-wrap gap-2">
        <a className={FILE} href={paths.supply.pickList(number, revision)}>
          {t.pickList}
        </a>
        <a className={FILE} href={paths.supply.labels(number, revision)}>
          {t.labels}
        </a>
        <a className={FILE} href={paths.supply.cutOffSheet(number, revision, 'xlsx')}>
          {t.xlsx}
        </a>
        <a className={FILE} href={paths.supply.cutOffSheet(number, revision, 'csv')}>
          {t.csv}
        </a>
      </p>
      <p className="mt-1 text-sm text-ink-3">{t.wechat}</p>
    </div>
  )
}
