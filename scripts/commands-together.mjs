// What is imported when it is needed, in a few chunks. With a chunk for each command, what they share with the console would
// stand in fifty more, and a start reads every chunk by itself, at a third of a millisecond each.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const TOGETHER = 'commands-together';
const LAZY = /import\('(\.[a-z/.-]+\.ts)'\)/g;
/** It leads to the screens, which are a chunk of their own. */
const SCREENS = './console.ts';
const SCREENS_APART = ['../headless/run-headless.ts'];

/** A plugin of the bundler: all that commands do is one chunk, and what leads to a screen another. */
export const commandsTogether = {
  name: TOGETHER,
  setup({ initialOptions, onResolve, onLoad }) {
    const folder = join(initialOptions.absWorkingDir, 'bin/commands');
    const screens = join(folder, SCREENS);
    onResolve({ filter: /^\./ }, ({ kind, path, importer }) => {
      if (kind !== 'dynamic-import' || dirname(importer) !== folder) return undefined;
      if (path === SCREENS || SCREENS_APART.includes(path)) return undefined;
      return { path: importer === screens ? 'screens' : 'commands', namespace: TOGETHER };
    });
    onLoad({ filter: /./, namespace: TOGETHER }, ({ path }) => {
      const files = path === 'screens' ? lazyFiles([screens]) : lazyFiles(othersIn(folder, screens));
      refuseSameNames(folder, files);
      return { contents: files.map((file) => `export * from '${file}';`).join('\n'), resolveDir: folder, loader: 'ts' };
    });
  },
};

function othersIn(folder, screens) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => join(folder, name))
    .filter((path) => path !== screens);
}

function lazyFiles(paths) {
  const found = paths.flatMap((path) => [...readFileSync(path, 'utf8').matchAll(LAZY)].map(([, file]) => file));
  return [...new Set(found)].filter((file) => file !== SCREENS && !SCREENS_APART.includes(file)).sort();
}

/** `export *` of two equal names exports neither. */
function refuseSameNames(folder, files) {
  const homes = new Map();
  for (const file of files) {
    const source = readFileSync(join(folder, file), 'utf8');
    for (const [, name] of source.matchAll(/^export (?:async )?(?:function|const) (\w+)/gm)) {
      if (homes.has(name)) throw new Error(`${name} is exported by ${homes.get(name)} and by ${file}`);
      homes.set(name, file);
    }
  }
}
