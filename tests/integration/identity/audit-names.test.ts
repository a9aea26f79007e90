import { afterAll, beforeAll, expect, it } from 'vitest'
import { NAMED_KINDS, nameKey } from '#app/modules/identity/audit-keys.ts'
import { findAuditNames } from '#app/modules/identity/audit-names.server.ts'
import type { AuditLine } from '#app/modules/identity/audit-queries.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { openOrder, openShop, type Shop } from '#tests/integration/payments/shop.ts'
import { createPerson } from '#tests/support/factories/people.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

function event(objectType: string, objectId: string, detail: unknown = {}): AuditLine {
  return {
    eventId: 1,
    at: new Date(),
    actorId: undefined,
    actorName: undefined,
    verb: 'x',
    objectType,
    objectId,
    detail,
  }
}

it('names objects, and keys at any depth of a detail, in the language asked for', async () => {
  const { db } = shop
  const { personId } = await createPerson(db, { name: '周会计', grants: [{ role: 'finance_officer' }] })
  const order = await openOrder(shop, { quantity: 1 })
  const { id: orderId } = await db
    .selectFrom('order')
    .select('id')
    .where('order_no', '=', order.orderNo)
    .executeTakeFirstOrThrow()
  const county = await db.selectFrom('partner_county').select(['id', 'name_zh', 'name_en']).executeTakeFirstOrThrow()
  const events = [
    event('order', orderId, { before: { owner: null }, after: { owner: personId } }),
    event('target_decision', newId(), {
      after: [{ part: { countyId: county.id } }, { counties: [county.id, 'nowhere'] }],
    }),
    event('incident', newId(), { note: personId }),
  ]
  const named = {
    [nameKey('order', orderId)]: order.orderNo,
    [nameKey('person', personId)]: '周会计',
  }
  expect(await findAuditNames(db, events, 'zh')).toEqual({ ...named, [nameKey('county', county.id)]: county.name_zh })
  expect(await findAuditNames(db, events, 'en')).toEqual({ ...named, [nameKey('county', county.id)]: county.name_en })
})

it('knows no name of what is gone or was never a key', async () => {
  const strangers = NAMED_KINDS.flatMap((kind) => [event(kind, newId()), event(kind, 'nothing')])
  expect(await findAuditNames(shop.db, strangers, 'zh')).toEqual({})
  expect(await findAuditNames(shop.db, [], 'zh')).toEqual({})
})
