import type { Backstage, DemoAccount } from './backstage.ts'
import { openShop } from './open-shop.ts'
import { sentences } from './sentences.ts'
import { startShop } from './shop-process.ts'
import { runCommand } from './start-failure.ts'

/** `npm run demo`: the whole shop on this machine, with a real database and no real money. */
await runCommand(() => openShop({ command: 'demo', needsBuild: true, serve: startShop, onOpen: welcome }))

function welcome(backstage: Backstage): void {
  const lines = [
    '',
    sentences.open(backstage.env.SHOP_ORIGIN ?? ''),
    sentences.sandbox(backstage.sandboxUrl),
    sentences.mail(`${backstage.env.SHOP_ORIGIN ?? ''}/sandbox/mail`),
    sentences.data(backstage.folder),
    '',
    sentences.accounts,
    ...accountTable(backstage.accounts),
    '',
    sentences.howToStop,
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}

function accountTable(accounts: DemoAccount[]): string[] {
  const rows = [sentences.accountColumns, ...accounts.map(({ role, login, password }) => [role, login, password])]
  const widths = sentences.accountColumns.map((_, column) => Math.max(...rows.map((row) => widthOf(row[column] ?? ''))))
  return rows.map((row) => `  ${row.map((cell, column) => pad(cell, widths[column] ?? 0)).join('  ')}`.trimEnd())
}

function pad(text: string, width: number): string {
  return text + ' '.repeat(width - widthOf(text))
}

/** Columns a text takes on a terminal: Chinese characters and full-width signs take two. */
function widthOf(text: string): number {
  return [...text].reduce(
    (width, character) => width + (/[ᄀ-ᅟ⺀-꓏가-힣豈-﫿︰-﹏＀-｠￠-￦]/u.test(character) ? 2 : 1),
    0,
  )
}
