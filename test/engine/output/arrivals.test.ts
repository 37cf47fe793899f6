import { expect, test } from 'vitest';
import { ARRIVALS_BYTES_MAX, thinned } from '../../../src/engine/output/arrivals.ts';
import { type IndexRecord, textOf } from '../../../src/engine/output/output-index.ts';
import { storedSource } from '../../../src/engine/output/output-source.ts';
import { storedLines } from '../../../src/engine/output/stored-lines.ts';

const LOOK_MS = 250;

/** Both streams grow by a byte at every look. */
const looks = (count: number): IndexRecord[] =>
  Array.from({ length: count }, (_, index): IndexRecord[] =>
    (['out', 'err'] as const).map((stream) => ({ at: 1_000_000 + index * LOOK_MS, stream, offset: index + 1 })),
  ).flat();

test('what is little is kept as it is', () => {
  const records = looks(100);
  expect(thinned(records)).toBe(records);
});

test('of many looks fewer are kept, of both streams alike, and the ends of both', () => {
  const records = looks(5_000);
  const kept = thinned(records);
  expect(textOf(kept).length).toBeLessThanOrEqual(ARRIVALS_BYTES_MAX);
  expect(textOf(kept).length).toBeGreaterThan(ARRIVALS_BYTES_MAX / 4);
  expect(kept.slice(-2)).toEqual(records.slice(-2));
  const offsetsOf = (stream: 'out' | 'err'): number[] =>
    kept.filter((one) => one.stream === stream).map((one) => one.offset);
  expect(offsetsOf('out')).toEqual(offsetsOf('err'));
});

test('the end of a stream that fell silent early is kept', () => {
  const silent: IndexRecord = { at: 1_000_000 + 333 * LOOK_MS, stream: 'err', offset: 3 };
  const records = looks(5_000).filter(({ stream }) => stream === 'out');
  const all = [...records.slice(0, 333), silent, ...records.slice(333)];
  expect(thinned(all)).toContain(silent);
});

test('its lines stand where their ends came', () => {
  const stored = { runId: 1, stdout: 'one\ntwo', stderr: 'oops\n', stdoutCut: false, stderrCut: false };
  const lines = storedLines({ ...stored, arrivals: '1000 out 2\n1250 err 5\n1500 out 7\n' });
  expect(lines).toEqual([
    { stream: 'err', text: 'oops', at: 1_250 },
    { stream: 'out', text: 'one', at: 1_500 },
    { stream: 'out', text: 'two', at: 1_500 },
  ]);
  expect(storedLines(stored).map(({ text }) => text)).toEqual(['one', 'two', 'oops']);
});

test.each([undefined, 1_000_000])('an index that a job wrote itself, all at one instant (%s), has an end', (at) => {
  const records = Array.from({ length: 5_000 }, (_, index): IndexRecord => ({ at, stream: 'out', offset: index }));
  expect(thinned(records)).toEqual(records.slice(-1));
});

test('what the database kept lies in the order in which it came, with its times; without them out stands first', () => {
  const stored = { stdout: 'one\ntwo\n', stderr: 'oops\n' };
  const arrivals = '1000 out 4\n1250 err 5\n1500 out 8\n';
  expect(storedSource({ ...stored, arrivals }).steps).toEqual([
    { at: 1_000, stream: 'out', start: 0, end: 4 },
    { at: 1_250, stream: 'err', start: 0, end: 5 },
    { at: 1_500, stream: 'out', start: 4, end: 8 },
  ]);
  expect(storedSource(stored).steps.map(({ stream, at }) => [stream, at])).toEqual([
    ['out', undefined],
    ['err', undefined],
  ]);
});
