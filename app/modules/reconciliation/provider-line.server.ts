import type { Runtime } from '#app/platform/runtime.server.ts'

/** What fetching from the provider needs of a process: our database and a client of theirs. */
export type ProviderLine = Pick<Runtime, 'db' | 'stripe'>
