import { expect, test } from 'vitest';
import { findApproval, findByNumber, findJob, type Named, type NamedIndex, parseId } from '../../bin/find.ts';

const jobs: Named[] = [
  { id: 'bcdf23', name: 'backup' },
  { id: 'bcdf99', name: 'report' },
  { id: 'kkkk11', name: 'deploy' },
  { id: 'kkkk22', name: 'deploy' },
  { id: 'report', name: 'odd one' },
];
const index: NamedIndex<Named> = {
  withId: (id) => jobs.filter((job) => job.id === id),
  withName: (name, limit) => jobs.filter((job) => job.name === name).slice(0, limit),
  withPrefix: (prefix, limit) => jobs.filter((job) => job.id.startsWith(prefix)).slice(0, limit),
  names: () => jobs.map((job) => job.name),
};

test.each([
  ['bcdf23', 'bcdf23'],
  ['bcdf2', 'bcdf23'],
  ['backup', 'bcdf23'],
  ['kkkk22', 'kkkk22'],
])('%s finds %s', (wanted, id) => {
  expect(findJob(index, wanted).id).toBe(id);
});

test('a full id wins over a name that is spelled the same', () => {
  expect(findJob(index, 'report').name).toBe('odd one');
});

test.each([
  ['deploy', 'several jobs are called deploy: kkkk11, kkkk22'],
  ['bcdf', 'several jobs are called bcdf: bcdf23 (backup), bcdf99 (report)'],
])('%s fits several and lists their ids', (wanted, message) => {
  expect(() => findJob(index, wanted)).toThrow(
    expect.objectContaining({ kind: 'usage', message, hint: 'give the id' }),
  );
});

test.each([
  ['bakcup', 'backup?'],
  ['zzzzzz', 'jobs list shows them all'],
  ['b', 'jobs list shows them all'],
])('%j is not found, with the nearest name where there is one', (wanted, hint) => {
  expect(() => findJob(index, wanted)).toThrow(expect.objectContaining({ kind: 'not-found', hint }));
});

test.each(['', ' '])('%j is no job at all', (wanted) => {
  expect(() => findJob(index, wanted)).toThrow(expect.objectContaining({ kind: 'usage', code: 'job-empty' }));
});

test.each(['0', '-1', '1.5', 'abc', '', '12345678901234567'])('%j is no id of a run', (text) => {
  expect(() => parseId('run', text)).toThrow(expect.objectContaining({ kind: 'usage', field: 'run' }));
});

test('a run that is not there is not found by its number', () => {
  expect(() => findByNumber('run', '8', () => undefined)).toThrow(
    expect.objectContaining({ kind: 'not-found', message: 'no run 8' }),
  );
});

const approvals = (pending: number[]) => ({
  get: (id: number) => (pending.includes(id) ? { id, jobId: 'bcdf23' } : undefined),
  pendingOf: (jobId: string) => (jobId === 'bcdf23' ? pending.map((id) => ({ id, jobId })) : []),
});

test.each([
  ['7', [7, 8], 7],
  ['backup', [7], 7],
  ['bcdf2', [7], 7],
])('approval %s among %j is %i', (wanted, pending, id) => {
  expect(findApproval(wanted, approvals(pending), index).id).toBe(id);
});

test.each([
  ['backup', [7, 8], 'usage', 'several approvals of backup wait: 7, 8'],
  ['backup', [], 'not-found', 'no approval of backup waits'],
  ['9', [7], 'not-found', 'no approval 9'],
])('approval %s among %j is refused', (wanted, pending, kind, message) => {
  expect(() => findApproval(wanted, approvals(pending), index)).toThrow(expect.objectContaining({ kind, message }));
});
