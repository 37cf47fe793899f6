import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createProgram, type Program } from '../support/program.ts';

let program: Program;
beforeAll(() => {
  program = createProgram();
});
afterAll(() => program.remove());

test('R-12 a value that is written out and looks secret is warned of, and shown only when that is asked for', async () => {
  const job = {
    name: 'writes',
    session_target: 'shell',
    payload_message: 'true',
    env: { API_TOKEN: 'abc123', PLAIN: 'x' },
  };
  const added = await program.run('jobs', 'add', JSON.stringify(job));
  expect(added.err).toMatch(/^note: env API_TOKEN: looks like a secret/);
  expect((await program.run('jobs', 'show', 'writes')).out).not.toContain('abc123');
  const shown = await program.run('jobs', 'show', 'writes', '--json');
  expect(JSON.parse(shown.out)).toMatchObject({
    data: { definition: { env: { API_TOKEN: '[redacted]', PLAIN: 'x' } } },
  });
  expect((await program.run('jobs', 'show', 'writes', '--reveal')).out).toContain('API_TOKEN=abc123');
  const revealed = await program.run('jobs', 'show', 'writes', '--reveal', '--json');
  expect(revealed.out).toContain('abc123');
  const update = await program.run('jobs', 'update', 'writes', '{"env":{"API_TOKEN":"other456"}}', '--json');
  expect(update.out).not.toMatch(/abc123|other456/);
  for (const more of [['validate'], ['add', '--dry-run']]) {
    const answer = await program.run('jobs', ...more, JSON.stringify({ ...job, name: 'more' }), '--json');
    expect(answer.out).toContain('looks like a secret');
    expect(answer.out).not.toContain('abc123');
  }
});

test('R-12 what is wrong with the file of a secret is said before its first run', async () => {
  const path = join(program.home, 'key');
  writeFileSync(path, 'abc', { mode: 0o644 });
  const job = { name: 'reads', session_target: 'shell', payload_message: 'true', env: { KEY: { from_file: path } } };
  const added = await program.run('jobs', 'add', JSON.stringify(job));
  expect(added.err.split('\n')).toEqual([
    'note: env KEY: shorter than 4 characters, so it cannot be taken out of what runs print',
    `note: env KEY: others may read ${path}; chmod 600 keeps it yours`,
    '',
  ]);
  await program.run(
    'jobs',
    'update',
    'reads',
    JSON.stringify({ env: { KEY: { from_file: join(program.home, 'none') } } }),
  );
  const run = await program.run('jobs', 'run', 'reads');
  expect(run.err).toContain('there is no such file); a run would end with that');
});
