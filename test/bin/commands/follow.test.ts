import { afterAll, beforeAll, expect, test } from 'vitest';
import { createProgram, type Live, type Program } from '../support/program.ts';

let program: Program;
let engine: Live;
beforeAll(async () => {
  program = createProgram();
  engine = program.engine();
  await engine.event(({ event }) => event === 'engine-started');
});
afterAll(async () => {
  engine.kill('SIGTERM');
  await engine.ended;
  await program.remove();
});

/** Starts a job by hand and waits until it runs. */
const start = async (name: string, command: string): Promise<string> => {
  await program.run('jobs', 'add', '--name', name, '--shell', command);
  await program.run('jobs', 'run', name);
  const { run } = await engine.event(({ event, run: one }) => event === 'run-started' && one?.job_name === name);
  return String(run?.id);
};

test('a run is followed to its end: its streams as they come, how it ended, and an exit code', async () => {
  const command = 'echo one; echo two >&2; until [ -e go ]; do sleep 0.05; done; printf three; exit 3';
  const run = await start('fails', command);
  const followed = program.run('runs', 'follow', run);
  await program.run('jobs', 'add', '--name', 'opens', '--shell', 'touch go');
  await program.run('jobs', 'run', 'opens');
  expect(await followed).toMatchObject({ code: 1, out: 'one\nthree' });
  expect((await followed).err).toMatch(/^two\nrun \d+ of fails: error after \S+: Shell exited with code 3\n$/);
});

test('a run that is over is told whole, and ok is exit code 0', async () => {
  const run = await start('works', 'printf "a\\nb\\n"');
  expect(await program.run('runs', 'follow', run)).toMatchObject({ code: 0, out: 'a\nb\n' });
  expect(await program.run('runs', 'follow', run)).toMatchObject({ code: 0, out: 'a\nb\n' });
  expect(await program.json('runs', 'follow', run)).toMatchObject({ code: 0, data: { run: { status: 'ok' } } });
  expect(await program.json('runs', 'follow', '99')).toMatchObject({ code: 3 });
});

test('a run is repeated, and refused once its job has changed', async () => {
  const run = await start('again', 'true');
  const again = await program.run('runs', 'rerun', run);
  expect(again.out).toMatch(/^asked again to run again as in run \d+ \(dispatch \d+\): /);
  await program.run('jobs', 'update', 'again', '--shell', 'false');
  expect(await program.json('runs', 'rerun', run)).toMatchObject({ code: 1, error: { code: 'job-changed' } });
});
