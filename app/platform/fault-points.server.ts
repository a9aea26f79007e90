/**
 * Named places where a test may crash, delay or fail the process. Outside tests
 * nothing is armed and a point costs one property read.
 */
let armed: ((point: string) => Promise<void> | void) | undefined

export type FaultPoint =
  | 'place-order:before-begin'
  | 'place-order:after-reserve'
  | 'place-order:after-order'
  | 'place-order:after-commit'
  | 'checkout-session:attempt-stored'
  | 'checkout-session:before-call'
  | 'checkout-session:after-call'
  | 'checkout-session:stored'
  | 'webhook:before-inbox'
  | 'webhook:after-inbox'
  | 'capture:before-commit'
  | 'capture:after-commit'
  | 'refund:before-call'
  | 'refund:after-call'
  | 'expire:before-call'
  | 'expire:before-commit'

/** Every point there is, in the order a purchase passes them; the crash test walks this list. */
export const FAULT_POINTS: readonly FaultPoint[] = [
  'place-order:before-begin',
  'place-order:after-reserve',
  'place-order:after-order',
  'place-order:after-commit',
  'checkout-session:attempt-stored',
  'checkout-session:before-call',
  'checkout-session:after-call',
  'checkout-session:stored',
  'webhook:before-inbox',
  'webhook:after-inbox',
  'capture:before-commit',
  'capture:after-commit',
  'refund:before-call',
  'refund:after-call',
  'expire:before-call',
  'expire:before-commit',
]

export function armFaultPoints(handler: ((point: string) => Promise<void> | void) | undefined): void {
  armed = handler
}

export async function faultPoint(point: FaultPoint): Promise<void> {
  if (armed) await armed(point)
}
