import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { ensureCartOwner, findCartOwner } from '#app/http/cart-owner.server.ts'
import { parseForm } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { redirectWithNotice, safeReturnTo, takeNotice } from '#app/http/redirects.server.ts'
import { badRequest } from '#app/http/responses.server.ts'
import { accountMessages } from '#app/messages/account.ts'
import { type CartMessages, cartMessages } from '#app/messages/cart.ts'
import type { CartGroup, CartLineView } from '#app/modules/cart/cart.ts'
import { viewCart } from '#app/modules/cart/cart-queries.server.ts'
import { setCartQuantity } from '#app/modules/cart/set-cart-quantity.server.ts'
import { type SetCartQuantityRefusal, setCartQuantitySchema } from '#app/modules/cart/set-cart-quantity.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { PresaleNote } from '#app/routes/parts/stock-notes.tsx'
import { formatMoney } from '#app/shared/money.ts'
import { useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  const { db } = getRuntime()
  const { language } = readPreferences(request)
  const owner = await findCartOwner(request)
  const view = owner && (await viewCart(db, owner, language))
  const { notice, headers } = takeNotice(request)
  return data({ title: cartMessages[language].title, view, notice }, { headers })
}

export async function action({ request }: ActionFunctionArgs) {
  const submission = await parseForm(request, setCartQuantitySchema)
  if (submission.status !== 'success') {
    const errors = submission.error ?? {}
    if (!errors.quantity) throw badRequest()
    return data({ kind: 'quantityInvalid' } as const, { status: 422 })
  }
  const { skuId, quantity, returnTo } = submission.value
  const { owner, cookies } = await ensureCartOwner(request)
  const result = await setCartQuantity(getRuntime().db, { owner, skuId, quantity, now: clock.now() })
  if (!result.ok) return data(result.refusal, { status: 409 })
  const notice = quantity === 0 ? 'cartLineRemoved' : 'cartChanged'
  return redirectWithNotice(safeReturnTo(returnTo, paths.cart()), notice, cookies)
}

/** A refused change means the page was out of date: show the bag as it is now. */
export const shouldRevalidate = () => true

export default function CartPage() {
  const { view, notice } = useLoaderData<typeof loader>()
  const refusal = useActionData<typeof action>()
  const t = useMessages(cartMessages)
  const { notices } = useMessages(accountMessages)
  const isEmpty = view === undefined
  return (
    <div className="mx-auto max-w-3xl">
      <h1 className="font-serif text-2xl font-bold">{t.title}</h1>
      {refusal && (
        <p role="alert" className="mt-4 border-l-4 border-jiao bg-jiao-soft p-3">
          {explain(refusal, t)}
        </p>
      )}
      {notice && !refusal && (
        <p role="status" className="mt-4 border-l-4 border-huai bg-huai-soft p-3">
          {notices[notice]}
        </p>
      )}
      {isEmpty ? (
        <EmptyCart />
      ) : (
        <>
          {view.groups.map((group) => (
            <GroupOfCooperative key={group.cooperativeId} group={group} />
          ))}
          <section className="mt-6 border-t border-line pt-4" aria-label={t.total}>
            <p className="flex items-baseline justify-between">
              <span>
                {t.total} <span className="text-sm text-ink-3">{t.pieces(view.pieceCount)}</span>
              </span>
              <strong data-testid="cart-total" className="text-2xl text-jiao tabular-nums">
                {formatMoney(view.total)}
              </strong>
            </p>
            {view.isReady ? (
              <>
                <Link
                  to={paths.checkout()}
                  className="mt-4 flex min-h-12 items-center justify-center rounded-[10px] bg-jiao-fill px-5 text-lg font-semibold text-white hover:bg-jiao-deep"
                >
                  {t.checkout}
                </Link>
                <p className="mt-2 text-sm text-ink-3">{t.pickupNote}</p>
              </>
            ) : (
              <p className="mt-4 border-l-4 border-mai bg-mai-soft p-3">{t.fixFirst}</p>
            )}
          </section>
        </>
      )}
    </div>
  )
}

function EmptyCart() {
  const t = useMessages(cartMessages)
  return (
    <div className="mt-6 rounded-2xl bg-sand p-8 text-center">
      <p className="text-lg">{t.empty}</p>
      <p className="mt-1 text-ink-2">{t.emptyHint}</p>
      <Link to={paths.products()} className="mt-4 inline-flex min-h-11 items-center text-indigo underline">
        {t.toProducts}
      </Link>
    </div>
  )
}

function GroupOfCooperative({ group }: { group: CartGroup }) {
  const t = useMessages(cartMessages)
  return (
    <section className="mt-6 rounded-2xl border border-line bg-card p-4">
      <h2 className="flex flex-wrap items-baseline justify-between gap-2 border-b border-line pb-2 text-sm">
        <Link to={paths.cooperative(group.cooperativeSlug)} className="inline-flex min-h-11 items-center font-semibold">
          {group.cooperativeName}
        </Link>
        <span className="text-ink-2 tabular-nums">
          {t.subtotal} {formatMoney(group.subtotal)}
        </span>
      </h2>
      <ul className="divide-y divide-line">
        {group.lines.map((line) => (
          <Line key={line.skuId} line={line} />
        ))}
      </ul>
    </section>
  )
}

function Line({ line }: { line: CartLineView }) {
  const t = useMessages(cartMessages)
  return (
    <li className="flex gap-3 py-4">
      <img
        src={paths.picture(line.pictureKind, line.productSlug)}
        alt=""
        width={72}
        height={72}
        loading="lazy"
        className="size-18 shrink-0 rounded-[10px] bg-sand object-cover"
      />
      <div className="min-w-0 flex-1">
        <p>
          <Link to={paths.product(line.productSlug)} className="font-semibold">
            {line.name}
          </Link>
        </p>
        <p className="text-sm text-ink-2">
          {line.spec} · <span className="tabular-nums">{formatMoney(line.unitPrice)}</span>
        </p>
        {line.presaleReadyOn && <PresaleNote readyOn={line.presaleReadyOn} />}
        {line.problem && (
          <p className="mt-1 border-l-4 border-jiao pl-2 text-sm text-jiao">
            {t.problems[line.problem](line.left, line.maxPerOrder)}
          </p>
        )}
        <QuantityForms line={line} />
      </div>
    </li>
  )
}

const STEP = 'min-h-11 min-w-11 rounded-[10px] border border-line-strong bg-card text-lg'

/** Each button is a form of its own that says the number wanted, so a click sent twice is the same as once. */
function QuantityForms({ line }: { line: CartLineView }) {
  const t = useMessages(cartMessages)
  const typed = `quantity-${line.skuId}`
  return (
    <>
      <div className="mt-2 flex items-center gap-2">
        <SetForm line={line} quantity={line.quantity - 1} label={t.oneLess(line.name)} className={STEP}>
          −
        </SetForm>
        <Form method="post" action={paths.cart()} id={typed} preventScrollReset>
          <input type="hidden" name="skuId" value={line.skuId} />
          <input
            key={line.quantity}
            name="quantity"
            defaultValue={line.quantity}
            inputMode="numeric"
            pattern="0|[1-9][0-9]{0,2}"
            maxLength={3}
            required
            aria-label={t.quantityOf(line.name)}
            className="min-h-11 w-14 rounded-[10px] border border-line-strong bg-card text-center tabular-nums"
          />
        </Form>
        {line.quantity < line.maxPerOrder && (
          <SetForm line={line} quantity={line.quantity + 1} label={t.oneMore(line.name)} className={STEP}>
            +
          </SetForm>
        )}
        <strong className="ml-auto tabular-nums">{formatMoney(line.lineTotal)}</strong>
      </div>
      <div className="flex gap-4">
        <button type="submit" form={typed} className="min-h-11 text-sm text-indigo underline">
          {t.update}
        </button>
        <SetForm
          line={line}
          quantity={0}
          label={t.removeNamed(line.name)}
          className="min-h-11 text-sm text-ink-2 underline"
        >
          {t.remove}
        </SetForm>
      </div>
    </>
  )
}

interface SetFormProps {
  line: CartLineView
  quantity: number
  label: string
  className: string
  children: string
}

function SetForm({ line, quantity, label, className, children }: SetFormProps) {
  return (
    <Form method="post" action={paths.cart()} preventScrollReset>
      <input type="hidden" name="skuId" value={line.skuId} />
      <button type="submit" name="quantity" value={quantity} aria-label={label} className={className}>
        {children}
      </button>
    </Form>
  )
}

function explain(refusal: SetCartQuantityRefusal | { kind: 'quantityInvalid' }, t: CartMessages): string {
  switch (refusal.kind) {
    case 'quantityInvalid':
      return t.quantityInvalid
    case 'notOnSale':
      return t.refusals.notOnSale()
    case 'aboveMaximum':
      return t.refusals.aboveMaximum(refusal.max)
    case 'tooManyLines':
      return t.refusals.tooManyLines(refusal.max)
  }
}
