import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
// @ts-expect-error: made by the Remix plugin at build time
import * as build from 'virtual:remix/server-build'
import { createRequestHandler, type RequestHandler, type ServerBuild } from '@remix-run/node'
import sirv from 'sirv'
import { migrateToLatest } from '#db/migrator.ts'
import { createGate, type PageHandler } from './gate/gate.ts'
import { PageCache } from './gate/page-cache.ts'
import { firstSegmentOf, selectSegmentRoutes } from './gate/segment-routes.ts'
import { UPLOAD_LIMITS } from './gate/upload-limits.ts'
import { paths } from './http/paths.ts'
import { startJobs } from './jobs/scheduler.server.ts'
import { listen } from './platform/db.server.ts'
import { logger } from './platform/logger.server.ts'
import { getRuntime } from './platform/runtime.server.ts'

const BODIES = { maxBytes: 256 * 1024, maxMs: 15_000 }
/** The longest any upload may take; what is no upload has the time of BODIES. */
const REQUEST_MS = Math.max(BODIES.maxMs, ...UPLOAD_LIMITS.map(({ maxMs }) => maxMs))
const MAX_SHARED_PAGES = 600
const SHUTDOWN_MS = 10_000

/** Production: settings, schema, jobs, then the port. Says one sentence and ends with 1 when any of them is not to be had. */
async function main(): Promise<void> {
  const runtime = getRuntime()
  const { env } = runtime
  await migrateToLatest(env.databaseOwnerUrl)

  const cache = env.pageCache ? new PageCache(MAX_SHARED_PAGES) : undefined
  const listener = cache
    ? listen(env.databaseUrl, 'catalog_changed', {
        onMessage: () => cache.forget(),
        onLost: () => cache.setListening(false),
        onReady: () => cache.setListening(true),
      })
    : undefined

  const server = createServer(
    { headersTimeout: 5_000, requestTimeout: REQUEST_MS, connectionsCheckingInterval: 1_000, keepAliveTimeout: 65_000 },
    createGate({
      shopOrigin: env.shopOrigin,
      paymentOrigin: env.stripeApiBase ? new URL(env.stripeApiBase).origin : 'https://checkout.stripe.com',
      bodies: BODIES,
      uploads: UPLOAD_LIMITS,
      machinePaths: new Set([paths.stripeWebhook(), '/healthz']),
      cache,
      serveAsset: serveAssets(),
      servePage: servePages(),
    }),
  )
  server.maxConnections = 2_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(env.port, env.host, resolve)
  })
  const jobs = startJobs(runtime)
  logger.info({ port: env.port, origin: env.shopOrigin }, 'open')

  let closing = false
  const close = async () => {
    if (closing) return
    closing = true
    setTimeout(() => process.exit(0), SHUTDOWN_MS).unref()
    server.closeIdleConnections()
    await new Promise((resolve) => server.close(resolve))
    await jobs.stop()
    await listener?.close()
    await runtime.db.destroy()
    process.exit(0)
  }
  process.on('SIGTERM', () => void close())
  process.on('SIGINT', () => void close())
}

/** Answers each address with a handler that knows only the routes of its first segment, made at its first visit. */
function servePages(): PageHandler {
  const whole = createRequestHandler(build, 'production')
  const known = new Set(Object.keys(build.routes).map((id) => firstSegmentOf(`/${build.routes[id]?.path ?? ''}`)))
  const handlers = new Map<string, RequestHandler>()
  return (request, context) => {
    const segment = firstSegmentOf(new URL(request.url).pathname)
    // Remix's own addresses speak of all routes, and strangers' inventions shall not each get a handler.
    if (segment.startsWith('_') || !known.has(segment)) return whole(request, context)
    const handler = handlers.get(segment) ?? createRequestHandler(narrowBuild(segment), 'production')
    handlers.set(segment, handler)
    return handler(request, context)
  }
}

/** The build as if the shop had this segment only; browsers learn of the rest as they come to it. */
function narrowBuild(segment: string): ServerBuild {
  const routes = selectSegmentRoutes(build.routes, segment)
  return { ...build, routes, assets: { ...build.assets, routes: selectSegmentRoutes(build.assets.routes, segment) } }
}

/** Built files: their names carry their content's hash, so they may be kept for ever; the rest of public/ for an hour. */
function serveAssets() {
  return sirv(fileURLToPath(new URL('../client', import.meta.url)), {
    etag: true,
    gzip: true,
    brotli: true,
    extensions: [],
    setHeaders(response, path) {
      response.setHeader(
        'Cache-Control',
        path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'public, max-age=3600',
      )
      response.setHeader('Content-Security-Policy', "default-src 'none'; sandbox")
    },
  })
}

main().catch((error: unknown) => {
  console.error(sentenceFor(error))
  process.exit(1)
})

function sentenceFor(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE')
    return `端口已被占用，请换一个：PORT=3001 npm start / The port is taken; choose another: PORT=3001 npm start (${error.message})`
  if (code === 'ECONNREFUSED')
    return `连不上数据库，请检查 DATABASE_URL / The database does not answer; check DATABASE_URL (${error.message})`
  return error.message
}
