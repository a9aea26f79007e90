import { type ChildOptions, startChild } from '#app/commands/child-process.ts'

/** A starter for tests to kill: starts the child that its argument describes and says when it is ready. */
await startChild(JSON.parse(process.argv[2] ?? '') as ChildOptions)
process.stdout.write('ready\n')
setInterval(() => undefined, 60_000)
