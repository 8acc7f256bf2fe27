/**
 * Builds dist/: the doors bundled for the pinned Node, and the files a browser asks for, named by
 * their content so that they may be kept for ever. Runs in well under a second.
 */
import { build } from 'esbuild'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import sharp from 'sharp'

const making = `dist.making-${process.pid}`
rmSync(making, { recursive: true, force: true })
mkdirSync(join(making, 'public'), { recursive: true })

await build({
  entryPoints: ['src/start.ts', 'src/server.ts', 'src/worker.ts', 'src/cli.ts'].filter((door) => existsSync(door)),
  outdir: making, bundle: true, splitting: true, format: 'esm', platform: 'node', target: 'node22', packages: 'external',
  jsx: 'automatic', jsxImportSource: 'preact', sourcemap: true, logLevel: 'warning', outExtension: { '.js': '.mjs' },
})

const manifest: Record<string, string> = {}
function publish(name: string, content: Uint8Array): string {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 10)
  const hashed = `${basename(name, extname(name))}.${hash}${extname(name)}`
  writeFileSync(join(making, 'public', hashed), content)
  if (/\.(css|js|svg)$/.test(name)) {
    writeFileSync(join(making, 'public', `${hashed}.br`), brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }))
    writeFileSync(join(making, 'public', `${hashed}.gz`), gzipSync(content, { level: 9 }))
  }
  manifest[name] = `/assets/${hashed}`
  return `/assets/${hashed}`
}

const fonts = 'node_modules/@fontsource-variable/public-sans/files'
for (const subset of ['latin', 'vietnamese']) publish(`public-sans-${subset}.woff2`, readFileSync(`${fonts}/public-sans-${subset}-wght-normal.woff2`))
const icon = readFileSync('src/web/ui/icon.svg')
publish('icon.svg', icon)
// What other sites show beside a link to a page that has no picture of its own.
publish('share.png', await sharp('src/web/ui/share.svg').png({ palette: true, compressionLevel: 9 }).toBuffer())

const css = await build({ entryPoints: ['src/web/ui/style.css'], bundle: true, minify: true, write: false, target: ['chrome111', 'firefox113', 'safari16.4'], external: ['*.woff2'] })
const styled = Object.entries(manifest).reduce((text, [name, url]) => text.replaceAll(`asset:${name}`, url), css.outputFiles[0]!.text)
publish('style.css', Buffer.from(styled))
for (const name of ['page', 'passkey', 'suggest', 'saving']) {
  const script = await build({ entryPoints: [`src/web/ui/${name}.client.ts`], bundle: true, minify: true, write: false, target: ['es2022'], format: 'iife' })
  publish(`${name}.js`, script.outputFiles[0]!.contents)
}
const live = await build({ entryPoints: ['src/web/live.client.ts'], bundle: true, minify: true, write: false, target: ['es2022'], format: 'iife' })
publish('live.js', live.outputFiles[0]!.contents)
const moderation = await build({ entryPoints: ['src/modules/moderation/moderation.client.ts'], bundle: true, minify: true, write: false, target: ['es2022'], format: 'iife' })
const room = await build({ entryPoints: ['src/modules/bidding/room.client.ts'], bundle: true, minify: true, write: false, target: ['es2022'], format: 'iife' })
publish('room.js', room.outputFiles[0]!.contents)
publish('moderation.js', moderation.outputFiles[0]!.contents)

for (const [module, name] of [['keys', 'ceremony'], ['ballots', 'ballot']] as const) {
  const script = await build({ entryPoints: [`src/modules/${module}/${name}.client.ts`], bundle: true, minify: true, write: false, target: ['es2022'], format: 'iife', external: ['crypto', 'node:crypto'] })
  publish(`${name}.js`, script.outputFiles[0]!.contents)
}

// The door of a session, and what stands behind it where there is no network.
for (const name of ['check-in', 'check-in-worker']) {
  const script = await build({ entryPoints: [`src/modules/sessions/${name}.client.ts`], bundle: true, minify: true, write: false, target: ['es2022'], format: 'iife' })
  publish(`${name}.js`, script.outputFiles[0]!.contents)
}

writeFileSync(join(making, 'manifest.json'), JSON.stringify(manifest))
// What a running start has open stays whole until the new one is in its place.
const before = `dist.before-${process.pid}`
if (existsSync('dist')) renameSync('dist', before)
renameSync(making, 'dist')
rmSync(before, { recursive: true, force: true })
