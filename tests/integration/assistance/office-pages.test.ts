import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { REFERENCE_RULE_ID } from '#app/modules/assistance/counting-rule.ts'
import type { GrantedRole } from '#app/modules/identity/permissions.ts'
import { clock } from '#app/platform/clock.server.ts'
import { setRuntime } from '#app/platform/runtime.server.ts'
import { action as unitsAction, loader as unitsLoader } from '#app/routes/admin/org-units.tsx'
import { action as peopleAction } from '#app/routes/admin/people.tsx'
import { action as agreementAction, loader as agreementLoader } from '#app/routes/finance/agreement.tsx'
import { action as newAgreementAction, loader as newAgreementLoader } from '#app/routes/finance/agreement-new.tsx'
import { loader as agreementsLoader } from '#app/routes/finance/agreements.tsx'
import { loader as documentLoader } from '#app/routes/finance/document.ts'
import { action as ruleAction, loader as ruleLoader } from '#app/routes/finance/rule.tsx'
import { action as newRuleAction, loader as newRuleLoader } from '#app/routes/finance/rule-new.tsx'
import { loader as rulesLoader } from '#app/routes/finance/rules.tsx'
import { action as newTargetAction, loader as newTargetLoader } from '#app/routes/finance/target-new.tsx'
import { loader as targetsLoader } from '#app/routes/finance/targets.tsx'
import { addDays, businessDate } from '#app/shared/business-date.ts'
import { expectCleanAudit } from '#tests/integration/aftersale/desk.ts'
import { openShop, type Shop } from '#tests/integration/payments/shop.ts'
import { createPerson, createSession, TEST_SESSION_SECRET } from '#tests/support/factories/people.ts'
import { insertChangwu, pdf } from './desk.ts'

let shop: Shop
let cookies: Record<'officer' | 'colleague' | 'auditor' | 'administrator', string>
const today = businessDate(clock.now())
const year = Number(today.slice(0, 4))

beforeAll(async () => {
  shop = await openShop()
  await insertChangwu(shop.store.ownerDb)
  const blobs = { kind: 'folder', folder: join(tmpdir(), 'yuanshang-blobs') } as const
  setRuntime({ ...shop.runtime, env: { ...shop.runtime.env, sessionSecret: TEST_SESSION_SECRET, blobs } })
  cookies = {
    officer: await cookieOf('finance_officer'),
    colleague: await cookieOf('finance_officer'),
    auditor: await cookieOf('auditor'),
    administrator: await cookieOf('administrator'),
  }
})
afterAll(async () => {
  setRuntime(undefined)
  await shop.close()
})

async function cookieOf(role: GrantedRole): Promise<string> {
  const { personId } = await createPerson(shop.db, { grants: [{ role }] })
  return `sid=${await createSession(shop.db, personId)}`
}

type Who = keyof typeof cookies
type Door = (args: LoaderFunctionArgs & ActionFunctionArgs) => Promise<unknown>

interface Asking {
  as?: Who
  params?: Record<string, string>
  body?: FormData | URLSearchParams
}

/** What a door gives: its status, where it leads, and what it shows. */
async function knock(door: Door, path: string, { as = 'officer', params = {}, body }: Asking = {}) {
  const request = new Request(`http://shop.test${path}`, {
    headers: { cookie: cookies[as] },
    ...(body && { method: 'POST', body }),
  })
  const answer = await door({ request, params, context: {} }).catch((thrown: unknown) => {
    if (thrown instanceof Response) return thrown
    throw thrown
  })
  if (answer instanceof Response) return { status: answer.status, to: answer.headers.get('location') ?? '', shown: {} }
  const wrapped = answer as { data?: object; init?: { status?: number } | null }
  const isWrapped = 'init' in wrapped
  return { status: wrapped.init?.status ?? 200, to: '', shown: (isWrapped ? wrapped.data : answer) as object }
}

function form(fields: Record<string, string | string[]>, file?: Blob): FormData {
  const made = new FormData()
  for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) made.append(name, one)
  if (file) made.append('file', file, '文件.pdf')
  return made
}
const paper = () => new Blob([new Uint8Array(pdf())])
const lastOf = (to: string) => to.split('/').at(-1) ?? ''

const rule = (given: Record<string, string | string[]> = {}) => ({
  title: '2026 年认定口径',
  documentNo: '校帮扶〔2026〕1号',
  validFrom: today,
  reservedShare: '12.5',
  counties: ['fufeng'],
  listed: ['fufeng'],
  channels: ['platform_832'],
  perHeadMin: '500',
  perHeadCap: '1,500.00',
  ...given,
})

describe('the pages of counting rules', () => {
  it('record a rule with its file and show what it changes', async () => {
    expect(await knock(newRuleLoader, '/finance/rules/new')).toMatchObject({
      shown: { latest: { ruleId: REFERENCE_RULE_ID } },
    })
    const recorded = await knock(newRuleAction, '/finance/rules/new', { body: form(rule(), paper()) })
    expect(recorded.status).toBe(303)
    const params = { ruleId: lastOf(recorded.to) }
    const page = await knock(ruleLoader, recorded.to, { as: 'auditor', params })
    expect(page.shown).toMatchObject({
      view: {
        rule: {
          reservedShareBasisPoints: 1250,
          perHeadMin: 50_000,
          perHeadCap: 150_000,
          counties: [{ countyId: 'fufeng', on832List: true }],
          document: { fileName: '文件.pdf' },
        },
        before: { ruleId: REFERENCE_RULE_ID },
      },
      evidence: [{ kind: 'source', fileName: '文件.pdf' }],
      mayWork: false,
    })
    expect(await knock(rulesLoader, '/finance/rules', { as: 'auditor' })).toMatchObject({
      shown: { mayRecord: false, rules: [{ validFrom: today }, { ruleId: REFERENCE_RULE_ID, supersededOn: today }] },
    })
  })

  it('keep what was typed and the file that was received when something is wrong', async () => {
    const wrong = rule({ documentNo: '<b>', validFrom: 'soon', reservedShare: '101', perHeadCap: '1' })
    const first = await knock(newRuleAction, '/finance/rules/new', { body: form(wrong, paper()) })
    expect(first).toMatchObject({
      status: 422,
      shown: {
        reply: {
          error: { documentNo: ['notDocumentNo'], validFrom: ['notDay'], reservedShare: ['notShare'] },
          initialValue: { title: '2026 年认定口径', documentNo: '<b>' },
        },
        file: { fileName: '文件.pdf' },
      },
    })
    const { documentId } = (first.shown as { file: { documentId: string } }).file
    const again = rule({ documentId, validFrom: addDays(today, 1), documentNo: '校帮扶〔2026〕2号' })
    const taken = await knock(newRuleAction, '/finance/rules/new', { as: 'colleague', body: form(again) })
    expect(taken).toMatchObject({ status: 422, shown: { file: undefined } })
    expect((await knock(newRuleAction, '/finance/rules/new', { body: form(again) })).status).toBe(303)
  })

  it('refuse a rule without a file, a file that is none, a rule that is not later, and a form that is none', async () => {
    const later = rule({ validFrom: addDays(today, 2), documentNo: '校帮扶〔2026〕3号' })
    expect(await knock(newRuleAction, '/finance/rules/new', { body: form(later) })).toMatchObject({ status: 422 })
    const text = new Blob(['<script>alert(1)</script>'])
    expect(await knock(newRuleAction, '/finance/rules/new', { body: form(later, text) })).toMatchObject({
      status: 422,
      shown: { fileProblem: 'unknownType' },
    })
    expect(await knock(newRuleAction, '/finance/rules/new', { body: form(rule(), paper()) })).toMatchObject({
      status: 409,
    })
    const odd = form({ ...later, counties: ['nowhere'], listed: [], __proto__x: 'x' }, paper())
    expect((await knock(newRuleAction, '/finance/rules/new', { body: odd })).status).toBe(409)
    expect((await knock(newRuleAction, '/finance/rules/new', { body: new URLSearchParams('a=b') })).status).toBe(400)
  })

  it('are read by an auditor, who changes nothing', async () => {
    const asAuditor = { as: 'auditor', params: { ruleId: REFERENCE_RULE_ID } } as const
    expect((await knock(newRuleLoader, '/finance/rules/new', asAuditor)).status).toBe(403)
    expect(
      (await knock(newRuleAction, '/finance/rules/new', { ...asAuditor, body: form(rule(), paper()) })).status,
    ).toBe(403)
    const evidence = form({ evidenceKind: 'other' })
    evidence.append('evidence', paper(), 'x.pdf')
    const attach = { ...asAuditor, body: evidence }
    expect((await knock(ruleAction, `/finance/rules/${REFERENCE_RULE_ID}?evidence=attach`, attach)).status).toBe(403)
    const byOfficer = { params: { ruleId: REFERENCE_RULE_ID }, body: evidence }
    expect((await knock(ruleAction, `/finance/rules/${REFERENCE_RULE_ID}?evidence=attach`, byOfficer)).status).toBe(303)
    for (const ruleId of ['x', '00000000-0000-7000-8000-000000000000'])
      expect((await knock(ruleLoader, `/finance/rules/${ruleId}`, { params: { ruleId } })).status).toBe(404)
  })
})

const target = (given: Record<string, string> = {}) => ({
  year: String(year),
  documentNo: `院发〔${year}〕11号`,
  decidedOn: today,
  countingRuleId: REFERENCE_RULE_ID,
  'rows[0].part': 'college',
  'rows[0].basis': 'amount',
  'rows[0].figure': '1,000,000',
  'rows[1].part': 'fund:canteen',
  'rows[1].basis': 'budget_share',
  'rows[1].figure': '1234567.89',
  'rows[1].share': '10',
  'rows[2].part': 'fund:union',
  'rows[2].basis': 'per_head',
  'rows[2].figure': '500',
  'rows[2].heads': '321',
  'rows[3].basis': 'amount',
  ...given,
})

describe('the pages of targets', () => {
  const path = `/finance/targets/new?year=${year}`

  it('show what a decision comes to before anything is saved', async () => {
    const seen = await knock(newTargetAction, path, { body: form({ ...target(), intent: 'preview' }, paper()) })
    expect(seen).toMatchObject({
      status: 200,
      shown: {
        refused: undefined,
        rowCount: 4,
        file: { fileName: '文件.pdf' },
        preview: [
          { part: { scope: 'college' }, difference: 100_000_000 },
          { part: { fundType: 'canteen' }, before: undefined, after: { amount: 12_345_679 }, difference: 12_345_679 },
          { part: { fundType: 'union' }, difference: 16_050_000 },
        ],
      },
    })
    expect(await knock(targetsLoader, `/finance/targets?year=${year}`)).toMatchObject({ shown: { decisions: [] } })
  })

  it('give more rows without finding fault', async () => {
    const body = form({ year: String(year), 'rows[7].part': '', intent: 'rows' })
    expect(await knock(newTargetAction, path, { body })).toMatchObject({
      status: 200,
      shown: { rowCount: 12, reply: { error: undefined } },
    })
  })

  it('put a decision in force with its rule, its file and how each amount comes about', async () => {
    const set = await knock(newTargetAction, path, { body: form({ ...target(), intent: 'save' }, paper()) })
    expect([set.status, set.to]).toEqual([303, `/finance/targets?year=${year}`])
    const page = await knock(targetsLoader, set.to, { as: 'administrator' })
    expect(page.shown).toMatchObject({
      may: { set: true, open: false },
      decisions: [
        {
          documentNo: `院发〔${year}〕11号`,
          rule: { ruleId: REFERENCE_RULE_ID },
          document: { fileName: '文件.pdf' },
          recordedBy: '林秋实',
          lines: [
            { amount: 100_000_000, basis: { basis: 'amount' } },
            { amount: 12_345_679, basis: { basis: 'budget_share', budget: 123_456_789, shareBasisPoints: 1000 } },
            { amount: 16_050_000, basis: { basis: 'per_head', heads: 321, perHead: 50_000 } },
          ],
        },
      ],
    })
    const { documentId } = (page.shown as { decisions: { document: { documentId: string } }[] }).decisions[0]
      ?.document ?? {
      documentId: '',
    }
    const opened = await knock(documentLoader, `/finance/documents/${documentId}`, { params: { documentId } })
    expect(opened.status).toBe(200)
    const audit = await shop.db
      .selectFrom('audit_event')
      .select('detail')
      .where('verb', '=', 'target.decided')
      .executeTakeFirstOrThrow()
    expect(audit.detail).toMatchObject({ before: [], after: [{ amount: 100_000_000 }, {}, {}] })
    await expectCleanAudit(shop)
  })

  it('begin the next decision with what is in force', async () => {
    const page = await knock(newTargetLoader, path, { as: 'administrator' })
    expect(page.shown).toMatchObject({ inForce: { lines: [{}, {}, {}] }, year })
  })

  it.each([
    ['without a file', {}, false, 409],
    ['decided on the day of the one in force', {}, true, 409],
    ['without the whole college', { 'rows[0].part': '' }, true, 409],
    ['of a share below the rule', { 'rows[1].share': '9.99', countingRuleId: REFERENCE_RULE_ID }, true, 409],
    ['of a county there is not', { 'rows[0].part': 'county:nowhere' }, true, 409],
    ['with a part that is none', { 'rows[0].part': 'moon' }, true, 422],
    ['with a row half filled in', { 'rows[2].heads': '' }, true, 422],
    ['with a negative amount', { 'rows[0].figure': '-5' }, true, 422],
    ['of a rule there is not', { countingRuleId: '00000000-0000-7000-8000-000000000001' }, true, 409],
    ['of an amount beyond all measure', { 'rows[2].figure': '99999999999', 'rows[2].heads': '1000000' }, true, 422],
  ])('refuse a decision %s', async (...refusal) => {
    const [, given, hasFile, status] = refusal
    const body = form(
      { ...target({ documentNo: '院发〔2026〕12号', ...given }), intent: 'save' },
      hasFile ? paper() : undefined,
    )
    const refused = await knock(newTargetAction, path, { body })
    expect(refused.status).toBe(status)
    if (status === 409) expect(refused.shown).toMatchObject({ refused: expect.stringMatching(/。$/) })
  })

  it('take last year’s figure from the book when none is typed', async () => {
    const body = form({
      ...target({ year: String(year + 1), documentNo: '院发〔2026〕13号' }),
      'rows[1].basis': 'last_year',
      'rows[1].figure': '',
      intent: 'preview',
    })
    expect(await knock(newTargetAction, path, { body })).toMatchObject({
      shown: { refused: expect.stringContaining('大于零'), preview: [{}, { after: { amount: 0 } }, {}] },
    })
  })

  it('are closed to whoever may not set a task', async () => {
    expect((await knock(newTargetLoader, path, { as: 'auditor' })).status).toBe(403)
    expect((await knock(newTargetAction, path, { as: 'auditor', body: form(target(), paper()) })).status).toBe(403)
    expect((await knock(targetsLoader, '/finance/targets?year=99', { as: 'auditor' })).shown).toMatchObject({ year })
  })
})

const agreement = (given: Record<string, string> = {}) => ({
  agreementNo: '购销〔2026〕1号',
  title: '花椒购销协议',
  signedOn: addDays(today, -20),
  startsOn: addDays(today, -10),
  endsOn: addDays(today, 25),
  countyId: 'fufeng',
  fundType: 'canteen',
  supplierName: '扶风县花椒合作社',
  supplierCreditCode: '93610324MA6X00001A',
  committed: '50,000',
  priceRule: '每月 5 日议价',
  paymentTermDays: '30',
  ...given,
})

describe('the pages of agreements', () => {
  let id: string

  it('record an agreement with its file, and say how soon it ends', async () => {
    const recorded = await knock(newAgreementAction, '/finance/agreements/new', { body: form(agreement(), paper()) })
    expect(recorded.status).toBe(303)
    id = lastOf(recorded.to)
    expect(await knock(agreementLoader, recorded.to, { as: 'auditor', params: { agreementId: id } })).toMatchObject({
      shown: {
        agreement: { committed: 5_000_000, counted: 0, supplierName: '扶风县花椒合作社', orgUnit: undefined },
        evidence: [{ kind: 'agreement' }],
        mayWork: false,
      },
    })
    expect((await knock(agreementsLoader, `/finance/agreements?year=${year}`, { as: 'auditor' })).shown).toMatchObject({
      agreements: [{ agreementId: id }],
      expiring: [{ agreementId: id }],
      mayRecord: false,
    })
    expect((await knock(agreementsLoader, '/finance/agreements?year=2019')).shown).toMatchObject({ agreements: [] })
  })

  it.each([
    ['a number that is known', {}, 409],
    ['an end before its start', { agreementNo: 'x', endsOn: addDays(today, -11) }, 422],
    ['more than 60 days to pay', { agreementNo: 'x', paymentTermDays: '61' }, 422],
    ['no supplier', { agreementNo: 'x', supplierName: '', supplierCreditCode: '' }, 422],
    ['a credit code that is none', { agreementNo: 'x', supplierCreditCode: '123' }, 422],
    ['a county there is not', { agreementNo: 'x', countyId: 'nowhere' }, 409],
    ['a unit there is not', { agreementNo: 'x', orgUnitId: 'nowhere' }, 409],
    ['a signature to come', { agreementNo: 'x', signedOn: addDays(today, 1) }, 409],
  ])('refuse %s', async (_what, given, status) => {
    const body = form(agreement(given), paper())
    expect((await knock(newAgreementAction, '/finance/agreements/new', { body })).status).toBe(status)
  })

  it('take the name and the code of a cooperative of the shop, of the same county only', async () => {
    const cooperative = await shop.db.selectFrom('cooperative').select(['id', 'name_zh']).executeTakeFirstOrThrow()
    const with_ = { cooperativeId: cooperative.id, supplierName: '', supplierCreditCode: '', agreementNo: '购销-2' }
    const other = form(agreement({ ...with_, countyId: 'changwu' }), paper())
    expect((await knock(newAgreementAction, '/finance/agreements/new', { body: other })).status).toBe(409)
    const same = await knock(newAgreementAction, '/finance/agreements/new', { body: form(agreement(with_), paper()) })
    expect(await knock(agreementLoader, same.to, { params: { agreementId: lastOf(same.to) } })).toMatchObject({
      shown: { agreement: { supplierName: cooperative.name_zh } },
    })
  })

  it('terminate an agreement once, within its term', async () => {
    const end = (terminatedOn: string, as: Who = 'officer') =>
      knock(agreementAction, `/finance/agreements/${id}`, {
        as,
        params: { agreementId: id },
        body: new URLSearchParams({ intent: 'terminate', terminatedOn, reason: '供货不足' }),
      })
    expect((await end(today, 'auditor')).status).toBe(403)
    expect((await end(addDays(today, 1))).status).toBe(409)
    expect((await end(addDays(today, -11))).status).toBe(409)
    expect((await end('never')).status).toBe(422)
    const answers = await Promise.all(Array.from({ length: 4 }, () => end(today)))
    expect(answers.map((answer) => answer.status).sort()).toEqual([303, 409, 409, 409])
    expect(await knock(agreementLoader, `/finance/agreements/${id}`, { params: { agreementId: id } })).toMatchObject({
      shown: { agreement: { terminatedOn: today, termination: { reason: '供货不足' } } },
    })
    await expect(
      shop.store.ownerDb.updateTable('purchase_agreement').set({ committed_fen: 1 }).where('id', '=', id).execute(),
    ).rejects.toThrow(/is not changed/)
    await expectCleanAudit(shop)
  })

  it('are closed to whoever may not record one', async () => {
    expect((await knock(newAgreementLoader, '/finance/agreements/new', { as: 'administrator' })).status).toBe(403)
    const params = { agreementId: 'x' }
    expect((await knock(agreementLoader, '/finance/agreements/x', { params })).status).toBe(404)
    const body = new URLSearchParams({ intent: 'other' })
    expect((await knock(agreementAction, '/finance/agreements/x', { params, body })).status).toBe(400)
  })
})

describe('the page of units', () => {
  const post = (fields: Record<string, string>, as: Who = 'administrator') =>
    knock(unitsAction, '/admin/org-units', { as, body: new URLSearchParams(fields) })
  const canteen = { intent: 'add', orgUnitId: 'canteen-1', nameZh: '第一食堂', nameEn: 'Canteen One', kind: 'canteen' }

  it('adds, renames and takes out of use, each on record', async () => {
    expect((await post(canteen)).status).toBe(303)
    expect((await post(canteen)).status).toBe(409)
    expect((await post({ ...canteen, orgUnitId: 'Canteen 2' })).status).toBe(422)
    const rename = { intent: 'rename', unit: 'canteen-1', nameZh: '学一食堂', nameEn: 'Canteen One', kind: 'canteen' }
    expect((await post(rename)).status).toBe(303)
    expect((await post({ ...rename, nameZh: '' })).status).toBe(422)
    expect((await post({ ...rename, unit: 'nobody' })).status).toBe(409)
    expect((await post({ intent: 'deactivate', unit: 'canteen-1' })).status).toBe(303)
    expect((await knock(unitsLoader, '/admin/org-units', { as: 'administrator' })).shown).toMatchObject({
      units: [{ orgUnitId: 'canteen-1', nameZh: '学一食堂', isActive: false }],
    })
    const audit = await shop.db
      .selectFrom('audit_event')
      .select(['verb', 'detail'])
      .where('object_type', '=', 'org_unit')
      .orderBy('id')
      .execute()
    expect(audit.map((event) => event.verb)).toEqual(['org_unit.added', 'org_unit.renamed', 'org_unit.deactivated'])
    expect(audit[1]?.detail).toMatchObject({ before: { nameZh: '第一食堂' }, after: { nameZh: '学一食堂' } })
    expect((await post({ intent: 'deactivate', unit: '../x' })).status).toBe(400)
    expect((await post(canteen, 'officer')).status).toBe(403)
  })

  it('lets people join a unit in use only, and leave it', async () => {
    const { personId } = await createPerson(shop.db)
    const assign = (unit: string) =>
      knock(peopleAction, '/admin/people', {
        as: 'administrator',
        body: new URLSearchParams({ intent: 'assign', personId, unit }),
      })
    const unitOf = async () =>
      (await shop.db.selectFrom('person').select('org_unit_id').where('id', '=', personId).executeTakeFirstOrThrow())
        .org_unit_id
    expect((await assign('canteen-1')).status).toBe(409)
    expect((await assign('nowhere')).status).toBe(409)
    await post({ intent: 'activate', unit: 'canteen-1' })
    expect((await assign('canteen-1')).status).toBe(303)
    expect(await unitOf()).toBe('canteen-1')
    expect((await assign('')).status).toBe(303)
    expect(await unitOf()).toBeNull()
  })
})
