import pg from 'pg'

/** Password of the shop's role on a test server, where it guards nothing. */
export const APP_PASSWORD = 'test-only'

export async function asAdmin<Value>(adminUrl: string, work: (admin: pg.Client) => Promise<Value>): Promise<Value> {
  const admin = new pg.Client({ connectionString: adminUrl })
  await admin.connect()
  try {
    return await work(admin)
  } finally {
    await admin.end()
  }
}

export function withDatabase(url: string, name: string): string {
  const made = new URL(url)
  made.pathname = `/${name}`
  return made.href
}
