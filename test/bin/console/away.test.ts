import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { awayNews } from '../../../bin/console/away.ts';
import { openStore } from '../../../src/store/store.ts';
import { dispatchValues, insert, jobValues, runValues } from '../../support/screen-data.ts';

const LOST = Date.parse('2026-11-22T14:33:00Z');
const NOW = Date.parse('2026-11-22T14:41:00Z');

function aHome() {
  const folder = mkdtempSync(join(tmpdir(), 'away-'));
  const store = openStore({ path: join(folder, 'openclaw-tui.db'), role: 'engine' });
  onTestFinished(() => {
    store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const context = { clock: { now: () => NOW }, host: { user: 'ana', timeZone: 'UTC' } } as never;
  const lost = { state: 'lost', at: LOST, pid: 1, pidStart: '1', bootId: '1' } as const;
  return { store, news: (more = {}) => awayNews(context, store, { ...lost, ...more }) };
}

test('after a lost line the first message is what ended meanwhile, kept until a key', () => {
  const { store, news } = aHome();
  insert(store.db, 'jobs', jobValues('backup'));
  for (const status of ['ok', 'ok', 'error', 'timeout']) {
    const dispatchId = insert(store.db, 'dispatches', dispatchValues('job-backup', { status: 'done' }));
    insert(store.db, 'runs', runValues('job-backup', dispatchId, { status, finished_at: LOST + 60_000 }));
  }
  expect(news()).toEqual({ tone: 'bad', mark: '', text: 'away 14:33–14:41: 2 ok, 2 failed' });
});

test('of less than a minute the length is told, and no clocks', () => {
  expect(aHome().news({ at: NOW - 7_000 }).text).toBe('away 7s: nothing ended');
});

test('the last decision of one’s own is told with what came of it', () => {
  const { store, news } = aHome();
  const actor = { kind: 'person', name: 'ana', via: 'console' } as const;
  const entry = { actor, action: 'job.disable', subjectKind: 'job', subjectId: 'j', subjectName: 'backup' } as const;
  store.audit.add(entry, LOST - 30_000);
  expect(news().text).toBe('away 14:33–14:41: nothing ended; your last: disabled job backup 14:32:30');
});

test('a sheet that was open is told as not made', () => {
  const { news } = aHome();
  const said = news({ unfinished: { verb: 'approve', name: 'db-prune-prod' } });
  expect(said).toMatchObject({ tone: 'bad', text: expect.stringContaining('; not made: approve db-prune-prod') });
});

test('where nothing happened it goes by itself and holds the line for nothing', () => {
  expect(aHome().news()).toEqual({ tone: 'good', mark: '', text: 'away 14:33–14:41: nothing ended' });
});
