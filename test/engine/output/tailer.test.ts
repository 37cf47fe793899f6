import { appendFileSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { INDEX_BYTES_MAX } from '../../../src/engine/output/output-index.ts';
import { createTailer } from '../../../src/engine/output/tailer.ts';
import { createFolder, createManualClock } from './output-files.ts';

const createWorld = () => {
  const folder = createFolder();
  const clock = createManualClock(1_000);
  return {
    folder,
    clock,
    tailer: createTailer(folder, { everyMs: 250, clock }),
    write: (stream: 'out' | 'err', text: string) => appendFileSync(join(folder, stream), text),
    index: () => readFileSync(join(folder, 'index'), 'latin1'),
  };
};

test('what came is recorded at the next look, with the length of each stream', () => {
  const { tailer, write, clock, index, folder } = createWorld();
  tailer.start();
  write('out', 'abc');
  clock.advance(249);
  write('err', 'x');
  clock.advance(1);
  write('out', 'de');
  clock.advance(250);
  expect(index()).toBe('1250 out 3\n1250 err 1\n1500 out 5\n');
  expect(statSync(join(folder, 'index')).mode & 0o777).toBe(0o600);
});

test('silence writes nothing', () => {
  const { tailer, write, clock, index } = createWorld();
  write('out', 'abc');
  tailer.start();
  clock.advance(10_000);
  expect(index()).toBe('1000 out 3\n');
});

test('stopping records the rest and leaves no timer', () => {
  const { tailer, write, clock, index } = createWorld();
  tailer.start();
  tailer.start();
  expect(clock.timerCount()).toBe(1);
  write('out', 'abc');
  clock.advance(100);
  tailer.stop();
  tailer.stop();
  expect(index()).toBe('1100 out 3\n');
  expect(clock.timerCount()).toBe(0);
});

test('what came while nobody looked is recorded without an instant', () => {
  const { folder, tailer, write, clock, index } = createWorld();
  tailer.start();
  write('out', 'abc');
  tailer.stop();
  write('out', 'de');
  clock.advance(5_000);
  createTailer(folder, { clock }).start();
  write('out', 'f');
  clock.advance(250);
  expect(index()).toBe('1000 out 3\n- out 5\n6250 out 6\n');
});

test('a long index makes the looks rarer and then ends, so that no run fills the disk with it', () => {
  const { folder, tailer, write, clock } = createWorld();
  writeFileSync(join(folder, 'index'), '0 out 0\n'.repeat(65_536));
  tailer.start();
  write('out', 'a');
  clock.advance(999);
  expect(statSync(join(folder, 'index')).size).toBe(524_288);
  clock.advance(1);
  expect(statSync(join(folder, 'index')).size).toBeGreaterThan(524_288);
  tailer.stop();

  truncateSync(join(folder, 'index'), INDEX_BYTES_MAX);
  tailer.start();
  write('out', 'b');
  tailer.stop();
  expect(statSync(join(folder, 'index')).size).toBe(INDEX_BYTES_MAX);
});
