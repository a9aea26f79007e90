import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { matchRoutes } from '@remix-run/router'
import { describe, expect, it } from 'vitest'
import { paths } from '#app/http/paths.ts'
import { listRoutes } from '#tests/support/route-table.ts'

const leaves = listRoutes()

const routeObjects = leaves.map(({ file, url }) => ({ id: file, path: url }))

function filesUnder(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? filesUnder(path) : [path]
  })
}

describe('the table of URLs', () => {
  it('names files that exist', () => {
    for (const { file } of leaves) expect(existsSync(join('app', file)), file).toBe(true)
  })

  it('leaves no route file unnamed', () => {
    const named = new Set(leaves.map(({ file }) => join('app', file)))
    const files = filesUnder('app/routes').filter(
      (file) => !file.startsWith('app/routes/parts/') && !file.endsWith('layout.tsx') && !file.includes('.test.'),
    )
    for (const file of files) expect(named.has(file), `${file} is not in app/routes.ts`).toBe(true)
  })

  const built: [string, string][] = [
    ['home', paths.home()],
    ['products', paths.products('county=fufeng')],
    ['product', paths.product('fufeng-dahongpao')],
    ['county', paths.county('fufeng')],
    ['cooperative', paths.cooperative('some-cooperative')],
    ['search', paths.search('花椒')],
    ['progress', paths.progress()],
    ['cart', paths.cart()],
    ['checkout', paths.checkout()],
    ['licence', paths.licence()],
    ['returnRules', paths.returnRules()],
    ['privacy', paths.privacy()],
    ['signIn', paths.signIn('/checkout')],
    ['signUp', paths.signUp('/checkout')],
    ['signOut', paths.signOut()],
    ['account', paths.account()],
    ['inbox', paths.inbox('id')],
    ['contact', paths.contact()],
    ['admin.notices', paths.admin.notices()],
    ['sandboxMail', paths.sandboxMail()],
    ['orders', paths.orders()],
    ['order', paths.order('20261124-1001')],
    ['finance.overview', paths.finance.overview(2026)],
    ['finance.attainment', paths.finance.attainment('rows=fund')],
    ['finance.attainmentTable', paths.finance.attainmentTable('rows=fund')],
    ['finance.attainmentLines', paths.finance.attainmentLines('amount=net')],
    ['finance.counted', paths.finance.counted('id')],
    ['finance.ledger', paths.finance.ledger()],
    ['finance.entry', paths.finance.entry(1)],
    ['finance.document', paths.finance.document('id')],
    ['finance.bank', paths.finance.bank('show=all')],
    ['finance.bankImport', paths.finance.bankImport()],
    ['finance.bankOpening', paths.finance.bankOpening()],
    ['finance.bankStatement', paths.finance.bankStatement('id')],
    ['finance.bankStatementErrors', paths.finance.bankStatementErrors('id')],
    ['finance.bankLine', paths.finance.bankLine('id')],
    ['finance.deposits', paths.finance.deposits()],
    ['orderFapiao', paths.orderFapiao('20261124-1001')],
    ['orderFapiaoFile', paths.orderFapiaoFile('20261124-1001', 'id')],
    ['finance.fapiao', paths.finance.fapiao('show=all')],
    ['finance.fapiaoCase', paths.finance.fapiaoCase('id')],
    ['supply.fapiao', paths.supply.fapiao('show=all')],
    ['supply.fapiaoCase', paths.supply.fapiaoCase('id')],
    ['supply.fapiaoFile', paths.supply.fapiaoFile('id')],
    ['finance.evidence', paths.finance.evidence('from=2026-01-01')],
    ['finance.evidencePack', paths.finance.evidencePack('id')],
    ['finance.evidenceFile', paths.finance.evidenceFile('id')],
    ['finance.refunds', paths.finance.refunds('owed')],
    ['finance.newRefund', paths.finance.newRefund('20261124-1001', 'id')],
    ['finance.refund', paths.finance.refund('id')],
    ['finance.reports', paths.finance.reports()],
    ['finance.report', paths.finance.report('register', 'from=2026-01-01')],
    ['finance.exports', paths.finance.exports()],
    ['finance.exportFile', paths.finance.exportFile('id')],
    ['finance.rules', paths.finance.rules()],
    ['finance.newRule', paths.finance.newRule()],
    ['finance.rule', paths.finance.rule('id')],
    ['finance.targets', paths.finance.targets(2026)],
    ['finance.newTarget', paths.finance.newTarget(2026)],
    ['finance.agreements', paths.finance.agreements(2026)],
    ['finance.newAgreement', paths.finance.newAgreement()],
    ['finance.agreement', paths.finance.agreement('id')],
    ['finance.periods', paths.finance.periods()],
    ['finance.period', paths.finance.period('2026-01')],
    ['finance.periodPdf', paths.finance.periodPdf('2026-01', 1)],
    ['finance.tieOuts', paths.finance.tieOuts(1)],
    ['finance.years', paths.finance.years()],
    ['finance.year', paths.finance.year(2026)],
    ['finance.audit', paths.finance.audit('verb=x')],
    ['finance.auditCsv', paths.finance.auditCsv('verb=x')],
    ['finance.statements', paths.finance.statements('show=overdue')],
    ['finance.statement', paths.finance.statement('id', 'page=2')],
    ['finance.statementPdf', paths.finance.statementPdf('id')],
    ['finance.paymentList', paths.finance.paymentList('csv')],
    ['finance.bankAccounts', paths.finance.bankAccounts('id')],
    ['finance.purchases', paths.finance.purchases('channel=other')],
    ['finance.newPurchase', paths.finance.newPurchase()],
    ['finance.purchase', paths.finance.purchase('id')],
    ['finance.correctPurchase', paths.finance.correctPurchase('id')],
    ['finance.purchaseImports', paths.finance.purchaseImports()],
    ['finance.purchaseImport', paths.finance.purchaseImport('id', 'tab=new')],
    ['finance.purchaseImportErrors', paths.finance.purchaseImportErrors('id')],
    ['finance.purchaseWorklist', paths.finance.purchaseWorklist('missing=invoice')],
    ['finance.purchaseWorklistCsv', paths.finance.purchaseWorklistCsv()],
    ['finance.reconciliation', paths.finance.reconciliation('show=pending')],
    ['finance.balanceLine', paths.finance.balanceLine('txn_1')],
    ['finance.clearingMovement', paths.finance.clearingMovement(1)],
    ['finance.payout', paths.finance.payout('po_1')],
    ['finance.incidents', paths.finance.incidents('owner=mine')],
    ['finance.incident', paths.finance.incident('id')],
    ['finance.bills', paths.finance.bills('show=matched')],
    ['finance.bill', paths.finance.bill('id')],
    ['finance.billErrors', paths.finance.billErrors('id')],
    ['finance.billLine', paths.finance.billLine('id')],
    ['pickupCode', paths.pickupCode('20261124-1001')],
    ['counter.today', paths.counter.today()],
    ['counter.find', paths.counter.find()],
    ['counter.order', paths.counter.order('20261124-1001', 'pass')],
    ['counter.receiving', paths.counter.receiving()],
    ['counter.receipt', paths.counter.receipt('id')],
    ['counter.sheet', paths.counter.sheet('id')],
    ['counter.sheetKeys', paths.counter.sheetKeys()],
    ['counter.deliveries', paths.counter.deliveries('2026-11-24')],
    ['counter.overdue', paths.counter.overdue()],
    ['counter.sale', paths.counter.sale('q=x')],
    ['counter.sold', paths.counter.sold('20261124-1001')],
    ['counter.shift', paths.counter.shift()],
    ['counter.shiftReport', paths.counter.shiftReport('id')],
    ['askRefund', paths.askRefund('20261124-1001', 1)],
    ['admin.recalls', paths.admin.recalls()],
    ['admin.recall', paths.admin.recall('id')],
    ['admin.recallList', paths.admin.recallList('id')],
    ['supply.dashboard', paths.supply.dashboard()],
    ['supply.listings', paths.supply.listings()],
    ['supply.listing', paths.supply.listing('id')],
    ['supply.listingPhotos', paths.supply.listingPhotos('id')],
    ['supply.team', paths.supply.team()],
    ['supply.stock', paths.supply.stock('page=2')],
    ['supply.skuStock', paths.supply.skuStock('id')],
    ['supply.imports', paths.supply.imports()],
    ['supply.importTemplate', paths.supply.importTemplate()],
    ['supply.importJob', paths.supply.importJob('id')],
    ['supply.importErrors', paths.supply.importErrors('id')],
    ['supply.orders', paths.supply.orders()],
    ['supply.order', paths.supply.order('id')],
    ['supply.cutOffs', paths.supply.cutOffs()],
    ['supply.cutOff', paths.supply.cutOff(1, 2)],
    ['supply.cutOffSheet', paths.supply.cutOffSheet(1, 2, 'csv')],
    ['supply.pickList', paths.supply.pickList(1, 2)],
    ['supply.labels', paths.supply.labels(1, 2)],
    ['supply.statements', paths.supply.statements()],
    ['supply.statement', paths.supply.statement('id', 'page=2')],
    ['supply.statementPdf', paths.supply.statementPdf('id')],
    ['admin.listings', paths.admin.listings()],
    ['admin.listing', paths.admin.listing('id')],
    ['admin.people', paths.admin.people()],
    ['admin.orgUnits', paths.admin.orgUnits()],
    ['admin.policies', paths.admin.policies()],
    ['invitation', paths.invitation('token')],
    ['photo', paths.photo('file')],
    ['preferences', paths.preferences()],
    ['visitor', paths.visitor()],
    ['picture', paths.picture('pepper', 'seed')],
    ['stripeWebhook', paths.stripeWebhook()],
  ]
  it.each(built)('answers the path %s', (_name, path) => {
    const matched = matchRoutes(routeObjects, path.split('?')[0] ?? '')
    expect(matched?.[0]?.route.path).not.toBe('/*')
    expect(matched).not.toBeNull()
  })

  it('is covered by this list of paths', () => {
    const count = (object: object): number =>
      Object.values(object).reduce((sum: number, value) => sum + (typeof value === 'function' ? 1 : count(value)), 0)
    expect(built.length).toBe(count(paths))
  })
})

describe('every loader and action', () => {
  const guarded = leaves.filter(({ file }) => /^routes\/(account|finance|cooperative|counter|admin)\//.test(file))

  it.each(guarded.map(({ file }) => file))('of %s begins with its guard', (file) => {
    const source = readFileSync(join('app', file), 'utf8')
    for (const match of source.matchAll(/export async function (loader|action)\([^)]*\)[^{]*\{\s*([^\n]+)/g)) {
      expect(match[2], `${match[1]} of ${file}`).toMatch(/await require(Actor|Buyer|Manager|Visitor)\(/)
    }
    expect(source).toMatch(/export async function (loader|action)/)
  })
})

describe('migrations', () => {
  it('import nothing of the app, which will have changed by the time they run', () => {
    for (const file of filesUnder('db/migrations'))
      expect(readFileSync(file, 'utf8')).not.toMatch(/#app|\.\.\/\.\.\/app/)
  })

  it('are all listed in the migrator, in order', () => {
    const names = filesUnder('db/migrations').map((file) => file.replace('db/migrations/', '').replace('.ts', ''))
    const migrator = readFileSync('db/migrator.ts', 'utf8')
    const listed = [...migrator.matchAll(/^ {2}'([^']+)': /gm)].map((match) => match[1])
    expect(listed).toEqual(names.sort())
  })
})
