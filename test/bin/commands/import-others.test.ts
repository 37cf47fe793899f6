import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createProgram, type Program } from '../support/program.ts';
import { createStubCommands } from '../support/stub-commands.ts';

let program: Program;
beforeAll(() => {
  program = createProgram();
});
afterAll(() => program.remove());

type Answer = { added: { name: string; enabled: boolean }[]; unchanged: string[]; refused: unknown[] };

/** Jobs as that version of OpenClaw wrote them; those that run once are still to come, whenever this is read. */
const jobsOf = (version: string): string =>
  readFileSync(
    fileURLToPath(new URL(`../../fixtures/openclaw-cron/${version}.json`, import.meta.url)),
    'utf8',
  ).replaceAll('2027-', '2090-');

describe('import openclaw', () => {
  test('a state folder of the old form: the plan, the jobs, paused; again changes nothing', async () => {
    const state = join(program.home, 'old-state');
    mkdirSync(join(state, 'cron'), { recursive: true });
    writeFileSync(join(state, 'cron', 'jobs.json'), jobsOf('2026.3.28'));
    const dry = await program.run('import', 'openclaw', state, '--dry-run');
    expect(dry).toMatchObject({ code: 0, err: '' });
    expect(dry.out).toMatch(/^6 become jobs\.$/m);
    expect(dry.out).toContain('\n  when   0 7 * * 1-5, America/Los_Angeles');
    expect(dry.out).toMatch(/^ {2}when {3}at 2090-02-01 \d\d:00 CET$/m);
    expect(dry.out).not.toMatch(/when .*T\d\d:|when .*\dZ/);
    expect(dry.out).toMatch(/Nothing was imported: this was a dry run\.\n$/);
    expect((await program.json<unknown[]>('jobs', 'list')).data).toEqual([]);
    const imported = await program.json<Answer>('import', 'openclaw', state);
    expect(imported.data.added).toHaveLength(6);
    expect(imported.data.added.every(({ enabled }) => !enabled)).toBe(true);
    const jobs = await program.json<{ disabled_because: string }[]>('jobs', 'list');
    expect(jobs.data[0]?.disabled_because).toBe('OpenClaw runs it');
    expect((await program.json<Answer>('import', 'openclaw', state)).data).toMatchObject({ added: [], refused: [] });
  });

  test('switched on here it says that OpenClaw runs it too, and what ends that there', async () => {
    const state = join(program.home, 'running-state');
    mkdirSync(join(state, 'cron'), { recursive: true });
    const job = {
      id: '3f2a-77',
      name: 'runs-in-both',
      enabled: true,
      schedule: { kind: 'cron', expr: '0 7 * * *' },
      payload: { kind: 'command', argv: ['true'] },
    };
    const off = { ...job, id: '3f2a-78', name: 'off-there', enabled: false };
    writeFileSync(join(state, 'cron', 'jobs.json'), JSON.stringify({ jobs: [job, off] }));
    const env = { OPENCLAW_STATE_DIR: state };
    await program.runWith({ env }, 'import', 'openclaw');
    const enabled = await program.runWith({ env }, 'jobs', 'enable', 'runs-in-both');
    expect(enabled).toMatchObject({ code: 0, out: expect.stringMatching(/^enabled runs-in-both, next in /) });
    expect(enabled.err).toBe('OpenClaw runs it too, unless it is off there: openclaw cron disable 3f2a-77\n');
    expect(await program.runWith({ env }, 'jobs', 'enable', 'off-there')).toMatchObject({ code: 0, err: '' });
  });

  test('the database of the new form is read beside what writes it, and what has no counterpart is named', async () => {
    const state = join(program.home, 'new-state');
    mkdirSync(join(state, 'state'), { recursive: true });
    const db = new Database(join(state, 'state', 'openclaw.sqlite'));
    db.pragma('journal_mode = WAL');
    db.exec('CREATE TABLE cron_jobs (job_id TEXT, job_json TEXT)');
    const { jobs } = JSON.parse(jobsOf('2026.9.6')) as { jobs: { id: string }[] };
    const add = db.prepare('INSERT INTO cron_jobs VALUES (?, ?)');
    for (const job of jobs) add.run(job.id, JSON.stringify(job));
    const imported = await program.run('import', 'openclaw', state);
    db.close();
    expect(imported).toMatchObject({ code: 0, err: '' });
    expect(imported.out).toMatch(/^Not imported:$/m);
    expect(imported.out).toContain('it belongs to OpenClaw itself (heartbeat:main)');
    expect(imported.out).toMatch(/^Imported 9: paused, since OpenClaw runs them\.$/m);
  });

  test('what is not there and what cannot be read is one line', async () => {
    expect(await program.json('import', 'openclaw', join(program.home, 'nothing'))).toMatchObject({
      code: 3,
      error: { code: 'no-openclaw-jobs' },
    });
    writeFileSync(join(program.home, 'broken.json'), '{"jobs":');
    expect(await program.json('import', 'openclaw', join(program.home, 'broken.json'))).toMatchObject({
      code: 1,
      error: { code: 'source-unreadable' },
    });
  });
});

describe('import systemd-timers', () => {
  test('asks the manager of the user, with drop-ins as it reads them', async () => {
    const stub = createStubCommands(program.home, 'systemctl');
    const rows = [{ unit: 'backup.timer' }, { unit: 'odd.timer' }, { unit: 'not a unit' }];
    stub.answer('systemctl --user list-timers', { out: JSON.stringify(rows) });
    stub.answer('systemctl --user cat --no-pager -- backup.timer', {
      out: '# /a\n[Timer]\nOnCalendar=*-*-* 02:30:00\n# /b\n[Timer]\nOnCalendar=\nOnCalendar=Mon..Fri 03:00\n',
    });
    stub.answer('systemctl --user cat --no-pager -- backup.service', {
      out: '[Service]\nType=oneshot\nExecStart=/opt/backup.sh --all\n',
    });
    stub.answer('systemctl --user cat --no-pager -- odd.timer', { out: '[Timer]\nOnBootSec=5min\n' });
    stub.answer('systemctl --user cat --no-pager -- odd.service', { out: '[Service]\nExecStart=/bin/x\n' });
    const answer = await program.runWith({ env: stub.env }, 'import', 'systemd-timers');
    expect(answer).toMatchObject({ code: 0, err: '' });
    expect(answer.out).toContain('\n  when   0 3 * * MON-FRI');
    expect(answer.out).toContain('OnBootSec= is once, not a schedule');
    expect(answer.out).toMatch(/^Imported 1: paused, since systemd runs them\.$/m);
    expect(stub.calls().some((call) => call.includes('not a unit'))).toBe(false);
    const again = await program.runWith({ env: stub.env }, 'import', 'systemd-timers');
    expect(again.out).toContain('Nothing to change: all of them were imported before.');
  });

  test('without a manager it reads the folder of the user', async () => {
    const folder = join(program.home, '.config', 'systemd', 'user');
    mkdirSync(join(folder, 'sweep.timer.d'), { recursive: true });
    writeFileSync(join(folder, 'sweep.timer'), '[Timer]\nOnUnitActiveSec=1h\nUnit=clean.service\n');
    writeFileSync(join(folder, 'sweep.timer.d', 'more.conf'), '[Timer]\nRandomizedDelaySec=1min\n');
    writeFileSync(join(folder, 'clean.service'), '[Service]\nExecStart=/opt/clean.sh\n');
    const env = { PATH: '/nowhere' };
    const answer = await program.runWith({ env }, 'import', 'systemd-timers', '--json');
    expect(JSON.parse(answer.out).data.plan.items).toMatchObject([
      { from: 'sweep.timer', job: { schedule_every_ms: 3_600_000, jitter_s: 60, payload_message: '/opt/clean.sh' } },
    ]);
  });

  test('a user without timers is told so', async () => {
    const other = createProgram();
    try {
      const answer = await other.runWith({ env: { PATH: '/nowhere' } }, 'import', 'systemd-timers', '--json');
      expect(JSON.parse(answer.out)).toMatchObject({ ok: false, error: { code: 'no-timers' } });
      expect(answer.code).toBe(3);
    } finally {
      await other.remove();
    }
  });
});
