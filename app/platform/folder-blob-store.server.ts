import { randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
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
  return {
    async put(name, bytes) {
      const path = pathOf(name)
      const half = `${path}.${randomBytes(6).toString('hex')}.half`
      await mkdir(join(root, name.slice(0, 2)), { recursive: true })
      try {
        await writeThrough(half, bytes)
        await rename(half, path)
      } catch (error) {
        await rm(half, { force: true })
        throw error
      }
    },
    async get(name) {
      try {
        return await readFile(pathOf(name))
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
        throw error
      }
    },
    async remove(name) {
      await rm(pathOf(name), { force: true })
    },
  }
}

async function writeThrough(path: string, bytes: Buffer): Promise<void> {
  const file = await open(path, 'wx', 0o640)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}
