import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createProgram, type LineEvent, type Program } from './support/program.ts';

let program: Program;
beforeEach(() => {
  program = createProgram();
});
afterEach(() => program.remove());

const add = (name: string, ...flags: string[]) => program.run('jobs', 'add', '--name', name, ...flags);
const STOPPED = ['--set', 'on_engine_exit=stop'];
const of = (event: string, name: string) => (line: LineEvent) => line.event === event && line.run?.job_name === name;

test('--once runs what is due until nothing is left and exits 0, one JSON line an event', async () => {
  await add('hello', '--in', '1h', '--shell', 'echo "hello out"; echo "hello err" >&2');
  await program.run('jobs', 'run', 'hello');
  const once = await program.run('--no-ui', '--once');
  expect(once).toMatchObject({ code: 0, err: '' });
  const events = once.out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as LineEvent);
  expect(events.map(({ event }) => event)).toEqual(
    expect.arrayContaining(['engine-started', 'run-started', 'run-ended', 'engine-stopping', 'engine-stopped']),
  );
  expect(events.every(({ at }) => /^\d{4}-.*Z$/.test(at ?? ''))).toBe(true);
  const runId = String(events.find(of('run-ended', 'hello'))?.run?.id);
  expect(await program.run('runs', 'output', runId)).toMatchObject({ code: 0, out: 'hello out\n' });
  expect(await program.run('runs', 'output', runId, 'stderr')).toMatchObject({ code: 0, out: 'hello err\n' });
  expect(await program.json('runs', 'output', runId)).toMatchObject({
    data: { stream: 'stdout', text: 'hello out\n', cut: false },
  });
  expect(await program.run('runs', 'output', runId, 'stdlog')).toMatchObject({ code: 2 });
  expect((await program.run('runs', 'show', runId)).out).toMatch(/^run +\d+ of hello \(\w+\): ok$/m);
  expect((await program.run('runs', 'list', '--job', 'hello', '--status', 'ok')).out).toMatch(/hello +ok +manual/);
  expect((await program.json<unknown[]>('runs', 'list', '--status', 'failed')).data).toEqual([]);
  expect((await program.run('why', 'hello')).out).toMatch(
    /^hello ran last at .*, run \d+, by hand, \S+: ok after \S+\.$/m,
  );
  expect(statSync(join(program.home, 'logs', 'openclaw-tui.log')).mode & 0o777).toBe(0o600);
});

test('other processes command a live engine; TERM drains it and it exits 0', async () => {
  const engine = program.engine();
  await engine.event(({ event }) => event === 'engine-started');
  await add('quick', '--shell', 'true');
  await add('long', '--shell', 'sleep 600');
  const asked = await program.run('jobs', 'run', 'quick');
  expect(asked).toMatchObject({ code: 0, err: '' });
  await engine.event(of('run-ended', 'quick'));
  await program.run('jobs', 'run', 'long');
  const started = await engine.event(of('run-started', 'long'));
  expect((await program.run('why', 'long')).out).toMatch(/^long (runs since .*|starts now): run \d+, by hand/);
  expect(await program.json('status')).toMatchObject({
    data: { engine: { pid: engine.pid, mode: 'headless' }, running: 1 },
  });
  expect((await program.run('runs', 'cancel', String(started.run?.id))).out).toMatch(
    /^asked run \d+ of long to stop\n$/,
  );
  expect(await engine.event(of('run-ended', 'long'))).toMatchObject({ run: { status: 'cancelled' } });
  engine.kill('SIGTERM');
  expect(await engine.ended).toMatchObject({ code: 0, signal: null, err: '' });
});

test('a second engine on the database is refused with exit 4 and names the holder', async () => {
  const engine = program.engine();
  await engine.event(({ event }) => event === 'engine-started');
  const second = await program.run('--no-ui');
  expect(second.code).toBe(4);
  expect(second.err).toMatch(
    new RegExp(
      `^openclaw-tui: no engine started: pid ${engine.pid} of \\S+ on \\S+ runs one on this database since \\d{4}-`,
    ),
  );
  engine.kill('SIGINT');
  expect(await engine.ended).toMatchObject({ code: 0 });
});

test('a signal stops what runs after the grace, a second INT ends at once with 130', async () => {
  await add('stubborn', '--shell', 'trap "" TERM; touch ready; sleep 600', '--set', 'kill_grace_ms=600000', ...STOPPED);
  const engine = program.engine('--grace', '0');
  await engine.event(({ event }) => event === 'engine-started');
  await program.run('jobs', 'run', 'stubborn');
  await engine.event(of('run-started', 'stubborn'));
  // The shell has to reach its trap first.
  while (!existsSync(join(program.home, 'ready'))) await program.run('status');
  engine.kill('SIGINT');
  await engine.event(({ event }) => event === 'engine-stopping');
  // Another command takes longer than two signals of one key press lie apart.
  await program.run('status');
  engine.kill('SIGINT');
  expect(await engine.ended).toMatchObject({ code: 130 });
});

test('an approval is shown, approved, and its run starts; another is rejected', async () => {
  await add('deploy', '--shell', 'echo deployed', '--approval', '--approval-risk', 'high');
  await add('prune', '--shell', 'echo pruned', '--approval');
  const engine = program.engine();
  await engine.event(({ event }) => event === 'engine-started');
  for (const name of ['deploy', 'prune']) {
    await program.run('jobs', 'run', name);
    await engine.event((line) => line.event === 'approval-asked' && line.job_name === name);
  }
  const list = await program.json<{ id: number; job_name: string; risk: string }[]>('approvals', 'list');
  expect(list.data.map((each) => `${each.job_name} ${each.risk}`).sort()).toEqual(['deploy high', 'prune normal']);
  const show = await program.run('approvals', 'show', 'deploy');
  expect(show.out).toMatch(/^would run +echo deployed$/m);
  expect((await program.run('why', 'deploy')).out).toMatch(/^deploy waits for approval \d+/);
  const unconfirmed = await program.run('approvals', 'approve', 'deploy');
  expect(unconfirmed).toMatchObject({ code: 1, err: expect.stringContaining('the risk of deploy is high') });
  expect(await program.run('approvals', 'approve', '--all')).toMatchObject({ code: 1 });
  expect(await program.run('approvals', 'approve', 'deploy', '--confirm', 'deploi')).toMatchObject({ code: 1 });
  const approved = await program.run('approvals', 'approve', 'deploy', '--confirm', 'deploy', '--note', 'go');
  expect(approved).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^would run +echo deployed$[\s\S]*^approved deploy \(approval \d+\)$/m),
  });
  expect(await engine.event((line) => of('run-ended', 'deploy')(line) && line.run?.status === 'ok')).toBeDefined();
  const id = String(list.data.find((each) => each.job_name === 'prune')?.id);
  expect(await program.run('jobs', 'reject', 'prune', '--note', 'not today')).toMatchObject({
    code: 0,
    out: expect.stringContaining('rejected prune'),
  });
  const late = await program.run('approvals', 'approve', id);
  expect(late).toMatchObject({ code: 4, err: expect.stringMatching(/not approved: .* rejected/) });
  engine.kill('SIGTERM');
  expect(await engine.ended).toMatchObject({ code: 0 });
});

test('an alert is listed and acknowledged', async () => {
  const watchdog = {
    name: 'watch',
    job_type: 'watchdog',
    session_target: 'shell',
    watchdog_target_label: 'import',
    watchdog_check_cmd: 'exit 1',
  };
  await program.run('jobs', 'add', JSON.stringify(watchdog));
  await program.run('jobs', 'run', 'watch');
  await program.run('--no-ui', '--once');
  const alerts = await program.json<{ id: number; kind: string }[]>('alerts', 'list');
  expect(alerts.data).toEqual([expect.objectContaining({ kind: 'watchdog' })]);
  const id = String(alerts.data[0]?.id);
  expect(await program.run('alerts', 'ack', id)).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^acknowledged /),
  });
  expect((await program.run('alerts', 'list')).out).toMatch(/acknowledged/);
  expect(await program.run('alerts', 'ack', id)).toMatchObject({ code: 4 });
});

test('without a terminal it says so in one line and runs without a screen', async () => {
  writeFileSync(join(program.home, 'config.json'), '{"grace_s": 1}', { mode: 0o600 });
  const engine = program.engineWithoutFlag();
  await engine.event(({ event }) => event === 'engine-started');
  engine.kill('SIGTERM');
  const ended = await engine.ended;
  expect(ended).toMatchObject({
    code: 0,
    err: 'no console: stdin is no terminal; the engine runs without a screen, as with --no-ui\n',
  });
});
