import { expect, test } from 'vitest';
import { REASONS, remedyFor } from '../../../../src/engine/rules/why/reasons.ts';
import { REASON_CODES } from '../../../../src/store/nouns/decision.ts';

test('D-02 every reason code of the published list has one sentence of its own and a remedy', () => {
  const sentences = REASON_CODES.map((code) => REASONS[code].sentence);
  expect(new Set(sentences).size).toBe(REASON_CODES.length);
  expect(Object.keys(REASONS).sort()).toEqual([...REASON_CODES].sort());
  for (const code of REASON_CODES) {
    const { sentence, remedy } = REASONS[code];
    for (const text of [sentence, remedy('backup', 'io')]) expect([code, text]).toEqual([code, text.trim()]);
    expect([code, sentence]).toEqual([code, expect.stringMatching(/^[a-z].{10,}[^.]$/)]);
    expect([code, remedy('backup', 'io')]).toEqual([code, expect.stringMatching(/^[a-z].{10,}[^.]$/)]);
  }
});

test('D-06 a remedy names the job and its pool as arguments of a command', () => {
  expect(remedyFor('pool-busy', { name: 'backup', resource_pool: 'big io' })).toContain("pools set 'big io' SLOTS");
  expect(remedyFor('approval-asked', { name: "ana's" })).toContain("jobs approve 'ana'\\''s'");
});
