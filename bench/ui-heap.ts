// What twenty thousand frames leave behind. The screen draws at most thirty a second, so Ink is given them without a terminal.
import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import v8 from 'node:v8';
import vm from 'node:vm';
import { build } from 'esbuild';
// biome-ignore lint/correctness/useImportExtensions: its types stand beside it
import { rememberingInk } from '../scripts/remembering-ink.mjs';
import { aimAtMost, megabytes, ms, report } from './report.ts';
import { after } from './ui-console.ts';

type Ink = Pick<typeof import('ink'), 'render' | 'Text' | 'Box'> & Pick<typeof import('react'), 'createElement'>;

const BENCH = 'ui-heap';
const FRAMES = 20_000;
const WARM_FRAMES = 2_000;
const FRAMES_MAX_MS = 90_000;
const COLUMNS = 120;
const ROWS = 40;
/** So many rows are different in each frame, which makes a hundred thousand strings. */
const CHANGED = 5;
const FRAME_AIM_MS = 8;
const GROWTH_AIM_MB = 5;
const BREATHE_EVERY = 50;

const folder = mkdtempSync(join(tmpdir(), 'openclaw-bench-'));
try {
  await measure(await bundled());
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** As the program has it. */
async function bundled(): Promise<Ink> {
  const outfile = join(folder, 'ink.mjs');
  await build({
    stdin: {
      contents: `export { render, Text, Box } from 'ink'; export { createElement } from 'react';`,
      resolveDir: import.meta.dirname,
    },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    alias: { 'react-devtools-core': 'node:events' },
    plugins: [rememberingInk],
    define: { 'process.env.NODE_ENV': '"production"' },
    banner: { js: `import { createRequire as make } from 'node:module'; const require = make(import.meta.url);` },
  });
  return (await import(outfile)) as Ink;
}

async function measure({ render, Text, Box, createElement }: Ink): Promise<void> {
  v8.setFlagsFromString('--expose-gc');
  const collect = vm.runInNewContext('gc') as () => void;
  const stdout = Object.assign(new EventEmitter(), { columns: COLUMNS, rows: ROWS, isTTY: true, write: () => true });
  const lines = Array.from({ length: ROWS - 1 }, (_, row) => `row ${row} of the screen`.padEnd(COLUMNS, '.'));
  const screen = () =>
    createElement(
      Box,
      { flexDirection: 'column' },
      lines.map((text, row) =>
        createElement(Text, { key: row, wrap: 'truncate' }, [
          createElement(Text, { key: 0, color: 'green' }, text.slice(0, 40)),
          createElement(Text, { key: 1, bold: true }, text.slice(40, 80)),
          createElement(Text, { key: 2, color: '#a0b0c0' }, text.slice(80)),
        ]),
      ),
    );
  const instance = render(screen(), {
    stdout: stdout as unknown as NodeJS.WriteStream,
    debug: true,
    patchConsole: false,
  });
  const draw = async (from: number, to: number): Promise<number> => {
    const endsAt = performance.now() + FRAMES_MAX_MS;
    for (let frame = from; frame < to; frame += 1) {
      if (performance.now() > endsAt) return frame;
      for (let change = 0; change < CHANGED; change += 1)
        lines[(frame + change * 7) % lines.length] = `row ${frame} ${change} ${frame * CHANGED + change}`.padEnd(
          COLUMNS,
          '·',
        );
      instance.rerender(screen());
      if (frame % BREATHE_EVERY === 0) await after(0);
    }
    return to;
  };
  await draw(0, WARM_FRAMES);
  collect();
  const warm = heapMb();
  const before = process.cpuUsage();
  const drawn = (await draw(WARM_FRAMES, FRAMES)) - WARM_FRAMES;
  const { user, system } = process.cpuUsage(before);
  collect();
  const growth = heapMb() - warm;
  instance.unmount();
  report({
    bench: BENCH,
    what: `heap after ${(drawn + WARM_FRAMES).toLocaleString('en')} frames, more than after ${WARM_FRAMES.toLocaleString('en')}`,
    value: megabytes(growth),
    spread: `${megabytes(warm)} before; ${(drawn * CHANGED).toLocaleString('en')} strings`,
    aim: aimAtMost(growth, GROWTH_AIM_MB, megabytes),
  });
  const frameMs = (user + system) / 1_000 / drawn;
  report({
    bench: BENCH,
    what: `processor time of a frame of ${COLUMNS}×${ROWS}, ${CHANGED} rows of it new`,
    value: ms(frameMs),
    spread: `${drawn.toLocaleString('en')} frames, Ink alone`,
    aim: aimAtMost(frameMs, FRAME_AIM_MS, ms),
  });
}

function heapMb(): number {
  return process.memoryUsage().heapUsed / 1_024 ** 2;
}
