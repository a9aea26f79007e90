import { getFormProps, type SubmissionResult, useForm } from '@conform-to/react'
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { Form, type ShouldRevalidateFunction, useActionData, useLoaderData, useNavigation } from '@remix-run/react'
import { useMemo } from 'react'
import { parseForm } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { takeNotice } from '#app/http/redirects.server.ts'
import { requireBuyer } from '#app/http/require-actor.server.ts'
import { badRequest } from '#app/http/responses.server.ts'
import { accountMessages } from '#app/messages/account.ts'
import { cartMessages } from '#app/messages/cart.ts'
import { type CheckoutMessages, checkoutMessages } from '#app/messages/checkout.ts'
import type { Buyer } from '#app/modules/identity/permissions.ts'
import { placeOrder } from '#app/modules/ordering/place-order.server.ts'
import type { PlacedOrder, PlaceOrderCommand } from '#app/modules/ordering/place-order.ts'
import { startPayment } from '#app/modules/payments/start-payment.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { ChoiceError, DestinationChoice } from '#app/routes/parts/checkout-destination.tsx'
import { type CheckoutFields, type CheckoutForm, checkoutForm } from '#app/routes/parts/checkout-form.ts'
import { CheckoutItems } from '#app/routes/parts/checkout-items.tsx'
import { EmptyCheckout, RefusalNotice, WayOn } from '#app/routes/parts/checkout-notices.tsx'
import { type CheckoutOnScreen, viewCheckout } from '#app/routes/parts/checkout-view.server.ts'
import { orderPage } from '#app/routes/parts/order-url.ts'
import type { CartId, PickupSlotId } from '#app/shared/ids.ts'
import { fen, formatMoney } from '#app/shared/money.ts'
import { ErrorSummary, Field } from '#app/ui/field.tsx'
import { useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

/** After a refusal the page must show what holds now, above all the total. */
export const shouldRevalidate: ShouldRevalidateFunction = ({ formMethod, defaultShouldRevalidate }) =>
  formMethod === 'POST' || defaultShouldRevalidate

export async function loader({ request }: LoaderFunctionArgs) {
  const buyer = await requireBuyer(request)
  const { language } = readPreferences(request)
  const checkout = await viewCheckout(getRuntime().db, { buyer, language, now: clock.now() })
  const { notice, headers } = takeNotice(request)
  return data({ title: checkoutMessages[language].title, checkout, notice }, { headers })
}

export async function action({ request }: ActionFunctionArgs) {
  const buyer = await requireBuyer(request)
  const submission = await parseForm(request, checkoutForm)
  if (submission.status !== 'success') {
    if (HIDDEN_FIELDS.some((name) => submission.error?.[name])) throw badRequest()
    return data({ reply: submission.reply(), refusal: undefined }, { status: 422 })
  }
  const now = clock.now()
  const result = await placeOrder(getRuntime().db, commandOf(submission.value, { buyer, now }))
  if (result.ok) return leadToPayment(result.value, now)
  const { refusal } = result
  return data({ reply: submission.reply({ formErrors: [refusal.kind] }), refusal }, { status: 409 })
}

export default function CheckoutPage() {
  const { checkout, notice } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useMessages(checkoutMessages)
  const { notices } = useMessages(accountMessages)
  return (
    <div className="mx-auto max-w-[680px]">
      <h1 className="font-serif text-2xl font-bold">{t.title}</h1>
      {answer?.refusal && <RefusalNotice refusal={answer.refusal} />}
      {notice && !answer && (
        <div className="mt-4">
          <Notice tone="done" role="status">
            {notices[notice]}
          </Notice>
        </div>
      )}
      {checkout.kind === 'empty' ? <EmptyCheckout /> : <OpenCheckout checkout={checkout} lastResult={answer?.reply} />}
    </div>
  )
}

/** Made by the page, never typed: when one of them is wrong, what was sent cannot come from our form. */
const HIDDEN_FIELDS = ['requestId', 'cartId', 'expectedTotal']

function commandOf(form: CheckoutForm, { buyer, now }: { buyer: Buyer; now: Date }): PlaceOrderCommand {
  return {
    buyer,
    cartId: form.cartId as CartId,
    requestId: form.requestId,
    expectedTotal: fen(form.expectedTotal),
    fulfillment:
      form.fulfillment === 'pickup'
        ? { kind: 'pickup', slotId: form.slotId as PickupSlotId }
        : { kind: 'building', buildingId: form.buildingId ?? '', room: form.room ?? '' },
    contactName: form.contactName,
    contactPhone: form.contactPhone,
    note: form.note ?? '',
    returnRuleAccepted: form.returnRule === 'on',
    now,
  }
}

/** The order stands whatever the payment provider says; its own page leads on from there. */
async function leadToPayment({ orderId, orderNo }: PlacedOrder, now: Date): Promise<Response> {
  const started = await startPayment(getRuntime(), { orderId, now })
  if (started.ok) return redirect(started.value.checkoutUrl, 303)
  return redirect(orderPage(orderNo, started.refusal.kind === 'unavailable' ? 'unavailable' : undefined), 303)
}

interface OpenCheckoutProps {
  checkout: CheckoutOnScreen
  lastResult: SubmissionResult<string[]> | undefined
}

function OpenCheckout({ checkout, lastResult }: OpenCheckoutProps) {
  const { cart, prefill, points, buildings } = checkout
  const t = useMessages(checkoutMessages)
  const [form, fields] = useForm<CheckoutFields>({
    id: 'checkout',
    lastResult: lastResult ?? null,
    defaultValue: prefill,
  })
  const errors = useMemo(() => explainErrors(lastResult, t), [lastResult, t])
  const summary = useMemo(() => Object.entries(errors).map(([fieldId, text]) => ({ fieldId, text })), [errors])
  const typed = {
    fulfillment: textOf(fields.fulfillment.initialValue),
    slotId: textOf(fields.slotId.initialValue),
    buildingId: textOf(fields.buildingId.initialValue),
    room: textOf(fields.room.initialValue),
  }
  return (
    <Form method="post" {...getFormProps(form)} className="group/checkout mt-4 grid gap-8">
      <ErrorSummary title={t.errors.title} errors={summary} />
      <input type="hidden" name="requestId" value={checkout.requestId} />
      <input type="hidden" name="cartId" value={cart.id} />
      <input type="hidden" name="expectedTotal" value={cart.total} />
      <DestinationChoice points={points} buildings={buildings} typed={typed} errors={errors} />
      <section aria-labelledby="contact-title" className="grid gap-5">
        <h2 id="contact-title" className="font-serif text-xl font-bold">
          {t.contact.legend}
        </h2>
        <Field
          label={t.contact.name}
          name="contactName"
          error={errors.contactName}
          defaultValue={textOf(fields.contactName.initialValue)}
          maxLength={30}
          autoComplete="name"
        />
        <Field
          label={t.contact.phone}
          name="contactPhone"
          type="tel"
          inputMode="numeric"
          hint={t.contact.phoneHint}
          error={errors.contactPhone}
          defaultValue={textOf(fields.contactPhone.initialValue)}
          maxLength={11}
          autoComplete="tel-national"
        />
        <Field label={t.contact.note} name="note" error={errors.note}>
          {(control) => (
            <textarea {...control} rows={2} maxLength={200} defaultValue={textOf(fields.note.initialValue)} />
          )}
        </Field>
      </section>
      <CheckoutItems cart={cart} />
      <Placing
        checkout={checkout}
        isRuleTicked={fields.returnRule.initialValue === 'on'}
        ruleError={errors.returnRule}
      />
    </Form>
  )
}

interface PlacingProps {
  checkout: CheckoutOnScreen
  isRuleTicked: boolean
  ruleError: string | undefined
}

/** The total, the rule to agree to, and the one action of the page. */
function Placing({ checkout: { cart, fundType }, isRuleTicked, ruleError }: PlacingProps) {
  const t = useMessages(checkoutMessages)
  const { fixFirst } = useMessages(cartMessages)
  const isSubmitting = useNavigation().formMethod === 'POST'
  return (
    <section aria-label={t.total} className="border-t border-line pt-4">
      <p className="flex items-baseline justify-between">
        {t.total}
        <strong data-testid="checkout-total" className="text-2xl text-jiao tabular-nums">
          {formatMoney(cart.total)}
        </strong>
      </p>
      <p className="mt-1 text-sm text-ink-2">{t.fundNote(t.fund[fundType])}</p>
      <label className="mt-4 flex min-h-11 gap-3">
        <input
          type="checkbox"
          id="returnRule"
          name="returnRule"
          defaultChecked={isRuleTicked}
          aria-describedby={ruleError && 'returnRule-error'}
          aria-invalid={ruleError ? true : undefined}
          className="mt-0.5 size-6 shrink-0 accent-jiao"
        />
        <span>{t.returnRule}</span>
      </label>
      <ChoiceError id="returnRule" error={ruleError} />
      <a
        href={paths.returnRules()}
        target="_blank"
        rel="noreferrer"
        className="ml-9 inline-flex min-h-11 items-center text-indigo underline"
      >
        {t.returnRuleLink}
      </a>
      {cart.isReady ? (
        <>
          <button
            type="submit"
            className="mt-2 min-h-12 w-full rounded-[10px] bg-jiao-fill px-5 text-lg font-semibold text-white tabular-nums hover:bg-jiao-deep"
          >
            {isSubmitting ? t.submitting : t.submit(formatMoney(cart.total))}
          </button>
          <p className="mt-2 text-sm text-ink-2">{t.payNote}</p>
        </>
      ) : (
        <Notice tone="warning">
          <p>{fixFirst}</p>
          <WayOn to={paths.cart()}>{t.lines.change}</WayOn>
        </Notice>
      )}
    </section>
  )
}

/** Which words say what is wrong with a field: one sentence each, whatever the reason. */
const ERROR_WORDS = {
  fulfillment: 'how',
  slotId: 'slot',
  buildingId: 'building',
  room: 'room',
  contactName: 'name',
  contactPhone: 'phone',
  note: 'note',
  returnRule: 'returnRule',
} as const satisfies Partial<Record<keyof CheckoutFields, keyof CheckoutMessages['errors']>>

type FieldName = keyof typeof ERROR_WORDS

function explainErrors(
  result: OpenCheckoutProps['lastResult'],
  t: CheckoutMessages,
): Partial<Record<FieldName, string>> {
  const wrong = (Object.keys(ERROR_WORDS) as FieldName[]).filter((name) => result?.error?.[name])
  return Object.fromEntries(wrong.map((name) => [name, t.errors[ERROR_WORDS[name]]]))
}

/** What was typed into a field; nothing when something else than text was sent for it. */
function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
