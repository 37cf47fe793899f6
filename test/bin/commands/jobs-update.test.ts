import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createProgram, type Program } from '../support/program.ts';

let program: Program;
beforeAll(async () => {
  program = createProgram();
  await program.run('jobs', 'add', '--name', 'backup', '--cron', '30 2 * * *', '--tz', 'Asia/Tokyo', '--shell', 'true');
});
afterAll(() => program.remove());

type Answer = { job: { id: string; revision: number; next_run_at?: string; definition: Record<string, unknown> } };

test('D-71 an update from flags, JSON, a file and stdin changes what it names and nothing else', async () => {
  const flags = await program.json<Answer>('jobs', 'update', 'backup', '--cron', '0 3 * * *', '--retries', '2');
  expect(flags.data.job).toMatchObject({
    revision: 2,
    definition: { schedule_cron: '0 3 * * *', schedule_tz: 'Asia/Tokyo', max_retries: 2, payload_message: 'true' },
  });
  expect(flags.data.job.next_run_at).toMatch(/T18:00:00/);
  const json = await program.json<Answer>('jobs', 'update', 'backup', '{"max_retries":null,"priority":3}');
  expect(json.data.job.definition).toMatchObject({ max_retries: 0, priority: 3, schedule_cron: '0 3 * * *' });
  writeFileSync(join(program.home, 'patch.json'), '{"tags":["night"]}');
  expect((await program.run('jobs', 'update', 'backup', '--file', 'patch.json')).out).toContain('updated backup');
  const stdin = await program.runWith({ input: '{"enabled":0}' }, 'jobs', 'update', 'backup', '-');
  expect(stdin.out).toMatch(/^updated backup \(\w{10}\), revision 5, off\n {2}enabled {2}true → false\n$/);
  expect((await program.run('jobs', 'update', 'backup', '--enabled')).out).toMatch(
    /, next .*\n {2}enabled {2}false → true/,
  );
});

test('variables given by flags are added to those that are there, and no value is shown', async () => {
  await program.run('jobs', 'update', 'backup', '--env', 'A=one');
  const second = await program.run('jobs', 'update', 'backup', '--env', 'B=two');
  expect(second.out).toContain('env  {A} → {A, B}');
  expect(second.out).not.toContain('two');
});

test('--dry-run shows the difference and writes nothing', async () => {
  const before = await program.json<Answer['job']>('jobs', 'show', 'backup');
  const dry = await program.run('jobs', 'update', 'backup', '--every', '5m', '--dry-run');
  expect(dry).toMatchObject({ code: 0 });
  expect(dry.out.split('\n')).toEqual([
    'backup would change, and its fire times be planned anew; nothing was written',
    '  schedule_kind      "cron" → "every"',
    '  schedule_cron      "0 3 * * *" → (none)',
    '  schedule_every_ms  (none) → 300000',
    '',
  ]);
  const same = await program.json<{ changes: unknown[] }>('jobs', 'update', 'backup', '{"priority":3}', '--dry-run');
  expect(same.data).toMatchObject({ changes: [], reschedules: false });
  expect((await program.json<Answer['job']>('jobs', 'show', 'backup')).data).toEqual(before.data);
  const added = await program.run('jobs', 'add', '--dry-run', '--name', 'new', '--every', '5m', '--shell', 'true');
  expect(added.out).toMatch(/^\+ schedule_every_ms +300000$/m);
  expect(added.out).toMatch(/^ {2}max_retries +0$/m);
});

test('a patch that breaks a rule, an unknown field and no patch at all are refused with what is allowed', async () => {
  expect(await program.json('jobs', 'update', 'backup', '{"max_retrys":2}')).toMatchObject({
    code: 1,
    error: { field: 'max_retrys', message: expect.stringContaining('max_retries') },
  });
  expect(await program.json('jobs', 'update', 'backup')).toMatchObject({ code: 2, error: { code: 'no-job' } });
  expect(await program.json('jobs', 'update', 'nobody', '{}')).toMatchObject({ code: 3 });
  expect(await program.json('jobs', 'update', 'backup', '--enabled', '--disabled')).toMatchObject({ code: 2 });
});

test('jobs tree draws who follows whom, in the order in which they start', async () => {
  await program.run(
    'jobs',
    'add',
    '--name',
    'check',
    '--parent',
    'backup',
    '--trigger-delay',
    '90s',
    '--shell',
    'true',
  );
  await program.run('jobs', 'add', '--name', 'page', '--parent', 'check', '--trigger-on', 'failure', '--shell', 'true');
  await program.run('jobs', 'add', '--name', 'note', '--parent', 'backup', '--shell', 'true', '--disabled');
  await program.run('jobs', 'add', '--name', 'alone', '--shell', 'true');
  const tree = await program.run('jobs', 'tree');
  expect(tree.out.replaceAll(/ {2}\(\w{10}\)/g, '').split('\n')).toEqual([
    'backup  0 3 * * *',
    '├─ check  on success, 1m30s later',
    '│  └─ page  on failure',
    '└─ note  on success  off',
    '',
  ]);
  const part = await program.json<{ name: string; children: { name: string }[] }[]>('jobs', 'tree', 'check');
  expect(part.data).toMatchObject([{ name: 'check', children: [{ name: 'page', trigger_on: 'failure' }] }]);
  expect((await program.run('jobs', 'tree', '--all')).out).toContain('alone');
});

test('jobs schema is a JSON Schema, --capabilities what this version can do', async () => {
  const schema = JSON.parse((await program.run('jobs', 'schema')).out);
  expect(schema).toMatchObject({ $schema: expect.any(String), type: 'object', required: ['name'] });
  const able = await program.json('jobs', 'schema', '--capabilities');
  expect(able.data).toMatchObject({
    version: expect.stringMatching(/^\d/),
    limits: { max_active_runs: 8, chain_depth: 10 },
    features: { shell_jobs: true, agent_jobs: false },
    reasons: expect.arrayContaining(['paused']),
  });
});
