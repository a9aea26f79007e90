import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { parseForm } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { badRequest } from '#app/http/responses.server.ts'
import { counterMessages } from '#app/messages/counter.ts'
import { formatSaleItems, SALE_FUNDS } from '#app/modules/counter/sale-items.ts'
import { beginPaidByPhone, sellForCash } from '#app/modules/counter/sell-at-counter.server.ts'
import { sellSchema } from '#app/modules/counter/sell-at-counter.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { CARD, CounterNotice, PRIMARY, QUIET } from '#app/routes/parts/counter-parts.tsx'
import { FoundGoods, SaleBasket } from '#app/routes/parts/counter-sale-parts.tsx'
import { viewSale } from '#app/routes/parts/counter-sale-view.server.ts'
import { explainSale } from '#app/routes/parts/counter-sell.ts'
import { inLanguage } from '#app/shared/language.ts'
import { Field } from '#app/ui/field.tsx'
import { useLanguage, useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  const clerk = await requireActor(request, 'counter:hand-over')
  const view = await viewSale(getRuntime().db, clerk.personId, new URL(request.url).searchParams)
  if (view.scanned) throw redirect(view.scanned)
  return { title: counterMessages[readPreferences(request).language].sale.title, ...view }
}

export async function action({ request }: ActionFunctionArgs) {
  const clerk = await requireActor(request, 'counter:hand-over')
  const { language } = readPreferences(request)
  const t = counterMessages[language]
  const submission = await parseForm(request, sellSchema)
  if (submission.status !== 'success') {
    const { fundType, campusNumber, ...rest } = submission.error ?? {}
    if (Object.values(rest).some((keys) => keys !== null)) throw badRequest()
    const field = fundType ? 'fundMissing' : 'campusNumberInvalid'
    return data({ problem: t.sale.fields[field], field }, { status: 422 })
  }
  const { method, campusNumber, ...form } = submission.value
  const command = { ...form, campusNumber, clerk, now: clock.now() }
  const { db } = getRuntime()
  const sold = await (method === 'cash' ? sellForCash(db, command) : beginPaidByPhone(db, command))
  if (sold.ok) return redirect(paths.counter.sold(sold.value.orderNo), { status: 303 })
  return data({ problem: explainSale(sold.refusal, t, language), field: undefined }, { status: 409 })
}

export default function SalePage() {
  const { query, found, lines, items, total, shifts } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const t = useMessages(counterMessages).sale
  return (
    <div className="max-w-3xl">
      <h1 className="font-serif text-2xl font-bold">{t.title}</h1>
      <CounterNotice problem={result?.problem} />
      {shifts.length === 0 && (
        <p className="mt-4 border-l-4 border-mai bg-mai-soft p-3">
          {t.needShift}{' '}
          <Link to={paths.counter.shift()} className="font-semibold underline">
            {t.shift}
          </Link>
        </p>
      )}
      <Form method="get" className={`mt-4 flex flex-wrap items-end gap-3 ${CARD}`}>
        <input type="hidden" name="items" value={formatSaleItems(items)} />
        <div className="min-w-48 flex-1">
          <Field
            key={query + formatSaleItems(items)}
            label={t.search}
            name="q"
            autoComplete="off"
            maxLength={60}
            // A scanner types without a finger.
            autoFocus
          />
        </div>
        <button type="submit" className={QUIET}>
          {t.searchSubmit}
        </button>
      </Form>
      {query !== '' && found.length === 0 && <p className="mt-3">{t.nothingFound(query)}</p>}
      {found.length > 0 && <FoundGoods found={found} items={items} />}
      <section className="mt-6">
        <h2 className="font-serif text-xl font-bold">{t.basket}</h2>
        <SaleBasket lines={lines} items={items} total={total} />
      </section>
      {lines.length > 0 && shifts.length > 0 && <PayForm />}
    </div>
  )
}

function PayForm() {
  const { items, total, shifts, requestId } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const t = useMessages(counterMessages).sale
  const language = useLanguage()
  return (
    <Form method="post" className={`mt-4 grid gap-4 ${CARD}`}>
      <input type="hidden" name="requestId" value={requestId} />
      <input type="hidden" name="items" value={formatSaleItems(items)} />
      <input type="hidden" name="expectedTotal" value={total} />
      <fieldset>
        <legend className="font-semibold">{t.fund}</legend>
        <div className="mt-1 flex flex-wrap gap-3">
          {SALE_FUNDS.map((fund) => (
            <label
              key={fund}
              className="inline-flex min-h-12 items-center gap-2 rounded-[10px] border border-line-strong px-4"
            >
              <input type="radio" name="fundType" value={fund} required className="size-5" />
              {t.funds[fund]}
            </label>
          ))}
        </div>
      </fieldset>
      <Field
        label={t.campusNumber}
        hint={t.campusNumberHint}
        name="campusNumber"
        maxLength={20}
        autoComplete="off"
        autoCapitalize="characters"
        error={result?.field === 'campusNumberInvalid' ? t.fields.campusNumberInvalid : undefined}
      />
      <Field label={t.shift} name="shiftId">
        {(control) => (
          <select {...control}>
            {shifts.map((shift) => (
              <option key={shift.shiftId} value={shift.shiftId}>
                {inLanguage(shift.pointZh, shift.pointEn, language)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <div className="flex flex-wrap gap-3">
        <button type="submit" name="method" value="cash" className={PRIMARY}>
          {t.cash}
        </button>
        <button type="submit" name="method" value="qr" className={QUIET}>
          {t.qr}
        </button>
      </div>
      <p className="text-sm text-ink-2">{t.cashHint}</p>
    </Form>
  )
}
