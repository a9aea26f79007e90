import { verifyPack } from '#app/modules/evidence/verify-pack.server.ts'

/** `npm run verify-pack -- pack.zip`: checks an evidence pack by itself; nothing of ours needs to be running. */
const path = process.argv[2]
if (path === undefined) {
  process.stderr.write('用法 / Usage: npm run verify-pack -- <佐证包 / pack.zip>\n')
  process.exitCode = 2
} else {
  await report(path)
}

async function report(file: string): Promise<void> {
  const verdict = await verifyPack(file).catch((error: unknown) =>
    error instanceof Error ? error : new Error(String(error)),
  )
  if (verdict instanceof Error) {
    process.stderr.write(`打不开 / Cannot be opened: ${verdict.message}\n`)
    process.exitCode = 2
    return
  }
  const { problems, manifestSha256, files, lines, postings } = verdict
  if (problems.length > 0) {
    process.stderr.write(`${problems.map((problem) => `✗ ${problem}`).join('\n')}\n`)
    process.exitCode = 1
    return
  }
  process.stdout.write(
    `佐证包完好 / The pack proves itself: ${files} 个文件 / files, ${lines} 笔 / lines, ${postings} 条分录 / postings\n编号 / number ${manifestSha256}\n`,
  )
}
