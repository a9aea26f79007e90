import { data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { takeNotice } from '#app/http/redirects.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { officeMessages } from '#app/messages/office-forms.ts'
import { targetsMessages } from '#app/messages/targets.ts'
import { listOfficeChoices } from '#app/modules/assistance/office-choices.server.ts'
import { targetChanges } from '#app/modules/assistance/target-entries.ts'
import { listDecisions, listTargetYears, readAttainedByPart } from '#app/modules/assistance/target-queries.server.ts'
import { asActor } from '#app/modules/identity/permissions.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { DocumentLink } from '#app/routes/parts/office-form.tsx'
import { Fact, Facts, PRIMARY } from '#app/routes/parts/refund-controls.tsx'
import { SupplyFold } from '#app/routes/parts/supply-fold.tsx'
import { SupplyNotice } from '#app/routes/parts/supply-notice.tsx'
import { readYear } from '#app/routes/parts/target-steps.server.ts'
import { ChangesTable, TaskInForce } from '#app/routes/parts/target-tables.tsx'
import { YearLinks } from '#app/routes/parts/year-links.tsx'
import { assistanceYear } from '#app/shared/business-date.ts'
import { formatInstant } from '#app/shared/display-time.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  const reader = await requireActor(request, 'progress:export')
  const thisYear = assistanceYear(clock.now())
  const year = readYear(request, thisYear)
  const { db } = getRuntime()
  const [decisions, years, attained, names] = await Promise.all([
    listDecisions(db, year),
    listTargetYears(db),
    readAttainedByPart(db, year),
    listOfficeChoices(db),
  ])
  const { notice, headers } = takeNotice(request)
  const may = { set: Boolean(asActor(reader, 'target:set')), open: Boolean(asActor(reader, 'ledger:read')) }
  const title = targetsMessages[readPreferences(request).language].heading(year)
  return data({ title, year, thisYear, decisions, years, attained, names, notice, may }, { headers })
}

export default function TargetsPage() {
  const { year, thisYear, years, decisions, attained, names, notice, may } = useLoaderData<typeof loader>()
  const t = useMessages(targetsMessages)
  const [inForce] = decisions
  return (
    <div>
      <div className="flex flex-wrap items-start justify-between gap-3">
        <h1 className="font-serif text-2xl font-bold">{t.heading(year)}</h1>
        {may.set && (
          <Link to={paths.finance.newTarget(year)} className={`${PRIMARY} inline-flex items-center print:hidden`}>
            {t.add}
          </Link>
        )}
      </div>
      <p className="mt-2 max-w-[680px] text-ink-2">{t.lead}</p>
      <YearLinks label={t.years} current={year} years={[thisYear + 1, thisYear, ...years]} to={paths.finance.targets} />
      <SupplyNotice notice={notice} />
      {inForce ? (
        <section className="mt-6">
          <h2 className="font-serif text-xl font-bold">{t.inForce}</h2>
          <DecisionFacts decision={inForce} />
          <TaskInForce lines={inForce.lines} attained={attained} names={names} />
          <p className="mt-2 max-w-[680px] text-sm text-ink-2">{t.notes}</p>
        </section>
      ) : (
        <p className="mt-6 rounded-2xl bg-sand p-4">{t.none(year)}</p>
      )}
      {inForce && <History />}
    </div>
  )
}

type Decision = ReturnType<typeof useLoaderData<typeof loader>>['decisions'][number]

/** Who decided it and when, what it rests on, and the document to open. */
function DecisionFacts({ decision }: { decision: Decision }) {
  const { may } = useLoaderData<typeof loader>()
  const t = useMessages(targetsMessages)
  const office = useMessages(officeMessages)
  const language = useLanguage()
  const { rule } = decision
  return (
    <>
      <p className="mt-1 tabular-nums">{t.decided(decision.documentNo, decision.decidedOn)}</p>
      <Facts>
        <Fact name={t.rule}>
          {rule && may.open && (
            <Link className="text-indigo underline" to={paths.finance.rule(rule.ruleId)}>
              {t.openRule(rule.documentNo)}
            </Link>
          )}
          {rule && !may.open && t.openRule(rule.documentNo)}
          {!rule && t.noRule}
        </Fact>
        <Fact name={office.document}>
          <DocumentLink document={decision.document} mayOpen={may.open} />
        </Fact>
      </Facts>
      <p className="text-sm text-ink-2">
        {decision.recordedBy
          ? office.recorded(decision.recordedBy, formatInstant(new Date(decision.recordedAt), language))
          : office.byReference}
      </p>
    </>
  )
}

function History() {
  const { decisions, names } = useLoaderData<typeof loader>()
  const t = useMessages(targetsMessages)
  return (
    <section className="mt-10">
      <h2 className="font-serif text-xl font-bold">{t.history}</h2>
      <p className="mt-1 text-sm text-ink-2">{t.historyLead}</p>
      {decisions.map((decision, place) => {
        const title = t.decided(decision.documentNo, decision.decidedOn)
        return (
          <SupplyFold key={decision.decisionId} title={title} isOpen={false}>
            <DecisionFacts decision={decision} />
            <ChangesTable
              label={title}
              changes={targetChanges(decision.lines, decisions[place + 1]?.lines ?? [])}
              names={names}
            />
          </SupplyFold>
        )
      })}
    </section>
  )
}
