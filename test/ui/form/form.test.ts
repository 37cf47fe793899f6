import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseJob } from '../../../src/engine/rules/job/index.ts';
import { type JobDefinition, jobFields } from '../../../src/store/nouns/job-fields.ts';
import { textOfValue, valueOfText, writingOf } from '../../../src/ui/form/field-text.ts';
import { type FormBase, fieldsOf, isChanged } from '../../../src/ui/form/form.ts';
import { inputOf, patchOf } from '../../../src/ui/form/form-input.ts';
import { aForm, NOW } from './world.ts';

const context = { now: NOW, machineZone: 'Europe/Berlin', allowPast: true };

function definitionOf(input: Record<string, unknown>): JobDefinition {
  const parsed = parseJob(input, context);
  if (parsed.kind !== 'ok') throw new Error(parsed.problems[0]?.line);
  return parsed.definition;
}

const baseOf = (input: Record<string, unknown>): FormBase => ({
  jobId: 'job-1',
  revision: 3,
  definition: definitionOf({ name: 'backup', session_target: 'shell', payload_message: '/opt/backup.sh', ...input }),
  anchorAt: NOW,
});

describe('the form of a new job', () => {
  test('a name, a command and a cron expression make the job that the command line would make', () => {
    const world = aForm()
      .type('report')
      .on('payload_message')
      .type('/opt/report.sh --all')
      .on('schedule_cron')
      .type('30 7 * * 1-5');
    expect(world.reading().definition).toEqual(
      definitionOf({
        name: 'report',
        session_target: 'shell',
        payload_message: '/opt/report.sh --all',
        schedule_cron: '30 7 * * 1-5',
        schedule_tz: 'Europe/Berlin',
      }),
    );
  });

  test('the zone is the one of this machine, never UTC in silence', () => {
    expect(aForm({ zone: 'America/New_York' }).row('Zone')).toContain('America/New_York');
    expect(inputOf(aForm({ zone: 'America/New_York' }).on('schedule_cron').type('@daily').form())).toMatchObject({
      schedule_tz: 'America/New_York',
    });
  });

  test('is not red while nobody was in a field, and says what is missing when somebody was', () => {
    const world = aForm();
    expect(world.rows().join('\n')).not.toContain('✗');
    world.keys('Tab');
    expect(world.row('Name')).toContain('✗ missing: what the job is called');
  });

  test('says the very sentence of the command line beside the field', () => {
    const world = aForm().on('schedule_cron').type('61 * * * *');
    const refused = parseJob(
      { name: 'a', payload_message: 'b', session_target: 'shell', schedule_cron: '61 * * * *' },
      context,
    );
    const line = refused.kind === 'refused' ? refused.problems[0]?.line : undefined;
    expect(world.reading().problems.map(({ text }) => text)).toContain(line);
    expect(world.row('Schedule')).toContain('✗ "61 * * * *" is not allowed');
  });

  test('warnings stand there too', () => {
    const world = aForm()
      .type('a')
      .on('payload_message')
      .type('b')
      .on('schedule_cron')
      .type('@daily')
      .choose('approval', 'chain');
    expect(world.row('Approval', 160)).toContain('! chain asks only when a parent starts the job');
  });

  test('lengths are written as people write them', () => {
    const world = aForm().on('run_timeout_ms').type('1h30m');
    expect(inputOf(world.form())).toMatchObject({ run_timeout_ms: 5_400_000 });
    expect(aForm().row('Timeout')).toContain('5m');
  });

  test('an empty schedule is missed, and by hand needs none', () => {
    expect(aForm().type('a').on('payload_message').type('b').reading().problems).toHaveLength(1);
    const byHand = aForm().type('a').on('payload_message').type('b').choose('when', 'by hand');
    expect(byHand.reading().definition?.schedule_kind).toBe('manual');
  });

  test('another kind of schedule keeps what was typed for the first and sends only its own', () => {
    const world = aForm().on('schedule_cron').type('@daily').choose('when', 'every').on('schedule_every_ms').type('5m');
    expect(inputOf(world.form())).toMatchObject({ schedule_every_ms: 300_000 });
    expect(inputOf(world.form())).not.toHaveProperty('schedule_cron');
    expect(inputOf(world.choose('when', 'cron').form())).toMatchObject({ schedule_cron: '@daily' });
  });

  test('a watchdog asks for the command that looks, an agent for its prompt', () => {
    expect(aForm().choose('runs', 'watchdog').on('watchdog_check_cmd').type('pgrep x').row('Check')).toContain(
      'pgrep x',
    );
    expect(aForm().choose('runs', 'agent').row('Prompt')).toBeDefined();
  });

  test('a child is given the id of the job that was named', () => {
    const world = aForm().choose('when', 'after').on('parent_id').type('build-web');
    world.set({ ...world.form(), parents: { 'build-web': { id: 'job-9', name: 'build-web' } } });
    expect(inputOf(world.form())).toMatchObject({ parent_id: 'job-9', trigger_on: 'success' });
    expect(world.row('Next')).toContain('after build-web: each time it ends ok');
  });

  test('a command keeps the lines that are pasted, a name has one', () => {
    const world = aForm().paste('a\nb').on('payload_message').paste('one\r\ntwo');
    expect(inputOf(world.form())).toMatchObject({ name: 'a b', payload_message: 'one\ntwo' });
    expect(world.row('Command')).toContain('one⏎two');
  });
});

describe('every field of a job is in the form', () => {
  test('by the schema, so that a new one is there by itself', () => {
    const shown = new Set<string>();
    for (const runs of ['shell', 'watchdog']) {
      for (const when of ['cron', 'every', 'at', 'after', 'by hand']) {
        const world = aForm().choose('runs', runs).choose('when', when);
        for (const { id, tells } of fieldsOf({ ...world.form(), more: true }))
          for (const told of [id, ...tells]) shown.add(told);
      }
    }
    // What follows from other fields is not asked.
    expect(jobFields.filter((field) => !shown.has(field))).toEqual(['payload_kind']);
  });

  test('what is stored reads back as it was', () => {
    const definition = definitionOf({
      name: 'a',
      session_target: 'shell',
      payload_message: 'true',
      run_timeout_ms: 90_500,
      retry_delay_s: 3_600,
      tags: ['a', 'b'],
      success_exit_codes: [0, 3],
      exclude: ['SAT-SUN', '2026-12-24'],
      retry_factor: 1.5,
      misfire_window_s: 0,
    });
    for (const field of jobFields) {
      const value = definition[field];
      if (value === undefined || field === 'env') continue;
      if (writingOf(field).kind === 'flag') continue;
      expect(valueOfText(field, textOfValue(field, value)), field).toEqual(value);
    }
  });
});

describe('the form of a job that is there', () => {
  test('untouched it changes nothing', () => {
    for (const input of [
      { schedule_cron: '@daily', schedule_tz: 'UTC' },
      { schedule_every_ms: 90_000 },
      { parent_id: 'job-7', trigger_on: 'failure' },
      { schedule_at: '2026-12-24T18:00:00Z', tags: ['x'], env: { A: 'secret' } },
      { approval_required: true, approval_scope: 'all', delivery_to: '@ops' },
    ]) {
      const world = aForm({ base: baseOf(input) });
      expect(patchOf(world.form())).toEqual({});
      expect(isChanged(world.form())).toBe(false);
      expect(world.reading().problems).toEqual([]);
    }
  });

  test('sends only what was changed', () => {
    const world = aForm({ base: baseOf({ schedule_cron: '@daily' }) })
      .on('max_retries')
      .keys('Backspace')
      .type('3');
    expect(patchOf(world.form())).toEqual({ max_retries: 3 });
  });

  test('another kind of schedule takes the place of the old one', () => {
    const world = aForm({ base: baseOf({ schedule_cron: '@daily' }) })
      .choose('when', 'every')
      .on('schedule_every_ms')
      .type('5m');
    expect(world.reading().definition).toMatchObject({ schedule_kind: 'every', schedule_every_ms: 300_000 });
    expect(world.reading().definition).not.toHaveProperty('schedule_cron');
  });

  test('a field that is emptied goes back to its default', () => {
    const world = aForm({ base: baseOf({ schedule_cron: '@daily', run_timeout_ms: 60_000 }) })
      .on('run_timeout_ms')
      .keys('Ctrl-U');
    expect(patchOf(world.form())).toEqual({ run_timeout_ms: null });
    expect(world.reading().definition?.run_timeout_ms).toBe(300_000);
  });

  test('values of variables are never on the screen, and stay as they are', () => {
    const world = aForm({ base: baseOf({ schedule_cron: '@daily', env: { TOKEN: 'hunter2' } }) });
    world.set({ ...world.form(), more: true });
    expect(world.rows().join('\n')).not.toContain('hunter2');
    expect(world.row('env')).toContain('TOKEN stay');
    expect(world.on('max_retries').type('1').reading().definition?.env).toEqual({ TOKEN: 'hunter2' });
  });
});

test('the preview of a weekday job in Berlin is the picture, row by row', () => {
  const picture = readFileSync(
    new URL('../../fixtures/screens/job-form-preview-80x9.txt', import.meta.url),
    'utf8',
  ).split('\n');
  const world = aForm()
    .type('report')
    .on('payload_message')
    .type('/opt/report.sh')
    .on('schedule_cron')
    .type('30 7 * * 1-5');
  const rows = world.rows();
  const from = rows.findIndex((row) => row.slice(1).startsWith('Schedule')) - 1;
  // The field with the cursor has its mark in front.
  const drawn = rows.slice(from, from + 9).map((row) => row.replace('▸', ' '));
  expect(drawn).toEqual(picture.slice(0, 9).map((row) => row.padEnd(80)));
});

describe('the form at other widths', () => {
  test.each([60, 80, 100, 120])('no row is wider than %i columns', (width) => {
    const world = aForm()
      .type('日'.repeat(80))
      .on('payload_message')
      .type('x'.repeat(300))
      .on('schedule_cron')
      .type('61 * * * *');
    world.set({ ...world.form(), more: true });
    for (const row of world.rows(width)) expect([...row].length).toBeLessThanOrEqual(width);
  });
});

describe('what the clocks will do', () => {
  const previewOf = (zone: string, expression: string, width = 80): string[] => {
    const world = aForm({ zone }).on('schedule_cron').type(expression);
    const rows = world.rows(width);
    const from = rows.findIndex((row) => row.slice(1).startsWith('Next'));
    return rows.slice(from, from + 4).map((row) => row.slice(11).trimEnd());
  };

  test('a time that the change skips says when it runs instead', () => {
    expect(previewOf('Europe/Berlin', '30 2 * * *')).toEqual([
      'Mon 23 Nov 02:30 CET    01:30 UTC      in 10h57m',
      'Tue 24 Nov 02:30 · Wed 25 · Thu 26 · Fri 27',
      'Sun 28 Mar 03:00 CEST   01:00 UTC      first after clocks go forward',
      '02:30 does not exist on 28 Mar: runs at 03:00 CEST',
    ]);
  });

  test('a time that the clocks show twice says at which of them it runs', () => {
    expect(previewOf('America/Sao_Paulo', '30 2 * * *')[2]).toBe('its clocks do not change within two years');
    expect(previewOf('Australia/Sydney', '30 2 * * *')[3]).toBe('02:30 comes twice on 4 Apr: runs once, at 02:30 AEDT');
  });

  test('where it is another day in UTC, that is said', () => {
    expect(previewOf('America/Los_Angeles', '30 23 * * *')[0]).toBe('Sun 22 Nov 23:30 PST    Mon 07:30 UTC  in 16h57m');
  });

  test('on the same day only the times follow', () => {
    expect(previewOf('Europe/Berlin', '*/5 * * * *')[1]).toBe('15:40 · 15:45 · 15:50 · 15:55');
  });

  test.each([
    ['Europe/Berlin', '30 7 * * 1-5'],
    ['Europe/Berlin', '30 2 * * *'],
    ['Australia/Sydney', '30 2 * * *'],
    ['America/Los_Angeles', '30 23 * * *'],
    ['Asia/Kolkata', '15 3 29 2 *'],
    ['Europe/Berlin', '*/10 * * * * *'],
  ])('%s %s: no time is cut on sixty columns', (zone, expression) => {
    for (const row of previewOf(zone, expression, 60)) expect(row).not.toContain('…');
  });
});
