import { type BlobSettings, type BlobStore, isBlobName } from './blob-store.server.ts'
import { createFolderBlobStore } from './folder-blob-store.server.ts'
import { getRuntime } from './runtime.server.ts'
import { createS3BlobStore } from './s3-blob-store.server.ts'

/** The store at `settings`. Throws for a name that is none of ours: callers make names, people do not. */
export function createBlobStore(settings: BlobSettings): BlobStore {
  const store = settings.kind === 'folder' ? createFolderBlobStore(settings.folder) : createS3BlobStore(settings)
  const checked = (name: string) => {
    if (!isBlobName(name)) throw new Error(`${JSON.stringify(name)} is no name of a blob`)
    return name
  }
  return {
    put: async (name, bytes, type) => store.put(checked(name), bytes, type),
    putStream: async (name, content, type) => store.putStream(checked(name), content, type),
    get: async (name) => store.get(checked(name)),
    getStream: async (name) => store.getStream(checked(name)),
    remove: async (name) => store.remove(checked(name)),
  }
}

let given: BlobStore | undefined

/** Puts a store in place of the one in the settings, for a command that has none; undefined for the settings' again. */
export function setBlobStore(store: BlobStore | undefined): void {
  given = store
}

const stores = new WeakMap<BlobSettings, BlobStore>()

/** The process's store, opened from the settings at first use. */
export function getBlobStore(): BlobStore {
  if (given) return given
  const { blobs } = getRuntime().env
  const known = stores.get(blobs)
  if (known) return known
  const store = createBlobStore(blobs)
  stores.set(blobs, store)
  return store
}
