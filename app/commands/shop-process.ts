import { join } from 'node:path'
import { type Backstage, PROJECT } from './backstage.ts'
import { type Child, startChild } from './child-process.ts'

/** Starts the built shop on its port and waits until it is healthy. */
export function startShop(backstage: Backstage): Promise<Child> {
  return startChild({
    name: 'shop',
    args: [join(PROJECT, 'build/server/server.js')],
    cwd: PROJECT,
    env: backstage.env,
    log: join(backstage.folder, 'shop.log'),
    readyUrl: `http://127.0.0.1:${backstage.env.PORT}/healthz`,
  })
}
