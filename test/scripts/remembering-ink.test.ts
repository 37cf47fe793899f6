import { EventEmitter } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
// biome-ignore lint/correctness/useImportExtensions: its types stand beside it
import { rememberingInk } from '../../scripts/remembering-ink.mjs';

type Ink = Pick<typeof import('ink'), 'render' | 'Text' | 'Box'> & Pick<typeof import('react'), 'createElement'>;

const COLUMNS = 24;
const FRAMES = 40;
/** More rows than are remembered, so that some are forgotten in between. */
const ROWS_MAX = 30;

let folder: string;
let plain: Ink;
let remembering: Ink;

beforeAll(async () => {
  vi.stubEnv('FORCE_COLOR', '3');
  folder = mkdtempSync(join(tmpdir(), 'remembering-ink-'));
  plain = await bundled('plain', []);
  remembering = await bundled('remembering', [rememberingInk]);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('what is remembered of rows changes no frame: colours, wide and combined characters, rows that are cut', async () => {
  const piece = fc.constantFrom(
    'job',
    ' ',
    '✓',
    '漢字',
    '👩‍💻',
    'é',
    '\u200b',
    '…',
    'a longer word',
    '\u001b[31m',
    '\u0007',
    '1',
  );
  const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
  const span = fc.record({ text, color: fc.constantFrom('red', '#a0b0c0', undefined), bold: fc.boolean() });
  const row = fc.array(span, { maxLength: 4 });
  const frames = fc.sample(fc.array(row, { maxLength: ROWS_MAX }), { numRuns: FRAMES, seed: 1 });
  // Of each frame one row is drawn again in other colours, then in other words; the last ones are the first again, of which some have been forgotten meanwhile.
  const all = [...frames.flatMap((frame) => [frame, recoloured(frame), reworded(frame)]), ...frames.slice(0, 5)];
  expect(await drawn(remembering, all)).toEqual(await drawn(plain, all));
});

test('a build with another Ink fails instead of remembering something else', () => {
  let read: (file: { path: string }) => unknown = () => {};
  rememberingInk.setup({
    onLoad: (_, load) => {
      read = load;
    },
    onEnd: () => {},
  });
  const path = join(folder, 'ink/build/output.js');
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, 'export default class Output {}');
  expect(() => read({ path })).toThrow('is it another version?');
});

test('a build that meets none of the files fails: another Ink may have them elsewhere', async () => {
  const building = build({ stdin: { contents: '' }, write: false, logLevel: 'silent', plugins: [rememberingInk] });
  await expect(building).rejects.toThrow(
    'Ink came without output.js, render-node-to-output.js, squash-text-nodes.js, sanitize-ansi.js',
  );
});

const recoloured = ([first = [], ...rest]: Span[][]): Span[][] => [
  first.map((span) => ({ ...span, color: span.color === 'red' ? 'blue' : 'red' })),
  ...rest,
];

const reworded = ([first = [], ...rest]: Span[][]): Span[][] => [
  first.map((span) => ({ ...span, text: `${span.text}2` })),
  ...rest,
];

async function bundled(name: string, plugins: Parameters<typeof build>[0]['plugins']): Promise<Ink> {
  const outfile = join(folder, `${name}.mjs`);
  await build({
    stdin: {
      contents: `export { render, Text, Box } from 'ink'; export { createElement } from 'react';`,
      resolveDir: import.meta.dirname,
    },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    // An optional part that is never loaded.
    alias: { 'react-devtools-core': 'node:events' },
    define: { 'process.env.NODE_ENV': '"production"' },
    banner: { js: `import { createRequire as make } from 'node:module'; const require = make(import.meta.url);` },
    ...(plugins === undefined ? {} : { plugins }),
  });
  return (await import(outfile)) as Ink;
}

type Span = { text: string; color: string | undefined; bold: boolean };

async function drawn({ render, Text, Box, createElement }: Ink, frames: readonly Span[][][]): Promise<string[]> {
  const written: string[] = [];
  const stdout = Object.assign(new EventEmitter(), {
    columns: COLUMNS,
    rows: ROWS_MAX,
    isTTY: true,
    write: (text: string) => void written.push(text),
  });
  const rowOf = (spans: Span[], row: number) =>
    createElement(
      Text,
      { key: row, wrap: 'truncate' },
      spans.map(({ text, color, bold }, at) =>
        createElement(Text, { key: at, bold, ...(color === undefined ? {} : { color }) }, text),
      ),
    );
  // A row that stays the same is not drawn again by React, as in the console.
  const made = new Map<string, ReturnType<typeof rowOf>>();
  const screen = (rows: Span[][]) =>
    createElement(
      Box,
      { flexDirection: 'column' },
      rows.map((spans, row) => {
        const name = JSON.stringify([row, spans]);
        const element = made.get(name) ?? rowOf(spans, row);
        made.set(name, element);
        return element;
      }),
    );
  const instance = render(screen([]), {
    stdout: stdout as unknown as NodeJS.WriteStream,
    debug: true,
    patchConsole: false,
  });
  for (const rows of frames) instance.rerender(screen(rows));
  instance.unmount();
  return written;
}
