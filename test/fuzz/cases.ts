import fc from 'fast-check';
import { expect } from 'vitest';
import type { Failure } from '../../bin/failure.ts';
import { failureLine } from '../../bin/output/output.ts';

/** Of each fuzzer; `FUZZ_CASES=100000 npx vitest run test/fuzz` is the full form. */
export const CASES = Number(process.env.FUZZ_CASES ?? 300);
/** The slowest fuzzer needs some milliseconds for each, on a machine that may have other work. */
export const TIME_MAX_MS = 30_000 + CASES * 20;

const OBEYED = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;

/** What a person is told: one line as it is, and nothing that a terminal would obey once it has passed our border. */
export const expectOneLine = (line: string): void => {
  expect(line).not.toMatch(/[\n\r]/);
  const told = failureLine({ kind: 'usage', code: 'x', message: line } as Failure);
  expect(told).not.toMatch(OBEYED);
  expect(told.length).toBeGreaterThan('openclaw-tui: '.length);
};

/** A text with some of its characters left out, doubled, or replaced by what nobody expects there. */
export const mangled = (texts: readonly string[]): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.constantFrom(...texts),
      fc.array(fc.tuple(fc.nat(), fc.nat(3), fc.string({ unit: 'binary', maxLength: 4 })), { maxLength: 5 }),
    )
    .map(([text, changes]) => changes.reduce((changed, change) => mangle(changed, change), text));

const mangle = (text: string, [place, how, odd]: [number, number, string]): string => {
  const at = text.length === 0 ? 0 : place % text.length;
  if (how === 0) return text.slice(0, at) + odd + text.slice(at);
  if (how === 1) return text.slice(0, at) + text.slice(at + 1);
  if (how === 2) return text.slice(0, at) + text.slice(at, at + 8) + text.slice(at);
  return text.slice(0, at);
};
