import { Link } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { evidencePacksMessages } from '#app/messages/evidence-packs.ts'
import { PROOFS } from '#app/modules/evidence/completeness.ts'
import type { EvidenceLine, Worklist } from '#app/modules/evidence/evidence-queries.server.ts'
import type { EvidenceScope } from '#app/modules/evidence/evidence-scope.ts'
import { inLanguage } from '#app/shared/language.ts'
import { formatMoney } from '#app/shared/money.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { formatOrderNo } from './order-url.ts'
import { formatPackQuery } from './pack-query.ts'

interface PackWorklistProps {
  scope: EvidenceScope
  worklist: Worklist
  isFirst: boolean
}

const STEP = 'inline-flex min-h-11 items-center text-indigo underline'

/** What the lines of a scope lack, one by one, with the way to each. */
export function PackWorklist({ scope, worklist, isFirst }: PackWorklistProps) {
  const t = useMessages(evidencePacksMessages)
  const { lines, missing, lookedAt, next } = worklist
  const lacking = PROOFS.filter((proof) => missing[proof] > 0)
  return (
    <section className="mt-8">
      <h2 className="font-serif text-xl font-bold">{t.missing}</h2>
      {lacking.length === 0 ? (
        <p className="mt-3 rounded-2xl bg-sand p-4">{t.complete}</p>
      ) : (
        <>
          <p className="mt-2 text-sm text-ink-2">{t.missingHint(lookedAt)}</p>
          <dl className="mt-2 flex flex-wrap gap-3">
            {lacking.map((proof) => (
              <div key={proof} className="rounded-2xl bg-sand px-4 py-2">
                <dt className="text-sm text-ink-2">{t.proofs[proof]}</dt>
                <dd className="text-xl font-semibold tabular-nums">{missing[proof]}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
      {lines.length > 0 && (
        <ul className="mt-3 divide-y divide-line rounded-2xl border border-line bg-card px-4">
          {lines.map((line) => (
            <LackingLine key={line.recognizedId} line={line} />
          ))}
        </ul>
      )}
      <p className="mt-2 flex gap-6 print:hidden">
        {!isFirst && (
          <Link className={STEP} to={paths.finance.evidence(formatPackQuery(scope))}>
            {t.first}
          </Link>
        )}
        {next && (
          <Link className={STEP} to={paths.finance.evidence(formatPackQuery(scope, next))}>
            {t.next}
          </Link>
        )}
      </p>
    </section>
  )
}

function LackingLine({ line }: { line: EvidenceLine }) {
  const t = useMessages(evidencePacksMessages)
  const language = useLanguage()
  const number = line.orderNo ? t.order(formatOrderNo(line.orderNo)) : line.externalNo
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 py-3">
      <span className="min-w-0">
        <span className="mr-3 text-sm text-ink-2 tabular-nums">{line.day}</span>
        <Link className="break-words text-indigo underline" to={paths.finance.entry(line.entryId)}>
          {number || t.entry(line.entryId)}
        </Link>
        <span className="block text-sm break-words text-ink-2">
          {inLanguage(line.countyZh, line.countyEn, language)} ·{' '}
          {[line.supplier, line.product].filter(Boolean).join(' · ')}
        </span>
        <span className="block text-sm text-mai-deep">
          {t.lacks} {line.missing.map((proof) => t.proofs[proof]).join('、')}
        </span>
      </span>
      <span className="ml-auto tabular-nums">{formatMoney(line.amount)}</span>
    </li>
  )
}
