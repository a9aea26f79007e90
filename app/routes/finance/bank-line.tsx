import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { readFields } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { takeNotice } from '#app/http/redirects.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { badRequest } from '#app/http/responses.server.ts'
import { bankMessages } from '#app/messages/bank.ts'
import type { BankLine } from '#app/modules/bank/bank-queries.server.ts'
import { asActor } from '#app/modules/identity/permissions.ts'
import { clock } from '#app/platform/clock.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { readLineView } from '#app/routes/parts/bank-line-view.server.ts'
import { BankLinks } from '#app/routes/parts/bank-links.tsx'
import { BankMatchForm } from '#app/routes/parts/bank-match-form.tsx'
import { linkByForm, readBankLineId, undoByForm } from '#app/routes/parts/bank-steps.server.ts'
import { BankSuggestions } from '#app/routes/parts/bank-suggestions.tsx'
import { explainBank } from '#app/routes/parts/bank-words.ts'
import { SupplyNotice } from '#app/routes/parts/supply-notice.tsx'
import { formatMoney } from '#app/shared/money.ts'
import { useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request, params }: LoaderFunctionArgs) {
  const reader = await requireActor(request, 'ledger:read')
  const view = await readLineView(readBankLineId(params))
  const { notice, headers } = takeNotice(request)
  const title = bankMessages[readPreferences(request).language].lineTitle(formatMoney(view.line.amount))
  const mayWork = asActor(reader, 'reconciliation:match') !== undefined
  return data({ title, ...view, notice, mayWork, requestId: newId() }, { headers })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const officer = await requireActor(request, 'reconciliation:match')
  const step = { officer, bankLineId: readBankLineId(params), now: clock.now() }
  const fields = await readFields(request)
  switch (fields.get('intent')) {
    case 'link':
      return linkByForm(fields, step)
    case 'undo':
      return undoByForm(fields, step)
    default:
      throw badRequest()
  }
}

export default function BankLinePage() {
  const { title, line, suggestions, items, otherLines, links, notice, mayWork, requestId } =
    useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const t = useMessages(bankMessages)
  const isOpen = line.linkId === undefined
  return (
    <>
      <Link to={paths.finance.bank()} className="inline-flex min-h-11 items-center text-indigo underline print:hidden">
        {t.back}
      </Link>
      <h1 className="font-serif text-2xl font-bold tabular-nums">{title}</h1>
      {result?.problem ? (
        <div className="mt-4">
          <Notice tone="error" role="alert">
            {explainBank(result.problem, t)}
          </Notice>
        </div>
      ) : (
        <SupplyNotice notice={notice} />
      )}
      <Facts line={line} />
      {isOpen && mayWork && <BankSuggestions requestId={requestId} suggestions={suggestions} />}
      {isOpen && mayWork && <BankMatchForm requestId={requestId} line={line} items={items} otherLines={otherLines} />}
      <BankLinks links={links} mayWork={mayWork} />
    </>
  )
}

function Facts({ line }: { line: BankLine }) {
  const t = useMessages(bankMessages)
  const facts = [
    [t.date, line.bookedOn],
    [
      t.counterparty,
      [line.counterparty || t.noName, line.counterpartyTail && t.tail(line.counterpartyTail)]
        .filter(Boolean)
        .join(' · '),
    ],
    [t.purpose, line.purpose],
    [t.ref, line.bankRef],
    [t.balance, line.balance === undefined ? '' : formatMoney(line.balance)],
    [t.state, line.linkId ? t.linked : t.open],
  ].filter(([, value]) => value !== '')
  return (
    <dl className="mt-4 grid gap-x-6 gap-y-1 sm:grid-cols-[auto_1fr]">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-ink-2">{name}</dt>
          <dd className="break-words tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
