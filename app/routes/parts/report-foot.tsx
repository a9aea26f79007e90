import { reportWords } from '#app/messages/report-words.ts'
import { reportMessages } from '#app/messages/reports.ts'
import { isTied, type ReportControls, type ReportCut, type TieCheck } from '#app/modules/reports/report.ts'
import { type Fen, formatYuan, subtractFen } from '#app/shared/money.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'

/** Control totals, the checks against the books, and where the books stood. */
export function ReportFoot({ controls, cut }: { controls: ReportControls; cut: ReportCut }) {
  const t = useMessages(reportMessages)
  const words = reportWords(useLanguage())
  return (
    <footer className="mt-8 grid gap-6 rounded-2xl border border-line bg-card p-4 text-sm">
      <section>
        <h2 className="font-semibold">{t.controls}</h2>
        <dl className="mt-2 flex flex-wrap gap-x-8 gap-y-2">
          {controls.totals.map(({ key, kind, amount }) => (
            <div key={key}>
              <dt className="text-ink-2">{words.control(key)}</dt>
              <dd data-testid={`control-${key}`} className="text-base font-semibold tabular-nums">
                {figure(amount as Fen, kind)}
              </dd>
            </div>
          ))}
        </dl>
      </section>
      {controls.checks.length > 0 && (
        <section>
          <h2 className="font-semibold">{t.checks}</h2>
          <ul className="mt-2 grid gap-2">
            {controls.checks.map((check) => (
              <CheckLine key={check.key} check={check} words={words.check(check.key)} />
            ))}
          </ul>
        </section>
      )}
      <section>
        <h2 className="font-semibold">{t.cutTitle}</h2>
        {words.cut(cut).map((line) => (
          <p key={line} className="mt-1 break-all text-ink-2 tabular-nums">
            {line}
          </p>
        ))}
      </section>
    </footer>
  )
}

function CheckLine({ check, words }: { check: TieCheck; words: string }) {
  const t = useMessages(reportMessages)
  const { kind = 'money', reported, booked } = check
  const tied = isTied(check)
  return (
    <li className={`border-l-4 pl-3 ${tied ? 'border-huai' : 'border-jiao'}`}>
      {words}
      <span className="block tabular-nums text-ink-2">
        {figure(reported, kind)} / {figure(booked, kind)}{' '}
        <strong data-testid={`check-${check.key}`} className={tied ? 'text-huai' : 'text-jiao'}>
          {tied ? t.tied : t.untied(figure(subtractFen(reported, booked), kind))}
        </strong>
      </span>
    </li>
  )
}

function figure(amount: Fen, kind: 'money' | 'count'): string {
  return kind === 'money' ? formatYuan(amount) : String(amount)
}
