import { describe, expect, test } from 'vitest';
import { plainOf } from '../../../src/ui/layout/line.ts';
import { messageLine } from '../../../src/ui/panels/message-line.ts';
import { heard, messagesAt, readByKey } from '../../../src/ui/state/messages.ts';
import type { Message, View } from '../../../src/ui/state/view.ts';
import { NOW } from '../scenes/builders.ts';
import { aScene, aView, DATA } from '../scenes.ts';
import { aScreen } from './world.ts';

const said = (tone: Message['tone'], text: string, at: number): Message => ({ at, mark: '', tone, text, count: 1 });
const empty = aView(80, 24, 'approvals');
const hear = (view: View, tone: Message['tone'], text: string, at: number): View =>
  heard(view, said(tone, text, at), at);
const text = (view: View): string | undefined => view.message?.text;

describe('what comes by itself', () => {
  test('equal ones are one line that counts', () => {
    let view = empty;
    for (let n = 0; n < 12; n += 1) view = hear(view, 'news', 'deploy asks for approval', NOW + n);
    expect(view.message).toMatchObject({ count: 12, text: 'deploy asks for approval' });
    expect(view.waiting).toBeUndefined();
    expect(plainOf(messageLine(aScene(view, DATA), 80))).toContain('deploy asks for approval ×12');
  });

  test('what is told about the engine takes the place of what was told about it before, shown or waiting', () => {
    const news = (tone: Message['tone'], words: string): Message => ({ ...said(tone, words, NOW), about: 'engine' });
    const gone = heard(empty, news('bad', 'no engine'), NOW);
    const again = heard(gone, news('good', 'runs again'), NOW + 1);
    expect(text(again)).toBe('runs again');
    expect(text(messagesAt(again, NOW + 7_000))).toBeUndefined();
    const unread = heard(hear(empty, 'bad', 'run 3 failed', NOW), news('bad', 'no engine'), NOW + 1);
    expect(text(unread)).toBe('run 3 failed');
    const { message: _, ...read } = heard(unread, news('good', 'runs again'), NOW + 2);
    expect(text(messagesAt(read, NOW + 3_000))).toBe('runs again');
  });

  test('that nothing can be written comes before every failure that was not read yet, and is not lost behind them', () => {
    const full: Message = { ...said('bad', 'the disk is full', NOW + 1), about: 'storage' };
    const told = heard(hear(hear(empty, 'bad', 'run 3 failed', NOW), 'bad', 'run 4 failed', NOW), full, NOW + 1);
    expect(text(told)).toBe('the disk is full');
    const read = readByKey(told, { name: 'j', at: NOW + 2_000 });
    expect(text(read)).toBe('run 3 failed');
    expect(text(readByKey(read, { name: 'j', at: NOW + 4_000 }))).toBe('run 4 failed');
  });

  test('what went on before a failure does not come back once the failure was read', () => {
    const started = (at: number): Message => ({ ...said('good', 'run 20 started', at), passing: true });
    const failed = hear(empty, 'bad', 'run 20 failed', NOW + 2_000);
    const { message: _, ...read } = heard(failed, started(NOW), NOW + 2_000);
    expect(text(messagesAt(read, NOW + 3_000))).toBeUndefined();
    const { message: __, ...later } = heard(failed, started(NOW + 2_500), NOW + 2_500);
    expect(text(messagesAt(later, NOW + 3_000))).toBe('run 20 started');
    const again = heard(
      heard(failed, started(NOW + 2_500), NOW + 2_500),
      said('bad', 'again', NOW + 4_000),
      NOW + 4_000,
    );
    const second = readByKey(again, { name: 'j', at: NOW + 4_000 });
    expect(text(second)).toBe('again');
    const over = readByKey(second, { name: 'j', at: NOW + 5_000 });
    expect(text(messagesAt(over, NOW + 5_000))).toBeUndefined();
  });

  test('others have their turn a second later, questions before what only tells; a failure is told at once', () => {
    let view = hear(empty, 'good', 'first', NOW);
    view = hear(view, 'good', 'started', NOW + 1);
    view = hear(view, 'news', 'asks', NOW + 2);
    expect(text(messagesAt(view, NOW + 999))).toBe('first');
    expect(text(messagesAt(view, NOW + 1_000))).toBe('asks');
    view = hear(view, 'bad', 'failed', NOW + 3);
    expect(text(view)).toBe('failed');
    view = messagesAt(view, NOW + 5_000);
    expect(text(view)).toBe('failed');
    const { message: _, ...read } = view;
    view = messagesAt(read, NOW + 6_000);
    expect(text(view)).toBe('asks');
    expect(text(messagesAt(view, NOW + 7_000))).toBe('started');
  });

  test('an answer to a key has its second, whatever happens', () => {
    const answered: View = { ...empty, message: said('good', 'locked', NOW) };
    const view = hear(answered, 'bad', 'failed', NOW + 10);
    expect(text(view)).toBe('locked');
    expect(text(messagesAt(view, NOW + 1_000))).toBe('failed');
  });

  test('bad news stays until a key: what else goes wrong waits behind it, says so, and a key shows the next', () => {
    const line = (view: View): string => plainOf(messageLine(aScene(view, DATA), 80)).trimEnd();
    let view = hear(empty, 'bad', 'away 14:33–14:41', NOW);
    view = hear(view, 'bad', 'E asks about legacy-sync', NOW + 2_000);
    view = hear(view, 'bad', 'run 3 failed', NOW + 3_000);
    view = hear(view, 'bad', 'run 3 failed', NOW + 3_500);
    view = hear(view, 'good', 'run 4 ok', NOW + 4_000);
    view = messagesAt(view, NOW + 600_000);
    expect(line(view)).toMatch(/away 14:33–14:41 {3}\+2 more$/);
    view = readByKey(view, { name: 'j', at: NOW + 600_000 });
    expect(line(view)).toMatch(/E asks about legacy-sync {3}\+1 more$/);
    view = readByKey(view, { name: 'j', at: NOW + 601_000 });
    expect(line(view)).toMatch(/run 3 failed ×2$/);
    view = readByKey(view, { name: 'j', at: NOW + 602_000 });
    expect(view.message).toBeUndefined();
    expect(text(messagesAt(view, NOW + 602_000))).toBeUndefined();
  });

  test('a key that was on its way when bad news came up has not read it, nor has a letter of a text', () => {
    const view = hear(hear(empty, 'bad', 'first', NOW), 'bad', 'second', NOW);
    expect(text(readByKey(view, { name: 'j', at: NOW + 999 }))).toBe('first');
    const typing: View = { ...view, filterEdit: { list: 'runs.recent', before: '' } };
    expect(text(readByKey(typing, { name: 'j', at: NOW + 5_000 }))).toBe('first');
    expect(text(readByKey(typing, { name: 'Enter', at: NOW + 5_000 }))).toBe('second');
    // Where the clock was set back, the line is not stuck.
    expect(text(readByKey(view, { name: 'j', at: NOW - 3_600_000 }))).toBe('second');
  });

  test('the answer to a key has the line at once, and unread bad news comes back behind it', () => {
    const screen = aScreen();
    screen.send({ type: 'news', at: NOW + 1_000, mark: '✗', tone: 'bad', text: 'no engine' });
    screen.key('t');
    expect(screen.view().message?.tone).toBe('good');
    screen.later(1_000);
    expect(text(screen.view())).toBe('no engine');
    screen.later(1_000);
    screen.key('t');
    screen.later(7_000);
    expect(text(screen.view())).toBeUndefined();
  });

  test('an answer that can be taken back has its six seconds before what went wrong before it, and one before what does now', () => {
    const done: Message = { ...said('good', 'paused etl', NOW + 5_000), undo: { label: 'pause', until: NOW + 65_000 } };
    const unread: View = { ...empty, message: done, waiting: [said('bad', 'run 3 failed', NOW)] };
    expect(text(messagesAt(unread, NOW + 10_999))).toBe('paused etl');
    expect(text(messagesAt(unread, NOW + 11_000))).toBe('run 3 failed');
    const failing = hear({ ...empty, message: done }, 'bad', 'run 4 failed', NOW + 5_100);
    expect(text(messagesAt(failing, NOW + 6_000))).toBe('run 4 failed');
  });

  test('why a key did nothing hides no failure', () => {
    const hinted: View = { ...empty, message: said('bad', 'nothing to undo', NOW) };
    const view = hear(hinted, 'bad', 'run 3 failed', NOW + 10);
    expect(text(view)).toBe('nothing to undo');
    expect(text(messagesAt(view, NOW + 1_000))).toBe('run 3 failed');
  });

  test('however much goes wrong, a few keys are through it: the rest is a number and where it is', () => {
    let view = empty;
    for (let n = 0; n < 40; n += 1) view = hear(view, 'bad', `run ${n} failed`, NOW + n);
    expect(plainOf(messageLine(aScene(view, DATA), 80)).trimEnd()).toMatch(/run 0 failed {3}\+39 more$/);
    const read: (string | undefined)[] = [];
    for (let n = 1; view.message !== undefined; n += 1) {
      read.push(text(view));
      view = readByKey(view, { name: 'j', at: NOW + n * 1_000 });
    }
    expect(read).toEqual([
      ...[0, 1, 2, 3, 4, 5].map((n) => `run ${n} failed`),
      '34 more went wrong: Runs and Activity have them',
    ]);
  });

  test('what was long over before it could be told pushes into no queue', () => {
    const view = heard(hear(empty, 'bad', 'away', NOW), said('bad', 'yesterday', NOW - 86_400_000), NOW);
    expect(view.waiting).toBeUndefined();
    const late = heard(hear(empty, 'bad', 'away', NOW), said('bad', 'a second ago', NOW - 1_000), NOW);
    expect(late.waiting).toHaveLength(1);
  });

  test('what is not read stays before what is no worse; news that is a minute old is none', () => {
    let view = hear(empty, 'bad', 'failed', NOW);
    view = hear(view, 'good', 'started', NOW + 2_000);
    expect(text(view)).toBe('failed');
    const { message: _, ...read } = messagesAt(view, NOW + 70_000);
    expect(text(messagesAt(read, NOW + 70_000))).toBeUndefined();
  });

  test('however many come, a named number waits', () => {
    let view = hear(empty, 'good', 'first', NOW);
    for (let n = 0; n < 1_000; n += 1) view = hear(view, 'news', `news ${n}`, NOW + 1);
    expect(view.waiting).toHaveLength(20);
  });
});

describe('what can be undone', () => {
  const withUndo = (until: number): View => ({
    ...empty,
    message: { ...said('good', 'paused backup-pg', NOW), undo: { label: 'undoes it', until } },
  });

  test('the line says so and for how long, and stays as long', () => {
    const view = withUndo(NOW + 8_000);
    expect(plainOf(messageLine(aScene(view, DATA), 80))).toMatch(/paused backup-pg {3}u undoes it, 8s +$/);
    expect(text(messagesAt(view, NOW + 7_000))).toBe('paused backup-pg');
    expect(text(messagesAt(view, NOW + 8_000))).toBeUndefined();
  });

  test('a long text is cut, never the offer', () => {
    const long: View = {
      ...empty,
      message: { ...said('good', 'x'.repeat(200), NOW), undo: { label: 'undoes it', until: NOW + 8_000 } },
    };
    expect(plainOf(messageLine(aScene(long, DATA), 60))).toMatch(/… {3}u undoes it, 8s $/);
  });
});

test('a refusal says what did not happen, why, and what to do where there is room', () => {
  const screen = aScreen();
  const effect = { kind: 'acknowledge', alertId: 1, title: 'sync-s3 failed' } as const;
  const result = {
    kind: 'refused',
    code: 'x',
    message: 'not acknowledged: it is resolved',
    hint: 'look under Activity',
  } as const;
  screen.send({ type: 'result', effect, result, at: NOW });
  const line = (columns: number): string => plainOf(messageLine(aScene(screen.view(), DATA), columns));
  expect(line(80)).toContain('✗ not acknowledged: it is resolved; look under Activity');
  expect(line(60)).toContain('✗ not acknowledged: it is resolved');
});

test('a job that was switched on says when it comes next, where there is room for it', () => {
  const screen = aScreen();
  const effect = { kind: 'enable', jobId: 'j', jobName: 'etl-orders' } as const;
  const enabled = (job: object) =>
    screen.send({ type: 'result', effect, result: { kind: 'done', value: { job } }, at: NOW });
  const line = (columns: number): string => plainOf(messageLine(aScene(screen.view(), DATA), columns)).trimEnd();
  enabled({ nextRunAt: NOW + 3_600_000 });
  expect(line(80)).toBe(' 14:32:07  ✓ enabled etl-orders, next fire 15:31:33');
  expect(line(40)).toBe(' 14:32:07  ✓ enabled etl-orders');
  enabled({});
  expect(line(80)).toBe(' 14:32:07  ✓ enabled etl-orders');
});
