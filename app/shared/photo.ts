/** Widths in which every photograph is kept; a smaller original is kept at its own width under each of these names. */
export const PHOTO_WIDTHS = [320, 640, 1280] as const
export type PhotoWidth = (typeof PHOTO_WIDTHS)[number]

/** The best compression first. */
export const PHOTO_FORMATS = ['avif', 'webp', 'jpg'] as const
export type PhotoFormat = (typeof PHOTO_FORMATS)[number]

/** What a field that takes photographs offers to choose from; what comes is checked by content all the same. */
export const PHOTO_ACCEPT = 'image/jpeg,image/png,image/webp'

/** Largest file that is looked at. */
export const MAX_PHOTO_BYTES = 12 * 1024 * 1024

const PHOTO_KEY = /^[0-9a-f]{40}$/
const PHOTO_FILE = /^([0-9a-f]{40})-(320|640|1280)(?:\.(avif|webp|jpg))?$/

/** A photograph as pages show it: `width` and `height` of the largest that is kept. */
export interface StoredPhoto {
  key: string
  width: number
  height: number
}

export function isPhotoKey(text: string): boolean {
  return PHOTO_KEY.test(text)
}

/** Name of one of the files of a photograph. */
export function photoFile(key: string, width: PhotoWidth, format: PhotoFormat): string {
  return `${key}-${width}.${format}`
}

/** What a file name asks for; without an ending the format is the reader's choice. Undefined when it is none of ours. */
export function parsePhotoFile(
  name: string,
): { key: string; width: PhotoWidth; format: PhotoFormat | undefined } | undefined {
  const [, key, width, format] = PHOTO_FILE.exec(name) ?? []
  if (key === undefined) return undefined
  return { key, width: Number(width) as PhotoWidth, format: format as PhotoFormat | undefined }
}
