import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { targetsMessages } from '#app/messages/targets.ts'
import { ruleInForce } from '#app/modules/assistance/counting-rule.ts'
import { listCountingRules } from '#app/modules/assistance/counting-rule-queries.server.ts'
import { listOfficeChoices } from '#app/modules/assistance/office-choices.server.ts'
import { listDecisions } from '#app/modules/assistance/target-queries.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { OfficeErrors, OfficeField, OfficeFile, OfficeSelect } from '#app/routes/parts/office-form.tsx'
import { Refused } from '#app/routes/parts/refund-answer.tsx'
import { LINK, PRIMARY, SECONDARY } from '#app/routes/parts/refund-controls.tsx'
import { TargetRows } from '#app/routes/parts/target-rows.tsx'
import { answerTarget, readYear } from '#app/routes/parts/target-steps.server.ts'
import { ChangesTable } from '#app/routes/parts/target-tables.tsx'
import { partOptions } from '#app/routes/parts/target-words.ts'
import { YearLinks } from '#app/routes/parts/year-links.tsx'
import { assistanceYear, businessDate } from '#app/shared/business-date.ts'
import { ZERO_FEN } from '#app/shared/money.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, 'target:set')
  const now = clock.now()
  const thisYear = assistanceYear(now)
  const year = readYear(request, thisYear)
  const { db } = getRuntime()
  const [rules, names, decisions] = await Promise.all([
    listCountingRules(db),
    listOfficeChoices(db),
    listDecisions(db, year),
  ])
  const title = targetsMessages[readPreferences(request).language].add
  const ruleId = ruleInForce(rules, businessDate(now)).ruleId
  return { title, year, thisYear, names, inForce: decisions[0], ruleId, rules }
}

export async function action({ request }: ActionFunctionArgs) {
  const officer = await requireActor(request, 'target:set')
  return answerTarget(request, officer)
}

/** Rows to fill in beyond what the decision in force has. */
const SPARE_ROWS = 3

export default function NewTargetPage() {
  const { year, thisYear, names, inForce } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useMessages(targetsMessages)
  const lines = inForce?.lines ?? [COLLEGE]
  const language = useLanguage()
  return (
    <div>
      <Link className={LINK} to={paths.finance.targets(year)}>
        {t.back}
      </Link>
      <h1 className="font-serif text-2xl font-bold">
        {t.add} · {year}
      </h1>
      <YearLinks
        label={t.otherYear}
        current={year}
        years={[thisYear + 1, thisYear, thisYear - 1]}
        to={paths.finance.newTarget}
      />
      <Refused>{answer?.refused}</Refused>
      {answer?.preview && (
        <section className="mt-6 rounded-2xl border border-indigo bg-indigo-soft p-4">
          <h2 className="font-serif text-xl font-bold">{t.previewTitle}</h2>
          <p className="text-sm text-ink-2">{t.previewNote}</p>
          <ChangesTable label={t.previewTitle} changes={answer.preview} names={names} />
        </section>
      )}
      <Form
        key={year}
        method="post"
        action={paths.finance.newTarget(year)}
        encType="multipart/form-data"
        className="mt-6 grid gap-5"
      >
        <OfficeErrors answer={answer} labels={t} rowLabels={ROW_LABELS[language]} />
        <input type="hidden" name="year" value={year} />
        <DocumentFields />
        <h2 className="mt-2 font-serif text-xl font-bold">{t.rows}</h2>
        <p className="max-w-[680px] text-sm text-ink-2">{t.rowsHint}</p>
        <TargetRows
          count={answer?.rowCount ?? lines.length + SPARE_ROWS}
          before={lines}
          options={partOptions(names, language)}
          answer={answer}
        />
        <div className="flex flex-wrap gap-3">
          <button type="submit" name="intent" value="preview" className={SECONDARY}>
            {t.preview}
          </button>
          <button type="submit" name="intent" value="rows" formNoValidate className={SECONDARY}>
            {t.more}
          </button>
          <button type="submit" name="intent" value="save" className={PRIMARY}>
            {t.submit}
          </button>
        </div>
      </Form>
    </div>
  )
}

const rowLabels = (language: 'zh' | 'en') => {
  const { part, basis, figure, share, headCount } = targetsMessages[language]
  return { part, basis, figure, share, heads: headCount }
}
const ROW_LABELS = { zh: rowLabels('zh'), en: rowLabels('en') }

/** A year without a decision begins with the row that is needed. */
const COLLEGE = { part: { scope: 'college' }, amount: ZERO_FEN } as const

function DocumentFields() {
  const { inForce, rules, ruleId } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useMessages(targetsMessages)
  return (
    <>
      <div className="grid gap-5 sm:grid-cols-2">
        <OfficeField name="documentNo" label={t.documentNo} answer={answer} maxLength={60} required />
        <OfficeField
          name="decidedOn"
          label={t.decidedOn}
          hint={t.decidedOnHint(inForce?.decidedOn)}
          type="date"
          answer={answer}
          required
        />
      </div>
      <OfficeFile label={t.file} answer={answer} />
      <OfficeSelect
        name="countingRuleId"
        label={t.countingRuleId}
        answer={answer}
        before={ruleId}
        options={rules.map((rule) => ({
          value: rule.ruleId,
          words: `${rule.validFrom} · ${rule.documentNo} · ${rule.title}`,
        }))}
      />
    </>
  )
}
