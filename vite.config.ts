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

/** Compresses what the browser loads once, at build time, as hard as it goes; the server sends the files as they are. */
function precompress(): Plugin {
  let client = false
  return {
    name: 'precompress',
    apply: 'build',
    configResolved(config) {
      client = !config.build.ssr
    },
    generateBundle(_options, bundle) {
      if (!client) return
      for (const [fileName, output] of Object.entries(bundle)) {
        if (!/\.(?:js|css|svg)$/.test(fileName)) continue
        const source = Buffer.from(output.type === 'chunk' ? output.code : output.source)
        if (source.length < 1024) continue
        this.emitFile({
          type: 'asset',
          fileName: `${fileName}.br`,
          source: brotliCompressSync(source, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
        })
        this.emitFile({ type: 'asset', fileName: `${fileName}.gz`, source: gzipSync(source, { level: 9 }) })
      }
    },
  }
}

export default defineConfig(({ isSsrBuild }) => ({
  plugins: [tailwindcss(), remix(remixConfig), serverEntries({ server: './app/server.ts' }), precompress()],
  build: {
    target: isSsrBuild ? 'node20' : ['chrome96', 'safari15', 'edge96', 'firefox96'],
    cssTarget: ['chrome111', 'safari16.4'],
    sourcemap: false,
  },
  ssr: { external: ['pg', '@node-rs/argon2'] },
}))
