// Draws the pictures of README and docs from the built program in a real terminal: `npm run shots`.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import { openTerminal } from '../test/support/terminal.ts';
import { environment, prepareHome, run, STARTED } from './shots/home.mjs';
import { svgOf } from './shots/svg.ts';

const ROOT = new URL('..', import.meta.url).pathname;
const OUT = join(ROOT, 'docs/pictures');
const FONTS = ['DejaVuSansMono.ttf', 'DejaVuSansMono-Bold.ttf'].map((name) =>
  join(ROOT, 'node_modules/dejavu-fonts-ttf/ttf', name),
);

/** Name, size, the keys that lead there, what must be seen before the picture is taken, and the keys that lead back. */
const SHOTS = [
  { name: 'runs', cols: 120, rows: 40, keys: ['2'], seen: /finished table \d+\/61/, back: [], png: true },
  { name: 'wide', cols: 200, rows: 60, keys: ['3'], seen: /peak \d+[\s\S]*CHANGE/, back: [] },
  { name: 'approvals', cols: 80, rows: 24, keys: ['3'], seen: /LAPSES[\s\S]*CHANGE/, back: [], png: true },
  { name: 'approve', cols: 80, rows: 24, keys: ['a'], seen: /armed/, back: ['Escape'] },
];
const LIGHT = { name: 'runs-light', cols: 120, rows: 40, keys: ['2'], seen: /finished table \d+\/61/, back: [] };

const folder = mkdtempSync(join(tmpdir(), 'openclaw-tui-shots-'));
const home = join(folder, '.openclaw/tui');
try {
  mkdirSync(OUT, { recursive: true });
  mkdirSync(home, { recursive: true, mode: 0o700 });
  prepareHome(home);
  await withConsole(async (terminal) => {
    await terminal.waitFor('ENGINE here');
    for (const name of STARTED) run(home, 'jobs', 'run', name);
    for (const shot of SHOTS) await take(terminal, shot, 'dark');
    terminal.press(':', ...'theme light', 'Enter');
    await take(terminal, LIGHT, 'light');
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** A console in a terminal of its own, with the engine in it, which stops when it is told to end. */
async function withConsole(use) {
  const args = [join(ROOT, 'bin/openclaw-tui.js'), '--home', home, '--theme', 'dark'];
  const env = { ...environment(home), COLORTERM: 'truecolor' };
  const terminal = openTerminal({ command: process.execPath, args, cols: 120, rows: 40, env });
  try {
    await terminal.waitFor('openclaw-tui');
    await use(terminal);
    terminal.signal('SIGTERM');
    await terminal.exited;
  } finally {
    await terminal.close();
  }
}

async function take(terminal, { name, cols, rows, keys, seen, back, png }, theme) {
  terminal.resize(cols, rows);
  await terminal.waitFor((screen) => screen.length === rows && screen[0].includes('openclaw-tui'));
  terminal.press(...keys);
  await terminal.waitFor((screen) => {
    const text = screen.join('\n');
    // On a busy machine output is still being read.
    return seen.test(text) && /keys|Esc back/.test(screen.at(-1) ?? '') && !text.includes('Reading…');
  }, name);
  const cells = Array.from({ length: rows }, (_, y) => Array.from({ length: cols }, (_, x) => terminal.cell(x, y)));
  const svg = svgOf(cells, theme);
  writeFileSync(join(OUT, `${name}.svg`), svg);
  process.stdout.write(`${name}.svg: ${cols}×${rows}, ${svg.length} bytes\n`);
  if (png === true) drawPng(name, svg);
  terminal.press(...back);
}

/** For where an SVG does not show; twice the size of an SVG, so only of some. */
function drawPng(name, svg) {
  const font = { fontFiles: FONTS, loadSystemFonts: false, defaultFontFamily: 'DejaVu Sans Mono' };
  const png = new Resvg(svg, { font }).render().asPng();
  writeFileSync(join(OUT, `${name}.png`), png);
  process.stdout.write(`${name}.png: ${png.length} bytes\n`);
}
