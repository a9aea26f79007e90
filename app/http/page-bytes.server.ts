import { Writable } from 'node:stream'

/**
 * Gathers what React renders and hands it over whole.
 *
 * React 18 writes in pieces of a fixed length and sends a piece whole even when its
 * last character of several bytes did not fit: one to three NUL bytes then stand in
 * the middle of Chinese text. No page of ours holds a NUL, so they are cut off.
 */
export function gatherPage(done: (page: Uint8Array<ArrayBuffer>) => void): Writable {
  const pieces: Buffer[] = []
  return new Writable({
    write(piece: Buffer, _encoding, next) {
      let end = piece.length
      while (end > 0 && piece[end - 1] === 0) end -= 1
      pieces.push(piece.subarray(0, end))
      next()
    },
    final(next) {
      done(new Uint8Array(Buffer.concat(pieces)))
      next()
    },
  })
}
