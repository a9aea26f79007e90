import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { rulesMessages } from '#app/messages/rules.ts'
import { listCountingRules } from '#app/modules/assistance/counting-rule-queries.server.ts'
import { listOfficeChoices } from '#app/modules/assistance/office-choices.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { OfficeErrors, OfficeField, OfficeFile, OfficeWords } from '#app/routes/parts/office-form.tsx'
import { Refused } from '#app/routes/parts/refund-answer.tsx'
import { LINK, PRIMARY } from '#app/routes/parts/refund-controls.tsx'
import { CategoryBoxes, ChannelBoxes, CountyBoxes } from '#app/routes/parts/rule-boxes.tsx'
import { recordRuleByForm } from '#app/routes/parts/rule-steps.server.ts'
import { fen, formatYuan } from '#app/shared/money.ts'
import { useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, 'rule:record')
  const { db } = getRuntime()
  const [[latest], choices] = await Promise.all([listCountingRules(db), listOfficeChoices(db)])
  const title = rulesMessages[readPreferences(request).language].add
  return { title, latest, choices }
}

export async function action({ request }: ActionFunctionArgs) {
  const officer = await requireActor(request, 'rule:record')
  return recordRuleByForm(request, officer)
}

export default function NewRulePage() {
  const { latest, choices } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useMessages(rulesMessages)
  return (
    <div className="mx-auto max-w-3xl">
      <Link className={LINK} to={paths.finance.rules()}>
        {t.back}
      </Link>
      <h1 className="font-serif text-2xl font-bold">{t.add}</h1>
      <p className="mt-2 text-ink-2">{t.newLead}</p>
      <Refused>{answer?.refused}</Refused>
      <Form method="post" encType="multipart/form-data" className="mt-6 grid gap-5">
        <OfficeErrors answer={answer} labels={t} />
        <OfficeField name="title" label={t.title} answer={answer} maxLength={120} required />
        <div className="grid gap-5 sm:grid-cols-2">
          <OfficeField name="documentNo" label={t.documentNo} answer={answer} maxLength={60} required />
          <OfficeField
            name="validFrom"
            label={t.validFrom}
            hint={t.validFromHint(latest?.validFrom ?? '')}
            type="date"
            answer={answer}
            required
          />
        </div>
        <OfficeFile label={t.file} answer={answer} />
        <OfficeField
          name="reservedShare"
          label={`${t.reservedShare}（%）`}
          hint={t.reservedShareHint}
          inputMode="decimal"
          answer={answer}
          before={formatYuan(fen(latest?.reservedShareBasisPoints ?? 1000)).replace(/\.00$/, '')}
          required
        />
        <div className="grid gap-5 sm:grid-cols-2">
          <OfficeField name="perHeadMin" label={t.perHeadMin} inputMode="decimal" answer={answer} />
          <OfficeField name="perHeadCap" label={t.perHeadCap} inputMode="decimal" answer={answer} />
        </div>
        <CountyBoxes counties={choices.counties} before={latest?.counties ?? []} answer={answer} />
        <CategoryBoxes categories={choices.categories} before={latest?.categories ?? []} answer={answer} />
        <ChannelBoxes before={latest?.measure832Channels ?? ['platform_832']} answer={answer} />
        <OfficeWords name="notes" label={t.notes} maxLength={1000} answer={answer} />
        <button type="submit" className={`${PRIMARY} sm:justify-self-start`}>
          {t.submit}
        </button>
      </Form>
    </div>
  )
}
