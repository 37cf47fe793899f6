// Keys that nobody meant: bytes through the real input shim and the whole console, on a real database.
import { describe, expect, test } from 'vitest';
import { aRiggedConsole } from './rigged.ts';

const SEQUENCES = 10_000;
const SETTLE_MS = 300;
const LONE_ESCAPE_MS = 70;

/** The same numbers for every run. */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 0x1_0000_0000) * below);
  };
}

const MEANT = [
  'a',
  'x',
  'r',
  'c',
  'd',
  'D',
  'E',
  'e',
  '+',
  'U',
  'L',
  'q',
  '\t',
  '\r',
  '\r',
  '\t',
  ...'  v*upPs',
  'j',
  'k',
  '2',
  '3',
  '5',
];
const ODD = [
  '\x1b',
  '\x1b[Z',
  '\x1b[A',
  '\x1b[B',
  '\x1b[5~',
  '\x1b[',
  '\x1bO',
  '\x1b[200~',
  '\x1b[201~',
  '\x1b[200~a\t\r\x1b[201~',
  ':',
  ':approve deploy\r',
  ':run etl\r\t\r',
  ':q',
  '/',
  '.',
  '?',
  'deploy\r\r',
  'prune',
  '1',
  '\xc3',
  '\x00',
  '\x10',
  'ф',
  '\x1b[<0;3;3M',
];

describe('keys that come faster than anybody can have seen what they are for', () => {
  test(`${SEQUENCES} sequences of keys and bytes decide nothing`, { timeout: 300_000 }, async () => {
    const { screen, decided, read, pass, keyCount } = aRiggedConsole();
    const below = numbersFrom(20_261_122);
    let room = SETTLE_MS - 1;
    for (let n = 0; n < SEQUENCES; n += 1) {
      // Out of whatever field or sheet it has got into, or it would stay there.
      for (let back = 0; n % 8 === 0 && back < 3; back += 1) {
        const had = keyCount();
        const wait = Math.min(LONE_ESCAPE_MS, room);
        await read('\x1b');
        pass(wait);
        // In the middle of a paste it is no key.
        room = keyCount() > had ? SETTLE_MS - 1 - LONE_ESCAPE_MS : room - wait;
      }
      const before = keyCount();
      const from = below(3) === 0 ? ODD : MEANT;
      const token = from[below(from.length)] ?? '';
      const isNoise = below(20) === 0;
      await read(
        isNoise
          ? Uint8Array.from({ length: 1 + below(6) }, () => below(256))
          : token + (MEANT[below(MEANT.length * 2)] ?? ''),
      );
      // Bytes that are no key leave the rest of the time to the next ones.
      if (keyCount() > before) room = SETTLE_MS - 1;
      const gap = below(room + 1);
      room -= gap;
      pass(gap);
      if (screen.left.length > 0) break;
    }
    expect(screen.left).toEqual([]);
    expect(decided).toEqual([]);
    expect(keyCount()).toBeGreaterThan(SEQUENCES);
    expect(screen.controller.view().sheetCount).toBeGreaterThan(100);
  });

  test('the same console decides when somebody looks and presses: this test can fail', async () => {
    const { decided, read, pass } = aRiggedConsole();
    await read('j');
    pass(1_000);
    await read('a');
    pass(SETTLE_MS);
    await read('\t');
    pass(SETTLE_MS);
    await read('\r');
    expect(decided).toEqual(['approve']);
  });
});

describe('one read', () => {
  test.each([
    ['a', '\t\r', 'a question and its answer'],
    [':approve deploy\r', '\t\r', 'an order of the palette and its answer'],
    [':run etl\r', '\t\r\r', 'another one'],
    ['5d', '\t\r', 'a panel, a key, and its answer'],
  ])('%j opens it, and %j behind it comes to nothing: %s', async (opens, rest) => {
    const { screen, decided, read, pass, keyCount } = aRiggedConsole();
    await read('j');
    pass(1_000);
    await read(opens + rest);
    expect(keyCount()).toBe(1 + opens.length);
    expect(screen.controller.view().sheet?.stage.kind).toBe('asking');
    pass(5_000);
    expect(screen.controller.view().sheet?.focus).toBe(0);
    expect(decided).toEqual([]);
  });

  test('two movements are two', async () => {
    const { screen, read } = aRiggedConsole();
    await read('5');
    await read('jj');
    expect(screen.controller.view().lists['jobs.all'].index).toBe(2);
  });
});

describe('answers on a slow line', () => {
  const onTheNormalOne = async () => {
    const rigged = aRiggedConsole();
    await rigged.read('j');
    rigged.pass(200);
    await rigged.press('a');
    return { ...rigged, arm: () => rigged.screen.controller.view().sheet?.arm.kind };
  };

  test('an answer that comes in two pieces is one answer, and no letter', async () => {
    const { hear, pass, arm, read, decided, screen } = await onTheNormalOne();
    hear('\x1b[');
    pass(200);
    hear('0');
    pass(200);
    expect(arm()).toBe('sent');
    hear('n');
    pass(SETTLE_MS);
    expect(arm()).toBe('armed');
    expect(screen.controller.view().sheet?.fields.note).toBe('');
    await read('\t');
    pass(200);
    await read('\r');
    expect(decided).toEqual(['approve']);
  });

  test('keys that were typed before the sheet can have been seen stand in front of its answer, and count for nothing', async () => {
    const { hear, pass, arm, press, decided, screen } = await onTheNormalOne();
    await press('\t');
    pass(250);
    await press('\r');
    pass(250);
    hear('\x1b[0n');
    pass(SETTLE_MS - 1);
    await press('\r');
    pass(SETTLE_MS - 1);
    expect(arm()).toBe('answered');
    expect(screen.controller.view().sheet?.focus).toBe(0);
    expect(decided).toEqual([]);
  });

  test('an answer and the keys in the same read: the answer arms, the keys begin the time again', async () => {
    const { hear, pass, arm, decided } = await onTheNormalOne();
    hear('\x1b[0n\t\r\r');
    pass(SETTLE_MS - 1);
    expect(arm()).toBe('answered');
    pass(1);
    expect(arm()).toBe('armed');
    expect(decided).toEqual([]);
  });

  test('two sheets, three answers late: each sheet has its own', async () => {
    const { hear, pass, arm, press } = await onTheNormalOne();
    await press('\x1b');
    pass(LONE_ESCAPE_MS);
    await press('a');
    hear('\x1b[0n');
    pass(SETTLE_MS * 2);
    expect(arm()).toBe('sent');
    hear('\x1b[0n\x1b[I');
    expect(arm()).toBe('unsent');
    await press('');
    hear('\x1b[0n');
    pass(SETTLE_MS);
    expect(arm()).toBe('armed');
  });
});
