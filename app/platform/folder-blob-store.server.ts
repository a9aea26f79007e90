import { randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { BlobStore } from './blob-store.server.ts'

/**
 * Keeps blobs as files below `folder`, in one of 256 folders by the first two
 * characters of their name. A file appears under its name when it is complete and
 * on the disk; a crash before leaves a file that no name leads to.
 */
export function createFolderBlobStore(folder: string): BlobStore {
  const root = resolve(folder)
  const pathOf = (name: string) => join(root, name.slice(0, 2), name)
  const keep = async (name: string, content: Content) => {
    const path = pathOf(name)
    const half = `${path}.${randomBytes(6).toString('hex')}.half`
    await mkdir(join(root, name.slice(0, 2)), { recursive: true })
    try {
      await writeThrough(half, content)
      await rename(half, path)
    } catch (error) {
      await rm(half, { force: true })
      throw error
    }
  }
  return {
    async put(name, bytes) {
      await keep(name, [bytes])
    },
    async putStream(name, content) {
      await keep(name, content)
    },
    async get(name) {
      try {
        return await readFile(pathOf(name))
      } catch (error) {
        if (isMissing(error)) return undefined
        throw error
      }
    },
    async getStream(name) {
      try {
        const file = await open(pathOf(name))
        return file.createReadStream()
      } catch (error) {
        if (isMissing(error)) return undefined
        throw error
      }
    },
    async remove(name) {
      await rm(pathOf(name), { force: true })
    },
  }
}

type Content = AsyncIterable<Uint8Array> | Iterable<Uint8Array>

/** Writes a new file and waits until it is on the disk. */
export async function writeThrough(path: string, content: Content): Promise<void> {
  const file = await open(path, 'wx', 0o640)
  try {
    await writeFile(file, content)
    await file.sync()
  } finally {
    await file.close()
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
