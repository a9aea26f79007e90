import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { setCartQuantitySchema } from '#app/modules/cart/set-cart-quantity.ts'
import { NOT_TEXT, parseForm } from './forms.server.ts'

const SKU = '0193579e-0000-7000-8000-000000000001'
const schema = z.object({ name: z.string({ error: 'nameMissing' }), note: z.string().optional() })

function post(body: BodyInit, type = 'application/x-www-form-urlencoded'): Request {
  return new Request('http://shop.example/form', { method: 'POST', body, headers: { 'Content-Type': type } })
}

describe('a posted form', () => {
  test('becomes the value its schema describes', async () => {
    const submission = await parseForm(post('name=%E6%9E%97&note='), schema)
    expect(submission).toMatchObject({ status: 'success', value: { name: '林' } })
  })

  test('with a NUL gets an error at that field and gives back the rest', async () => {
    const submission = await parseForm(post('name=a%00b&note=fine'), schema)
    expect(submission.status).toBe('error')
    expect(submission.reply()).toMatchObject({
      error: { name: [NOT_TEXT] },
      initialValue: { name: 'ab', note: 'fine' },
    })
  })

  test('says the key of the words for a missing field', async () => {
    const submission = await parseForm(post(''), schema)
    expect(submission.reply().error).toEqual({ name: ['nameMissing'] })
  })

  test('loses fields whose names can be none of ours', async () => {
    const names = ['__proto__.polluted', 'constructor.prototype.polluted', 'a[99999999]', 'a.b.c.d', '__intent__', '']
    const body = new URLSearchParams(names.map((name) => [name, 'x']))
    body.append('name', '林')
    const submission = await parseForm(post(body), schema)
    expect(submission).toMatchObject({ status: 'success', value: { name: '林' } })
    expect(submission.payload).toEqual({ name: '林' })
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  test.each([
    ['{"name":"x"}', 'application/json'],
    ['name=x', 'text/plain'],
    ['--x\r\nbroken', 'multipart/form-data; boundary=y'],
    ['x', 'multipart/form-data'],
  ])('that is no form (%s as %s) is a bad request', async (body, type) => {
    await expect(parseForm(post(body, type), schema)).rejects.toMatchObject({ status: 400 })
  })
})

describe('the quantity field', () => {
  test.each(['0', '1', '9', '10', '99', '999'])('%s is a quantity', async (quantity) => {
    const submission = await parseForm(post(new URLSearchParams({ skuId: SKU, quantity })), setCartQuantitySchema)
    expect(submission).toMatchObject({ status: 'success', value: { skuId: SKU, quantity: Number(quantity) } })
  })

  test.each([
    '-1',
    '-0',
    '+1',
    '1000',
    '1e3',
    '0x10',
    '0b1',
    '0o7',
    '01',
    '00',
    ' 5 ',
    '5 ',
    '5.0',
    '5,0',
    '1_0',
    '1e309',
    'NaN',
    'Infinity',
    '9007199254740993',
    '１２',
    '٣',
    '二',
    '',
    ' ',
    '\0',
    '1\0',
    '1\n',
    '9'.repeat(4096),
    '\u202e1',
    '1️⃣',
    'null',
    'undefined',
    '[object Object]',
  ])('%j is none', async (quantity) => {
    const submission = await parseForm(post(new URLSearchParams({ skuId: SKU, quantity })), setCartQuantitySchema)
    expect(submission.status).toBe('error')
    expect(Object.keys(submission.reply().error ?? {})).toEqual(['quantity'])
  })

  test('given twice is none', async () => {
    const submission = await parseForm(post(`skuId=${SKU}&quantity=1&quantity=2`), setCartQuantitySchema)
    expect(submission.reply().error).toEqual({ quantity: ['quantityInvalid'] })
  })

  test.each(['', 'x', SKU.toUpperCase(), `${SKU} `, `{${SKU}}`, "' or 1=1"])('the SKU %j is none', async (skuId) => {
    const submission = await parseForm(post(new URLSearchParams({ skuId, quantity: '1' })), setCartQuantitySchema)
    expect(submission.reply().error).toEqual({ skuId: ['skuUnknown'] })
  })
})
