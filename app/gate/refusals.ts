import type { IncomingMessage } from 'node:http'
import { type BodyLimit, bodyLimitAt, type UploadLimit } from './upload-limits.ts'

/** Why the gate turns a request away before any page sees it. */
export type GateRefusal =
  | { status: 400; reason: 'host' | 'url' | 'data-parameter' }
  | { status: 403; reason: 'origin' }
  | { status: 405; reason: 'method' }
  | { status: 413; reason: 'body-too-large' }
  | { status: 415; reason: 'content-encoding' }

export interface GateRules {
  /** Scheme, host and port people type. */
  shopOrigin: string
  /** Of request bodies everywhere but at the addresses of `uploads`. */
  bodies: BodyLimit
  /** Addresses that take more. */
  uploads: readonly UploadLimit[]
  /** Paths machines post to, signed in their own way and therefore free of the origin check. */
  machinePaths: ReadonlySet<string>
}

const METHODS = new Set(['GET', 'HEAD', 'POST'])
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * Decides whether a request may go on to the pages. The origin check does not
 * lean on the framework's: that one is skipped for resource routes and passes
 * requests without an Origin.
 */
export function refuseRequest(request: IncomingMessage, rules: GateRules): GateRefusal | undefined {
  const { headers } = request
  const method = request.method ?? ''
  const url = parseUrl(request.url ?? '', rules.shopOrigin)
  if (!url) return { status: 400, reason: 'url' }
  if (!METHODS.has(method)) return { status: 405, reason: 'method' }
  if (headers['content-encoding'] !== undefined) return { status: 415, reason: 'content-encoding' }
  const { maxBytes } = bodyLimitAt(url.pathname, { uploads: rules.uploads, ordinary: rules.bodies })
  if (Number(headers['content-length'] ?? 0) > maxBytes) return { status: 413, reason: 'body-too-large' }
  return rules.machinePaths.has(url.pathname) ? undefined : refuseVisit(request, url, rules)
}

/** What only holds for people's browsers: machines sign what they post. */
function refuseVisit(request: IncomingMessage, url: URL, rules: GateRules): GateRefusal | undefined {
  if (!isOurHost(request.headers.host, rules.shopOrigin)) return { status: 400, reason: 'host' }
  if (url.searchParams.has('_data')) return { status: 400, reason: 'data-parameter' }
  if (request.method === 'POST' && !comesFromUs(request, rules.shopOrigin)) return { status: 403, reason: 'origin' }
  return undefined
}

function parseUrl(text: string, shopOrigin: string): URL | undefined {
  if (!text.startsWith('/') || text.startsWith('//') || text.length > 4096) return undefined
  try {
    const url = new URL(text, shopOrigin)
    const path = decodeURIComponent(url.pathname)
    return path.includes('\0') || path.includes('\\') ? undefined : url
  } catch {
    return undefined
  }
}

/** The configured host; on a shop at home on this machine, any of its loopback names with the same port. */
function isOurHost(host: string | undefined, shopOrigin: string): boolean {
  const ours = new URL(shopOrigin)
  if (host === ours.host) return true
  if (!LOOPBACK.has(ours.hostname) || host === undefined) return false
  try {
    const asked = new URL(`http://${host}`)
    return LOOPBACK.has(asked.hostname) && asked.port === ours.port
  } catch {
    return false
  }
}

/** Browsers say where a form was sent from; where they do not say it, the Origin must be exactly ours. */
function comesFromUs(request: IncomingMessage, shopOrigin: string): boolean {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin'
  const origin = request.headers.origin
  if (origin === undefined) return false
  if (origin === shopOrigin) return true
  return LOOPBACK.has(new URL(shopOrigin).hostname) && origin === `http://${request.headers.host}`
}
