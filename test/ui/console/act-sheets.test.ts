import { describe, expect, onTestFinished, test } from 'vitest';
import type { ProcessRow } from '../../../src/ui/console-options.ts';
import { aDefinition } from '../../support/builders.ts';
import { alertValues, dispatchValues, insert, runValues } from '../../support/screen-data.ts';
import { addFailures, addJobs, aMarkConsole, BEN, type MarkConsole } from './marks-world.ts';

const AT = Date.parse('2026-11-22T14:32:07Z');

function start(fill: (screen: MarkConsole) => void): MarkConsole {
  const screen = aMarkConsole();
  onTestFinished(() => screen.end());
  fill(screen);
  screen.controller.start();
  screen.settle();
  return screen;
}

const shown = (screen: MarkConsole): string => screen.text().join('\n');
const rowOf = (screen: MarkConsole, word: string): string => screen.text().find((row) => row.includes(word)) ?? '';

/** Presses a key that opens a sheet, and waits until it counts keys. */
async function open(screen: MarkConsole, ...keys: string[]): Promise<void> {
  screen.press(...keys);
  await screen.answer();
}

describe('cancelling a run', () => {
  const processOf = (pid: number, parentPid: number, place: ProcessRow['place'] = 'group'): ProcessRow => ({
    pid,
    parentPid,
    ageMs: 3_000,
    command: `work ${pid}`,
    place,
  });

  const running = () => {
    let alive = [processOf(500, 1), processOf(501, 500), processOf(502, 500), processOf(503, 1, 'left')];
    const screen = start((each) => {
      each.options.runProcesses = () => alive;
      addJobs(each, ['hang']);
      const dispatch = insert(each.db, 'dispatches', dispatchValues('job-hang', { status: 'claimed' }));
      insert(each.db, 'runs', runValues('job-hang', dispatch, { pid: 500, started_at: AT - 60_000 }));
    });
    const dies = (...pids: number[]): void => {
      alive = alive.filter(({ pid }) => !pids.includes(pid));
      screen.change();
      screen.clock.pass(600);
    };
    return { screen, dies };
  };

  test('shows the tree die pid by pid, names what left the group, and ends with how the run ended', async () => {
    const { screen, dies } = running();
    await open(screen, '2', 'c');
    expect(rowOf(screen, ' 503 ')).toContain('left the group');
    screen.press('Tab', 'Enter');
    expect(screen.store.runs.get(1)).toMatchObject({ stopStage: 'requested', stopRequestedBy: { name: 'ops' } });
    expect(shown(screen)).toContain('TERM follows   0 of 4 ended');
    screen.store.runs.setStopStage(1, 'term');
    dies(502);
    expect(shown(screen)).toMatch(/TERM sent 14:32:\d\d {3}1 of 4 ended {3}KILL in \d+m?\d*s/);
    expect(shown(screen)).toContain('pid 503 left the group and does not hear TERM');
    expect(rowOf(screen, ' 502 ')).toMatch(/■ +502 .* ended after TERM 14:32:\d\d/);
    await screen.answer();
    screen.press('Tab', 'Enter');
    expect(screen.store.runs.get(1)).toMatchObject({ stopStage: 'kill' });
    dies(500, 501);
    screen.db
      .prepare(`UPDATE runs SET status = 'cancelled', finished_at = ?, duration_ms = 9000 WHERE id = 1`)
      .run(screen.clock.now());
    dies();
    expect(shown(screen)).toContain('pid 503 left the group and lived on when the run was over; kill -9 503 ends');
    expect(shown(screen)).toContain('▸[ Back ]');
    dies(503);
    expect(shown(screen)).toMatch(/run 1 is over: cancelled after 9s.*all 4 ended/);
    expect(shown(screen)).not.toContain('[ Kill now ]');
  });

  test('whoever is about to cancel what somebody else cancels does not kill it with the same Enter', async () => {
    const { screen, dies } = running();
    await open(screen, '2', 'c');
    screen.press('Tab');
    screen.commands.cancelRun(1, BEN);
    dies(502);
    expect(shown(screen)).toContain('▸[ Back ]');
    screen.press('Enter');
    expect(screen.store.runs.get(1)).toMatchObject({ stopStage: 'requested', stopRequestedBy: { name: 'ben' } });
  });

  test('Esc leaves it dying, and the same key shows it again', async () => {
    const { screen } = running();
    await open(screen, '2', 'c');
    screen.press('Tab', 'Enter', 'Escape');
    expect(screen.view().sheet).toBeUndefined();
    await open(screen, 'c');
    expect(shown(screen)).toContain('[ Kill now ]');
    expect(shown(screen)).not.toContain('[ Cancel run ]');
  });

  test('a run that ended by itself meanwhile is not cancelled, and the sheet says so', async () => {
    const { screen, dies } = running();
    await open(screen, '2', 'c');
    screen.db.prepare(`UPDATE runs SET status = 'ok', finished_at = ? WHERE id = 1`).run(screen.clock.now());
    dies();
    expect(shown(screen)).toContain('not cancelled: run 1 ended ok by itself');
  });

  test('what waits in the queue has nothing to kill and leaves the queue', async () => {
    const screen = start((each) => {
      addJobs(each, ['waiter']);
      insert(each.db, 'dispatches', dispatchValues('job-waiter', { blocked_on: 'pool:io', queued: 1 }));
    });
    await open(screen, '2', 'c');
    expect(shown(screen)).toContain('It has not started: nothing is to be killed.');
    screen.press('Tab', 'Enter');
    expect(screen.store.dispatches.get(1)).toMatchObject({ status: 'cancelled' });
  });
});

describe('running', () => {
  test('r, the argument changed, Enter Enter runs it with the change for this run alone', async () => {
    const screen = start((each) => addJobs(each, ['etl']));
    await open(screen, '5', 'r');
    const command = screen.view().sheet?.fields.command ?? '';
    screen.press(' ', '-', 'x', 'Enter', 'Enter');
    expect(screen.view().sheet).toBeUndefined();
    expect(screen.store.dispatches.get(1)).toMatchObject({
      jobId: 'job-etl',
      override: { payload_message: `${command} -x` },
    });
    expect(screen.store.audit.list(1)).toMatchObject([{ action: 'job.run', detail: { changes: ['payload_message'] } }]);
  });

  test('r Enter Enter runs it as it is', async () => {
    const screen = start((each) => addJobs(each, ['etl']));
    await open(screen, '5', 'r');
    screen.press('Enter', 'Enter');
    expect(screen.store.dispatches.get(1)?.override).toBeUndefined();
    expect(screen.store.dispatches.countPending('job-etl')).toBe(1);
  });

  test('an empty command keeps the button off, and says what would be refused', async () => {
    const screen = start((each) => addJobs(each, ['etl']));
    await open(screen, '5', 'r');
    screen.press('Ctrl-U');
    expect(shown(screen)).toContain('[ Run ] off');
    screen.press('Enter', 'Tab', 'Tab', 'Enter');
    expect(screen.store.dispatches.countPending('job-etl')).toBe(0);
  });

  describe('a command of a shell', () => {
    const shell = (each: MarkConsole): void => {
      const env = { HOST: 'quiet7', TOKEN: { from_file: '/etc/token' } };
      const definition = aDefinition({ name: 'etl', schedule_kind: 'manual', payload_message: 'etl.sh', env });
      addJobs(each, ['etl'], { definition: JSON.stringify(definition) });
    };

    test('says where it runs and names its variables with their sources, and no value', async () => {
      const screen = start(shell);
      await open(screen, '5', 'r');
      expect(rowOf(screen, 'WHERE')).toMatch(/WHERE +cwd ~ +user jobs +limit 5m/);
      expect(rowOf(screen, 'ENV')).toMatch(/ENV +HOST +TOKEN from file \/etc\/token/);
      expect(shown(screen)).not.toContain('quiet7');
    });

    test('runs elsewhere and with another variable, for this run alone', async () => {
      const screen = start(shell);
      await open(screen, '5', 'r');
      screen.press('Tab', ...'/tmp', 'Tab', ...'DAY="22', 'Space', ...'Nov"');
      expect(rowOf(screen, 'WHERE')).toContain('cwd /tmp');
      expect(rowOf(screen, 'ENV')).toMatch(/HOST +TOKEN from file \/etc\/token +DAY for this run/);
      screen.press('Enter', 'Enter');
      expect(screen.store.dispatches.get(1)).toMatchObject({
        override: { cwd: '/tmp', env: { HOST: 'quiet7', TOKEN: { from_file: '/etc/token' }, DAY: '22 Nov' } },
      });
      expect(screen.view().message?.text).toContain('cwd, env');
      expect(screen.store.audit.list(1)).toMatchObject([{ detail: { changes: ['cwd', 'env'] } }]);
    });

    test('what is no assignment, or not allowed, keeps the button off at its field', async () => {
      const screen = start(shell);
      await open(screen, '5', 'r');
      screen.press('Tab', ...'tmp');
      expect(rowOf(screen, ' CWD ')).toContain('not allowed');
      expect(rowOf(screen, ' COMMAND ')).not.toContain('not allowed');
      screen.press('Ctrl-U', 'Tab', ...'DAY');
      expect(rowOf(screen, ' SET ')).toMatch(/DAY.*NAME=value/);
      screen.press(...'=1', 'Space', ...'OPENCLAW_X=1');
      expect(rowOf(screen, ' SET ')).toContain('not allowed');
      expect(shown(screen)).toContain('[ Run ] off');
      screen.press('Enter', 'Enter', 'Enter');
      expect(screen.store.dispatches.countPending('etl')).toBe(0);
    });

    test('what was set may be a secret: another sheet does not know it any more', async () => {
      const screen = start(shell);
      await open(screen, '5', 'r');
      screen.press('Tab', ...'/tmp', 'Tab', ...'TOKEN=hunter2', 'Escape');
      await open(screen, 'r');
      expect(screen.view().sheet?.fields).toMatchObject({ cwd: '/tmp', env: '' });
      expect(JSON.stringify(screen.view().drafts)).not.toContain('hunter2');
    });
  });

  test('a run that is over is run again as it was, or with a change on top', async () => {
    const screen = start((each) => addFailures(each, 1));
    await open(screen, '2', ']', 'r');
    expect(shown(screen)).toContain('Run node-000 again, as run 1?');
    screen.press('x', 'Enter', 'Enter');
    const [, again] = [1, 2].map((id) => screen.store.dispatches.get(id));
    expect(again).toMatchObject({ cause: 'manual', jobRevision: 1, override: expect.anything() });
    expect(screen.store.audit.list(1)).toMatchObject([{ action: 'run.rerun', detail: { run: 1 } }]);
  });
});

describe('pausing', () => {
  const nightly = (each: MarkConsole): void => {
    const definition = JSON.stringify({ name: 'etl', tags: ['night'], payload_message: 'x', kill_grace_ms: 1 });
    addJobs(each, ['etl'], { definition });
  };

  test('p, a tag written over the job, until when: Enter Enter pauses it', async () => {
    const screen = start(nightly);
    await open(screen, '5', 'p');
    expect(shown(screen)).toContain('Pause etl?');
    screen.press(...'tag:night', 'Tab', ...'18:00', 'Enter');
    expect(shown(screen)).toContain('Nothing new starts of tag night (1 job) until 18:00, in 3h27m');
    screen.press('Enter');
    expect(screen.store.pauses.list()).toMatchObject([
      { scope: 'tag', key: 'night', until: Date.parse('2026-11-22T18:00:00Z'), pausedBy: { name: 'ops' } },
    ]);
    expect(screen.message()).toBe('paused tag night');
  });

  test('what no job has is refused with what was meant, and so is a time that is none', async () => {
    const screen = start(nightly);
    await open(screen, '5', 'p');
    screen.press(...'tag:nigth');
    expect(shown(screen)).toContain('no job has the tag nigth; night?');
    screen.press('Enter', 'Tab', ...'yesterday');
    expect(shown(screen)).toContain('"yesterday" is no time');
    expect(shown(screen)).toContain('[ Pause ] off');
    expect(screen.store.pauses.list()).toEqual([]);
  });

  test('↑↓ go through the job, its tags and everything', async () => {
    const screen = start(nightly);
    await open(screen, '5', 'p');
    const seen = ['Down', 'Down', 'Down'].map((key) => {
      screen.press(key);
      return screen.view().sheet?.fields.what;
    });
    expect(seen).toEqual(['tag:night', 'everything', 'etl']);
  });

  test('resume says who paused since when, how many wait, and what is paused besides', async () => {
    const screen = start(nightly);
    screen.press('5', 'P');
    expect(screen.message()).toBe('nothing is paused; p pauses');
    const actor = screen.options.actor;
    screen.commands.pause([{ scope: 'tag', key: 'night' }], { actor, note: 'node' });
    screen.commands.pause([{ scope: 'pool', key: 'io' }], { actor });
    insert(screen.db, 'dispatches', dispatchValues('job-etl', { blocked_on: 'pause:tag:night', queued: 1 }));
    screen.settle();
    await open(screen, 'P');
    expect(shown(screen)).toMatch(/SINCE +14:32, by ops, until somebody resumes: node/);
    expect(shown(screen)).toContain('1 dispatch that waited may start at once');
    expect(shown(screen)).toContain('no fire time has come since');
    expect(shown(screen)).toContain('still paused: pool io');
    screen.press('Enter', 'Enter');
    expect(screen.store.pauses.list()).toMatchObject([{ scope: 'pool' }]);
  });
});

test('s puts an alert off, by ↑↓ or until a time that is written', async () => {
  const screen = start((each) => {
    addJobs(each, ['etl']);
    insert(each.db, 'alerts', alertValues('etl failed', { kind: 'failing', key: 'failing:etl', job_id: 'job-etl' }));
  });
  await open(screen, '4', 's');
  screen.press('Down', 'Down');
  expect(screen.view().sheet?.fields.until).toBe('08:00');
  screen.press(...'tomorrow 06:00', 'Enter', 'Enter');
  expect(screen.store.alerts.get(1)).toMatchObject({ state: 'snoozed' });
  expect(screen.store.alerts.get(1)?.snoozedUntil).toBe(Date.parse('2026-11-23T06:00:00Z'));
  expect(screen.message()).toBe('snoozed until Mon 06:00: etl failed');
});

test('a job is disabled with a reason, which stands beside it', async () => {
  const screen = start((each) => addJobs(each, ['etl']));
  await open(screen, '5', 'd');
  screen.press('Tab', 'Tab', ...'too loud', 'Enter', 'Enter');
  expect(screen.store.jobs.get('job-etl')).toMatchObject({ enabled: false, disabledBecause: 'too loud' });
});
