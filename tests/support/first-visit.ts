import type { Browser } from '@playwright/test'

export interface FirstVisit {
  /** Bytes over the wire, headers included, until the page was at rest. */
  totalBytes: number
  scriptBytes: number
  /** Largest contentful paint in ms; of a throttled phone when `throttled`. */
  lcpMs: number
}

/** A phone on a slow line: 1.6 Mbit/s, 150 ms, a quarter of this machine's speed. */
const SLOW_LINE = { offline: false, downloadThroughput: 200_000, uploadThroughput: 93_750, latency: 150 }
const SLOWER_CPU = 4

/** Opens `url` in a browser that has never been here, and weighs what came. */
export async function weighFirstVisit(
  browser: Browser,
  { url, throttled }: { url: string; throttled: boolean },
): Promise<FirstVisit> {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, deviceScaleFactor: 2 })
  try {
    const page = await context.newPage()
    const session = await context.newCDPSession(page)
    await session.send('Network.enable')
    if (throttled) {
      await session.send('Network.emulateNetworkConditions', SLOW_LINE)
      await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER_CPU })
    }
    const kinds = new Map<string, string>()
    let [totalBytes, scriptBytes] = [0, 0]
    session.on('Network.responseReceived', ({ requestId, type }) => kinds.set(requestId, type))
    session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      totalBytes += encodedDataLength
      if (kinds.get(requestId) === 'Script') scriptBytes += encodedDataLength
    })
    await page.goto(url, { waitUntil: 'networkidle' })
    const lcpMs = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          new PerformanceObserver((list) => resolve(list.getEntries().at(-1)?.startTime ?? Number.NaN)).observe({
            type: 'largest-contentful-paint',
            buffered: true,
          })
        }),
    )
    return { totalBytes, scriptBytes, lcpMs }
  } finally {
    await context.close()
  }
}
