import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { planOpenclaw } from '../../../../src/engine/imports/openclaw/plan.ts';
import { parseJob } from '../../../../src/engine/rules/job/index.ts';

const NOW = Date.parse('2026-11-22T14:32:07Z');
const context = { machineZone: 'Europe/Berlin', now: NOW };

const jobsOf = (version: string): unknown[] =>
  JSON.parse(readFileSync(new URL(`../../../fixtures/openclaw-cron/${version}.json`, import.meta.url), 'utf8')).jobs;
const planOf = (version: string) => planOpenclaw(jobsOf(version), context);
const named = (version: string, name: string) => {
  const item = planOf(version).find((each) => (each.kind === 'job' ? each.job.name : each.name) === name);
  if (item === undefined) throw new Error(`no ${name}`);
  return item;
};
const jobNamed = (version: string, name: string) => {
  const item = named(version, name);
  if (item.kind !== 'job') throw new Error(item.reason);
  return item;
};

describe('the cron jobs of OpenClaw', () => {
  test.each(['2026.1.30', '2026.3.28', '2026.6.11', '2026.9.6'])(
    '%s: whatever fits is a job that is taken',
    (version) => {
      for (const item of planOf(version)) {
        if (item.kind !== 'job') continue;
        const parsed = parseJob(item.job, { now: NOW, machineZone: 'Europe/Berlin', allowPast: false });
        expect(parsed, item.from).toMatchObject({ kind: 'ok' });
      }
    },
  );

  test.each(['2026.1.30', '2026.3.28', '2026.6.11'])('%s: all of them fit', (version) => {
    expect(planOf(version).filter(({ kind }) => kind === 'refused')).toEqual([]);
  });

  test('an agent turn keeps its prompt, model, thinking, zone and whom it tells', () => {
    expect(jobNamed('2026.3.28', 'Morning brief').job).toMatchObject({
      session_target: 'isolated',
      payload_message: 'Summarize overnight updates. [[say:brief ready]]',
      schedule_cron: '0 7 * * 1-5',
      schedule_tz: 'America/Los_Angeles',
      run_timeout_ms: 600_000,
      delivery_mode: 'announce-always',
      delivery_channel: 'telegram',
      delivery_to: '123',
      description: 'Weekday digest',
    });
    expect(jobNamed('2026.3.28', 'Quarter hour probe').job).toMatchObject({
      payload_model: 'fake/fake-1',
      payload_thinking: 'off',
      schedule_every_ms: 900_000,
      schedule_anchor_at: new Date(1_795_341_595_756).toISOString(),
    });
  });

  test('the oldest form says whom to tell in the payload, and when in milliseconds', () => {
    expect(jobNamed('2026.1.30', 'Morning brief').job).toMatchObject({
      delivery_channel: 'telegram',
      delivery_to: '123',
    });
    expect(jobNamed('2026.1.30', 'Calendar nudge').job).toMatchObject({
      schedule_at: '2027-02-01T16:00:00.000Z',
      delete_after_run: true,
      session_target: 'main',
    });
  });

  test('without a zone the schedule is read in the one of this machine, and a stagger is a jitter', () => {
    expect(jobNamed('2026.3.28', 'Hourly sweep').job).toMatchObject({ schedule_tz: 'Europe/Berlin', jitter_s: 300 });
  });

  test('a pinned session keeps its key', () => {
    expect(jobNamed('2026.3.28', 'Pinned thread').job).toMatchObject({ preferred_session_key: 'project-x' });
  });

  test('a command is the words it was, for a shell', () => {
    expect(jobNamed('2026.9.6', 'Queue depth probe').job).toMatchObject({
      session_target: 'shell',
      payload_message: "sh -lc 'echo depth=42; echo warn >&2'",
      cwd: '/tmp',
      env: { MODE: 'probe' },
      run_timeout_ms: 30_000,
    });
  });

  test('what belongs to OpenClaw itself and what has no counterpart is named with its reason', () => {
    const refused = planOf('2026.9.6').flatMap((item) => (item.kind === 'refused' ? [[item.name, item.reason]] : []));
    expect(refused).toEqual(
      expect.arrayContaining([
        ['Heartbeat (main)', 'it belongs to OpenClaw itself (heartbeat:main)'],
        ['Condition watch', 'its trigger has no counterpart here'],
        ['Build watcher', 'a schedule of the kind "on-exit" has no counterpart here'],
        ['Log stream', 'a schedule of the kind "stream" has no counterpart here'],
      ]),
    );
    expect(refused).toHaveLength(7);
  });

  test('what is lost on the way is said', () => {
    expect(jobNamed('2026.9.6', 'Hourly sweep').notes).toEqual([
      'its tools are not held to read, exec here: the agent has all of its own',
      'lightContext is not kept',
    ]);
    expect(jobNamed('2026.9.6', 'Deploy digest').notes).toEqual([
      'its results went to a webhook, which is not kept: nobody is told',
    ]);
    expect(jobNamed('2026.1.30', 'Off job').notes).toEqual(['it is switched off there']);
  });

  test('a time that is past is no job any more', () => {
    const [item] = planOpenclaw(jobsOf('2026.3.28').slice(1, 2), {
      ...context,
      now: Date.parse('2027-03-01T00:00:00Z'),
    });
    expect(item).toMatchObject({ kind: 'refused', reason: 'its time is past: 2027-02-01 17:00 Europe/Berlin' });
  });

  test('anything else in the file is refused by its place, not fallen over', () => {
    expect(planOpenclaw([null, 'x', {}, { id: 'a' }], context).map(({ kind }) => kind)).toEqual(
      Array(4).fill('refused'),
    );
  });
});
