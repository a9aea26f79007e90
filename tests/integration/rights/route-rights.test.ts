import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BUYER_KINDS, GRANTED_ROLES, mayDo, type Permission, type Role } from '#app/modules/identity/permissions.ts'
import { readEnv } from '#app/platform/env.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { setRuntime } from '#app/platform/runtime.server.ts'
import { createStripe } from '#app/platform/stripe.server.ts'
import type { CooperativeId } from '#app/shared/ids.ts'
import { insertGround } from '#tests/integration/cart/goods.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { createPerson, createSession, TEST_SESSION_SECRET } from '#tests/support/factories/people.ts'
import { listRoutes } from '#tests/support/route-table.ts'

/** Who may use each address: everyone, whoever is signed in, or those who hold a permission. A new address needs a row. */
const RIGHTS: Record<string, 'everyone' | 'signed in' | Permission> = {
  '/': 'everyone',
  '/products': 'everyone',
  '/products/:slug': 'everyone',
  '/counties/:countyId': 'everyone',
  '/cooperatives/:slug': 'everyone',
  '/search': 'everyone',
  '/progress': 'everyone',
  '/cart': 'everyone',
  '/licence': 'everyone',
  '/return-rules': 'everyone',
  '/privacy': 'everyone',
  '/sign-in': 'everyone',
  '/sign-up': 'everyone',
  '/sign-out': 'everyone',
  '/preferences': 'everyone',
  '/visitor': 'everyone',
  '/pictures/:kind/:file': 'everyone',
  '/photos/:key': 'everyone',
  '/invitations/:token': 'everyone',
  '/webhooks/stripe': 'everyone',
  '/healthz': 'everyone',
  '/*': 'everyone',
  '/checkout': 'order:place',
  '/account': 'signed in',
  '/account/inbox': 'signed in',
  '/account/contact': 'signed in',
  '/admin/notices': 'people:manage',
  '/sandbox/mail': 'everyone',
  '/orders': 'order:own',
  '/orders/:orderNo': 'order:own',
  '/orders/:orderNo/pickup-code': 'order:own',
  '/counter': 'counter:hand-over',
  '/counter/find': 'counter:hand-over',
  '/counter/orders/:orderNo': 'counter:hand-over',
  '/counter/receiving': 'counter:hand-over',
  '/counter/receiving/:supplierOrderId': 'counter:hand-over',
  '/counter/sheet': 'counter:hand-over',
  '/counter/sheet/keys': 'counter:hand-over',
  '/counter/deliveries': 'counter:hand-over',
  '/counter/overdue': 'counter:hand-over',
  '/counter/sale': 'counter:hand-over',
  '/counter/sales/:orderNo': 'counter:hand-over',
  '/counter/shift': 'counter:hand-over',
  '/counter/shifts/:shiftId': 'counter:hand-over',
  '/cooperative': 'cooperative:own',
  '/cooperative/listings': 'cooperative:own',
  '/cooperative/listings/:changeId': 'cooperative:own',
  '/cooperative/listings/:changeId/photos': 'cooperative:own',
  '/cooperative/team': 'cooperative:own',
  '/admin/listings': 'catalog:manage',
  '/admin/listings/:changeId': 'catalog:manage',
  '/admin/people': 'people:manage',
  '/admin/org-units': 'people:manage',
  '/admin/policies': 'policy:record',
  '/cooperative/stock': 'cooperative:own',
  '/cooperative/stock/:skuId': 'cooperative:own',
  '/cooperative/import': 'cooperative:own',
  '/cooperative/import/:jobId': 'cooperative:own',
  '/cooperative/import/template.xlsx': 'cooperative:own',
  '/cooperative/import/:jobId/errors.csv': 'cooperative:own',
  '/cooperative/orders': 'cooperative:own',
  '/cooperative/orders/:supplierOrderId': 'cooperative:own',
  '/cooperative/cut-offs': 'cooperative:own',
  '/cooperative/cut-offs/:number/:revision': 'cooperative:own',
  '/cooperative/cut-offs/:number/:revision/sheet/:format': 'cooperative:own',
  '/cooperative/cut-offs/:number/:revision/pick-list.pdf': 'cooperative:own',
  '/cooperative/cut-offs/:number/:revision/labels.pdf': 'cooperative:own',
  '/cooperative/statements': 'cooperative:own',
  '/cooperative/statements/:statementId': 'cooperative:own',
  '/cooperative/statements/:statementId/statement.pdf': 'cooperative:own',
  '/finance': 'ledger:read',
  '/finance/attainment': 'ledger:read',
  '/finance/attainment/table.csv': 'ledger:read',
  '/finance/attainment/lines': 'ledger:read',
  '/finance/attainment/:recognizedId': 'ledger:read',
  '/finance/ledger': 'ledger:read',
  '/finance/entries/:entryId': 'ledger:read',
  '/finance/documents/:documentId': 'ledger:read',
  '/finance/bank': 'ledger:read',
  '/finance/bank/opening': 'ledger:read',
  '/finance/bank/import': 'ledger:read',
  '/finance/bank/import/:sheetId': 'ledger:read',
  '/finance/bank/import/:sheetId/errors.csv': 'ledger:read',
  '/finance/bank/lines/:bankLineId': 'ledger:read',
  '/finance/deposits': 'ledger:read',
  '/orders/:orderNo/fapiao': 'order:own',
  '/orders/:orderNo/fapiao/:documentId': 'order:own',
  '/cooperative/fapiao': 'cooperative:own',
  '/cooperative/fapiao/:fapiaoId': 'cooperative:own',
  '/cooperative/fapiao-files/:documentId': 'cooperative:own',
  '/finance/fapiao': 'ledger:read',
  '/finance/fapiao/:fapiaoId': 'ledger:read',
  '/finance/evidence': 'ledger:read',
  '/finance/evidence/:packId': 'ledger:read',
  '/finance/evidence/:packId/pack.zip': 'progress:export',
  '/finance/refunds': 'ledger:read',
  '/finance/refunds/new': 'refund:decide',
  '/finance/refunds/:refundDecisionId': 'ledger:read',
  '/finance/reports': 'ledger:read',
  '/finance/reports/:report': 'ledger:read',
  '/finance/exports': 'ledger:read',
  '/finance/exports/:exportId/file': 'ledger:read',
  '/finance/rules': 'ledger:read',
  '/finance/rules/new': 'rule:record',
  '/finance/rules/:ruleId': 'ledger:read',
  '/finance/targets': 'progress:export',
  '/finance/targets/new': 'target:set',
  '/finance/agreements': 'ledger:read',
  '/finance/agreements/new': 'agreement:record',
  '/finance/agreements/:agreementId': 'ledger:read',
  '/finance/periods': 'ledger:read',
  '/finance/periods/:month': 'ledger:read',
  '/finance/periods/:month/sheet.pdf': 'ledger:read',
  '/finance/tie-outs': 'ledger:read',
  '/finance/years': 'ledger:read',
  '/finance/years/:year': 'ledger:read',
  '/finance/audit': 'ledger:read',
  '/finance/audit/log.csv': 'ledger:read',
  '/finance/statements': 'ledger:read',
  '/finance/statements/:statementId': 'ledger:read',
  '/finance/statements/:statementId/statement.pdf': 'ledger:read',
  '/finance/payment-list/:format': 'payable:pay',
  '/finance/bank-accounts': 'ledger:read',
  '/finance/purchases': 'ledger:read',
  '/finance/purchases/new': 'purchase:record',
  '/finance/purchases/:purchaseId': 'ledger:read',
  '/finance/purchases/:purchaseId/correct': 'purchase:record',
  '/finance/purchases/import': 'ledger:read',
  '/finance/purchases/import/:sheetId': 'ledger:read',
  '/finance/purchases/import/:sheetId/errors.csv': 'ledger:read',
  '/finance/purchases/worklist': 'ledger:read',
  '/finance/purchases/worklist.csv': 'ledger:read',
  '/finance/reconciliation': 'ledger:read',
  '/finance/reconciliation/lines/:lineId': 'ledger:read',
  '/finance/reconciliation/movements/:entryId': 'ledger:read',
  '/finance/reconciliation/payouts/:payoutId': 'ledger:read',
  '/finance/incidents': 'ledger:read',
  '/finance/incidents/:incidentId': 'ledger:read',
  '/finance/bills': 'ledger:read',
  '/finance/bills/:sheetId': 'ledger:read',
  '/finance/bills/:sheetId/errors.csv': 'ledger:read',
  '/finance/bills/lines/:billLineId': 'ledger:read',
  '/orders/:orderNo/refund': 'order:own',
  '/admin/recalls': 'catalog:manage',
  '/admin/recalls/:batchRecallId': 'catalog:manage',
  '/admin/recalls/:batchRecallId/list.csv': 'catalog:manage',
}

/** Where changing something takes another right than looking at it. */
const RIGHTS_TO_CHANGE: Record<string, Permission> = {
  '/finance/reconciliation': 'reconciliation:match',
  '/finance/reconciliation/lines/:lineId': 'reconciliation:match',
  '/finance/reconciliation/movements/:entryId': 'reconciliation:match',
  '/finance/incidents/:incidentId': 'incident:handle',
  '/finance/bills': 'reconciliation:match',
  '/finance/bills/:sheetId': 'reconciliation:match',
  '/finance/bills/lines/:billLineId': 'reconciliation:match',
  '/finance/bank/opening': 'reconciliation:match',
  '/finance/bank/import': 'reconciliation:match',
  '/finance/bank/import/:sheetId': 'reconciliation:match',
  '/finance/bank/lines/:bankLineId': 'reconciliation:match',
  '/finance/deposits': 'reconciliation:match',
  '/finance/fapiao/:fapiaoId': 'fapiao:record',
  '/finance/evidence': 'progress:export',
  '/finance/purchases/:purchaseId': 'purchase:record',
  '/finance/purchases/import': 'purchase:record',
  '/finance/purchases/import/:sheetId': 'purchase:record',
}

const ROLES: readonly Role[] = [...BUYER_KINDS, ...GRANTED_ROLES]
const VALUES: Record<string, string> = { slug: 'nowhere', countyId: 'fufeng', orderNo: '20260101-1', entryId: '1' }

let base: TestDatabase
const tokens = new Map<Role, string>()

beforeAll(async () => {
  base = await createTestDatabase()
  await insertGround(base.db)
  const env = readEnv({
    NODE_ENV: 'test',
    DATABASE_URL: base.url,
    SESSION_SECRET: TEST_SESSION_SECRET,
    STRIPE_SECRET_KEY: 'sk_test_rights',
    STRIPE_WEBHOOK_SECRET: 'whsec_rights',
  })
  setRuntime({ env, db: base.db, stripe: createStripe(env.stripeSecretKey, undefined) })
  for (const role of ROLES) tokens.set(role, await signInAs(role))
})
afterAll(async () => {
  setRuntime(undefined)
  await base.drop()
})

async function signInAs(role: Role): Promise<string> {
  const isBuyer = BUYER_KINDS.some((kind) => kind === role)
  const granted = GRANTED_ROLES.find((one) => one === role)
  const cooperative = await base.db.selectFrom('cooperative').select('id').limit(1).executeTakeFirstOrThrow()
  const scope = granted === 'cooperative_manager' ? { cooperativeId: cooperative.id as CooperativeId } : {}
  const { personId } = await createPerson(base.db, {
    // People of a cooperative do not buy, so a role alone shows what it gives.
    kind: isBuyer ? (role as 'staff') : 'cooperative',
    grants: granted ? [{ role: granted, ...scope }] : [],
  })
  return createSession(base.db, personId)
}

type Verdict = 'let in' | 'sent to sign in' | 'refused'
type Door = (args: { request: Request; params: Record<string, string>; context: object }) => unknown

async function knock(door: Door, url: string, { method, token }: { method: string; token?: string }): Promise<Verdict> {
  const path = url.replaceAll(/:(\w+)/g, (_whole, name: string) => VALUES[name] ?? newId())
  const request = new Request(new URL(path, 'http://localhost:3000'), {
    method,
    headers: token ? { Cookie: `sid=${token}` } : {},
    ...(method === 'POST' && { body: new URLSearchParams({ intent: 'none' }) }),
  })
  const params = Object.fromEntries([...url.matchAll(/:(\w+)/g)].map(([, name = '']) => [name, VALUES[name] ?? 'x']))
  const answer = await Promise.resolve()
    .then(() => door({ request, params, context: {} }))
    .catch((thrown: unknown) => {
      if (thrown instanceof Response) return thrown
      throw thrown
    })
  if (!(answer instanceof Response)) return 'let in'
  if (answer.status === 403) return 'refused'
  const isRedirect = answer.status >= 300 && answer.status < 400
  return isRedirect && answer.headers.get('location')?.startsWith('/sign-in') ? 'sent to sign in' : 'let in'
}

function expected(right: (typeof RIGHTS)[string], role: Role | undefined): Verdict {
  if (right === 'everyone') return 'let in'
  if (role === undefined) return 'sent to sign in'
  return right === 'signed in' || mayDo(role, right) ? 'let in' : 'refused'
}

const table = listRoutes()

describe('the rights of every address', () => {
  it('are written down, and no others', () => {
    expect(table.map(({ url }) => url).sort()).toEqual(Object.keys(RIGHTS).sort())
  })

  it.each(table)('$url lets in whom it should, and nobody else', async ({ file, url }) => {
    const module = (await import(/* @vite-ignore */ `../../../app/${file}`)) as { loader?: Door; action?: Door }
    const right = RIGHTS[url] ?? 'everyone'
    for (const [door, method, asked] of [
      [module.loader, 'GET', right],
      [module.action, 'POST', RIGHTS_TO_CHANGE[url] ?? right],
    ] as const) {
      if (!door) continue
      for (const role of [undefined, ...ROLES]) {
        const token = role && tokens.get(role)
        const verdict = await knock(door, url, { method, ...(token && { token }) })
        // Signing out and preferences lead on by a redirect of their own, which is no refusal.
        expect(`${method} ${role ?? 'a stranger'}: ${verdict}`).toBe(
          `${method} ${role ?? 'a stranger'}: ${expected(asked, role)}`,
        )
      }
    }
  })
})
