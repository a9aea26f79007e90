import { data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { officeMessages } from '#app/messages/office-forms.ts'
import { rulesMessages } from '#app/messages/rules.ts'
import { listCountingRules } from '#app/modules/assistance/counting-rule-queries.server.ts'
import { listOfficeChoices } from '#app/modules/assistance/office-choices.server.ts'
import { asActor } from '#app/modules/identity/permissions.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { DocumentLink } from '#app/routes/parts/office-form.tsx'
import { BOX, Fact, Facts, PRIMARY } from '#app/routes/parts/refund-controls.tsx'
import { factName, ruleFact, ruleState, ruleTerm } from '#app/routes/parts/rule-words.ts'
import { businessDate } from '#app/shared/business-date.ts'
import { formatInstant } from '#app/shared/display-time.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  const reader = await requireActor(request, 'ledger:read')
  const { db } = getRuntime()
  const [rules, names] = await Promise.all([listCountingRules(db), listOfficeChoices(db)])
  const title = rulesMessages[readPreferences(request).language].heading
  return data({
    title,
    rules,
    names,
    today: businessDate(clock.now()),
    mayRecord: Boolean(asActor(reader, 'rule:record')),
  })
}

export default function RulesPage() {
  const { rules, mayRecord } = useLoaderData<typeof loader>()
  const t = useMessages(rulesMessages)
  return (
    <div>
      <div className="flex flex-wrap items-start justify-between gap-3">
        <h1 className="font-serif text-2xl font-bold">{t.heading}</h1>
        {mayRecord && (
          <Link to={paths.finance.newRule()} className={`${PRIMARY} inline-flex items-center print:hidden`}>
            {t.add}
          </Link>
        )}
      </div>
      <p className="mt-2 max-w-[680px] text-ink-2">{t.lead}</p>
      <ol className="mt-6 grid gap-4">
        {rules.map((rule) => (
          <li key={rule.ruleId}>
            <RuleCard rule={rule} />
          </li>
        ))}
      </ol>
    </div>
  )
}

type Rule = ReturnType<typeof useLoaderData<typeof loader>>['rules'][number]

const SHOWN = ['reservedShareBasisPoints', 'counties', 'categories', 'measure832Channels'] as const

function RuleCard({ rule }: { rule: Rule }) {
  const { names, today } = useLoaderData<typeof loader>()
  const t = useMessages(rulesMessages)
  const office = useMessages(officeMessages)
  const language = useLanguage()
  const state = ruleState(rule, today)
  const facts = { names, language }
  return (
    <article className={`${BOX} ${state === 'inForce' ? 'border-huai' : ''}`}>
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <h2 className="text-lg font-semibold">
          <Link className="text-indigo underline" to={paths.finance.rule(rule.ruleId)}>
            {rule.title}
          </Link>
        </h2>
        <StateChip state={state} />
      </div>
      <p className="text-sm text-ink-2 tabular-nums">
        {rule.documentNo} · {ruleTerm(rule, t)}
      </p>
      <Facts>
        {SHOWN.map((name) => (
          <Fact key={name} name={factName(name, t)}>
            {ruleFact(rule, name, facts)}
          </Fact>
        ))}
        <Fact name={office.document}>
          <DocumentLink document={rule.document} />
        </Fact>
      </Facts>
      <p className="mt-2 text-sm text-ink-2">
        {rule.recordedBy
          ? office.recorded(rule.recordedBy, formatInstant(new Date(rule.recordedAt), language))
          : office.byReference}
      </p>
    </article>
  )
}

function StateChip({ state }: { state: 'inForce' | 'upcoming' | 'superseded' }) {
  const t = useMessages(rulesMessages)
  const tones = {
    inForce: 'border-huai bg-huai-soft text-huai',
    upcoming: 'border-mai bg-mai-soft text-mai-deep',
    superseded: 'border-line bg-sand text-ink-2',
  }
  return <span className={`rounded-full border px-2.5 text-sm ${tones[state]}`}>{t.states[state]}</span>
}
