import { expect, test } from 'vitest';
import { fileContains } from '../../../src/engine/output/contains.ts';
import { createOutput, watchTurns } from './output-files.ts';

const CHUNK = 256 * 1024;

test('D-69 a text is found in any of the files', async () => {
  const paths = [createOutput('nothing here'), createOutput('all of it is DONE ✓ now')];
  expect(await fileContains(paths, 'DONE ✓')).toBe(true);
  expect(await fileContains(paths, 'done')).toBe(false);
  expect(await fileContains(paths, 'here\nall')).toBe(false);
});

test('D-69 a missing file holds nothing, and every stream holds the empty text', async () => {
  expect(await fileContains(['/no/such/out'], 'x')).toBe(false);
  expect(await fileContains(['/no/such/out'], '')).toBe(true);
  expect(await fileContains([createOutput('')], 'x')).toBe(false);
});

test.each([-6, -5, -3, -1, 0, 1])(
  'D-69 a text that starts %i bytes from the border of two chunks is found',
  async (from) => {
    for (const chunks of [1, 2]) {
      const content = Buffer.alloc(CHUNK * 3, 'n');
      content.write('needle', CHUNK * chunks + from);
      expect(await fileContains([createOutput(content)], 'needle')).toBe(true);
      expect(await fileContains([createOutput(content)], 'nneedlen')).toBe(true);
      expect(await fileContains([createOutput(content)], 'needlee')).toBe(false);
    }
  },
);

test('D-69 a text longer than a chunk is found', async () => {
  const needle = `${'ab'.repeat(CHUNK)}c`;
  expect(await fileContains([createOutput(`x${needle}y`)], needle)).toBe(true);
  expect(await fileContains([createOutput(`x${'ab'.repeat(CHUNK)}`)], needle)).toBe(false);
});

test('D-69 the event loop goes on while 50 MB without a line end are looked through', async () => {
  const path = createOutput(Buffer.alloc(50 * 1024 * 1024, 'x'));
  const stop = watchTurns();
  expect(await fileContains([path], 'y')).toBe(false);
  expect(stop()).toBeGreaterThan(100);
});
