import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { drawCounty, drawEmpty } from './counties.ts'
import { drawPicture, PICTURE_KINDS } from './pictures.ts'

const COUNTIES = ['xunyi', 'changwu', 'yongshou', 'fufeng', 'chunhua']
const SEEDS = ['fufeng-dahongpao', 'x', '2026-first-picking', 'a-name-that-is-rather-long-for-a-product']

const TAG = /<(\/?)([a-zA-Z]+)((?: [a-z-]+[a-zA-Z]*="[^"<>]*")*)(\/?)>/y

/** Reads elements one after the other and gives the names left open; throws at what is no element. */
function readElements(svg: string): string[] {
  const open: string[] = []
  TAG.lastIndex = 0
  while (TAG.lastIndex < svg.length) {
    const from = TAG.lastIndex
    const tag = TAG.exec(svg)
    if (!tag) throw new Error(`no element at ${from}: ${svg.slice(from, from + 60)}`)
    const [, closing, name = '', attributes = '', selfClosing] = tag
    const names = [...attributes.matchAll(/ ([a-zA-Z-]+)=/g)].map((match) => match[1])
    if (new Set(names).size !== names.length) throw new Error(`an attribute twice in ${tag[0]}`)
    if (closing && open.pop() !== name) throw new Error(`</${name}> closes nothing`)
    if (!closing && !selfClosing) open.push(name)
  }
  return open
}

function expectSoundDrawing(svg: string): void {
  expect(readElements(svg)).toEqual([])
  expect(svg).not.toMatch(/NaN|undefined|Infinity|null/)
  expect(svg).not.toMatch(/script|foreignObject|href|url\(|\bon[a-z]+=|\bid=|<!|<\?/i)
  expect(svg.match(/#[0-9a-zA-Z]+/g)?.every((color) => /^#(?:[0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})$/i.test(color))).toBe(
    true,
  )
}

describe('a picture of produce', () => {
  it('is there for every kind the shop knows', () => {
    expect(PICTURE_KINDS.length).toBeGreaterThanOrEqual(33)
    expect(drawPicture('durian', 'x')).toBeUndefined()
    expect(drawPicture('constructor', 'x')).toBeUndefined()
  })

  it.each(PICTURE_KINDS)('of %s is sound, small and the same every time', (kind) => {
    for (const seed of SEEDS) {
      const svg = drawPicture(kind, seed) ?? ''
      expectSoundDrawing(svg)
      expect(svg).toBe(drawPicture(kind, seed))
      expect(svg.length).toBeGreaterThan(1_500)
      expect(svg.length).toBeLessThan(16_000)
      // What travels: the gate compresses pictures.
      expect(gzipSync(svg).length).toBeLessThan(6_000)
    }
  })

  it.each(PICTURE_KINDS)('of %s differs from seed to seed', (kind) => {
    expect(new Set(SEEDS.map((seed) => drawPicture(kind, seed))).size).toBe(SEEDS.length)
  })
})

describe('a picture of a county', () => {
  it.each(COUNTIES)('of %s is sound and the same every time', (county) => {
    const svg = drawCounty(county) ?? ''
    expectSoundDrawing(svg)
    expect(svg).toContain('viewBox="0 0 640 320"')
    expect(svg).toBe(drawCounty(county))
  })

  it('is none for a county we do not know', () => {
    expect(drawCounty('beijing')).toBeUndefined()
    expect(drawCounty('toString')).toBeUndefined()
  })
})

describe('the empty basket', () => {
  it('is a sound drawing', () => expectSoundDrawing(drawEmpty()))
})
