import { FaultPlan, type FaultSettings } from './fault-plan.ts'
import { emptyState, type MachineState } from './machine-state.ts'
import type { BuyerAction } from './payments.ts'
import { applyCommand, type CommandContext, type Outcome, type StripeCommand } from './stripe-machine.ts'
import type { CheckoutSession, Dispute, EventRecord, Payout, Refund } from './stripe-objects.ts'

export interface WorldOptions {
  seed: string
  now: () => Date
  hostedBase: string
  faults?: FaultSettings
}

/** A command that changed something, with all it took to change it. */
export interface JournalLine {
  now: number
  makesEvents: boolean
  command: StripeCommand
}

/** What a control of the sandbox answers: the object as it is now, or why not. */
export type Controlled<Item> = { ok: true; value: Item } | { ok: false; message: string }

/**
 * The machine with its clock, its faults and those who listen: what both doors share.
 * `onChange` hears each command worth a journal line, `onEvents` each batch of events to send.
 */
export class StripeWorld {
  readonly state: MachineState
  readonly faultPlan: FaultPlan
  onChange: (line: JournalLine) => void = () => {}
  onEvents: (events: EventRecord[]) => void = () => {}
  readonly #now: () => Date
  readonly #hostedBase: string

  constructor(options: WorldOptions) {
    this.state = emptyState(options.seed)
    this.faultPlan = new FaultPlan(options.seed, options.faults)
    this.#now = options.now
    this.#hostedBase = options.hostedBase
  }

  nowSeconds(): number {
    return Math.floor(this.#now().getTime() / 1000)
  }

  apply(command: StripeCommand): Outcome {
    const line = { now: this.nowSeconds(), makesEvents: this.faultPlan.makesEvents(), command }
    const outcome = this.#run(line)
    if (outcome.hasChanged) this.onChange(line)
    if (outcome.eventsToSend.length > 0) this.onEvents(outcome.eventsToSend)
    return outcome
  }

  /** Does a journalled command again, without telling anybody. */
  replay(line: JournalLine): void {
    this.#run(line)
  }

  pay(action: BuyerAction): Controlled<CheckoutSession> {
    return controlled(this.apply({ kind: 'pay', action }))
  }

  settlePayment(sessionId: string, outcome: 'succeed' | 'fail'): Controlled<CheckoutSession> {
    return controlled(this.apply({ kind: 'settle_payment', sessionId, outcome }))
  }

  settleRefund(refundId: string, outcome: 'succeed' | 'fail'): Controlled<Refund> {
    return controlled(this.apply({ kind: 'settle_refund', refundId, outcome }))
  }

  dispute(chargeId: string): Controlled<Dispute> {
    return controlled(this.apply({ kind: 'dispute', chargeId }))
  }

  closeDispute(disputeId: string, outcome: 'won' | 'lost'): Controlled<Dispute> {
    return controlled(this.apply({ kind: 'close_dispute', disputeId, outcome }))
  }

  /** Pays out everything the balance holds, at once and available or not; null when that is nothing. */
  payOut(): Controlled<{ payout: Payout | null }> {
    return controlled(this.apply({ kind: 'pay_out' }))
  }

  settlePayout(payoutId: string, outcome: 'succeed' | 'fail'): Controlled<Payout> {
    return controlled(this.apply({ kind: 'settle_payout', payoutId, outcome }))
  }

  markDelivered(eventId: string): void {
    this.apply({ kind: 'delivered', eventId })
  }

  /** Lets happen what time has brought: expiries, payments and refunds that settle by themselves. */
  tick(): void {
    this.apply({ kind: 'tick' })
  }

  #run(line: JournalLine): Outcome {
    const context: CommandContext = { now: line.now, hostedBase: this.#hostedBase, makesEvents: line.makesEvents }
    return applyCommand(this.state, line.command, context)
  }
}

function controlled<Item>(outcome: Outcome): Controlled<Item> {
  const { status, body } = outcome.reply
  if (status === 200) return { ok: true, value: structuredClone(body) as Item }
  return { ok: false, message: (body as { error: { message: string } }).error.message }
}
