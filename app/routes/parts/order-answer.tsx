import { Link } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { accountMessages } from '#app/messages/account.ts'
import { type OrdersMessages, ordersMessages } from '#app/messages/orders.ts'
import type { AcceptSupplierOrderRefusal } from '#app/modules/ordering/accept-supplier-order.server.ts'
import type { ReorderNote } from '#app/modules/ordering/reorder.server.ts'
import type { CancelOrderRefusal } from '#app/modules/payments/cancel-order.server.ts'
import type { StartPaymentRefusal } from '#app/modules/payments/start-payment.server.ts'
import { inLanguage, type Language } from '#app/shared/language.ts'
import { formatMoney } from '#app/shared/money.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'

type Refused =
  | { intent: 'pay'; kind: Exclude<StartPaymentRefusal['kind'], 'paid'> }
  | { intent: 'cancel'; kind: Exclude<CancelOrderRefusal['kind'], 'notFound'> }
  | { intent: 'accept'; kind: Exclude<AcceptSupplierOrderRefusal['kind'], 'notFound'> }

/** What a button of an order's page was answered when it did not lead elsewhere. */
export type OrderAnswer = Refused | { intent: 'reorder'; notes: ReorderNote[] }

export function OrderAnswerNotice({ answer }: { answer: OrderAnswer }) {
  const t = useMessages(ordersMessages)
  if (answer.intent === 'reorder') return <ReorderNotes notes={answer.notes} />
  return (
    <Notice tone={answer.kind === 'unavailable' ? 'warning' : 'error'} role="alert">
      {explain(answer, t)}
    </Notice>
  )
}

function explain(refused: Refused, t: OrdersMessages): string {
  switch (refused.intent) {
    case 'pay':
      return t.payment[refused.kind]
    case 'cancel':
      return t.cannotCancel[refused.kind]
    case 'accept':
      return t.notAccepted[refused.kind]
  }
}

/** What went into the bag otherwise than last time. */
function ReorderNotes({ notes }: { notes: ReorderNote[] }) {
  const t = useMessages(ordersMessages)
  const language = useLanguage()
  const { notices } = useMessages(accountMessages)
  const said = [...new Set(notes.map((note) => describeNote(note, language)))]
  const isInPart = notes.some((note) => note.kind !== 'price')
  return (
    <Notice tone={isInPart ? 'warning' : 'info'} role="status">
      <p className="font-semibold">{isInPart ? notices.reorderedInPart : notices.reordered}</p>
      <ul className="mt-1 list-disc pl-5">
        {said.map((text) => (
          <li key={text} className="tabular-nums">
            {text}
          </li>
        ))}
      </ul>
      <Link to={paths.cart()} className="inline-flex min-h-11 items-center text-indigo underline">
        {t.reorderNotes.toCart}
      </Link>
    </Notice>
  )
}

function describeNote(note: ReorderNote, language: Language): string {
  const t = ordersMessages[language].reorderNotes
  const name = inLanguage(note.nameZh, note.nameEn, language)
  switch (note.kind) {
    case 'gone':
      return t.gone(name)
    case 'fewer':
      return t.fewer(name, note.quantity)
    case 'price':
      return t.price(name, formatMoney(note.before), formatMoney(note.now))
  }
}
