import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { vitePlugin as remix } from '@remix-run/dev'
import tailwindcss from '@tailwindcss/vite'
import { defineConfig, type Plugin } from 'vite'
import remixConfig from './remix.config.js'

declare module '@remix-run/node' {
  interface Future {
    v3_singleFetch: true
  }
}

/**
 * Remix 2 fixes the server input to its own virtual module. Our server and the
 * commands that must run without dev tools are put in front of it, so that one
 * build makes everything production starts.
 */
function serverEntries(input: Record<string, string>): Plugin {
  return {
    name: 'server-entries',
    enforce: 'post',
    config(config, env) {
      if (env.isSsrBuild && config.build?.rollupOptions) config.build.rollupOptions.input = input
    },
  }
}

const COMPRESSED = /\.(?:js|css|svg|webmanifest)$/

/** Compresses what the browser loads once, at build time, as hard as it goes; the server sends the files as they are. */
function precompress(): Plugin {
  let client = false
  let publicFolder = ''
  return {
    name: 'precompress',
    apply: 'build',
    configResolved(config) {
      client = !config.build.ssr
      publicFolder = config.publicDir
    },
    generateBundle(_options, bundle) {
      if (!client) return
      const files = new Map<string, Buffer>()
      for (const [name, output] of Object.entries(bundle))
        files.set(name, Buffer.from(output.type === 'chunk' ? output.code : output.source))
      for (const name of readdirSync(publicFolder, { recursive: true, encoding: 'utf8' }))
        if (COMPRESSED.test(name)) files.set(name, readFileSync(join(publicFolder, name)))
      for (const [name, source] of files) {
        if (!COMPRESSED.test(name) || source.length < 1024) continue
        const brotli = brotliCompressSync(source, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } })
        this.emitFile({ type: 'asset', fileName: `${name}.br`, source: brotli })
        this.emitFile({ type: 'asset', fileName: `${name}.gz`, source: gzipSync(source, { level: 9 }) })
      }
    },
  }
}

const LIBRARIES =
  /\/node_modules\/(?:react|react-dom|scheduler|react-router|react-router-dom|@remix-run\/(?:react|router))\//
const FRAME = [
  'http/paths.ts',
  'messages/chrome.ts',
  'routes/parts/chrome-visitor.ts',
  'routes/parts/product-card.tsx',
  'routes/parts/product-picture.tsx',
  'routes/parts/section-heading.tsx',
  'shared/money.ts',
  'shared/photo.ts',
  'ui/brand-mark.tsx',
  'ui/icon.tsx',
  'ui/language.tsx',
]

/**
 * What nearly every page of the shop loads comes in one file, beside the libraries',
 * which outlives a release in the browser's cache: each file costs half a kilobyte of headers.
 */
function chunkOf(id: string): string | undefined {
  if (LIBRARIES.test(id)) return 'libraries'
  return FRAME.some((path) => id.endsWith(`/app/${path}`)) ? 'frame' : undefined
}

export default defineConfig(({ isSsrBuild }) => ({
  plugins: [tailwindcss(), remix(remixConfig), serverEntries({ server: './app/server.ts' }), precompress()],
  build: {
    target: isSsrBuild ? 'node20' : ['chrome96', 'safari15', 'edge96', 'firefox96'],
    cssTarget: ['chrome111', 'safari16.4'],
    sourcemap: false,
    ...(!isSsrBuild && { rollupOptions: { output: { manualChunks: chunkOf } } }),
  },
  ssr: { external: ['pg', '@node-rs/argon2'] },
}))
