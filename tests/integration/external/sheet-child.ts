/**
 * Applies released files of purchases in a process of its own, which ends itself by
 * SIGKILL when it passes the fault point in FAULT_POINT for the FAULT_COUNT-th time.
 */
import process from 'node:process'
import { applyPurchaseSheets } from '#app/modules/external/import-purchases.server.ts'
import { createDatabase } from '#app/platform/db.server.ts'
import { armFaultPoints } from '#app/platform/fault-points.server.ts'

const { DATABASE_URL = '', FAULT_POINT, FAULT_COUNT = '1', NOW = '' } = process.env
let passed = 0
armFaultPoints((point) => {
  if (point !== FAULT_POINT) return undefined
  passed += 1
  if (passed < Number(FAULT_COUNT)) return undefined
  process.kill(process.pid, 'SIGKILL')
  return new Promise(() => undefined)
})
const db = createDatabase(DATABASE_URL, { max: 2 })
await applyPurchaseSheets(db, new Date(NOW))
await db.destroy()
