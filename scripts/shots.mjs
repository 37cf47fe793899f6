// Draws the pictures of README and docs from the built program in a real terminal: `npm run shots`.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Resvg } from '@resvg/resvg-js';
import { openTerminal } from '../test/support/terminal.ts';
import { environment, prepareHome, startRuns, stopRuns } from './shots/home.mjs';
import { svgOf } from './shots/svg.ts';

const ROOT = new URL('..', import.meta.url).pathname;
const OUT = join(ROOT, 'docs/pictures');
const FONTS = ['DejaVuSansMono.ttf', 'DejaVuSansMono-Bold.ttf'].map((name) =>
  join(ROOT, 'node_modules/dejavu-fonts-ttf/ttf', name),
);
/** So many times as long as one wait lasts a slow machine, or a run that has to be silent for a while, may need. */
const WAITS_MAX = 4;
const STILL_MS = 150;
const LOOKS_MAX = 100;

/** What is typed one after the other, each with what must be seen before the next: two keys in one read may be one too few. */
const PALETTE = (text, title) => [
  [':', /All actions/],
  [[...text], new RegExp(`▸ +${title}`)],
  ['Enter', (screen) => !screen.join('\n').includes('All actions')],
];
const OUTPUT_SEEN = /finished table (9|[1-6]\d)\/61/;
const SHOTS = [
  { name: 'due', cols: 80, rows: 24, steps: [['1', /[━┏] 1 Due ━/]], seen: /NOW / },
  { name: 'runs', cols: 120, rows: 40, steps: [['2', /[━┏] 2 Runs ━/]], seen: OUTPUT_SEEN, png: true },
  { name: 'wide', cols: 200, rows: 60, steps: [['3', /[━┏] 3 Approvals ━/]], seen: /peak \d+[\s\S]*CHANGE/ },
  {
    name: 'approvals',
    cols: 80,
    rows: 24,
    steps: [['3', /[━┏] 3 Approvals ━/]],
    seen: /LAPSES[\s\S]*CHANGE/,
  },
  {
    ...{ name: 'approve', cols: 80, rows: 24, seen: /armed/, png: true },
    ...{ steps: [['a', /Approve db-prune-prod\?/]], back: [['Escape', /[━┏] 3 Approvals ━/]] },
  },
  {
    ...{ name: 'output', cols: 120, rows: 40, seen: OUTPUT_SEEN },
    steps: [
      ['2', /[━┏] 2 Runs ━/],
      ['Enter', /┏ 0 run/],
      ['z', (screen) => /━ Runs › /.test(screen.join('\n')) && !/[╭┏]/.test(screen.join(''))],
    ],
    back: [
      ['z', /┏ 0 run/],
      ['Escape', /[━┏] 2 Runs ━/],
    ],
  },
  {
    ...{ name: 'runs-light', cols: 120, rows: 40, theme: 'light', seen: OUTPUT_SEEN },
    steps: [...PALETTE('theme light', 'theme: light'), ['2', /[━┏] 2 Runs ━/]],
  },
];

const folder = mkdtempSync(join(tmpdir(), 'openclaw-tui-shots-'));
const home = join(folder, '.openclaw/tui');
try {
  mkdirSync(OUT, { recursive: true });
  mkdirSync(home, { recursive: true, mode: 0o700 });
  prepareHome(home);
  await withConsole(async (terminal) => {
    await see(terminal, /ENGINE here/);
    await startRuns(home, (count) => see(terminal, count === 0 ? / approve 0 / : new RegExp(`APPROVE ${count}\\]`)));
    // Silence that is too long by the job's own habit is what the column is there for.
    terminal.press('2');
    await see(terminal, /etl-orders +1m\d\ds .* 1m\d\ds +batch 30/);
    for (const shot of SHOTS) await take(terminal, shot);
    stopRuns(home);
    await see(terminal, /running 0/);
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** A console in a terminal of its own, with the engine in it, which stops when it is told to end. */
async function withConsole(use) {
  const args = [join(ROOT, 'bin/openclaw-tui.js'), '--home', home, '--theme', 'dark', '--grace', '0'];
  const env = { ...environment(home), COLORTERM: 'truecolor' };
  const terminal = openTerminal({ command: process.execPath, args, cols: 120, rows: 40, env });
  try {
    await use(terminal);
    terminal.signal('SIGTERM');
    await terminal.exited;
  } finally {
    await terminal.close();
  }
}

async function take(terminal, { name, cols, rows, steps, seen, back = [], png, theme = 'dark' }) {
  terminal.resize(cols, rows);
  await see(terminal, (screen) => screen.length === rows && screen[0].includes('openclaw-tui'));
  await walk(terminal, steps);
  await see(terminal, (screen) => {
    const text = screen.join('\n');
    // On a busy machine output is still being read.
    return seen.test(text) && /keys|Esc back/.test(screen.at(-1) ?? '') && !text.includes('Reading…');
  });
  await whole(terminal);
  const cells = Array.from({ length: rows }, (_, y) => Array.from({ length: cols }, (_, x) => terminal.cell(x, y)));
  const svg = svgOf(cells, theme);
  writeFileSync(join(OUT, `${name}.svg`), svg);
  process.stdout.write(`${name}.svg: ${cols}×${rows}, ${svg.length} bytes\n`);
  if (png === true) drawPng(name, svg);
  await walk(terminal, back);
}

async function walk(terminal, steps) {
  for (const [keys, condition] of steps) {
    terminal.press(...(Array.isArray(keys) ? keys : [keys]));
    await see(terminal, condition);
  }
}

/** A frame comes in several reads, and what is waited for may stand in the first of them: until nothing more comes for a while. */
async function whole(terminal) {
  for (let looks = 0; looks < LOOKS_MAX; looks += 1) {
    const before = terminal.raw().length;
    await setTimeout(STILL_MS);
    if (terminal.raw().length === before) return;
  }
}

/** As `waitFor`, for longer: nobody waits for pictures. */
async function see(terminal, condition) {
  const holds = typeof condition === 'function' ? condition : (screen) => condition.test(screen.join('\n'));
  for (let waits = 1; ; waits += 1) {
    try {
      return await terminal.waitFor(holds, String(condition));
    } catch (error) {
      if (waits === WAITS_MAX || !String(error).includes('ms passed')) throw error;
    }
  }
}

/** For where an SVG does not show. */
function drawPng(name, svg) {
  const font = { fontFiles: FONTS, loadSystemFonts: false, defaultFontFamily: 'DejaVu Sans Mono' };
  const png = new Resvg(svg, { font }).render().asPng();
  writeFileSync(join(OUT, `${name}.png`), png);
  process.stdout.write(`${name}.png: ${png.length} bytes\n`);
}
