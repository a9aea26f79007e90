import { expect, type Page } from '@playwright/test'
import sharp from 'sharp'
import { PHOTO_FORMATS } from '#app/shared/photo.ts'

const WIDTH = 1600
const HEIGHT = 1200

/** A photograph as a phone takes it: JPEG, with camera, time and place. */
export async function takePhotograph(): Promise<Buffer> {
  const gradient = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}">
    <linearGradient id="g" x2="1" y2="1"><stop stop-color="#2f6b3a"/><stop offset="1" stop-color="#b3402a"/></linearGradient>
    <rect width="100%" height="100%" fill="url(#g)"/><circle cx="800" cy="600" r="360" fill="#7f9a3c"/></svg>`
  const photo = await sharp(Buffer.from(gradient))
    .jpeg({ quality: 88 })
    .withExif({
      IFD0: { Make: 'Yuan Phone', DateTime: '2026:11:25 08:00:00' },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '34/1 28/1 12/1',
        GPSLongitudeRef: 'E',
        GPSLongitude: '107/1 53/1 24/1',
      },
    })
    .toBuffer()
  const { exif } = await sharp(photo).metadata()
  expect(exif?.includes('Yuan Phone'), 'the photograph to be sent says where it was taken').toBe(true)
  return photo
}

/** Every format a browser may get of the photograph shown in `main` is whole, small enough, and says nothing of camera or place. */
export async function expectCleanPhotograph(page: Page): Promise<void> {
  const image = page.getByRole('main').locator('figure img').first()
  await expect(image).toHaveAttribute('src', /^\/photos\/[0-9a-f]{40}-640$/)
  await expect.poll(() => image.evaluate((shown: HTMLImageElement) => shown.naturalWidth)).toBeGreaterThan(0)
  const source = await image.getAttribute('src')
  for (const format of PHOTO_FORMATS) {
    const answer = await page.request.get(`${source}.${format}`)
    expect(answer.status()).toBe(200)
    const { width, height, exif, xmp, iptc } = await sharp(await answer.body()).metadata()
    expect({ width, height, exif, xmp, iptc }).toEqual({ width: 640, height: 480 })
  }
}
