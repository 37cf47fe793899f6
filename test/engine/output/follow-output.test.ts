import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createFollower, FOLLOW_BYTES_MAX } from '../../../src/engine/output/follow-output.ts';

const aFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'follow-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

test('each byte of both streams is given once, whenever it comes', () => {
  const folder = aFolder();
  const follower = createFollower(folder);
  expect(follower.read('out').length).toBe(0);
  appendFileSync(join(folder, 'out'), 'one\n');
  appendFileSync(join(folder, 'err'), Buffer.from([0xff, 0x00]));
  expect(follower.read('out').toString()).toBe('one\n');
  expect([...follower.read('err')]).toEqual([0xff, 0x00]);
  expect(follower.read('out').length).toBe(0);
  appendFileSync(join(folder, 'out'), 'two\n');
  expect(follower.read('out').toString()).toBe('two\n');
  expect([follower.given('out'), follower.given('err')]).toEqual([8, 2]);
});

test('a flood is given in pieces, and a folder that was removed gives nothing', () => {
  const folder = aFolder();
  const follower = createFollower(folder);
  appendFileSync(join(folder, 'out'), Buffer.alloc(FOLLOW_BYTES_MAX + 10));
  expect([follower.read('out').length, follower.read('out').length]).toEqual([FOLLOW_BYTES_MAX, 10]);
  rmSync(folder, { recursive: true });
  expect(follower.read('out').length).toBe(0);
});
