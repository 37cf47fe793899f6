// Holds what ARCHITECTURE.md and CONTRIBUTING.md promise: layers, homes of effects, sizes, names.
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readSources, type Source } from './architecture/source.ts';

const FILE_LINES_MAX = 300;
const FUNCTION_LINES_MAX = 60;

const product = readSources('src', 'bin');
const everything = [...product, ...readSources('test', 'bench', 'scripts')];

/** Who may know whom inside the repository. The first layer whose folder fits a file is its own. */
type Layer = { folder: string; knows: RegExp; types?: RegExp; because: string };
const LAYERS: readonly Layer[] = [
  {
    folder: 'src/store/nouns/',
    knows: /^src\/store\/nouns\//,
    because: 'nouns are known by everybody and know nobody',
  },
  { folder: 'src/store/', knows: /^src\/store\//, because: 'the store knows nobody' },
  {
    folder: 'src/engine/rules/',
    knows: /^src\/(engine\/rules|store\/nouns)\//,
    types: /^src\/store\//,
    because: 'rules are pure: they know nouns and each other',
  },
  {
    folder: 'src/engine/ports/',
    knows: /^src\/(engine\/(ports|rules)|store\/nouns)\//,
    types: /^src\/store\//,
    because: 'a port is an edge: the engine owns it, and it knows nothing of the engine but its rules',
  },
  {
    folder: 'src/engine/',
    knows: /^src\/(engine\/|store\/(?!snapshot))/,
    because: 'the engine reads and writes through the store, never through what a screen shows',
  },
  {
    folder: 'src/ui/',
    knows: /^src\/(ui\/|engine\/(commands\.ts$|rules\/|output\/)|store\/(snapshot|nouns\/))/,
    because: 'a screen reads snapshots and gives commands, nothing else',
  },
  { folder: 'bin/', knows: /^((bin|src)\/|package\.json$)/, because: 'the entry wires everything' },
];

/** Packages with one home, so that they can be replaced in one place. */
const PACKAGE_HOMES: readonly [name: RegExp, home: RegExp][] = [
  [/^better-sqlite3$/, /^src\/store\/database\.ts$/],
  [/^(ink|react|zustand)(\/|$)/, /^(src\/ui|bin\/console)\//],
  [/^commander$/, /^bin\//],
  [/^execa$/, /^src\/engine\/ports\//],
  [/^pino$/, /^src\/engine\/ports\/log\.ts$/],
  [/^cron-parser$/, /^src\/engine\/rules\/schedule\//],
];

/** Where an effect is at home, and why there. An entry that nothing needs any more fails the test. */
type Home = { effect: RegExp; files: RegExp; because: string };
const EFFECT_HOMES: readonly Home[] = [
  {
    effect: /^(Date\.now|performance\.now|setTimeout|setImmediate)$/,
    files: /^src\/engine\/ports\/clock\.ts$/,
    because: 'the one clock; everybody else is handed it',
  },
  { effect: /^randomness$/, files: /^src\/engine\/ports\/ids\.ts$/, because: 'the one source of ids' },
  {
    effect: /^(execa|node:child_process)$/,
    files:
      /^src\/engine\/ports\/(processes\/|host\.ts|crontab-source\.ts|systemd-source\.ts|delivery\/|service\.ts|notify\.ts)/,
    because: 'ports start processes',
  },
  {
    effect: /^(setTimeout|setInterval|setImmediate)$/,
    files: /^src\/engine\/ports\/(processes|delivery)\//,
    because: 'waits for the operating system, where a virtual clock would only hide that it does',
  },
  { effect: /^process\.env$/, files: /^(bin\/|src\/engine\/ports\/host\.ts$)/, because: 'read once, at the edge' },
  { effect: /^fetch$/, files: /^src\/engine\/ports\/delivery\/post\.ts$/, because: 'messages leave here' },
  {
    effect: /^node:worker_threads$/,
    files: /^src\/engine\/(output\/regex-worker|ports\/(database-check|checkpoints))\.ts$/,
    because:
      'a job’s expression on a large output, a check of the database, or a checkpoint must not stop the event loop',
  },
  {
    effect: /^process\.exit$/,
    files: /^bin\/(main|headless\/run-headless)\.ts$/,
    because:
      'the process ends where it was put together: nobody reads any more, a second signal, a fault nobody caught',
  },
  {
    effect: /^console$/,
    files: /^bin\/main\.ts$/,
    because: 'the stack of a bug, for somebody who asked for it, when nothing else may work',
  },
  {
    effect: /^(console|node:child_process|process\.exit|setTimeout)$/,
    files: /^bin\/openclaw-tui\.js$/,
    because: 'runs on any Node before anything of ours is loaded, and starts the right one',
  },
];

const list = (found: readonly string[]): string => found.join('\n');

describe('layers', () => {
  test('nobody knows who is above', () => {
    const wrong = product.flatMap((source) => {
      const layer = LAYERS.find(({ folder }) => source.path.startsWith(folder));
      if (layer === undefined) return [`${source.path} is in no layer`];
      return source.imports
        .filter(({ file }) => file !== undefined && !layer.knows.test(file))
        .filter(({ file, typeOnly }) => !(typeOnly && layer.types?.test(file ?? '')))
        .map(({ file }) => `${source.path} knows ${file}: ${layer.because}`);
    });
    expect(list(wrong)).toBe('');
  });

  test('rules reach nothing outside: no file, no process, no machine', () => {
    const wrong = product
      .filter(({ path }) => path.startsWith('src/engine/rules/'))
      .flatMap(({ path, imports, effects }) => [
        ...imports.filter(({ from }) => /^node:(?!crypto$)/.test(from)).map(({ from }) => `${path} imports ${from}`),
        ...effects.map(({ what, line }) => `${path}:${line} uses ${what}`),
      ]);
    expect(list(wrong)).toBe('');
  });

  test('a package is used in its home alone', () => {
    const wrong = product.flatMap(({ path, imports }) =>
      imports.flatMap(({ from }) =>
        PACKAGE_HOMES.filter(([name, home]) => name.test(from) && !home.test(path)).map(
          () => `${path} imports ${from}`,
        ),
      ),
    );
    expect(list(wrong)).toBe('');
  });

  test('no circle of files that need each other', () => {
    expect(list(circles(product))).toBe('');
  });
});

describe('effects', () => {
  test('have homes', () => {
    const wrong = product.flatMap(({ path, effects }) =>
      effects
        .filter(({ what }) => !EFFECT_HOMES.some(({ effect, files }) => effect.test(what) && files.test(path)))
        .map(({ what, line }) => `${path}:${line} uses ${what}`),
    );
    expect(list(wrong)).toBe('');
  });

  test('no home stands empty', () => {
    const empty = EFFECT_HOMES.filter(
      ({ effect, files }) =>
        !product.some(({ path, effects }) => files.test(path) && effects.some(({ what }) => effect.test(what))),
    );
    expect(empty.map(({ because }) => because)).toEqual([]);
  });
});

describe('sizes and names', () => {
  test(`a file has at most ${FILE_LINES_MAX} lines`, () => {
    const long = everything.filter(({ lines }) => lines > FILE_LINES_MAX);
    expect(list(long.map(({ path, lines }) => `${path}: ${lines} lines`))).toBe('');
  });

  test(`a function has at most ${FUNCTION_LINES_MAX} lines`, () => {
    const long = product.flatMap(({ path, functions }) =>
      functions
        .filter(({ lines }) => lines > FUNCTION_LINES_MAX)
        .map(({ name, line, lines }) => `${path}:${line} ${name}: ${lines} lines`),
    );
    expect(list(long)).toBe('');
  });

  test('a file’s name is kebab-case', () => {
    const wrong = everything.filter(
      ({ path }) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.(fuzz|d))?(\.test)?\.(ts|tsx|js|mjs)$/.test(basename(path)),
    );
    expect(list(wrong.map(({ path }) => path))).toBe('');
  });

  test('no default export, enum, namespace, any, or class that is no error', () => {
    const wrong = everything.flatMap(({ path, forbidden }) =>
      forbidden.map(({ what, line }) => `${path}:${line} has ${what}`),
    );
    expect(list(wrong)).toBe('');
  });
});

/** Each circle once, told from its first file in the order of names; types make none, since they are gone at run time. */
function circles(sources: readonly Source[]): string[] {
  const needs = new Map(
    sources.map(({ path, imports }) => [
      path,
      imports.filter(({ typeOnly }) => !typeOnly).flatMap(({ file }) => file ?? []),
    ]),
  );
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path);
    if (at >= 0) found.push([...trail.slice(at), path].join(' → '));
    if (at >= 0 || done.has(path)) return;
    for (const next of needs.get(path) ?? []) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const path of needs.keys()) visit(path, []);
  return found;
}
