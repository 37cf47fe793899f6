import { describe, expect, test } from 'vitest';
import type { News } from '../../../src/store/snapshot/news.ts';
import { plainOf } from '../../../src/ui/layout/line.ts';
import { messageLine } from '../../../src/ui/panels/message-line.ts';
import { newsMessages } from '../../../src/ui/state/news.ts';
import { NOW } from '../scenes/builders.ts';
import { aScene, DATA } from '../scenes.ts';
import { aScreen } from './world.ts';

const MARK = { at: NOW, runId: 0, startedIds: [], endedIds: [], decidedIds: [] };
const OPS = { kind: 'person', name: 'ops', via: 'cli' } as const;
const news = (part: Partial<News>): News => ({ started: [], ended: [], decided: [], mark: MARK, ...part });
const started = (id: number, more = {}) => ({
  id,
  dispatchId: id + 1_000,
  jobId: 'deploy',
  jobName: 'deploy-web',
  startedAt: NOW,
  cause: 'schedule',
  requestedBy: OPS,
  ...more,
});
const ended = (id: number, status: 'ok' | 'error' | 'timeout' | 'crashed' | 'cancelled', more = {}) => ({
  id,
  jobId: 'sync',
  jobName: 'sync-s3',
  status,
  finishedAt: NOW,
  durationMs: 3_000,
  ...more,
});
const words = (part: Partial<News>, alerted: number[] = []): string[] =>
  newsMessages(news(part), 'ana', new Set(alerted)).map(({ mark, text, more = '' }) => `${mark} ${text}${more}`);

describe('what runs do', () => {
  test.each<[Partial<News>, string]>([
    [{ started: [started(8811)] }, '● run 8811 deploy-web started'],
    [{ started: [started(8811, { cause: 'manual' })] }, '● run 8811 deploy-web started by hand'],
    [{ ended: [ended(8814, 'ok')] }, '✓ run 8814 sync-s3 ok in 3s'],
    [{ ended: [ended(8810, 'error', { error: 'exit 255' })] }, '✗ run 8810 sync-s3 failed after 3s: exit 255'],
    [{ ended: [ended(8810, 'timeout')] }, '◔ run 8810 sync-s3 timed out after 3s'],
    [{ ended: [ended(8810, 'crashed', { durationMs: 41_000 })] }, '† run 8810 sync-s3 crashed after 41s'],
    [{ ended: [ended(8810, 'cancelled')] }, '■ run 8810 sync-s3 cancelled'],
  ])('%j is told in a line', (part, line) => {
    expect(words(part)).toEqual([line]);
  });

  test('a run that has an alert is told by the alert alone', () => {
    expect(words({ ended: [ended(8810, 'error'), ended(8811, 'error')] }, [8810])).toHaveLength(1);
  });

  test('what others decided is told with who it was, what one decided oneself is not', () => {
    const decided = { id: 1, jobName: 'deploy-web', status: 'rejected', decidedAt: NOW, onTimeout: 'reject' };
    expect(words({ decided: [{ ...decided, decidedBy: OPS, note: 'wrong cut-off' }] })).toEqual([
      '✗ ops rejected deploy-web (“wrong cut-off”)',
    ]);
    expect(words({ decided: [{ ...decided, decidedBy: { ...OPS, name: 'ana' } }] })).toEqual([]);
    expect(words({ decided: [{ ...decided, status: 'timed_out', onTimeout: 'approve' }] })).toEqual([
      '◔ deploy-web lapsed without an answer, APPROVED',
    ]);
  });
});

describe('the message line', () => {
  const told = (...parts: Partial<News>[]) => {
    const screen = aScreen();
    screen.read({ ...DATA, lists: {}, news: news({}) });
    for (const part of parts) screen.read({ ...DATA, lists: {}, news: news(part) });
    return screen;
  };

  test('what goes on takes the line from nothing but its like', () => {
    const screen = told({ started: [started(1)] });
    expect(screen.view().message?.text).toBe('run 1 deploy-web started');
    screen.later(1_000);
    screen.read({ ...DATA, lists: {}, news: news({ ended: [ended(2, 'error')] }) });
    expect(screen.view().message?.text).toBe('run 2 sync-s3 failed after 3s');
    screen.later(5_000);
    screen.read({ ...DATA, lists: {}, news: news({ started: [started(3)] }) });
    screen.later(2_000);
    expect(screen.view().message?.text).toBe('run 2 sync-s3 failed after 3s');
  });

  test('runs of one job that end alike are one line that counts', () => {
    const screen = told({ ended: [ended(2, 'error')] }, { ended: [ended(3, 'error')] }, { ended: [ended(4, 'error')] });
    expect(screen.view().message).toMatchObject({ text: 'run 4 sync-s3 failed after 3s', count: 3 });
  });

  test('an approval’s own run completes the sentence that answered the key', () => {
    const screen = told();
    const effect = { kind: 'approve', approvalId: 7, revision: 1, note: '', jobName: 'deploy-web' } as const;
    screen.send({ type: 'result', effect, result: { kind: 'done', value: {} }, at: NOW });
    screen.read({ ...DATA, lists: {}, news: news({ started: [started(8817, { approvalId: 7 }), started(8818)] }) });
    const line = plainOf(messageLine(aScene(screen.view(), DATA), 80));
    expect(line).toContain('✓ approved deploy-web, run 8817 started');
  });

  test('a run that was asked for by hand says its number as soon as it has one', () => {
    const screen = told();
    const effect = { kind: 'run', jobId: 'deploy', jobName: 'deploy-web' } as const;
    screen.send({ type: 'result', effect, result: { kind: 'done', value: { dispatchId: 1_009 } }, at: NOW });
    expect(screen.view().message?.text).toBe('run of deploy-web asked for');
    screen.read({ ...DATA, lists: {}, news: news({ started: [started(9, { cause: 'manual' })] }) });
    expect(screen.view().message?.text).toBe('run 9 deploy-web started by hand');
  });
});
