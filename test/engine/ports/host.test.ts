import { expect, test } from 'vitest';
import { readHost, saysAwake, saysEnding } from '../../../src/engine/ports/host.ts';

const stat = (flags: number): string => `4711 (node) a) b) D 1 4711 4711 0 -1 ${flags} 120 0`;
const status = (sigPnd: string, shdPnd: string): string =>
  `Name:\tnode\nSigQ:\t0/9\nSigPnd:\t${sigPnd}\nShdPnd:\t${shdPnd}\nSigBlk:\t0000000000000100\n`;
const NONE = '0000000000000000';

test.each([
  ['lives', stat(0x400000), status(NONE, NONE), false],
  ['has a TERM that waits', stat(0x400000), status(NONE, '0000000000004000'), false],
  ['has a KILL that waits for all of its threads', stat(0x400000), status(NONE, '0000000000000100'), true],
  ['has a KILL that waits for this thread', stat(0x400000), status('0000000000000100', NONE), true],
  ['is on its way out', stat(0x400004), status(NONE, NONE), true],
  ['is gone', '', '', false],
])('a process that %s', (_what, statText, statusText, ending) => {
  expect(saysEnding(statText, statusText)).toBe(ending);
});

test.each([
  ['runs', '4711 (node) T) R 1', true],
  ['sleeps', '4711 (node) S 1', true],
  ['waits for a disk', '4711 (node) D 1', true],
  ['was stopped', '4711 (node) T 1', false],
  ['is held by a debugger', '4711 (node) t 1', false],
  ['only waits to be reaped', '4711 (node) Z 1', false],
  ['is gone, or of a system that does not tell', '', false],
])('a process that %s is awake: %s', (_what, statText, awake) => {
  expect(saysAwake(statText)).toBe(awake);
});

test('this very process is alive and awake, and does not end', () => {
  const host = readHost();
  expect([host.isAlive(host), host.isAwake(host), host.isEnding(host)]).toEqual([true, true, false]);
});
