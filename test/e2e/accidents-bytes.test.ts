import { setTimeout as gap } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPlace, openSheet, type Place, twoTicks } from '../support/e2e.ts';
import type { RealTerminal } from '../support/terminal.ts';

let place: Place;
beforeEach(() => {
  place = createPlace();
});
afterEach(() => place.remove());

const SIZE = { cols: 80, rows: 24 };
type Entry = { action: string };
/** All that was done; that somebody looked at a question decides nothing. */
const audit = async (): Promise<string[]> =>
  (await place.json<Entry[]>('audit', 'list')).data
    .map(({ action }) => action)
    .filter((action) => action !== 'approval.seen');

/** Something of each kind that a key could decide about, with the cursor on an approval. */
async function temptations(): Promise<RealTerminal> {
  await place.add('deploy', 'touch decided', '--approval');
  await place.add('prune', 'touch decided', '--approval', '--approval-risk', 'high');
  await place.add('long', 'exec sleep 600');
  const terminal = place.open(SIZE, { args: ['--screen', 'approvals', '--mouse', '--grace', '0'] });
  await terminal.waitFor('ENGINE here');
  for (const name of ['deploy', 'prune', 'long']) await place.start(name);
  await terminal.waitFor(/\[3 APPROVE 2\]/);
  await terminal.waitFor(/2 Runs 1 /);
  await terminal.waitFor(/▸ ./);
  return terminal;
}

const isCalm = (rows: readonly string[]): boolean => /\? keys/.test(rows.at(-1) ?? '');
const CALMING_MAX = 20;

/** What was typed before has been read by the time the clock goes on. */
async function oneTick(terminal: RealTerminal): Promise<void> {
  const before = terminal.screen()[0];
  await terminal.waitFor((rows) => rows[0] !== before, 'the clock to go on');
}

/** Back to the lists, whatever was opened. */
async function calm(terminal: RealTerminal): Promise<void> {
  for (let tries = 0; tries < CALMING_MAX; tries += 1) {
    await oneTick(terminal);
    if (isCalm(terminal.screen())) return;
    terminal.press('Escape');
  }
  throw new Error(`Esc does not lead back to the lists:\n${terminal.text()}`);
}

/** Each ends in a letter that opens a sheet, deletes or leaves when it is read as one. */
const SEQUENCES = [
  '\x1b[1;5P',
  '\x1bOP',
  '\x1b[1;2D',
  '\x1b[3;5~',
  '\x1b[<0;12;9M',
  '\x1b]11;rgb:aa/dd/cc\x1b\\',
  '\x1bP>|xcr\x1b\\',
];
const GAPS_MS = [5, 40, 120];

test('sequences that a slow line tears apart at every byte open, type and decide nothing', async () => {
  const terminal = await temptations();
  const before = await audit();
  for (const gapMs of GAPS_MS)
    for (const sequence of SEQUENCES)
      for (const byte of sequence) {
        terminal.write(byte);
        // The line's slowness is what is tried here; nothing is waited for.
        await gap(gapMs);
      }
  await twoTicks(terminal);
  expect(isCalm(terminal.screen())).toBe(true);
  expect(terminal.raw()).not.toMatch(/(Approve|Reject|Cancel|Delete|Disable|Pause|Run|Leave) [\w-]+\?/);
  expect(await audit()).toEqual(before);
});

test('torn sequences in an open sheet type nothing into its note and press no button', async () => {
  const terminal = await temptations();
  const before = await audit();
  await openSheet(terminal, 'a', 'Approve');
  for (const sequence of SEQUENCES) for (const byte of sequence.slice(1)) terminal.write(`\x1b${byte}`);
  for (const sequence of SEQUENCES) terminal.type(sequence);
  await calm(terminal);
  expect(await audit()).toEqual(before);
  expect(() => place.read('decided')).toThrow();
});

const BURSTS = 6;
const BURST_LENGTH = 120;
const MEANT = [
  'a',
  'x',
  'c',
  'r',
  'D',
  'd',
  'p',
  'q',
  'y',
  'Y',
  '\r',
  '\r',
  '\t',
  '\t',
  ' ',
  '\x1b',
  '\x1b[A',
  '\x1b[B',
  '\x7f',
  '1',
  '\x03',
];

/** The same numbers in every run. */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 0x1_0000_0000) * below);
  };
}

test('bursts of keys and of any bytes, in one read and one by one, decide nothing', async () => {
  const terminal = await temptations();
  const before = await audit();
  const below = numbersFrom(20_261_122);
  for (let burst = 0; burst < BURSTS; burst += 1) {
    const keys = Array.from({ length: BURST_LENGTH }, () =>
      below(3) === 0 ? String.fromCharCode(below(256)) : (MEANT[below(MEANT.length)] ?? 'a'),
    );
    if (burst % 2 === 0) terminal.write(keys.join(''));
    else for (const key of keys) terminal.write(key);
    await calm(terminal);
    terminal.press('3');
  }
  // They did open sheets: without that nothing would have been tried.
  expect(terminal.raw()).toMatch(/(Approve|Reject|Cancel) [\w-]+\?/);
  expect(await audit()).toEqual(before);
  expect(await place.json<{ status: string }[]>('approvals', 'list')).toMatchObject({
    data: [{ status: 'pending' }, { status: 'pending' }],
  });
  expect(() => place.read('decided')).toThrow();
});
