/**
 * Named places where a test may crash, delay or fail the process. Outside tests
 * nothing is armed and a point costs one property read.
 */
let armed: ((point: string) => Promise<void> | void) | undefined

/** Where the applying of an import may end; its own test kills it there. */
type ImportFaultPoint = 'import:before-commit' | 'import:after-commit' | 'sheet:before-commit' | 'sheet:after-commit'

/** Where a purchase may end. */
export type PurchaseFaultPoint =
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

export type FaultPoint = PurchaseFaultPoint | ImportFaultPoint

/** Every point of a purchase, in the order in which it passes them; the crash test walks this list. */
export const FAULT_POINTS: readonly PurchaseFaultPoint[] = [
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
