import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync('app/tailwind.css', 'utf8')

type Colors = Record<string, string>

function tokensIn(block: string): Colors {
  return Object.fromEntries(
    [...block.matchAll(/--((?:background-)?color-[a-z0-9-]+): (#[0-9a-f]{6});/g)].map(([, name, hex]) => [name, hex]),
  )
}

function blockAfter(opening: string): string {
  const start = css.indexOf(opening)
  expect(start, opening).toBeGreaterThanOrEqual(0)
  return css.slice(start, css.indexOf('}', start))
}

const light = tokensIn(blockAfter('@theme {'))
const dark = { ...light, ...tokensIn(blockAfter('html[data-theme="dark"] {\n')) }
const darkBySystem = { ...light, ...tokensIn(blockAfter('html:not([data-theme="light"]) {\n')) }
const print = { ...light, ...tokensIn(blockAfter('html:is([data-theme]')) }

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((start) => {
    const share = Number.parseInt(hex.slice(start, start + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(one: string, other: string): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (high + 0.05) / (low + 0.05)
}

/** `text on ground`; a name is a token, or a colour as it stands. */
const TEXT = [
  ...['ink', 'ink-2', 'ink-3'].flatMap((text) => ['paper', 'card', 'sand'].map((ground) => [text, ground] as const)),
  ...['jiao', 'huai', 'indigo', 'mai-deep', 'shi'].flatMap((text) =>
    ['paper', 'card'].map((ground) => [text, ground] as const),
  ),
  ['ink', 'jiao-soft'],
  ['ink', 'huai-soft'],
  ['ink', 'mai-soft'],
  ['ink', 'indigo-soft'],
  ['ink-2', 'huai-soft'],
  ['ink-2', 'indigo-soft'],
  ['ink-2', 'jiao-soft'],
  ['ink-2', 'mai-soft'],
  ['jiao', 'jiao-soft'],
  ['huai', 'huai-soft'],
  ['indigo', 'indigo-soft'],
  ['indigo', 'sand'],
  ['mai-deep', 'mai-soft'],
  ['paper', 'huai'],
  ['jiao-deep', 'paper'],
  ['#ffffff', 'jiao-fill'],
  ['#2b2119', 'mai'],
] as const

const EDGES = [
  ['line-strong', 'paper'],
  ['line-strong', 'card'],
  ['line-strong', 'sand'],
  ['jiao-fill', 'card'],
  ['indigo', 'paper'],
  ['jiao', 'jiao-soft'],
] as const

const colorOf = (tokens: Colors, name: string) => (name.startsWith('#') ? name : (tokens[`color-${name}`] ?? ''))

describe.each([
  ['light', light],
  ['dark', dark],
] as const)('in the %s', (_mode, tokens) => {
  it.each(TEXT)('%s on %s can be read', (text, ground) => {
    expect(contrast(colorOf(tokens, text), colorOf(tokens, ground))).toBeGreaterThanOrEqual(4.5)
  })

  it.each(EDGES)('the edge %s on %s can be seen', (edge, ground) => {
    expect(contrast(colorOf(tokens, edge), colorOf(tokens, ground))).toBeGreaterThanOrEqual(3)
  })

  it('a pressed main action keeps its white words', () => {
    expect(contrast('#ffffff', tokens['background-color-jiao-deep'] ?? '')).toBeGreaterThanOrEqual(4.5)
  })
})

describe('the tokens', () => {
  it('are the same whether the system or the reader chose the dark', () => {
    expect(darkBySystem).toEqual(dark)
    expect(Object.keys(light).length).toBeGreaterThan(20)
  })

  it('can be read in print', () => {
    for (const text of ['ink', 'ink-2', 'ink-3', 'jiao', 'huai', 'indigo', 'shi'])
      expect(contrast(colorOf(print, text), '#ffffff'), text).toBeGreaterThanOrEqual(4.5)
  })
})

describe('the words on the county hues', () => {
  it.each([
    ['#ffffff', '#c4472f', 'xunyi'],
    ['#2b2119', '#e7a92f', 'changwu'],
    ['#ffffff', '#4b7a47', 'yongshou'],
    ['#ffffff', '#a8281d', 'fufeng'],
    ['#2b2119', '#df7740', 'chunhua'],
  ])('%s on %s (%s) can be read', (text, hue) => {
    expect(contrast(text, hue)).toBeGreaterThanOrEqual(4.5)
  })
})

describe('the sprite', () => {
  it('has every icon that can be asked for, and the wordmark', () => {
    const sprite = readFileSync('public/icons.svg', 'utf8')
    const names = [...readFileSync('app/ui/icon.tsx', 'utf8').matchAll(/^ {2}\| '([a-z-]+)'$/gm)].map(
      (match) => match[1],
    )
    expect(names.length).toBeGreaterThan(20)
    for (const name of [...names, 'wordmark']) expect(sprite).toContain(`<symbol id="${name}"`)
  })
})
