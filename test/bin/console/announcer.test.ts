import { afterEach, beforeEach, expect, test } from 'vitest';
import { createAnnouncer } from '../../../bin/console/announcer.ts';
import { createWindowTitle } from '../../../src/ui/notify/title.ts';
import { dispatchValues, insert, jobValues, PERSON, screenDatabase } from '../../support/screen-data.ts';
import { virtualClock } from '../../ui/console/world.ts';

let world: ReturnType<typeof screenDatabase>;
beforeEach(() => {
  world = screenDatabase();
});
afterEach(() => world.remove());

function anAnnouncer() {
  const clock = virtualClock();
  const changed = new Set<() => void>();
  const terminal = { written: '', isPending: false };
  insert(world.db, 'jobs', jobValues('a'));
  const announcer = createAnnouncer({
    reader: world,
    onChange(listener) {
      changed.add(listener);
      return () => changed.delete(listener);
    },
    clock,
    sink: {
      write: (text) => {
        terminal.written += text;
        return true;
      },
      isPending: () => terminal.isPending,
    },
    title: createWindowTitle({ term: 'xterm' }),
    host: 'db1',
    names: { term: 'xterm' },
    settings: () => ({ bell: 'approvals+crit', notify: 'off' }),
  });
  return {
    clock,
    terminal,
    announcer,
    ask() {
      const dispatchId = insert(world.db, 'dispatches', dispatchValues('job-a'));
      const runId = insert(world.db, 'runs', {
        job_id: 'job-a',
        job_name: 'a',
        job_revision: 1,
        dispatch_id: dispatchId,
        cause: 'schedule',
        status: 'awaiting_approval',
        created_at: clock.now(),
        due_at: clock.now(),
        requested_by: PERSON,
        cause_root: `run:${dispatchId}`,
        idempotency_key: `run:${dispatchId}`,
        fence: 1,
      });
      insert(world.db, 'approvals', {
        job_id: 'job-a',
        job_name: 'a',
        dispatch_id: dispatchId,
        run_id: runId,
        status: 'pending',
        risk: 'normal',
        subject: '{}',
        digest: 'd',
        asked_because: 'chain',
        requested_by: PERSON,
        asked_at: clock.now(),
        expires_at: clock.now() + 3_600_000,
        on_timeout: 'reject',
      });
      for (const listener of changed) listener();
    },
    bells: () => terminal.written.split('\x07').length - 1,
  };
}

test('questions that come within a second are one ring, and the title counts them', () => {
  const { ask, clock, terminal, bells } = anAnnouncer();
  expect(terminal.written).toContain('\x1b]2;openclaw-tui db1\x1b\\');
  for (let each = 0; each < 3; each += 1) {
    ask();
    clock.pass(100);
  }
  expect(bells()).toBe(0);
  clock.pass(1_000);
  expect(bells()).toBe(1);
  expect(terminal.written).toContain('\x1b]2;openclaw-tui db1: APPROVE 3\x1b\\');
  clock.pass(60_000);
  expect(bells()).toBe(1);
});

test('a terminal that stands still rings neither then nor later, and has the right title when it goes on', () => {
  const { ask, clock, terminal, bells } = anAnnouncer();
  const before = terminal.written;
  terminal.isPending = true;
  ask();
  clock.pass(5_000);
  expect(terminal.written).toBe(before);
  terminal.isPending = false;
  clock.pass(2_000);
  expect(bells()).toBe(0);
  expect(terminal.written).toContain('APPROVE 1');
});

test('what was there before the console rings nobody', () => {
  const { ask, clock, announcer } = anAnnouncer();
  ask();
  announcer.stop();
  const second = anAnnouncerOnTheSame(clock);
  second.clock.pass(5_000);
  expect(second.bells()).toBe(0);
});

function anAnnouncerOnTheSame(clock: ReturnType<typeof virtualClock>) {
  let written = '';
  createAnnouncer({
    reader: world,
    onChange: (listener) => {
      listener();
      return () => {};
    },
    clock,
    sink: {
      write(text) {
        written += text;
        return true;
      },
      isPending: () => false,
    },
    title: createWindowTitle({ term: 'linux' }),
    host: 'db1',
    names: { term: 'xterm' },
    settings: () => ({ bell: 'approvals+crit', notify: 'off' }),
  });
  return { clock, bells: () => written.split('\x07').length - 1 };
}
