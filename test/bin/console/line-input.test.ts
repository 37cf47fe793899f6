import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { readLines } from '../../../bin/console/line-input.ts';

function listening() {
  const heard: string[] = [];
  const source = Object.assign(new EventEmitter(), { setEncoding() {} });
  readLines(source, (line) => heard.push(line));
  return { heard, read: (text: string) => source.emit('data', text) };
}

test('a line is heard when it is whole', () => {
  const { heard, read } = listening();
  read('app');
  read('rove 7');
  expect(heard).toEqual([]);
  read('\n');
  read('quit\n');
  expect(heard).toEqual(['approve 7', 'quit']);
});

test('of several lines in one read only the first is heard', () => {
  const { heard, read } = listening();
  read('approve 7\n7\nquit\n');
  read('approve 7\n7');
  read('\n');
  expect(heard).toEqual(['approve 7', 'approve 7']);
  read('status\n');
  expect(heard).toEqual(['approve 7', 'approve 7', 'status']);
});

test('a line that never ends is given up', () => {
  const { heard, read } = listening();
  for (let each = 0; each < 100; each += 1) read('x'.repeat(10_000));
  read('\n');
  expect(heard[0]?.length).toBeLessThan(80_000);
});
