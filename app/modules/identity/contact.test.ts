import { expect, test } from 'vitest'
import { contactSchema } from './contact.ts'

const read = (email: string | undefined) => contactSchema.safeParse({ email, language: 'zh' })

test('an address is kept in lower case and without spaces around it', () => {
  expect(read(' Lin.Qiushi@Example.EDU.cn ').data).toEqual({ email: 'lin.qiushi@example.edu.cn', language: 'zh' })
  expect(read(undefined).success).toBe(true)
})

test.each([
  'lin',
  'lin@',
  '@example.com',
  'lin@example',
  'a b@example.com',
  'lin@example.com\r\nBcc: all@example.com',
  'lin@example.com,other@example.com',
  '"lin"@example.com',
  'lin <lin@example.com>',
  'lin@exam\u0000ple.com',
  '林@例子.中国',
  `${'a'.repeat(250)}@example.com`,
])('%j is no address', (email) => {
  expect(read(email).error?.issues[0]?.message).toBe('emailInvalid')
})
