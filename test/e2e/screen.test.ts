import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPlace, type Place, twoTicks, untilFile } from '../support/e2e.ts';
import type { RealTerminal } from '../support/terminal.ts';

let place: Place;
beforeEach(() => {
  place = createPlace();
});
afterEach(() => place.remove());

/** Times pass between two drawings, and what stands beside one moves as it gets longer; whatever else differs was garbled. */
const withoutTimes = (rows: readonly string[]): string[] =>
  rows.map((row) => {
    const rest = row.replace(/ *\d[\dhms:]*/g, '~');
    return rest === row ? row : rest.replace(/ +/g, ' ');
  });

const STORM: [cols: number, rows: number][] = [
  [20, 5],
  [200, 60],
  [59, 15],
  [120, 40],
  [80, 24],
  [199, 10],
  [40, 60],
  [300, 100],
  [110, 32],
  [169, 48],
  [61, 17],
  [200, 60],
  [20, 5],
];

test.each([
  [80, 24],
  [120, 40],
  [200, 60],
  [60, 16],
] as const)(
  'a storm of sizes during a run that ends at %i×%i leaves the screen of a fresh drawing',
  async (cols, rows) => {
    await place.add('chatty', 'seq 1 200; exec sleep 600');
    const terminal = place.open({ cols: 80, rows: 24 }, { args: ['--screen', 'runs'] });
    await terminal.waitFor('ENGINE here');
    await place.start('chatty');
    await terminal.waitFor(/● +\d+ +chatty/);
    // The whole output has been read: from here on nothing changes but the clock and the sizes.
    await terminal.waitFor(/200 lines/);
    for (const [width, height] of STORM) terminal.resize(width, height);
    terminal.resize(cols, rows);
    await terminal.waitFor((shown) => shown.length === rows && /\? keys/.test(shown[rows - 1] ?? ''), 'the last size');
    // Good news goes from its line after a while, which would be a difference as well.
    await terminal.waitFor((shown) => !/run \d+ chatty started/.test(shown.at(-2) ?? ''), 'the message to be gone');
    // From here on the age has as many digits as it will have: a longer one leaves no room for what stands beside it.
    await terminal.waitFor(/chatty +(\d\ds|\d+m)/);
    await twoTicks(terminal);
    const before = terminal.screen();
    expect(before.join('\n')).toMatch(/chatty/);
    await redrawn(terminal);
    expect(withoutTimes(terminal.screen())).toEqual(withoutTimes(before));
  },
);

test.each([
  ['behind what was typed ahead', '^C'],
  ['in the last column', 'x'.repeat(80)],
  ['in the last row', '\n'.repeat(30)],
])('the first frame begins in the first cell although the cursor was %s', async (_where, before) => {
  const terminal = place.open({ cols: 80, rows: 24 }, { before });
  await terminal.waitFor('leave…');
  await twoTicks(terminal);
  expect(terminal.screen()[0]).toMatch(/^ openclaw-tui .* \d\d:\d\d:\d\d UTC $/);
  expect(terminal.screen()[23]).toMatch(/\? keys/);
});

/** Ctrl-L, and the erasing of the whole screen that it brings. */
async function redrawn(terminal: RealTerminal): Promise<void> {
  const erasures = (): number => terminal.raw().split('\x1b[2J').length;
  const before = erasures();
  terminal.press('Ctrl-L');
  await terminal.waitFor(() => erasures() > before, 'the screen to be erased');
  await terminal.waitFor((shown) => /\? keys/.test(shown.at(-1) ?? ''), 'the screen to be drawn again');
  await twoTicks(terminal);
}

/** Everything a screen of 256 colours may be painted with; red and its like are the job's. */
const OWN_COLOURS = new Set<unknown>(['default', 253, 247, 239, 153, 236, 37, 222, 209, 177, 233]);
/** The colour a job gives its own text, where it can be read; backgrounds are never its. */
const RED = 1;
const RSS_MAX_KB = 300_000;

test('a job that prints escapes, NULs, broken UTF-8 and one line of 50 MB leaves the console unharmed and small', async () => {
  const shell = String.raw`
head -c 50000000 /dev/zero | tr '\0' x; echo
printf 'title \033]0;not yours\007\033]2;nor this\033\\ bell \007\n'
printf '\033[31;44mred\033[0m \033[2J\033[H\033[?1049l\033[?25h\033[?1000h\033c wiped\n'
printf 'nul \000\000 broken \377\376\300\200 \342\202 end\n'
printf 'c1 \233 31m \302\233 32m bidi \342\200\256 flipped \342\201\246\n'
printf '\t tab \r over \v \f wide 備份\n'
echo behind it
${untilFile('go')}`;
  await place.add('hostile', shell);
  const terminal = place.open({ cols: 120, rows: 40 }, { args: ['--screen', 'runs'] });
  await terminal.waitFor('ENGINE here');
  await terminal.waitForRaw('\x1b[?2004h');
  const modes = terminal.modes();
  const title = terminal.title();
  await place.start('hostile');
  await terminal.waitFor(/nul .*broken .*end/);
  await terminal.waitFor(/^│ .*behind it/m);
  await twoTicks(terminal);
  unharmed(terminal, modes, title);
  expect(peakOf(terminal.pid)).toBeLessThan(RSS_MAX_KB);
  place.touch('go');
  await terminal.waitFor(/hostile +✓/);
  await twoTicks(terminal);
  unharmed(terminal, modes, title);
  expect(terminal.text()).toMatch(/ 50 MB ╮/);
  expect(await place.json('runs', 'output', '1')).toMatchObject({ data: { cut: true } });
  expect(peakOf(terminal.pid)).toBeLessThan(RSS_MAX_KB);
});

function unharmed(terminal: RealTerminal, modes: object, title: string): void {
  expect(terminal.modes()).toEqual(modes);
  expect(terminal.title()).toBe(title);
  expect(terminal.bellCount()).toBe(0);
  const rows = terminal.screen();
  expect(rows.slice(2, -2).filter((row) => !/^[╭│╰┏┃┗].*[╮│╯┓┃┛]$/u.test(row.trimEnd()))).toEqual([]);
  const foreign = rows.flatMap((_row, y) =>
    Array.from({ length: 120 }, (_each, x) => terminal.cell(x, y)).filter(
      ({ foreground, background, text }) =>
        !OWN_COLOURS.has(background) || !(OWN_COLOURS.has(foreground) || (foreground === RED && 'red'.includes(text))),
    ),
  );
  expect(foreign).toEqual([]);
}

/** The most memory the process ever had in use, in kB. */
const peakOf = (pid: number): number => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
