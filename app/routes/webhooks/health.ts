import { logger } from '#app/platform/logger.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'

/** 200 when the database answers and has every table: the books are in the newest migration. */
export async function loader() {
  try {
    await getRuntime().db.selectFrom('ledger_head').select('seq').execute()
    return new Response('ok', { headers: { 'Content-Type': 'text/plain', 'Cache-Control': 'no-store' } })
  } catch (error) {
    logger.error({ error: error instanceof Error ? error.message : String(error) }, 'not healthy')
    return new Response('unavailable', { status: 503, headers: { 'Cache-Control': 'no-store', 'Retry-After': '2' } })
  }
}
