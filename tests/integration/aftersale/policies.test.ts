import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { listAftersalePolicies, readPolicy } from '#app/modules/aftersale/aftersale-policy.server.ts'
import { listCollectionPolicies } from '#app/modules/counter/collection-policy.server.ts'
import type { GrantedRole } from '#app/modules/identity/permissions.ts'
import { setRuntime } from '#app/platform/runtime.server.ts'
import { action, loader } from '#app/routes/admin/policies.tsx'
import { addDays, type BusinessDate, businessDate, startOfBusinessDate } from '#app/shared/business-date.ts'
import { openShop, type Shop } from '#tests/integration/payments/shop.ts'
import { createPerson, createSession, TEST_SESSION_SECRET } from '#tests/support/factories/people.ts'

let shop: Shop
let today: BusinessDate
const cookies = {} as Record<'administrator' | 'finance_officer', string>

beforeAll(async () => {
  shop = await openShop()
  setRuntime({ ...shop.runtime, env: { ...shop.runtime.env, sessionSecret: TEST_SESSION_SECRET } })
  for (const role of ['administrator', 'finance_officer'] as const) cookies[role] = await cookieOf(role)
  today = businessDate(new Date())
})
afterAll(async () => {
  setRuntime(undefined)
  await shop.close()
})

async function cookieOf(role: GrantedRole): Promise<string> {
  const { personId } = await createPerson(shop.db, { name: '管理员', grants: [{ role }] })
  return `sid=${await createSession(shop.db, personId)}`
}

function ask(fields?: Record<string, string>, as: keyof typeof cookies = 'administrator') {
  const request = new Request('http://shop.test/admin/policies', {
    headers: { cookie: cookies[as] },
    ...(fields && { method: 'POST', body: new URLSearchParams(fields) }),
  })
  return { request, params: {}, context: {} } satisfies LoaderFunctionArgs & ActionFunctionArgs
}

const aftersale = (fields: Record<string, string> = {}) => ({
  rules: 'aftersale',
  validFrom: addDays(today, 3),
  approvalLimit: '350.50',
  qualityHours: '72',
  returnDays: '10',
  notCollectedDays: '4',
  autoAcceptDays: '8',
  ...fields,
})

const collection = (fields: Record<string, string> = {}) => ({
  rules: 'collection',
  validFrom: addDays(today, 3),
  remindAfterHours: '12',
  freshOutcome: 'ask',
  durableOutcome: 'donate',
  donateTo: '爱心食堂',
  ...fields,
})

async function auditOf(objectType: string, objectId: string) {
  const rows = await shop.db
    .selectFrom('audit_event')
    .select('detail')
    .where('verb', '=', 'policy.recorded')
    .where('object_type', '=', objectType)
    .where('object_id', '=', objectId)
    .execute()
  return rows.map(({ detail }) => detail)
}

it('sets rules of after-sale that are in force from their day on, and not before', async () => {
  const before = await readPolicy(shop.db, new Date())
  const answer = await action(ask(aftersale()))
  expect(answer).toMatchObject({ status: 303 })
  expect(await readPolicy(shop.db, startOfBusinessDate(addDays(today, 2)))).toEqual(before)
  const set = { approvalLimit: 35_050, qualityHours: 72, returnDays: 10, notCollectedDays: 4, autoAcceptDays: 8 }
  expect(await readPolicy(shop.db, startOfBusinessDate(addDays(today, 3)))).toEqual(set)
  expect((await listAftersalePolicies(shop.db))[0]).toMatchObject({ ...set, recordedBy: '管理员' })
  const { approvalLimit: approvalLimitFen, ...days } = before
  expect(await auditOf('aftersale_policy', addDays(today, 3))).toEqual([
    {
      before: { approvalLimitFen, ...days },
      after: { approvalLimitFen: 35_050, qualityHours: 72, returnDays: 10, notCollectedDays: 4, autoAcceptDays: 8 },
    },
  ])
})

it('sets rules for goods that nobody fetches', async () => {
  expect(await action(ask(collection()))).toMatchObject({ status: 303 })
  expect((await listCollectionPolicies(shop.db))[0]).toMatchObject({
    validFrom: addDays(today, 3),
    remindAfterHours: 12,
    freshOutcome: 'ask',
    durableOutcome: 'donate',
    donateTo: '爱心食堂',
    recordedBy: '管理员',
  })
  expect(await auditOf('collection_policy', addDays(today, 3))).toMatchObject([
    { before: { freshOutcome: 'donate' }, after: { freshOutcome: 'ask' } },
  ])
})

it.each([
  ['a day that is over', () => aftersale({ validFrom: addDays(today, -1) }), '这一天已经过去。请选今天或以后的一天。'],
  [
    'a day on which others begin',
    () => aftersale({ returnDays: '30' }),
    '从这一天起已经定了一版，不能再改。请选另一天。',
  ],
  ['what is so already', () => aftersale({ validFrom: addDays(today, 9) }), '和那天执行的规则一样，没有要改的。'],
  ['a past day', () => collection({ validFrom: addDays(today, -1) }), '这一天已经过去。请选今天或以后的一天。'],
  ['a taken day', () => collection({ remindAfterHours: '1' }), '从这一天起已经定了一版，不能再改。请选另一天。'],
  ['no change', () => collection({ validFrom: addDays(today, 9) }), '和那天执行的规则一样，没有要改的。'],
])('refuses %s in words, and keeps what was typed', async (_, fields, words) => {
  const answer = await action(ask(fields()))
  expect(answer).toMatchObject({ data: { refused: words, reply: { initialValue: fields() } }, init: { status: 409 } })
})

it.each([
  ['returnDays', '6', 'notWhole'],
  ['returnDays', '7.5', 'notWhole'],
  ['returnDays', '1e1', 'notWhole'],
  ['qualityHours', 'zwei', 'notWhole'],
  ['approvalLimit', '-1', 'notYuan'],
  ['approvalLimit', '999999999', 'tooMuch'],
  ['validFrom', '2026-02-30', 'notDay'],
  ['donateTo', '', 'missing'],
  ['freshOutcome', 'eat', 'missing'],
  ['remindAfterHours', '169', 'notWhole'],
])('says what is wrong with %s of %s', async (name, value, error) => {
  const fields =
    name in aftersale() && name !== 'donateTo' ? aftersale({ [name]: value }) : collection({ [name]: value })
  const answer = await action(ask(fields))
  expect(answer).toMatchObject({ data: { reply: { error: { [name]: [error] } } }, init: { status: 422 } })
})

it('takes one of two that begin on one day, however they are sent', async () => {
  const day = addDays(today, 40)
  const answers = await Promise.all([
    action(ask(aftersale({ validFrom: day, returnDays: '20' }))),
    action(ask(aftersale({ validFrom: day, returnDays: '21' }))),
  ])
  const statusOf = (answer: (typeof answers)[number]) => ('init' in answer ? answer.init?.status : answer.status)
  expect(answers.map(statusOf).sort()).toEqual([303, 409])
  expect(await auditOf('aftersale_policy', day)).toHaveLength(1)
})

it('is the administrator’s alone, and knows no other form', async () => {
  await expect(loader(ask(undefined, 'finance_officer'))).rejects.toMatchObject({ status: 403 })
  await expect(action(ask(aftersale(), 'finance_officer'))).rejects.toMatchObject({ status: 403 })
  await expect(action(ask({ rules: 'cash' }))).rejects.toMatchObject({ status: 400 })
})
