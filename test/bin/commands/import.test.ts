import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createProgram, type Program } from '../support/program.ts';

const CRONTAB = [
  'MAILTO=ops@example.org',
  'CRON_TZ=America/New_York',
  '# backups',
  '30 2 * * * /usr/local/bin/backup --all',
  '@daily echo hello%input',
  '61 * * * * never',
  '',
].join('\n');

let program: Program;
beforeAll(() => {
  program = createProgram();
  writeFileSync(join(program.home, 'user.crontab'), CRONTAB);
});
afterAll(() => program.remove());

type Answer = {
  plan: { items: { kind: string; line: number; reason?: string }[] };
  added: { name: string; enabled: boolean }[];
  unchanged: string[];
};

test('a dry run prints the plan and writes nothing', async () => {
  const dry = await program.run('import', 'crontab', 'user.crontab', '--dry-run');
  expect(dry).toMatchObject({ code: 0, err: '' });
  expect(dry.out).toMatch(/^2 lines become jobs, 1 does not\.$/m);
  expect(dry.out).toMatch(/line 6: 61 \* \* \* \* never/);
  expect(dry.out).toMatch(/Nothing was imported: this was a dry run\.\n$/);
  expect((await program.json<unknown[]>('jobs', 'list')).data).toEqual([]);
});

test('imported jobs arrive paused, because cron runs them, in the zone of the crontab', async () => {
  const imported = await program.json<Answer>('import', 'crontab', 'user.crontab');
  expect(imported.data.added).toHaveLength(2);
  expect(imported.data.plan.items.map(({ kind, line }) => `${kind} ${line}`)).toEqual(['job 4', 'job 5', 'refused 6']);
  const jobs = await program.json<{ name: string; enabled: boolean; disabled_because: string }[]>('jobs', 'list');
  expect(jobs.data).toMatchObject([
    { enabled: false, disabled_because: 'cron runs it' },
    { enabled: false, disabled_because: 'cron runs it' },
  ]);
  const first = await program.json<{ definition: object }>('jobs', 'show', imported.data.added[0]?.name ?? '');
  expect(first.data.definition).toMatchObject({ schedule_tz: 'America/New_York' });
});

test('importing again changes nothing and says so', async () => {
  const again = await program.run('import', 'crontab', 'user.crontab');
  expect(again).toMatchObject({ code: 0, out: expect.stringContaining('Nothing to change') });
  const enabling = await program.run('import', 'crontab', '--enable', 'user.crontab');
  expect(enabling.out).toContain('--enable is for new ones, jobs enable starts one that is here');
  const json = await program.json<Answer>('import', 'crontab', 'user.crontab');
  expect(json.data).toMatchObject({ added: [], unchanged: [expect.anything(), expect.anything()] });
  expect((await program.json<unknown[]>('jobs', 'list')).data).toHaveLength(2);
});

test('--enable starts them here', async () => {
  const answer = await program.runWith({ input: '5 4 * * * date\n' }, 'import', 'crontab', '-', '--enable', '--json');
  expect(JSON.parse(answer.out).data.added).toEqual([expect.objectContaining({ name: 'date', enabled: true })]);
});

test("without a file it is the user's own crontab", async () => {
  const bin = join(program.home, 'bin');
  mkdirSync(bin);
  const withCrontab = (script: string) => {
    writeFileSync(join(bin, 'crontab'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return program.runWith({ env: { PATH: `${bin}:/usr/bin:/bin` } }, 'import', 'crontab');
  };
  expect((await withCrontab("echo '1 2 3 4 5 uptime'")).out).toMatch(/^Imported 1: paused/m);
  expect(await withCrontab("echo 'no crontab for ana' >&2; exit 1")).toMatchObject({
    code: 3,
    err: expect.stringContaining('has no crontab'),
  });
  expect(await withCrontab("echo 'ana: not allowed' >&2; exit 1")).toMatchObject({
    code: 1,
    err: expect.stringContaining('nothing imported: ana: not allowed'),
  });
  expect(await program.runWith({ env: { PATH: '/nowhere' } }, 'import', 'crontab')).toMatchObject({
    code: 1,
    err: expect.stringContaining('there is no crontab command on this machine'),
  });
});

test('--system reads files with a user column: own lines become jobs; those of others too, for root alone', async () => {
  const me = userInfo().username;
  const asRoot = process.getuid?.() === 0;
  const jobs = asRoot ? ['start', 'clean', 'x'] : ['start', 'clean'];
  const folder = join(program.home, 'cron.d');
  mkdirSync(folder);
  writeFileSync(join(folder, 'tools'), `SHELL=/bin/sh\n5 3 * * * ${me}\t/opt/clean --all\n@daily nobody-else /opt/x\n`);
  writeFileSync(join(folder, 'tools.dpkg-old'), `5 3 * * * ${me} /opt/old\n`);
  writeFileSync(join(program.home, 'crontab'), `@reboot ${me} /opt/start\n`);
  const dry = await program.run('import', 'crontab', '--system', 'crontab', 'cron.d', '--dry-run');
  expect(dry).toMatchObject({ code: 0, err: '' });
  expect(dry.out).toMatch(/^\S+\/crontab\n {2}1 line becomes a job\.$/m);
  const lines = asRoot ? '2 lines become jobs\\.' : '1 line becomes a job, 1 does not\\.';
  expect(dry.out).toMatch(new RegExp(`^\\S+/cron\\.d/tools\\n {2}${lines}$`, 'm'));
  expect(dry.out).toContain('it runs as nobody-else');
  expect(dry.out).not.toContain('/opt/old');
  const twice = ['import', 'crontab', '--system', 'crontab', 'cron.d'] as const;
  expect((await program.json<Answer>(...twice)).data.added.map(({ name }) => name)).toEqual(jobs);
  expect((await program.json<Answer>(...twice)).data).toMatchObject({
    added: [],
    unchanged: jobs.map(() => expect.anything()),
  });
  expect(await program.json('import', 'crontab', 'a', 'b')).toMatchObject({
    code: 2,
    error: { code: 'too-many-files' },
  });
  expect(await program.json('import', 'crontab', '--system', 'nothing')).toMatchObject({ code: 2 });
});

test('the demo is a home of its own with jobs that follow each other', async () => {
  const demo = await program.json<{ home: string; jobs: { name: string }[] }>('demo', '--no-ui');
  try {
    expect(demo.data.jobs.length).toBeGreaterThan(5);
    expect(existsSync(join(demo.data.home, 'openclaw-tui.db'))).toBe(true);
    const jobs = await program.json<{ parent_id?: string }[]>('--home', demo.data.home, 'jobs', 'list');
    expect(jobs.data).toHaveLength(demo.data.jobs.length);
    expect(jobs.data.some((job) => job.parent_id !== undefined)).toBe(true);
    const again = await program.run('demo', '--home-only');
    expect(again.out.trim()).toMatch(/openclaw-tui-demo-/);
    rmSync(again.out.trim(), { recursive: true });
  } finally {
    if (dirname(demo.data.home) !== '/') rmSync(demo.data.home, { recursive: true });
  }
});
