/**
 * Makes files of reports in a process of its own, which ends itself by SIGKILL when it
 * passes the fault point in FAULT_POINT for the FAULT_COUNT-th time.
 */
import process from 'node:process'
import { reportWords } from '#app/messages/report-words.ts'
import { makeExports } from '#app/modules/reports/make-exports.server.ts'
import { armFaultPoints } from '#app/platform/fault-points.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'

const { FAULT_POINT, FAULT_COUNT = '1', NOW = '' } = process.env
let passed = 0
armFaultPoints((point) => {
  if (point !== FAULT_POINT) return undefined
  passed += 1
  if (passed < Number(FAULT_COUNT)) return undefined
  process.kill(process.pid, 'SIGKILL')
  return new Promise(() => undefined)
})
const { db } = getRuntime()
await makeExports(db, reportWords, new Date(NOW))
await db.destroy()
