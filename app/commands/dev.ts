import { type Backstage, PROJECT } from './backstage.ts'
import { remixCommand } from './build-shop.ts'
import { startChild } from './child-process.ts'
import { openShop } from './open-shop.ts'
import { sentences } from './sentences.ts'
import { runCommand } from './start-failure.ts'

/** `npm run dev`: the demo's database and sandbox, with Vite serving the shop and reloading what changes. */
await runCommand(() => openShop({ command: 'dev', needsBuild: false, serve: startVite, onOpen: welcome }))

function startVite(backstage: Backstage) {
  const { PORT = '' } = backstage.env
  return startChild({
    name: 'Vite',
    args: [remixCommand(), 'vite:dev', '--port', PORT, '--strictPort', '--host', '127.0.0.1'],
    cwd: PROJECT,
    env: { ...backstage.env, NODE_ENV: 'development' },
    readyUrl: `http://127.0.0.1:${PORT}/healthz`,
  })
}

function welcome(backstage: Backstage): void {
  const people = backstage.accounts.map(({ role, login, password }) => `  ${role}  ${login}  ${password}`)
  const lines = [sentences.open(backstage.env.SHOP_ORIGIN ?? ''), ...people, sentences.data(backstage.folder)]
  process.stdout.write(`${lines.join('\n')}\n${sentences.howToStop}\n`)
}
