import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readPhotoFile, storePhoto } from '#app/platform/photo.server.ts'
import { MAX_PHOTO_BYTES, PHOTO_FORMATS, PHOTO_WIDTHS, type StoredPhoto } from '#app/shared/photo.ts'
import { openPhotoWorld } from './photo-world.ts'
import { emptyZip, makePicture, makePngBomb } from './pictures.ts'

let world: Awaited<ReturnType<typeof openPhotoWorld>>
beforeAll(async () => {
  world = await openPhotoWorld()
})
afterAll(() => world.close())

async function mustStore(bytes: Buffer): Promise<StoredPhoto> {
  const stored = await storePhoto(bytes)
  if (!stored.ok) throw new Error(`refused: ${JSON.stringify(stored.refusal)}`)
  return stored.value
}

async function refusalOf(bytes: Buffer) {
  const stored = await storePhoto(bytes)
  return stored.ok ? 'stored' : stored.refusal
}

async function filesKept(): Promise<string[]> {
  const folders = await readdir(world.folder)
  return (await Promise.all(folders.map((folder) => readdir(join(world.folder, folder))))).flat()
}

/** Colour of one pixel of a stored photograph. */
async function colourAt({ key }: StoredPhoto, where: { x: number; y: number }) {
  const file = await readPhotoFile(key, { width: 1280, format: 'jpg' })
  const { data, info } = await sharp(file?.bytes).raw().toBuffer({ resolveWithObject: true })
  const at = (where.y * info.width + where.x) * info.channels
  return { isRed: (data[at] ?? 0) > (data[at + 1] ?? 0), width: info.width, height: info.height }
}

describe('a photograph', () => {
  it.each(['jpeg', 'png', 'webp'] as const)(
    'of a %s is kept in every width and format, upright and small',
    async (format) => {
      const stored = await mustStore(await makePicture(format, { width: 1600, height: 1200 }))
      expect(stored).toEqual({ key: expect.stringMatching(/^[0-9a-f]{40}$/), width: 1280, height: 960 })
      for (const width of PHOTO_WIDTHS) {
        for (const kind of PHOTO_FORMATS) {
          const file = await readPhotoFile(stored.key, { width, format: kind })
          const type = file?.bytes.subarray(0, 12).toString('latin1')
          if (kind === 'avif') expect(type).toContain('ftypavif')
          else
            expect(await sharp(file?.bytes).metadata()).toMatchObject({ width, format: kind === 'jpg' ? 'jpeg' : kind })
        }
      }
    },
  )

  it('that is small stays as large as it is', async () => {
    const { key, ...size } = await mustStore(await makePicture('jpeg', { width: 400, height: 300 }))
    expect(size).toEqual({ width: 400, height: 300 })
    const small = await readPhotoFile(key, { width: 320, format: 'webp' })
    expect(await sharp(small?.bytes).metadata()).toMatchObject({ width: 320, height: 240 })
  })

  it('taken with the phone held upright is turned, and says so no more', async () => {
    // Orientation 6: the left of the file is the top of the picture.
    const stored = await mustStore(await makePicture('jpeg', { width: 800, height: 600, orientation: 6 }))
    expect(stored).toMatchObject({ width: 600, height: 800 })
    expect((await colourAt(stored, { x: 300, y: 100 })).isRed).toBe(false)
    expect((await colourAt(stored, { x: 300, y: 700 })).isRed).toBe(true)
    const file = await readPhotoFile(stored.key, { width: 1280, format: 'jpg' })
    expect((await sharp(file?.bytes).metadata()).orientation).toBeUndefined()
  })

  it('tells nobody where and with what it was taken', async () => {
    const canary = 'CANARY-34.5601N-108.2402E'
    const exif = {
      IFD0: { Make: canary, ImageDescription: canary },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '34/1 33/1 36/1', GPSProcessingMethod: canary },
    }
    const taken = await makePicture('jpeg', { exif })
    expect(taken.includes(canary), 'the canary is in what is sent').toBe(true)
    expect(Object.keys(await sharp(taken).metadata())).toContain('exif')
    const { key } = await mustStore(taken)
    for (const width of PHOTO_WIDTHS) {
      for (const format of PHOTO_FORMATS) {
        const { bytes } = (await readPhotoFile(key, { width, format })) ?? {}
        expect(bytes?.length).toBeGreaterThan(100)
        for (const trace of [canary, 'Exif', 'GPS']) expect(bytes?.includes(trace), `${trace} in ${format}`).toBe(false)
      }
    }
  })

  it('sent twice, also at once, is one photograph', async () => {
    const bytes = await makePicture('webp', { width: 500, height: 500 })
    const [first, second] = await Promise.all([mustStore(bytes), mustStore(bytes)])
    const files = await filesKept()
    const third = await mustStore(bytes)
    expect([second, third]).toEqual([first, first])
    expect(await filesKept()).toEqual(files)
    expect(files.filter((name) => name.startsWith(first.key))).toHaveLength(9)
    expect(files.filter((name) => name.endsWith('.half'))).toEqual([])
  })

  it('with holes in it lies on white', async () => {
    const clear = {
      create: { width: 300, height: 300, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
    } as const
    const { key } = await mustStore(await sharp(clear).png().toBuffer())
    const file = await readPhotoFile(key, { width: 320, format: 'jpg' })
    const { channels } = await sharp(file?.bytes).stats()
    expect(channels.map(({ min }) => min >= 250)).toEqual([true, true, true])
  })

  it('of a phone that keeps a short film behind the picture is taken, without the film', async () => {
    const film = Buffer.concat([
      Buffer.from('0000001866747970', 'hex'),
      Buffer.from('mp42-FILM-'),
      Buffer.alloc(5000, 7),
    ])
    const { key } = await mustStore(Buffer.concat([await makePicture('jpeg', { width: 640, height: 480 }), film]))
    const file = await readPhotoFile(key, { width: 640, format: 'jpg' })
    expect(file?.bytes.includes('FILM')).toBe(false)
  })
})

describe('what is no photograph', () => {
  const kept = { before: 0 }
  beforeAll(async () => {
    kept.before = (await filesKept()).length
  })
  afterAll(async () => {
    expect((await filesKept()).length, 'nothing refused leaves a file').toBe(kept.before)
  })

  it.each([
    ['a GIF', Buffer.concat([Buffer.from('GIF89a'), Buffer.alloc(100)]), { kind: 'wrongType', found: 'gif' }],
    [
      'an SVG',
      Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'),
      { kind: 'wrongType', found: 'svg' },
    ],
    [
      'an iPhone’s HEIC',
      Buffer.from('0000001866747970686569630000000068656963', 'hex'),
      { kind: 'wrongType', found: 'heic' },
    ],
    [
      'an AVIF',
      Buffer.from('0000001c667479706176696600000000617669666d696631', 'hex'),
      { kind: 'wrongType', found: 'avif' },
    ],
    ['a TIFF', Buffer.from('49492a00080000000000', 'hex'), { kind: 'wrongType', found: 'tiff' }],
    ['a PDF', Buffer.from('%PDF-1.7\n'), { kind: 'wrongType', found: 'pdf' }],
    ['a page', Buffer.from('<!doctype html><script>alert(1)</script>'), { kind: 'wrongType', found: 'unknown' }],
    ['nothing', Buffer.alloc(0), { kind: 'empty' }],
    ['zeros', Buffer.alloc(1000), { kind: 'wrongType', found: 'unknown' }],
    ['the first bytes of a JPEG and no more', Buffer.from('ffd8ffe000104a464946', 'hex'), { kind: 'broken' }],
    [
      'a JPEG’s start before something else',
      Buffer.concat([Buffer.from('ffd8ff', 'hex'), Buffer.alloc(4000, 65)]),
      { kind: 'broken' },
    ],
    ['too many bytes', Buffer.alloc(MAX_PHOTO_BYTES + 1), { kind: 'tooLarge', maxBytes: MAX_PHOTO_BYTES }],
  ])('%s is refused', async (_name, bytes, refusal) => {
    expect(await refusalOf(bytes)).toEqual(refusal)
  })

  it.each(['jpeg', 'png', 'webp'] as const)('a %s that breaks off is refused', async (format) => {
    const whole = await makePicture(format, { width: 900, height: 700 })
    for (const part of [0.3, 0.7, 0.95]) {
      const cut = whole.subarray(0, Math.floor(whole.length * part))
      expect(await refusalOf(cut), `${part} of it`).toEqual({ kind: 'broken' })
    }
  })

  it('a PNG with damaged pixels is refused', async () => {
    const bytes = await makePicture('png')
    bytes.fill(0x55, Math.floor(bytes.length / 2), Math.floor(bytes.length / 2) + 40)
    expect(await refusalOf(bytes)).toEqual({ kind: 'broken' })
  })

  it.each([
    [30_000, 30_000],
    [24_001, 1_000],
    [1_000, 24_001],
  ])('a small file that unpacks to %i × %i pixels is refused before it does', async (width, height) => {
    const bomb = makePngBomb(width, height)
    expect(bomb.length).toBeLessThan(500_000)
    const started = performance.now()
    expect(await refusalOf(bomb)).toEqual({ kind: 'tooManyPixels', maxPixels: 24_000_000 })
    expect(performance.now() - started).toBeLessThan(2_000)
  })

  it('a picture nobody could see anything in is refused', async () => {
    expect(await refusalOf(await makePicture('png', { width: 99, height: 400 }))).toEqual({
      kind: 'tooSmall',
      minSide: 100,
    })
  })

  it.each([
    ['a JPEG that is a ZIP too', 'jpeg', emptyZip()],
    ['a JPEG that is a ZIP with a comment too', 'jpeg', emptyZip('x'.repeat(300))],
    ['a JPEG with a page behind it', 'jpeg', Buffer.from('<html><body>')],
    ['a JPEG with a script behind it', 'jpeg', Buffer.from('*/=1;<SCRIPT src=x></SCRIPT>')],
    ['a JPEG with PHP behind it', 'jpeg', Buffer.from('<?php system($_GET[0]);')],
    ['a PNG with anything behind it', 'png', Buffer.from('x')],
    ['a PNG with another PNG behind it', 'png', Buffer.from('89504e470d0a1a0a', 'hex')],
    ['a WebP with anything behind it', 'webp', Buffer.from('xyz')],
  ] as const)('%s is refused', async (_name, format, tail) => {
    const picture = await makePicture(format, { width: 300, height: 200 })
    expect(await refusalOf(picture), 'without it it is taken').toBe('stored')
    kept.before = (await filesKept()).length
    expect(await refusalOf(Buffer.concat([picture, tail]))).toEqual({ kind: 'polyglot' })
  })

  it('a page hidden in what a JPEG says about itself is refused', async () => {
    const exif = { IFD0: { ImageDescription: '<script>alert(document.cookie)</script>' } }
    expect(await refusalOf(await makePicture('jpeg', { exif }))).toEqual({ kind: 'polyglot' })
  })

  it('a PDF that begins as a JPEG is refused', async () => {
    const exif = { IFD0: { ImageDescription: '%PDF-1.4' } }
    expect(await refusalOf(await makePicture('jpeg', { exif }))).toEqual({ kind: 'polyglot' })
  })
})

it('a crowd is told to wait, not kept waiting', async () => {
  const bytes = await Promise.all(
    Array.from({ length: 16 }, (_, index) => makePicture('jpeg', { width: 300 + index, height: 300 })),
  )
  const answers = await Promise.all(bytes.map(refusalOf))
  const busy = answers.filter((answer) => typeof answer === 'object' && answer.kind === 'busy')
  expect(busy).toHaveLength(4)
  expect(answers.filter((answer) => answer === 'stored')).toHaveLength(12)
})
