import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { signInSchema } from './sign-in.ts'
import { signUpSchema } from './sign-up.ts'

const GOOD = { kind: 'alumni', name: '林秋实', phone: '13800138000', password: '塬上花椒红又红呀真好' }

function errorsOf(fields: unknown): Record<string, string[] | undefined> {
  const parsed = signUpSchema.safeParse(fields)
  if (parsed.success) return {}
  const errors: Record<string, string[]> = {}
  for (const issue of parsed.error.issues) {
    const name = issue.path.join('.')
    errors[name] = [...(errors[name] ?? []), issue.message]
  }
  return errors
}

describe('signing up', () => {
  test('takes an ordinary form and writes the phone without decoration', () => {
    expect(signUpSchema.parse({ ...GOOD, phone: '+86 138-0013-8000' })).toEqual(GOOD)
  })

  test.each([
    '林秋实',
    '迪丽热巴·迪力木拉提',
    "Mary-Ann O'Brien",
    'José Núñez',
    'J. R. R. Tolkien',
    'Nguyễn Văn A',
    '𠮷田',
  ])('takes the name %s', (name) => {
    expect(errorsOf({ ...GOOD, name })).toEqual({})
  })

  test.each([
    ['', 'nameMissing'],
    ['   ', 'nameMissing'],
    ['林'.repeat(41), 'nameTooLong'],
    ['林秋实\u202e', 'nameInvalid'],
    ['\u200f林秋实', 'nameInvalid'],
    ['林\0秋实', 'nameInvalid'],
    ['林秋实🌶️', 'nameInvalid'],
    ['<script>', 'nameInvalid'],
    ['林\n秋实', 'nameInvalid'],
    ['7', 'nameInvalid'],
    ['林\u200b秋实', 'nameInvalid'],
  ])('refuses the name %j as %s', (name, error) => {
    expect(errorsOf({ ...GOOD, name }).name).toContain(error)
  })

  test.each([
    ['short-one', 'passwordTooShort'],
    ['x'.repeat(129), 'passwordTooLong'],
    ['aaaaaaaaaaaa', 'passwordTooSimple'],
    ['a13800138000', 'passwordTooSimple'],
  ])('refuses the password %j as %s', (password, error) => {
    expect(errorsOf({ ...GOOD, password }).password).toContain(error)
  })

  test.each(['staff', 'student', 'administrator', ''])('lets nobody enter themselves as %j', (kind) => {
    expect(errorsOf({ ...GOOD, kind })).toEqual({ kind: ['kindMissing'] })
  })

  test('ignores fields that are no part of it', () => {
    expect(signUpSchema.parse({ ...GOOD, role: 'administrator', status: 'active', id: '1' })).toEqual(GOOD)
  })

  test('answers anything at all with a value or with keys of our words, and never lets a control character into a name', () => {
    const anything = fc.record({
      kind: fc.oneof(fc.constantFrom('alumni', 'outside'), fc.string()),
      name: fc.string({ unit: 'binary' }),
      phone: fc.oneof(fc.constant('13800138000'), fc.string({ unit: 'binary' })),
      password: fc.string({ unit: 'binary', maxLength: 140 }),
    })
    fc.assert(
      fc.property(anything, (fields) => {
        const parsed = signUpSchema.safeParse(fields)
        if (parsed.success) {
          expect(parsed.data.name).not.toMatch(/[\p{C}\p{N}\p{So}]/u)
          expect([...parsed.data.name].length).toBeLessThanOrEqual(40)
        } else {
          for (const issue of parsed.error.issues) expect(issue.message).toMatch(/^[a-z]+[A-Z][A-Za-z]+$/)
        }
      }),
    )
  })

  test('judges a long hostile name at once', () => {
    const started = performance.now()
    for (const name of [`${'a '.repeat(5000)}!`, `${"a'-".repeat(5000)}!`, 'a'.repeat(200_000)])
      errorsOf({ ...GOOD, name })
    expect(performance.now() - started).toBeLessThan(500)
  })
})

describe('signing in', () => {
  test.each([
    [{}, ['accountMissing', 'passwordMissing']],
    [{ account: '  ', password: '' }, ['accountMissing', 'passwordMissing']],
    [{ account: 'x'.repeat(65), password: 'x'.repeat(129) }, ['accountTooLong', 'passwordTooLong']],
    [{ account: ['a', 'b'], password: { length: 3 } }, ['accountMissing', 'passwordMissing']],
  ])('refuses %j by field', (fields, messages) => {
    const parsed = signInSchema.safeParse(fields)
    expect(parsed.error?.issues.map((issue) => issue.message)).toEqual(messages)
  })

  test('says nothing about the form an account must have', () => {
    expect(signInSchema.safeParse({ account: '%%%', password: 'x' }).success).toBe(true)
  })
})
