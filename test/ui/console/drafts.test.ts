// Sentences outlive the console: what was typed is there again at the next start, until its item is decided.
import { afterEach, expect, test } from 'vitest';
import type { Drafts } from '../../../src/ui/state/drafts.ts';
import { approvalValues, dispatchValues, insert, jobValues, runValues } from '../../support/screen-data.ts';
import { aConsole } from './world.ts';

const START = Date.parse('2026-11-22T14:32:07Z');
const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

function started(last: Drafts, status: 'pending' | 'rejected' = 'pending') {
  const kept: Drafts[] = [];
  const screen = aConsole({ drafts: { last, keep: (now) => kept.push(now) } });
  insert(screen.db, 'jobs', jobValues('deploy'));
  const asked = insert(screen.db, 'dispatches', dispatchValues('job-deploy', { status: 'awaiting_approval' }));
  const runId = insert(screen.db, 'runs', runValues('job-deploy', asked, { status: 'awaiting_approval' }));
  const decided: Record<string, string | number> =
    status === 'pending' ? {} : { decided_at: START, decided_by: '{"kind":"person","name":"ben","via":"cli"}' };
  const times = { asked_at: START - 60_000, expires_at: START + 3_600_000 };
  insert(screen.db, 'approvals', approvalValues('job-deploy', asked, runId, { ...times, status, ...decided }));
  ends.push(screen.end);
  screen.controller.start();
  return {
    ...screen,
    kept,
    async reject(): Promise<void> {
      screen.type('x');
      for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
      for (const sent of screen.asked.splice(0)) {
        sent();
        screen.report('status');
      }
      screen.clock.pass(300);
    },
  };
}

test('a reason is written down half a second after it was typed, and is there at the next start', async () => {
  const first = started({});
  await first.reject();
  first.type(...'late');
  first.clock.pass(500);
  expect(first.kept.at(-1)).toEqual({ 'asked:1': { reason: 'late' } });
  const second = started(first.kept.at(-1) ?? {});
  await second.reject();
  expect(second.controller.view().sheet?.fields.reason).toBe('late');
});

test('a console that ends keeps what its open sheet holds', async () => {
  const screen = started({});
  await screen.reject();
  screen.type(...'la', 't');
  screen.controller.stop();
  expect(screen.kept.at(-1)).toEqual({ 'asked:1': { reason: 'lat' } });
});

test('what was decided meanwhile is not asked about again, and its sentence goes', () => {
  const screen = started({ 'asked:1': { reason: 'late' }, 'run:job-deploy': { note: 'x' } }, 'rejected');
  expect(screen.controller.view().drafts).toEqual({ 'run:job-deploy': { note: 'x' } });
  screen.controller.stop();
  expect(screen.kept).toEqual([{ 'run:job-deploy': { note: 'x' } }]);
});

test('a job that is changed while its question is answered costs no sentence: it is there when it is asked anew', async () => {
  const screen = started({});
  await screen.reject();
  screen.type(...'late');
  screen.db
    .prepare(`UPDATE approvals SET status = 'cancelled', decided_at = ?, decided_by = ?, note = 'asked anew'`)
    .run(START, '{"kind":"engine","name":"engine","via":"engine"}');
  const runId = insert(screen.db, 'runs', runValues('job-deploy', 1, { status: 'awaiting_approval' }));
  const times = { asked_at: START, expires_at: START + 3_600_000 };
  insert(screen.db, 'approvals', approvalValues('job-deploy', 1, runId, times));
  screen.change();
  screen.clock.pass(250);
  expect(screen.text().join('\n')).toContain('not rejected: asked anew');
  screen.type('Escape', 'g', 'j');
  await screen.reject();
  expect(screen.controller.view().sheet).toMatchObject({ item: { approvalId: 2 }, fields: { reason: 'late' } });
});
