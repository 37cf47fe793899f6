import { expect, test } from 'vitest';
import { spellBytes } from '../../../src/engine/rules/spell-bytes.ts';

test.each([
  [67_108_864, '64 MiB'],
  [1_099_511_627_776, '1024 GiB'],
  [1_073_741_824, '1 GiB'],
  [1_048_576, '1 MiB'],
  [65_536, '64 KiB'],
  [1_024, '1 KiB'],
  [1_000, '1,000 bytes'],
  [67_108_865, '67,108,865 bytes'],
])('a limit of %i bytes is %s, never rounded', (bytes, text) => {
  expect(spellBytes(bytes)).toBe(text);
});
