import { describe, expect, test } from 'vitest';
import { type Arm, answered, armAt, asked, changesAt, sent } from '../../../src/ui/state/arm.ts';

const KINDS: Readonly<Record<Arm['kind'], Arm>> = {
  unsent: { kind: 'unsent' },
  asked: { kind: 'asked', question: 7 },
  sent: { kind: 'sent', question: 7, at: 1_000 },
  answered: { kind: 'answered', at: 2_000 },
  armed: { kind: 'armed', at: 3_000 },
  asleep: { kind: 'asleep' },
};
const AT = 9_000;

describe('every state and every event', () => {
  test.each<[from: Arm['kind'], asked: string, sent: string, answered: string, other: string]>([
    // A new question is about what is shown now: only a sleeper stays as it is, for a key has to wake it first.
    ['unsent', 'asked', 'unsent', 'unsent', 'unsent'],
    ['asked', 'asked', 'sent', 'answered', 'asked'],
    ['sent', 'asked', 'sent', 'answered', 'sent'],
    ['answered', 'asked', 'answered', 'answered', 'answered'],
    ['armed', 'asked', 'armed', 'armed', 'armed'],
    ['asleep', 'asleep', 'asleep', 'asleep', 'asleep'],
  ])('%s: asked %s, sent %s, answered %s, an answer to another question %s', (from, ...becomes) => {
    const arm = KINDS[from];
    const next = [asked(arm, 8), sent(arm, 7, AT), answered(arm, 7, AT), answered(arm, 6, AT)];
    expect(next.map(({ kind }) => kind)).toEqual(becomes);
  });

  test('a question that is asked anew makes the answer to the one before worthless', () => {
    const again = asked(KINDS.sent, 8);
    expect(answered(again, 7, AT)).toBe(again);
    expect(answered(again, 8, AT)).toEqual({ kind: 'answered', at: AT });
  });
});

describe('time', () => {
  test.each<[what: string, from: Arm['kind'], lastKeyAt: number, settleMs: number, changes: number | undefined]>([
    ['300 ms after the answer', 'answered', 0, 300, 2_300],
    ['600 ms inside a multiplexer', 'answered', 0, 600, 2_600],
    ['300 ms after an ignored key', 'answered', 2_250, 300, 2_550],
    ['without an answer 2 s and a second', 'sent', 0, 300, 4_000],
    ['and not while somebody types', 'sent', 3_900, 300, 4_200],
    ['a minute after it was armed', 'armed', 0, 300, 63_000],
    ['a minute after the newest key', 'armed', 10_000, 300, 70_000],
    ['before it was sent nothing', 'asked', 0, 300, undefined],
    ['before it was drawn nothing', 'unsent', 0, 300, undefined],
    ['asleep nothing', 'asleep', 0, 300, undefined],
  ])('%s', (_what, from, lastKeyAt, settleMs, changes) => {
    const arming = { arm: KINDS[from], lastKeyAt };
    expect(changesAt(arming, settleMs)).toBe(changes);
    if (changes === undefined) {
      expect(armAt(arming, 1e9, settleMs)).toBe(arming.arm);
      return;
    }
    expect(armAt(arming, changes - 1, settleMs)).toBe(arming.arm);
    expect(armAt(arming, changes, settleMs).kind).toBe(from === 'armed' ? 'asleep' : 'armed');
  });
});
