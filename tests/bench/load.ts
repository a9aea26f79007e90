import autocannon from 'autocannon'

export interface Rate {
  requestsPerSecond: number
  p50Ms: number
  p95Ms: number
  p99Ms: number
  errors: number
  bytesPerAnswer: number
}

export interface LoadTarget {
  url: string
  connections: number
  seconds: number
  method?: 'GET' | 'POST'
}

/** Keeps `connections` connections busy for some seconds after a short warm-up, and says what came of it. */
export async function measure(target: LoadTarget): Promise<Rate> {
  await run({ ...target, seconds: 1 })
  const result = await run(target)
  return {
    requestsPerSecond: Math.round(result.requests.average),
    p50Ms: result.latency.p50,
    p95Ms: result.latency.p97_5,
    p99Ms: result.latency.p99,
    errors: result.errors + result.non2xx,
    bytesPerAnswer: Math.round(result.throughput.total / Math.max(1, result.requests.total)),
  }
}

function run({ url, connections, seconds, method = 'GET' }: LoadTarget): Promise<autocannon.Result> {
  return autocannon({ url, connections, duration: seconds, method, pipelining: 1 })
}

/** The value below which `share` (0–1) of the samples lie. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
}
