import { expect, test } from 'vitest';
import {
  grown,
  isOngoing,
  judgeLateStart,
  type LateJobs,
  togetherIn,
} from '../../../src/engine/rules/late-together.ts';
import { lateTogetherAlert } from '../../../src/engine/rules/run-alerts.ts';
import { NOON } from '../../support/builders.ts';

const MINUTE = 60_000;
const jobs = (count: number, at = NOON): LateJobs['apart'] =>
  new Map(Array.from({ length: count }, (_, index) => [`j${index}`, { name: `job ${index}`, at }]));
const together = { lastAt: NOON, worstMs: 90_000, first: ['a'] };

test('D-104 the first five that start late have alerts of their own, the sixth makes them one', () => {
  expect(judgeLateStart({ apart: jobs(4) }, 'new', NOON)).toEqual({ kind: 'apart' });
  const sixth = judgeLateStart({ apart: jobs(5) }, 'new', NOON);
  expect(sixth).toMatchObject({ kind: 'together' });
  expect(sixth.kind === 'together' && sixth.takes).toEqual(
    [0, 1, 2, 3, 4].map((index) => ({ jobId: `j${index}`, name: `job ${index}` })),
  );
});

test('D-104 one that has its own alert keeps it, whatever the others do', () => {
  expect(judgeLateStart({ apart: jobs(5), together }, 'j3', NOON)).toEqual({ kind: 'apart' });
});

test('D-104 those of more than ten minutes ago have another cause', () => {
  const [old, recent] = [NOON - 10 * MINUTE, NOON - 10 * MINUTE + 1];
  expect(judgeLateStart({ apart: jobs(5, old) }, 'new', NOON)).toEqual({ kind: 'apart' });
  expect(judgeLateStart({ apart: jobs(5, recent) }, 'new', NOON).kind).toBe('together');
});

test('D-104 while many start late even the first of them is one of many, and ten minutes later is not', () => {
  expect(judgeLateStart({ apart: new Map(), together }, 'new', NOON + 10 * MINUTE - 1)).toEqual({
    kind: 'together',
    takes: [],
  });
  expect(judgeLateStart({ apart: new Map(), together }, 'new', NOON + 10 * MINUTE)).toEqual({ kind: 'apart' });
  expect([undefined, together].map((one) => isOngoing(one, NOON))).toEqual([false, true]);
});

test('D-104 the alert of many names the first eight, each once, and the worst of all', () => {
  const names = Array.from({ length: 12 }, (_, index) => `job ${index}`);
  const begun = grown(undefined, { names: names.slice(0, 6), lateMs: 70_000 }, NOON);
  expect(begun).toEqual({ lastAt: NOON, worstMs: 70_000, first: names.slice(0, 6) });
  const more = grown(begun, { names: ['job 5', ...names.slice(6)], lateMs: 65_000 }, NOON + 5);
  expect(more).toEqual({ lastAt: NOON + 5, worstMs: 70_000, first: names.slice(0, 8) });
  expect(grown(more, { names: [], lateMs: 900_000 }, NOON + 6).worstMs).toBe(900_000);
});

test('D-104 the alert of many is one, of no job, and says how late and who', () => {
  const alert = lateTogetherAlert({ id: 7, jobName: 'backup' }, { dueAt: NOON, worstMs: 95_400, first: ['a', 'b'] });
  expect(alert).toMatchObject({ kind: 'late-start', severity: 'warn', runId: 7 });
  expect(Object.keys(alert)).not.toContain('jobId');
  expect(alert.title).toBe('many jobs started late, up to 1m35s');
  expect(alert.detail).toContain('a, b; the latest backup, whose run 7 was due at 2026-11-23T12:00:00.000Z');
});

test.each([
  [{ worstMs: 95_000, first: ['a', 'b'] }],
  [{ worstMs: 93_784_000, first: ['job; the latest one', 'x', 'größe'] }],
  [{ worstMs: 3_600_000, first: ['a'] }],
])('D-104 what the alert of many says is read back from it: %j', (known) => {
  const { title, detail } = lateTogetherAlert({ id: 7, jobName: 'backup' }, { dueAt: NOON, ...known });
  expect(togetherIn({ title, detail, lastAt: NOON })).toEqual({ lastAt: NOON, ...known });
});

test('D-104 an alert of many that says it otherwise begins anew', () => {
  expect(togetherIn({ title: 'late', detail: '', lastAt: NOON })).toEqual({ lastAt: NOON, worstMs: 0, first: [] });
});
