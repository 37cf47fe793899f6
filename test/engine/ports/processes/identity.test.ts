import { expect, test } from 'vitest';
import { identify, isAlive, parseStat } from '../../../../src/engine/ports/processes/identity.ts';
import { parsePs } from '../../../../src/engine/ports/processes/scan.ts';

const REST = '1 2070 2070 0 -1 4194304 181 0 0 0 0 0 0 0 20 0 1 0 90822 2654208 406';

test('a process name may hold blanks, brackets and line ends', () => {
  const stat = parseStat(`4711 (a) S 1 (b)\n) R ${REST}`);
  expect(stat).toEqual({
    pid: 4711,
    name: 'a) S 1 (b)\n',
    state: 'R',
    parentPid: 1,
    groupId: 2070,
    startTicks: '90822',
  });
});

test.each(['', 'nonsense', '12 (sh) S 1 2 3'])('%j is no process', (line) => {
  expect(parseStat(line)).toBeUndefined();
});

test('we are alive, and whoever has our number in another boot is not', () => {
  const own = identify(process.pid);
  expect(own).toMatchObject({ pid: process.pid });
  expect(own && isAlive(own)).toBe(true);
  expect(own && isAlive({ ...own, pidStart: '1' })).toBe(false);
  expect(identify(2 ** 22 + 1)).toBeUndefined();
});

test('without /proc the listing of ps tells parents, ages and commands', () => {
  const listing = `    1     0     1 Ss     1-02:03:04 /sbin/launchd
  812   700   812 S+           05:06 sh -c sleep 5
  813   812   812 Z            00:01 (gone)`;
  expect(parsePs(listing).map((one) => ({ ...one.describe(), groupId: one.groupId }))).toEqual([
    { pid: 1, parentPid: 0, groupId: 1, ageMs: 93_784_000, command: '/sbin/launchd' },
    { pid: 812, parentPid: 700, groupId: 812, ageMs: 306_000, command: 'sh -c sleep 5' },
  ]);
});
