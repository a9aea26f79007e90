import {
  hostedLanguage,
  hostedPolicy,
  renderClosedPage,
  renderHostedPage,
  renderMissingPage,
  successAddress,
} from './hosted-page.ts'
import { type CheckoutSession, PAYMENT_METHOD_TYPES, type PaymentMethodType } from './stripe-objects.ts'
import type { StripeWorld } from './stripe-world.ts'

export interface PageRequest {
  method: string
  path: string
  query: URLSearchParams
  form: URLSearchParams
}

export interface PageAnswer {
  status: number
  headers: Record<string, string>
  body: string
}

/** `/checkout/:id` and `/checkout/:id/closed`: what a buyer's browser sees. */
export function answerHostedPage(world: StripeWorld, request: PageRequest, settlesAfter: number): PageAnswer {
  const [, , sessionId = '', rest] = request.path.split('/')
  world.tick()
  const session = world.state.sessions.find(sessionId)
  const wished = request.query.get('lang')
  const language = hostedLanguage(wished, session)
  if (!session || (rest !== undefined && rest !== 'closed')) {
    return html(404, renderMissingPage(language), hostedPolicy())
  }
  if (rest === 'closed') return html(200, renderClosedPage(language, session.id), hostedPolicy(session))
  if (request.method === 'POST') {
    return seeOther(destination(world, session, { form: request.form, settlesAfter, wished }))
  }
  const intent = session.payment_intent === null ? undefined : world.state.paymentIntents.find(session.payment_intent)
  const lineItems = world.state.backgrounds.get(session.id)?.lineItems ?? []
  return html(200, renderHostedPage({ session, intent, lineItems }, language), hostedPolicy(session))
}

interface Submission {
  form: URLSearchParams
  settlesAfter: number
  wished: string | null
}

const OUTCOMES = { pay: 'succeed', pay_and_close: 'succeed', decline: 'decline', process: 'process' } as const

/** Does what the pressed button says, and tells where the browser goes next. A closed session shows how it ended. */
function destination(world: StripeWorld, session: CheckoutSession, { form, settlesAfter, wished }: Submission): string {
  const here = `/checkout/${session.id}`
  const language = wished === 'en' || wished === 'zh' ? `?lang=${wished}` : ''
  const action = form.get('action') ?? ''
  if (action === 'cancel' && session.status === 'open' && session.cancel_url !== null) return session.cancel_url
  if (!isKnownAction(action)) return here + language
  const method = PAYMENT_METHOD_TYPES.find((each) => each === form.get('method')) ?? firstMethod(session)
  const paid = world.pay({ sessionId: session.id, method, outcome: OUTCOMES[action], settlesAfter })
  if (!paid.ok || action === 'decline') return here + language
  return action === 'pay_and_close' ? `${here}/closed${language}` : successAddress(session)
}

function isKnownAction(action: string): action is keyof typeof OUTCOMES {
  return Object.hasOwn(OUTCOMES, action)
}

function firstMethod(session: CheckoutSession): PaymentMethodType {
  return session.payment_method_types[0] ?? 'card'
}

function html(status: number, body: string, policy: string): PageAnswer {
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': policy,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    },
    body,
  }
}

function seeOther(location: string): PageAnswer {
  return { status: 303, headers: { location, 'cache-control': 'no-store' }, body: '' }
}
