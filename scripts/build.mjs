// Bundles bin/main.ts into dist/: one start-up read instead of a thousand, which halves the processor time to the first frame.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
// biome-ignore lint/correctness/useImportExtensions: beside it stand only its types
import { commandsTogether } from './commands-together.mjs';
// biome-ignore lint/correctness/useImportExtensions: beside it stand only its types
import { narrowFirst } from './narrow-first.mjs';
// biome-ignore lint/correctness/useImportExtensions: beside it stand only its types
import { rememberingInk } from './remembering-ink.mjs';
// biome-ignore lint/correctness/useImportExtensions: beside it stand only its types
import { replaceBuild } from './replace-build.mjs';

// Ink's layout comes as WebAssembly in a data URL and fetches it, which makes Node compile its whole HTTP client before
// the first frame. Where there is no fetch it decodes the URL itself.
const layoutWithoutFetch = {
  name: 'layout-without-fetch',
  setup: ({ onLoad }) =>
    onLoad({ filter: /yoga-wasm-base64-esm\.js$/ }, ({ path }) => ({
      contents: `var fetch; ${readFileSync(path, 'utf8')}`,
    })),
};

const { outputFiles } = await build({
  entryPoints: { main: 'bin/main.ts' },
  absWorkingDir: fileURLToPath(new URL('..', import.meta.url)),
  outdir: 'dist',
  write: false,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22.12',
  // better-sqlite3 finds its binary beside its own files; the devtools are an optional part of ink that is never loaded.
  external: ['better-sqlite3', 'react-devtools-core'],
  plugins: [commandsTogether, layoutWithoutFetch, narrowFirst, rememberingInk],
  define: { 'process.env.NODE_ENV': '"production"' },
  // Names stay, so that a stack can be read; what is only there to be looked at would stay in memory, 7 MB of it.
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'none',
  // Some of the bundled packages are CommonJS and call require.
  banner: {
    js: "import { createRequire as bundleRequire } from 'node:module'; const require = bundleRequire(import.meta.url);",
  },
  sourcemap: 'linked',
  logLevel: 'warning',
});
replaceBuild(fileURLToPath(new URL('../dist', import.meta.url)), outputFiles);
