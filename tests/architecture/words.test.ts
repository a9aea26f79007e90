import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { LANGUAGES } from '#app/shared/language.ts'

const areas = readdirSync('app/messages').filter((name) => name.endsWith('.ts') && !name.includes('.test.'))

function textsOf(value: unknown, path: string): [string, string][] {
  if (typeof value === 'string') return [[path, value]]
  if (typeof value === 'function') {
    const sample = (value as (...args: unknown[]) => unknown)(...Array.from({ length: value.length }, () => 3))
    return textsOf(sample, `${path}()`)
  }
  if (value && typeof value === 'object')
    return Object.entries(value).flatMap(([key, inner]) => textsOf(inner, `${path}.${key}`))
  return []
}

const texts = await Promise.all(
  areas.map(async (file) => {
    const module: Record<string, unknown> = await import(`#app/messages/${file}`)
    return Object.entries(module).flatMap(([name, catalogue]) =>
      catalogue && typeof catalogue === 'object' && LANGUAGES.every((language) => language in catalogue)
        ? LANGUAGES.flatMap((language) =>
            textsOf((catalogue as Record<string, unknown>)[language], name).map(([path, text]) => ({
              language,
              path,
              text,
            })),
          )
        : [],
    )
  }),
).then((lists) => lists.flat())

describe('the words people read', () => {
  it('are found in every area', () => {
    expect(texts.length).toBeGreaterThan(100)
  })

  it('use full-width punctuation between Chinese characters', () => {
    const wrong = texts.filter(
      ({ language, text }) =>
        language === 'zh' && /\p{Script=Han}[,;:!?()]\p{Script=Han}|\p{Script=Han}[,;!?]/u.test(text),
    )
    expect(wrong).toEqual([])
  })

  it('never shout, beg or pity', () => {
    expect(texts.filter(({ text }) => /[!！]|贫困户|亲[，爱]|仅剩最后/.test(text))).toEqual([])
  })

  it('leave no Chinese in the English catalogue but names', () => {
    const wrong = texts.filter(
      ({ language, path, text }) =>
        language === 'en' && /\p{Script=Han}/u.test(text) && !/switchTo|shopName|line|Zh/.test(path),
    )
    expect(wrong).toEqual([])
  })
})
