import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createProgram, type Program } from './support/program.ts';

let program: Program;
beforeEach(() => {
  program = createProgram();
});
afterEach(() => program.remove());

const MARKED = {
  OPENCLAW_GATEWAY_TOKEN: 'mark-1',
  OPENCLAW_GATEWAY_PASSWORD: 'mark-2',
  OPENCLAW_TUI_DB: '',
  SSH_AUTH_SOCK: '/mark-3',
  XDG_SESSION_ID: 'mark-4',
  AWS_SECRET_ACCESS_KEY: 'mark-5',
  NODE_OPTIONS: '',
  npm_config_user_agent: 'mark-6',
  NOT_OURS: 'mark-7',
};

test('R-12 a job sees the short list, less what env_deny names, which it cannot ask for either', async () => {
  writeFileSync(join(program.home, 'config.json'), '{"env_deny": ["SSH_AUTH_*", "AWS_*"]}');
  await program.run('jobs', 'add', '--name', 'env', '--shell', 'env');
  const asks = JSON.stringify({ K: { from_env: 'AWS_SECRET_ACCESS_KEY' } });
  await program.run('jobs', 'add', '--name', 'asks', '--shell', 'env', '--set', `env=${asks}`);
  await program.run('jobs', 'run', 'env');
  await program.run('jobs', 'run', 'asks');
  await program.runWith({ env: MARKED }, '--no-ui', '--once');
  const { data: runs } = await program.json<{ id: number; job_name: string; status: string; error?: string }[]>(
    'runs',
    'list',
  );
  const of = (name: string) => runs.find(({ job_name }) => job_name === name);
  expect(of('asks')).toMatchObject({ status: 'error', error: expect.stringContaining('AWS_SECRET_ACCESS_KEY') });
  const { out } = await program.run('runs', 'output', String(of('env')?.id), 'stdout');
  expect([...out.matchAll(/mark-\d/g)].map(([mark]) => mark)).toEqual(['mark-4']);
  const names = out.split('\n').map((line) => line.split('=')[0]);
  expect(names).toEqual(expect.arrayContaining(['HOME', 'PATH', 'TZ', 'LANG', 'XDG_SESSION_ID', 'OPENCLAW_RUN_ID']));
});
