import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readUpload } from '#app/http/uploads.server.ts'
import { storePhoto } from '#app/platform/photo.server.ts'
import { loader } from '#app/routes/shop/photo.ts'
import { openPhotoWorld } from './photo-world.ts'
import { makePicture } from './pictures.ts'

let world: Awaited<ReturnType<typeof openPhotoWorld>>
let key = ''
beforeAll(async () => {
  world = await openPhotoWorld()
  const stored = await storePhoto(await makePicture('jpeg'))
  key = stored.ok ? stored.value.key : ''
})
afterAll(() => world.close())

function ask(file: string, accept = '*/*'): Promise<Response> {
  const request = new Request(`http://shop.test/photos/${encodeURIComponent(file)}`, { headers: { accept } })
  return loader({ request, params: { key: file }, context: {} })
}

describe('the address of a photograph', () => {
  it.each([
    ['640.webp', '*/*', 'image/webp'],
    ['320.avif', 'image/webp', 'image/avif'],
    ['1280.jpg', 'image/avif', 'image/jpeg'],
    ['640', 'image/avif,image/webp,*/*', 'image/avif'],
    ['640', 'image/webp,*/*', 'image/webp'],
    ['640', '*/*', 'image/jpeg'],
    ['640', '', 'image/jpeg'],
  ])('-%s with Accept %s gives %s', async (ending, accept, type) => {
    const answer = await ask(`${key}-${ending}`, accept)
    expect(answer.status).toBe(200)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': type,
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    })
    expect(answer.headers.get('vary')).toBe(ending.includes('.') ? null : 'Accept')
    expect((await answer.arrayBuffer()).byteLength).toBe(Number(answer.headers.get('content-length')))
  })

  it.each([
    '',
    'x',
    `${'0'.repeat(40)}-640.webp`,
    '../../../etc/passwd',
    `${'a'.repeat(40)}-641.webp`,
    `${'a'.repeat(40)}-640.svg`,
    `${'a'.repeat(40)}-640.webp/..`,
    `${'A'.repeat(40)}-640`,
    `${'a'.repeat(41)}-640`,
    'a\0b',
  ])('%j is not found', async (file) => {
    await expect(ask(file)).rejects.toMatchObject({ status: 404 })
  })
})

describe('a form with files', () => {
  const limits = { field: 'photos', maxFiles: 2, maxFileBytes: 1000 }
  const send = (fill: (form: FormData) => void) => {
    const body = new FormData()
    fill(body)
    return readUpload(new Request('http://shop.test/x', { method: 'POST', body }), limits)
  }
  const file = (length: number, name = '../../a.php') => new File([new Uint8Array(length).fill(7)], name)

  it('gives its files by content and its fields by name', async () => {
    const read = await send((form) => {
      form.append('revision', '3')
      form.append('photos', file(10))
      form.append('photos', file(20))
    })
    expect(read.ok && read.value.files.map(({ length }) => length)).toEqual([10, 20])
    expect(read.ok && read.value.fields.get('revision')).toBe('3')
    const other = await send((form) => {
      form.append('other', file(30))
      form.append('photos', file(10))
    })
    expect(other.ok && other.value.files.map(({ length }) => length)).toEqual([10])
  })

  it('takes a field left empty for none, and an empty file for a file', async () => {
    const empty = await send((form) => form.append('photos', new File([], '')))
    expect(empty.ok && empty.value.files).toEqual([])
    const zero = await send((form) => form.append('photos', file(0, 'a.jpg')))
    expect(zero.ok && zero.value.files.map(({ length }) => length)).toEqual([0])
  })

  it('refuses more and larger than it may', async () => {
    expect(await send((form) => form.append('photos', file(1001)))).toEqual({
      ok: false,
      refusal: { kind: 'fileTooLarge', maxBytes: 1000 },
    })
    expect(
      await send((form) => {
        for (let count = 0; count < 3; count += 1) form.append('photos', file(10))
      }),
    ).toEqual({ ok: false, refusal: { kind: 'tooManyFiles', maxFiles: 2 } })
  })

  it.each([
    ['x', 'multipart/form-data; boundary=y'],
    ['--y\r\nbroken', 'multipart/form-data; boundary=y'],
    ['x', 'multipart/form-data'],
    ['a=1', 'application/x-www-form-urlencoded'],
    ['{}', 'application/json'],
  ])('that is none (%j as %s) is a bad request', async (body, type) => {
    const request = new Request('http://shop.test/x', { method: 'POST', body, headers: { 'content-type': type } })
    await expect(readUpload(request, limits)).rejects.toMatchObject({ status: 400 })
  })

  it('with hundreds of fields is a bad request', async () => {
    await expect(
      send((form) => {
        for (let count = 0; count < 500; count += 1) form.append(`f${count}`, 'x')
      }),
    ).rejects.toMatchObject({ status: 400 })
  })
})
