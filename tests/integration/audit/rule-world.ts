import { recordAgreement } from '#app/modules/assistance/record-agreement.server.ts'
import { recordCountingRule } from '#app/modules/assistance/record-counting-rule.server.ts'
import { setTarget } from '#app/modules/assistance/set-target.server.ts'
import { recordExternalPurchase } from '#app/modules/external/record-external-purchase.server.ts'
import { businessDate } from '#app/shared/business-date.ts'
import type { CountyId } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import { actorOf, agreementForm, handIn, insertChangwu, ruleForm } from '#tests/integration/assistance/desk.ts'
import type { Shop } from '#tests/integration/payments/shop.ts'

/** A rule that leaves a county out, a purchase it does not count, a target by share, an agreement and a purchase under it. */
export async function makeRuleYear(shop: Shop): Promise<void> {
  const { db, clock } = shop
  const today = businessDate(clock.now)
  const changwu = await insertChangwu(shop.store.ownerDb)
  const fufeng = 'fufeng' as CountyId
  const officer = await actorOf(db, 'rule:record', 'finance_officer')
  const documentId = await handIn(db, officer.personId, clock.now)
  const by = { documentId, now: clock.now }
  const form = ruleForm(today, { counties: [fufeng], listed: [fufeng] })
  await demand(recordCountingRule(db, { ...by, form, officer }))
  const bought = { amount: fen(7_700), acceptedOn: today, now: clock.now } as const
  const elsewhere = { reference: 'CW-1', channel: 'other', countyId: changwu, fundType: 'union' } as const
  await demand(recordExternalPurchase(db, { ...bought, ...elsewhere }))
  const recorder = { ...officer, permission: 'agreement:record' as const }
  const { agreementId } = await demand(recordAgreement(db, { ...by, form: agreementForm(today), officer: recorder }))
  const under = { reference: 'XY-7', channel: 'agreement', countyId: fufeng, fundType: 'canteen', agreementId } as const
  await demand(recordExternalPurchase(db, { ...bought, ...under }))
  const basis = { basis: 'budget_share', budget: fen(2_000_005), shareBasisPoints: 1000 } as const
  const decision = {
    year: Number(today.slice(0, 4)) + 1,
    documentNo: '院办〔9〕号',
    decidedOn: today,
    documentId,
    lines: [
      { part: { scope: 'college' }, amount: fen(900_000) },
      { part: { scope: 'fund', fundType: 'canteen' }, amount: fen(200_001), basis },
    ],
  } as const
  await demand(setTarget(db, { decision, authority: { ...officer, permission: 'target:set' }, now: clock.now }))
}

async function demand<Value>(
  answer: Promise<{ ok: true; value: Value } | { ok: false; refusal: { kind: string } }>,
): Promise<Value> {
  const result = await answer
  if (!result.ok) throw new Error(result.refusal.kind)
  return result.value
}
