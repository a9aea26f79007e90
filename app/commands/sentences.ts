/** What `npm run demo` and `npm run dev` say; Chinese and English on one line, for both kinds of reader. */
export const sentences = {
  oldNode: (wanted: string, found: string) =>
    `需要 Node ${wanted} 或更新版本，当前是 ${found} / Node ${wanted} or later is needed; this is ${found}`,
  realKey: (variable: string) =>
    `环境变量 ${variable} 中是真实的 Stripe 密钥，演示只用沙盒，请先清除它 / ${variable} holds a real Stripe key; the demo uses the sandbox only, so unset it first`,
  badPort: (text: string) => `PORT 应为 1 到 65535 的整数，而不是 ${text} / PORT must be 1 to 65535, not ${text}`,
  portTaken: (port: number, command: string) =>
    `端口 ${port} 已被占用，请换一个：PORT=${otherPort(port)} npm run ${command} / Port ${port} is taken; choose another: PORT=${otherPort(port)} npm run ${command}`,
  building: '构建网站 / Building the shop',
  buildFailed: '构建失败 / The build failed',
  migrating: '更新表结构，写入演示数据 / Updating the tables and filling in demo data',
  fillingHistory: '写入一年的订单历史，约一分钟，只做这一次 / Filling in a year of orders; about a minute, this once',
  historyUntil: (day: string, orders: number) => `  到 ${day}，${orders} 张订单 / until ${day}, ${orders} orders`,
  startingDatabase: '启动数据库 / Starting the database',
  startingSandbox: '启动支付和邮件沙盒 / Starting the sandboxes of payments and mail',
  startingShop: '启动商店 / Starting the shop',
  notReady: (name: string) => `${name} 没有启动 / ${name} did not start`,
  childDied: (name: string) => `${name} 意外停止，全部关闭 / ${name} ended unexpectedly, so everything is closed`,
  stopping: '正在停止 / Stopping',
  stopped: '已停止，数据保留 / Stopped; the data stays',
  open: (origin: string) => `塬上集已开张 / Yuanshang Market is open: ${origin}`,
  sandbox: (url: string) => `支付走沙盒，不会扣款 / Payments go to a sandbox, no money moves: ${url}`,
  mail: (url: string) => `邮件停在沙盒，不会寄出 / Mail stops in a sandbox and reaches nobody: ${url}`,
  accounts: '演示账号 / Demo accounts',
  accountColumns: ['角色 / role', '账号 / account', '密码 / password'],
  data: (folder: string) => `数据和日志 / Data and logs: ${folder}`,
  howToStop: 'Ctrl-C 停止 / Ctrl-C stops it',
}

function otherPort(port: number): number {
  return port < 65_535 ? port + 1 : port - 1
}
