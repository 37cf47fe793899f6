import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { PATIENCE } from '../../support/patience.ts';
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

test('a run is repeated as it was, also when its job has changed since', async () => {
  const run = await start('again', 'echo first');
  await program.run('runs', 'follow', run);
  await program.run('jobs', 'update', 'again', '--shell', 'echo second');
  const again = await program.run('runs', 'rerun', run);
  expect(again.out).toMatch(/^asked again to run again as in run \d+, of revision 1 \(dispatch \d+\): /);
  const { run: repeated } = await engine.event(
    ({ event, run: one }) => event === 'run-ended' && one?.job_name === 'again' && String(one.id) !== run,
  );
  expect((await program.run('runs', 'output', String(repeated?.id))).out).toBe('first\n');
  expect((await program.run('runs', 'show', String(repeated?.id))).out).toMatch(/^revision +1, the job is at 2$/m);
});

test('D-86 one run may differ from its job; what differs is checked before, and kept with it', async () => {
  await program.run('jobs', 'add', '--name', 'differs', '--shell', 'echo usual');
  const own = '{"payload_message":"echo other $A","env":{"A":"1"}}';
  expect(await program.run('jobs', 'run', 'differs', '--with', own, '--dry-run')).toMatchObject({
    code: 0,
    out: expect.stringMatching(/would run +echo other \$A/),
  });
  expect((await program.run('jobs', 'run', 'differs', '--with', own)).out).toContain(
    'with its own payload_message, env',
  );
  const { run } = await engine.event(({ event, run: one }) => event === 'run-ended' && one?.job_name === 'differs');
  expect((await program.run('runs', 'output', String(run?.id))).out).toBe('other 1\n');
  const shown = await program.run('runs', 'show', String(run?.id));
  expect(shown.out).toMatch(/^its own +payload_message echo other \$A$/m);
  expect(shown.out).toMatch(/^ +env \{A\}$/m);
  const mistakes = ['{"cwd":1}', '{"name":"x"}', '{', '[]'];
  for (const mistake of mistakes) {
    const answer = await program.run('jobs', 'run', 'differs', '--with', mistake);
    expect(answer).toMatchObject({ out: '', err: expect.stringMatching(/^[^\n]+\n$/) });
    expect(answer.code).toBeGreaterThan(0);
  }
});

test('R-12 another process that follows or reads a live run sees no secret of it, not even its beginning', async () => {
  const secret = 'hunter2 and more';
  writeFileSync(join(program.home, 'key'), secret, { mode: 0o600 });
  const job = {
    name: 'tells',
    session_target: 'shell',
    payload_message: 'printf "it is $KEY and "; until [ -e go-on ]; do sleep 0.05; done; echo "$KEY"',
    env: { KEY: { from_file: join(program.home, 'key') } },
    cwd: program.home,
  };
  await program.run('jobs', 'add', JSON.stringify(job));
  await program.run('jobs', 'run', 'tells');
  const { run } = await engine.event(({ event, run: one }) => event === 'run-started' && one?.job_name === 'tells');
  // The file has another value by now; the process of the run says which one it was given.
  writeFileSync(join(program.home, 'key'), 'rotated', { mode: 0o600 });
  const followed = program.run('runs', 'follow', String(run?.id));
  const printed = async () => (await program.run('runs', 'output', String(run?.id))).out;
  await vi.waitFor(async () => expect(await printed()).toBe('it is [redacted KEY] and '), PATIENCE);
  expect(await program.json('runs', 'output', String(run?.id))).toMatchObject({
    data: { text: 'it is [redacted KEY] and ' },
  });
  writeFileSync(join(program.home, 'go-on'), '');
  expect((await followed).out).toBe('it is [redacted KEY] and [redacted KEY]\n');
});

test('a summary of many characters does not fill the list of runs, and its whole is shown of the run', async () => {
  const run = await start('wide', "head -c 9000 /dev/zero | tr '\\0' x");
  await program.run('runs', 'follow', run);
  const list = await program.run('runs', 'list', '--job', 'wide');
  expect(list.out).toMatch(/x{100,}…\n$/);
  expect(list.out.length).toBeLessThan(600);
  expect((await program.run('runs', 'show', run)).out).toMatch(/x{9000}/);
});

test('D-72 the runs of a deleted job are listed by its name and its id', async () => {
  const run = await start('gone', 'echo was here');
  await program.run('runs', 'follow', run);
  const { data } = await program.json<{ id: string }>('jobs', 'show', 'gone');
  await program.run('jobs', 'delete', 'gone');
  for (const wanted of ['gone', data.id])
    expect((await program.run('runs', 'list', '--job', wanted)).out).toMatch(/gone +ok .* was here\n$/);
});
