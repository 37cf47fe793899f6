import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ringSequence, titleSequence } from '../../../src/ui/terminal/osc.ts';

test('titles and notices are one sequence each', () => {
  expect(titleSequence('openclaw-tui 4 APPROVE')).toBe('\x1b]2;openclaw-tui 4 APPROVE\x1b\\');
  expect(ringSequence('bell', 'ignored')).toBe('\x07');
  expect(ringSequence('osc9', 'deploy-web asks')).toBe('\x1b]9;deploy-web asks\x1b\\');
  expect(ringSequence('osc777', 'a; b')).toBe('\x1b]777;notify;openclaw-tui;a, b\x1b\\');
});

test('a notice that looks like a command of ConEmu is a notice', () => {
  expect(ringSequence('osc9', '4;3;50')).toBe('\x1b]9; 4;3;50\x1b\\');
  expect(ringSequence('osc9', '12 jobs failed')).toBe('\x1b]9;12 jobs failed\x1b\\');
});

test('no text breaks out of its sequence', () => {
  const text = fc.string({ unit: fc.constantFrom('a', ';', '\x1b', '\\', '\x07', '\x9c', '\n', '漢', '\u202e', '4') });
  fc.assert(
    fc.property(text, fc.constantFrom('osc9' as const, 'osc777' as const), (value, ring) => {
      for (const sequence of [titleSequence(value), ringSequence(ring, value)]) {
        expect(sequence).toMatch(/^\x1b\][^\0-\x1f\x7f-\x9f]*\x1b\\$/);
      }
    }),
  );
});
