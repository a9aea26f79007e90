import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import process from 'node:process'

// Lets a process of a test's stack live at another time, for what takes weeks in a real
// one: payouts, due days, the end of a month. It is loaded into it by NODE_OPTIONS from
// outside (stack.ts), so the product itself knows no way to move its clock.

/** Holds how many milliseconds the stack is ahead of the machine. */
const file = process.env.E2E_CLOCK_FILE
const LOOK_EVERY_MS = 20

if (file) {
  const told = `${file}.${process.pid}`
  const look = () => {
    const text = readFileSync(file, 'utf8')
    if (text === '' || text === current) return
    current = text
    aheadMs = Number(text)
    writeFileSync(told, text)
  }
  let current = ''
  let aheadMs = 0
  look()
  setInterval(look, LOOK_EVERY_MS).unref()
  process.once('exit', () => rmSync(told, { force: true }))
  const RealDate = Date
  const now = () => RealDate.now() + aheadMs
  globalThis.Date = new Proxy(RealDate, {
    construct: (real, given, target) => Reflect.construct(real, given.length === 0 ? [now()] : given, target),
    apply: () => new RealDate(now()).toString(),
    get: (real, name, receiver) => (name === 'now' ? now : Reflect.get(real, name, receiver)),
  })
}
