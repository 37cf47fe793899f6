import { appendFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
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
  follower.close();
});

test('what was begun goes on to its end when the file is replaced or removed; what was not is left to others', () => {
  const folder = aFolder();
  const follower = createFollower(folder);
  appendFileSync(join(folder, 'out'), 'one\n');
  expect(follower.read('out').toString()).toBe('one\n');
  appendFileSync(join(folder, 'out'), 'two\n');
  writeFileSync(join(folder, 'other'), 'something else');
  renameSync(join(folder, 'other'), join(folder, 'out'));
  rmSync(folder, { recursive: true });
  expect(follower.read('out').toString()).toBe('two\n');
  expect([follower.isOpen('out'), follower.isOpen('err')]).toEqual([true, false]);
  follower.close();
});

test('a flood is given in pieces, and a folder that was removed gives nothing', () => {
  const folder = aFolder();
  const follower = createFollower(folder);
  appendFileSync(join(folder, 'out'), Buffer.alloc(FOLLOW_BYTES_MAX + 10));
  expect([follower.read('out').length, follower.read('out').length]).toEqual([FOLLOW_BYTES_MAX, 10]);
  rmSync(folder, { recursive: true });
  expect(follower.read('out').length).toBe(0);
});
