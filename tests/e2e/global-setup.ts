import { findBreaches } from './books.ts'
import { startStack } from './stack.ts'

/** One whole shop for the run; tests find it by `baseURL`, and its parts by these variables. After the last test its books are audited. */
export default async function setup(): Promise<() => Promise<void>> {
  const stack = await startStack()
  process.env.E2E_ORIGIN = stack.origin
  process.env.E2E_SANDBOX_URL = stack.sandboxUrl
  process.env.E2E_DATABASE_URL = stack.databaseUrl
  process.env.E2E_ACCOUNTS = JSON.stringify(stack.accounts)
  return async () => {
    try {
      const breaches = await findBreaches(stack.databaseUrl)
      if (breaches.length > 0) throw new Error(`after the tests the books are broken:\n${breaches.join('\n')}`)
    } finally {
      await stack.stop()
    }
  }
}
