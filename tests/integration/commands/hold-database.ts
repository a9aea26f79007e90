import { claimData, startPostgres } from '#app/commands/embedded-postgres.ts'

/** A start for tests to kill: holds the folder given as argument, with a server on it, and tells the server's address. */
const [folder = ''] = process.argv.slice(2)
const silent = () => undefined
const server = await startPostgres(await claimData(folder, silent), { durability: 'durable', say: silent })
process.stdout.write(`${server.adminUrl}\n`)
setInterval(() => undefined, 60_000)
