import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { takeNotice } from '#app/http/redirects.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { badRequest, forbidden, notFound } from '#app/http/responses.server.ts'
import { officeMessages } from '#app/messages/office-forms.ts'
import { rulesMessages } from '#app/messages/rules.ts'
import { changedFacts } from '#app/modules/assistance/counting-rule.ts'
import { findCountingRule, listUncounted } from '#app/modules/assistance/counting-rule-queries.server.ts'
import { listOfficeChoices } from '#app/modules/assistance/office-choices.server.ts'
import { asActor } from '#app/modules/identity/permissions.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { EvidenceSection } from '#app/routes/parts/evidence-section.tsx'
import { answerEvidence, isEvidenceForm, readEvidence } from '#app/routes/parts/evidence-steps.server.ts'
import { DocumentLink } from '#app/routes/parts/office-form.tsx'
import { BOX, Fact, Facts, LINK } from '#app/routes/parts/refund-controls.tsx'
import { factName, nameOf, ruleFact, ruleTerm } from '#app/routes/parts/rule-words.ts'
import { SupplyNotice } from '#app/routes/parts/supply-notice.tsx'
import { formatInstant } from '#app/shared/display-time.ts'
import { type CountingRuleId, isUuid } from '#app/shared/ids.ts'
import { formatMoney } from '#app/shared/money.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'

const SHOWN_UNCOUNTED = 100

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.view.rule.title }]

export async function loader({ request, params }: LoaderFunctionArgs) {
  const reader = await requireActor(request, 'ledger:read')
  const { db } = getRuntime()
  const ruleId = readRuleId(params)
  const view = await findCountingRule(db, ruleId)
  if (!view) throw notFound()
  const about = { subject: 'counting_rule', subjectId: ruleId } as const
  const [uncounted, names, evidence] = await Promise.all([
    listUncounted(db, ruleId, SHOWN_UNCOUNTED),
    listOfficeChoices(db),
    readEvidence(about),
  ])
  const { notice, headers } = takeNotice(request)
  return data(
    { view, uncounted, names, evidence, notice, mayWork: Boolean(asActor(reader, 'rule:record')) },
    { headers },
  )
}

export async function action({ request, params }: ActionFunctionArgs) {
  const reader = await requireActor(request, 'ledger:read')
  if (!isEvidenceForm(request)) throw badRequest()
  const officer = asActor(reader, 'rule:record')
  if (!officer) throw forbidden()
  const ruleId = readRuleId(params)
  if (!(await findCountingRule(getRuntime().db, ruleId))) throw notFound()
  const about = { subject: 'counting_rule', subjectId: ruleId } as const
  return answerEvidence(request, { ...about, actorId: officer.personId, to: paths.finance.rule(ruleId) })
}

function readRuleId(params: { ruleId?: string }): CountingRuleId {
  const id = params.ruleId ?? ''
  if (!isUuid(id)) throw notFound()
  return id as CountingRuleId
}

export default function RulePage() {
  const { view, evidence, mayWork, notice } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useMessages(rulesMessages)
  const { rule } = view
  return (
    <article className="mx-auto max-w-3xl">
      <Link className={LINK} to={paths.finance.rules()}>
        {t.back}
      </Link>
      <h1 className="font-serif text-2xl font-bold">{rule.title}</h1>
      <p className="mt-1 text-ink-2 tabular-nums">
        {rule.documentNo} · {ruleTerm(rule, t)}
      </p>
      <SupplyNotice notice={answer ? undefined : notice} />
      <RuleContent />
      <Changes />
      <Effect />
      <EvidenceSection
        evidence={evidence}
        mayWork={mayWork}
        problem={answer?.evidenceProblem}
        kinds={['source', 'other']}
      />
    </article>
  )
}

const FACTS = [
  'reservedShareBasisPoints',
  'perHeadMin',
  'counties',
  'categories',
  'measure832Channels',
  'notes',
] as const

function RuleContent() {
  const { view, names } = useLoaderData<typeof loader>()
  const t = useMessages(rulesMessages)
  const office = useMessages(officeMessages)
  const language = useLanguage()
  const { rule } = view
  return (
    <section className={`${BOX} mt-6`}>
      <h2 className="font-serif text-xl font-bold">{t.facts}</h2>
      <Facts>
        {FACTS.map((name) => (
          <Fact key={name} name={factName(name, t)}>
            {ruleFact(rule, name, { names, language })}
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
    </section>
  )
}

function Changes() {
  const { view, names } = useLoaderData<typeof loader>()
  const t = useMessages(rulesMessages)
  const language = useLanguage()
  const { rule, before } = view
  if (!before) return <p className="mt-6 text-ink-2">{t.first}</p>
  const changed = changedFacts(before, rule).filter(
    (name, _place, all) => name !== 'perHeadCap' || !all.includes('perHeadMin'),
  )
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard
    <section className="mt-8 overflow-x-auto" aria-label={t.changes(before.documentNo)} tabIndex={0}>
      <h2 className="font-serif text-xl font-bold">{t.changes(before.documentNo)}</h2>
      {changed.length === 0 ? (
        <p className="mt-2 text-ink-2">{t.noChanges}</p>
      ) : (
        <table className="mt-3 w-full border-collapse text-sm">
          <thead>
            <tr className="border-b-2 border-line-strong text-left">
              {[t.what, t.before, t.after].map((head) => (
                <th key={head} scope="col" className="py-2 pr-3">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {changed.map((name) => (
              <tr key={name} className="border-t border-line align-top">
                <th scope="row" className="py-2 pr-3 text-left font-semibold">
                  {factName(name, t)}
                </th>
                <td className="py-2 pr-3 text-ink-2">{ruleFact(before, name, { names, language })}</td>
                <td className="py-2">{ruleFact(rule, name, { names, language })}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function Effect() {
  const { view, uncounted, names } = useLoaderData<typeof loader>()
  const t = useMessages(rulesMessages)
  const office = useMessages(officeMessages)
  const language = useLanguage()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard
    <section className="mt-8 overflow-x-auto" aria-label={t.effect} tabIndex={0}>
      <h2 className="font-serif text-xl font-bold">{t.effect}</h2>
      <p className="mt-2 tabular-nums">{t.countedSum(formatMoney(view.counted.amount), view.counted.count)}</p>
      <p className="tabular-nums">{t.uncountedSum(formatMoney(view.uncounted.amount), view.uncounted.count)}</p>
      {uncounted.length > 0 && (
        <table className="mt-3 w-full border-collapse text-sm">
          <caption className="text-left font-semibold">{t.uncounted}</caption>
          <thead>
            <tr className="border-b-2 border-line-strong text-left">
              {[t.date, t.source, t.county, t.reason].map((head) => (
                <th key={head} scope="col" className="py-2 pr-3">
                  {head}
                </th>
              ))}
              <th scope="col" className="py-2 text-right">
                {t.amount}
              </th>
            </tr>
          </thead>
          <tbody>
            {uncounted.map((row) => (
              <tr key={`${row.sourceType}/${row.sourceId}`} className="border-t border-line align-top">
                <td className="py-1.5 pr-3 whitespace-nowrap tabular-nums">{row.businessDate}</td>
                <td className="py-1.5 pr-3">
                  {t.sources[row.sourceType]}{' '}
                  <span className="font-mono text-[0.8125rem] break-all">{row.orderNo ?? row.sourceId}</span>
                </td>
                <td className="py-1.5 pr-3 whitespace-nowrap">{nameOf(names.counties, row.countyId, language)}</td>
                <td className="py-1.5 pr-3">
                  {t.reasons[row.reason]}
                  {row.categoryId && `（${nameOf(names.categories, row.categoryId, language)}）`}
                </td>
                <td className="py-1.5 text-right tabular-nums">{formatMoney(row.amount)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {uncounted.length === 0 && <p className="mt-1 text-ink-2">{t.noneUncounted}</p>}
      {uncounted.length === SHOWN_UNCOUNTED && <p className="mt-2 text-sm text-ink-2">{office.cut(SHOWN_UNCOUNTED)}</p>}
    </section>
  )
}
