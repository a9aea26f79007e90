import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ActionFunctionArgs } from '@remix-run/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { paths } from '#app/http/paths.ts'
import { readOwnListing } from '#app/modules/catalog/listing-queries.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { getRuntime, setRuntime } from '#app/platform/runtime.server.ts'
import { action as reviewAction, loader as reviewLoader } from '#app/routes/admin/listing-review.tsx'
import { loader as queueLoader } from '#app/routes/admin/listings.tsx'
import { action as listingAction, loader as listingLoader } from '#app/routes/cooperative/listing.tsx'
import { action as photosAction, loader as photosLoader } from '#app/routes/cooperative/listing-photos.tsx'
import { action as listingsAction, loader as listingsLoader } from '#app/routes/cooperative/listings.tsx'
import { loader as teamLoader } from '#app/routes/cooperative/team.tsx'
import type { ListingChangeId } from '#app/shared/ids.ts'
import { makePicture } from '#tests/integration/photos/pictures.ts'
import {
  givenDraft,
  givenPublished,
  givenSubmitted,
  type ListingWorld,
  NOW,
  openListingWorld,
} from './listing-world.ts'

let world: ListingWorld
let folder = ''
beforeAll(async () => {
  world = await openListingWorld()
  folder = await mkdtemp(join(tmpdir(), 'yuanshang-pages-'))
  const runtime = getRuntime()
  setRuntime({ ...runtime, env: { ...runtime.env, blobs: { kind: 'folder', folder } } })
})
afterAll(async () => {
  await world.close()
  await rm(folder, { recursive: true, force: true })
})

type Handler = (args: ActionFunctionArgs) => unknown

/** Calls a page as somebody, and gives what it answers. */
async function send(
  handler: Handler,
  ask: { as: { cookie: string }; changeId?: string; body?: URLSearchParams | FormData },
) {
  const { as, changeId = 'none', body } = ask
  const request = new Request('http://shop.test/x', {
    method: body ? 'POST' : 'GET',
    headers: { cookie: as.cookie },
    ...(body && { body }),
  })
  const answer = await Promise.resolve()
    .then(() => handler({ request, params: { changeId }, context: {} }))
    .catch((thrown: unknown) => {
      if (thrown instanceof Response) return thrown
      throw thrown
    })
  if (answer instanceof Response)
    return { status: answer.status, location: answer.headers.get('location'), body: undefined }
  if (typeof answer === 'object' && answer !== null && 'type' in answer && answer.type === 'DataWithResponseInit') {
    const { data, init } = answer as unknown as { data: unknown; init: ResponseInit | null }
    return { status: init?.status ?? 200, location: null, body: data }
  }
  return { status: 200, location: null, body: answer }
}

const form = (fields: Record<string, string | string[]>) => {
  const body = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) body.append(name, one)
  return body
}

const FULL = {
  goods: 'spice:dried-spice',
  nameZh: '大红袍花椒',
  village: '农林村',
  storage: '阴凉干燥',
  shelfLife: '12 个月',
  noAllergens: 'on',
  'skus[0].content': '0.5',
  'skus[0].unit': 'jin',
  'skus[0].price': '21.00',
  'skus[1].content': '',
  'skus[1].unit': 'kg',
  'skus[1].price': '',
  'certificates[0].kind': 'test_report',
  'certificates[0].number': 'WB-1',
  'certificates[0].issuer': '检测中心',
  'certificates[0].issuedOn': '2026-03-01',
}

function own(changeId: string) {
  return readOwnListing(world.db, {
    cooperativeId: world.north.cooperativeId,
    changeId: changeId as ListingChangeId,
    now: NOW,
  })
}

describe('the grower’s pages', () => {
  it('lead from one button to a submitted listing, with forms alone', async () => {
    const { north } = world
    const requestId = newId()
    const started = await send(listingsAction, { as: north, body: form({ intent: 'start', requestId }) })
    expect(started).toMatchObject({ status: 303, location: paths.supply.listing(requestId) })
    const opened = await send(listingLoader, { as: north, changeId: requestId })
    expect(opened.body).toMatchObject({ change: { revision: 1, state: 'draft' } })
    const saved = await send(listingAction, {
      as: north,
      changeId: requestId,
      body: form({ ...FULL, revision: '1', intent: 'save' }),
    })
    expect(saved).toMatchObject({ status: 303, location: paths.supply.listing(requestId) })
    expect((await own(requestId))?.body.skus).toMatchObject([{ netWeightGrams: 250, price: 2100 }])
    const submitted = await send(listingAction, {
      as: north,
      changeId: requestId,
      body: form({ ...FULL, revision: '2', intent: 'submit' }),
    })
    expect(submitted).toMatchObject({ status: 303 })
    expect((await own(requestId))?.state).toBe('submitted')
    const again = await send(listingAction, {
      as: north,
      changeId: requestId,
      body: form({ ...FULL, revision: '2', intent: 'submit' }),
    })
    expect(again).toMatchObject({ status: 409, body: { refusal: { kind: 'notOpen' } } })
  })

  it('keep what was typed when something is wrong, and keep nothing of it', async () => {
    const draft = await givenDraft(world)
    const before = await own(draft.changeId)
    const fields = {
      ...FULL,
      revision: String(draft.revision),
      intent: 'save',
      nameZh: '新名字',
      'skus[0].price': '二十',
      seasonMonths: ['7', '8'],
    }
    const answer = await send(listingAction, { as: world.north, changeId: draft.changeId, body: form(fields) })
    expect(answer).toMatchObject({
      status: 422,
      body: {
        errors: { 'skus[0].price': expect.stringContaining('价格') },
        typed: { nameZh: ['新名字'], 'skus[0].price': ['二十'], seasonMonths: ['7', '8'] },
      },
    })
    expect((await own(draft.changeId))?.body).toEqual(before?.body)
  })

  it('submitted too early keep the form and say what is missing', async () => {
    const draft = await givenDraft(world)
    const fields = { ...FULL, revision: String(draft.revision), intent: 'submit', nameZh: '花椒酒', storage: '' }
    const answer = await send(listingAction, { as: world.north, changeId: draft.changeId, body: form(fields) })
    expect(answer).toMatchObject({
      status: 409,
      body: { refusal: { kind: 'problems', problems: [{ kind: 'textMissing' }, { kind: 'forbidden', word: '酒' }] } },
    })
    expect(await own(draft.changeId)).toMatchObject({ state: 'draft', body: { name: { zh: '花椒酒' } } })
  })

  it.each([
    [{ intent: 'delete', revision: '1' }, 400],
    [{}, 400],
    [{ intent: 'withdraw', revision: 'x' }, 400],
    [{ intent: 'withdraw' }, 400],
    [{ intent: 'save' }, 422],
    [{ intent: 'save', revision: '1e9' }, 422],
    [{ intent: 'save', revision: '999', nameZh: 'x' }, 409],
    [{ intent: 'save', revision: '2', nameZh: 'a\0b' }, 422],
    [{ intent: 'save', revision: '2', 'skus[99].price': '1', 'skus[99].content': '1' }, 422],
    [{ intent: 'save', revision: '2', 'certificates[0].kind': 'bribe', 'certificates[0].number': '1' }, 422],
    [{ intent: 'save', revision: '2', 'skus[0]': 'x' }, 422],
  ])('answer %j with %i, never with a failure', async (fields, status) => {
    const draft = await givenDraft(world)
    const answer = await send(listingAction, { as: world.north, changeId: draft.changeId, body: form(fields) })
    expect(answer.status).toBe(status)
  })

  it.each(['', 'x', '../1', '0193579e-0000-7000-8000-000000000001', "' or 1=1"])(
    'know no listing %j',
    async (changeId) => {
      for (const handler of [listingLoader, photosLoader] as Handler[])
        expect((await send(handler, { as: world.north, changeId })).status).toBe(404)
      expect((await send(reviewLoader, { as: world.reviewer, changeId })).status).toBe(404)
    },
  )

  it('show nobody another cooperative’s listing, and let nobody touch it', async () => {
    const { south } = world
    const draft = await givenDraft(world)
    const { productId } = await givenPublished(world)
    for (const handler of [listingLoader, photosLoader] as Handler[])
      expect((await send(handler, { as: south, changeId: draft.changeId })).status).toBe(404)
    const save = form({ ...FULL, revision: String(draft.revision), intent: 'save' })
    expect(await send(listingAction, { as: south, changeId: draft.changeId, body: save })).toMatchObject({
      body: { refusal: { kind: 'unknown' } },
    })
    for (const intent of ['change', 'copy']) {
      const body = form({ intent, requestId: newId(), productId })
      expect((await send(listingsAction, { as: south, body })).status).toBe(404)
    }
    const { body } = await send(listingsLoader, { as: south })
    expect(body).toMatchObject({ products: [], changes: [] })
    expect(JSON.stringify(await send(teamLoader, { as: south }))).not.toContain(world.north.personId)
  })
})

describe('the photographs’ page', () => {
  const files =
    (...bytes: Buffer[]) =>
    (revision: number) => {
      const body = new FormData()
      body.append('intent', 'add')
      body.append('revision', String(revision))
      for (const [index, one] of bytes.entries()) body.append('photos', new File([new Uint8Array(one)], `${index}.jpg`))
      return body
    }

  it('takes photographs, one after the other, and leads back to the listing', async () => {
    const draft = await givenDraft(world)
    const body = files(await makePicture('jpeg'), await makePicture('webp'))(draft.revision)
    const answer = await send(photosAction, { as: world.north, changeId: draft.changeId, body })
    expect(answer).toMatchObject({ status: 303, location: paths.supply.listing(draft.changeId) })
    const listing = await own(draft.changeId)
    expect(listing?.body.photos).toHaveLength(2)
    const key = listing?.body.photos[1]?.key ?? ''
    const arrange = (fields: Record<string, string>, revision: number) =>
      send(photosAction, {
        as: world.north,
        changeId: draft.changeId,
        body: form({ key, revision: String(revision), ...fields }),
      })
    expect((await arrange({ intent: 'first' }, draft.revision + 1)).status).toBe(303)
    expect((await arrange({ intent: 'describe', alt: '一碗花椒' }, draft.revision + 2)).status).toBe(303)
    expect((await own(draft.changeId))?.body.photos[0]).toMatchObject({ key, alt: { zh: '一碗花椒' } })
    expect((await arrange({ intent: 'remove' }, draft.revision + 2)).status, 'an old page').toBe(409)
    expect((await arrange({ intent: 'remove' }, draft.revision + 3)).status).toBe(303)
    expect((await own(draft.changeId))?.body.photos).toHaveLength(1)
  })

  it('takes the good ones and says in a sentence what is wrong with the others', async () => {
    const draft = await givenDraft(world)
    const body = files(await makePicture('png'), Buffer.from('GIF89a'), Buffer.alloc(0))(draft.revision)
    const answer = await send(photosAction, { as: world.north, changeId: draft.changeId, body })
    expect(answer).toMatchObject({
      status: 422,
      body: { hungCount: 1, problems: [expect.stringContaining('GIF'), expect.stringContaining('空的')] },
    })
    expect((await own(draft.changeId))?.body.photos).toHaveLength(1)
  })

  it('refuses too many, none, another cooperative’s and a submitted listing', async () => {
    const draft = await givenDraft(world)
    const picture = await makePicture('jpeg', { width: 200, height: 200 })
    const ask = (body: FormData, { as = world.north, changeId = draft.changeId as string } = {}) =>
      send(photosAction, { as, changeId, body })
    expect((await ask(files(picture, picture, picture, picture)(draft.revision))).status).toBe(413)
    expect((await ask(files()(draft.revision))).status).toBe(422)
    expect((await ask(files(picture)(draft.revision), { as: world.south })).status).toBe(404)
    expect((await ask(files(picture)(draft.revision + 1))).status).toBe(409)
    const submitted = await givenSubmitted(world)
    expect((await ask(files(picture)(submitted.revision), { changeId: submitted.changeId })).status).toBe(409)
  })
})

describe('the reviewer’s pages', () => {
  it('show the queue, the difference, and what is decided by one button', async () => {
    const { reviewer, otherReviewer } = world
    const { changeId, revision } = await givenSubmitted(world)
    const queue = await send(queueLoader, { as: reviewer })
    expect(JSON.stringify(queue.body)).toContain(changeId)
    const read = await send(reviewLoader, { as: reviewer, changeId })
    expect(read.body).toMatchObject({
      listing: { proposer: '雷春生', cooperative: { zh: '北塬合作社' }, county: { zh: '扶风' } },
    })
    const body = form({ intent: 'publish', revision: String(revision) })
    expect(await send(reviewAction, { as: reviewer, changeId, body })).toMatchObject({
      status: 303,
      location: paths.admin.listings(),
    })
    const again = form({ intent: 'publish', revision: String(revision) })
    expect(await send(reviewAction, { as: otherReviewer, changeId, body: again })).toMatchObject({
      status: 409,
      body: { refusal: { kind: 'alreadyDecided', state: 'published' } },
    })
  })

  it('ask for a reason, keep what was typed, and put words right', async () => {
    const { reviewer } = world
    const { changeId, revision } = await givenSubmitted(world)
    const ask = (fields: Record<string, string>) => send(reviewAction, { as: reviewer, changeId, body: form(fields) })
    expect(await ask({ intent: 'sendBack', revision: String(revision), reason: '  ' })).toMatchObject({
      status: 422,
      body: { errors: { reason: expect.any(String) } },
    })
    const texts = {
      intent: 'texts',
      nameZh: '大红袍花椒',
      nameEn: 'Dahongpao pepper',
      'specsEn[0]': '250 g jar',
      'issuersEn[0]': 'Testing centre',
    }
    expect((await ask({ ...texts, revision: String(revision) })).status).toBe(303)
    expect((await own(changeId))?.body).toMatchObject({
      name: { en: 'Dahongpao pepper' },
      skus: [{ spec: { zh: '250 克', en: '250 g jar' } }],
    })
    expect((await ask({ intent: 'publish', revision: String(revision) })).status).toBe(409)
    expect((await ask({ intent: 'sendBack', revision: String(revision + 1), reason: '请补照片' })).status).toBe(303)
    expect(await own(changeId)).toMatchObject({ state: 'sent_back', reason: '请补照片' })
    expect((await ask({ intent: 'nothing', revision: '1' })).status).toBe(400)
  })

  it('show no draft', async () => {
    const { changeId } = await givenDraft(world)
    expect((await send(reviewLoader, { as: world.reviewer, changeId })).status).toBe(404)
  })
})
