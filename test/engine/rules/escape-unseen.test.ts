import fc from 'fast-check';
import { expect, test } from 'vitest';
import { escapeUnseen } from '../../../src/engine/rules/escape-unseen.ts';

test('R-12 JSON keeps its meaning, and nothing in it is obeyed or hidden by a terminal', () => {
  fc.assert(
    fc.property(fc.json({ stringUnit: 'binary' }), (json) => {
      const shown = escapeUnseen(json);
      expect(JSON.parse(shown)).toEqual(JSON.parse(json));
      expect(shown).not.toMatch(/[\u0080-\u009f\u007f\p{Cf}\p{Zl}\p{Zp}]/u);
    }),
    { numRuns: 2_000 },
  );
});

test('each is escaped by its units, and what can be seen stays as it is', () => {
  expect(escapeUnseen('"a\u009b31m\u202e\u200b\u{e0041}\u007fé東👍"')).toBe(
    '"a\\u009b31m\\u202e\\u200b\\udb40\\udc41\\u007fé東👍"',
  );
});
