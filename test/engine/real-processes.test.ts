import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ANA } from '../support/builders.ts';
import { createRealWorld, until } from './real-world.ts';

const oneRun = async (fields: Record<string, unknown>, env: Record<string, string> = {}) => {
  const world = createRealWorld({ env });
  world.startEngine();
  const job = world.addJob(fields);
  world.runNow(job);
  return { world, job, run: await world.ended(1) };
};

test('D-20 D-22 a command runs through its shell, and what it printed is kept', async () => {
  const { world, run } = await oneRun({ payload_message: 'echo out; echo err >&2; echo last' });
  expect(run).toMatchObject({ status: 'ok', exitCode: 0, summary: 'last', outBytes: 9, errBytes: 4 });
  expect(world.store.runs.output(1)).toMatchObject({ stdout: 'out\nlast\n', stderr: 'err\n' });
});

test('D-21 another exit code is an error that names it, unless it counts as success', async () => {
  const { world, run } = await oneRun({ payload_message: 'exit 3' });
  expect(run).toMatchObject({ status: 'error', exitCode: 3, error: 'Shell exited with code 3' });
  const fine = world.addJob({ payload_message: 'exit 3', success_exit_codes: [0, 3] });
  world.runNow(fine);
  expect(await world.ended(2)).toMatchObject({ status: 'ok', exitCode: 3 });
});

test('D-21 a signal is an error that names it', async () => {
  const { run } = await oneRun({ payload_message: 'kill -USR1 $$' });
  expect(run).toMatchObject({ status: 'error', signal: 'SIGUSR1', error: 'Shell was ended by SIGUSR1' });
});

test('D-21 a time limit is a timeout, and the whole group is gone', async () => {
  const { world, run } = await oneRun({
    payload_message: 'sleep 300 & echo $!; sleep 300',
    run_timeout_ms: 1_000,
    kill_grace_ms: 200,
  });
  expect(run).toMatchObject({ status: 'timeout', stopReason: 'timeout' });
  expect(world.processes.tree(run.pid ?? 0)).toEqual([]);
  const grandchild = Number(world.stdout(run));
  await until(() => !alive(grandchild));
});

test('D-25 no such shell, and no such folder, are errors with the cause', async () => {
  const { world, run } = await oneRun({ payload_message: 'true', shell: '/no/shell' });
  expect(run.status).toBe('error');
  expect(run.error).toMatch(/^cannot start: .*\/no\/shell/);
  world.runNow(world.addJob({ payload_message: 'true', cwd: '/no/folder' }));
  expect((await world.ended(2)).error).toMatch(/^cannot start: .*\/no\/folder/);
});

test('D-102 cancelling ends the whole group, and a command that ignores TERM is killed after its grace', async () => {
  const world = createRealWorld();
  world.startEngine();
  const job = world.addJob({
    payload_message: 'trap "" TERM; sleep 300 & echo $!; while :; do sleep 1; done',
    kill_grace_ms: 300,
  });
  world.runNow(job);
  const { pid = 0 } = await world.started(1);
  await until(() => world.file('runs/1/out').endsWith('\n'));
  const grandchild = Number(world.file('runs/1/out'));
  world.commands.cancelRun(1, ANA);
  expect(await world.ended(1)).toMatchObject({
    status: 'cancelled',
    error: 'cancelled by ana, killed after the grace',
    stopStage: 'kill',
  });
  await until(() => !alive(grandchild) && world.processes.tree(pid).length === 0);
});

test('D-102 a cancelled command may clean up within its grace', async () => {
  const world = createRealWorld();
  world.startEngine();
  const job = world.addJob({ payload_message: "trap 'echo tidy; exit 0' TERM; echo up; while :; do sleep 0.05; done" });
  world.runNow(job);
  await until(() => world.file('runs/1/out') === 'up\n');
  world.commands.cancelRun(1, ANA);
  const run = await world.ended(1);
  expect(run).toMatchObject({ status: 'cancelled', exitCode: 0, error: 'cancelled by ana' });
  expect(world.stdout(run)).toBe('up\ntidy\n');
});

test('twenty runs of sleep 0.3 are all at it at once', async () => {
  const world = createRealWorld();
  world.startEngine();
  const jobs = Array.from({ length: 20 }, (_, n) => world.addJob({ name: `job ${n}`, payload_message: 'sleep 0.3' }));
  world.store.write(() => {
    for (const job of jobs) world.runNow(job);
  });
  const runs = await Promise.all(jobs.map((_, n) => world.ended(n + 1)));
  expect(runs.map(({ status }) => status)).toEqual(jobs.map(() => 'ok'));
  const lastStart = Math.max(...runs.map(({ startedAt = 0 }) => startedAt));
  const firstEnd = Math.min(...runs.map(({ finishedAt = 0 }) => finishedAt));
  expect(lastStart).toBeLessThan(firstEnd);
});

test('a job sees its words and a short list of ours: no token, no npm, no configuration', async () => {
  const { world, job, run } = await oneRun(
    { payload_message: 'env | sort', env: { TARGET: 'prod', FROM_US: { from_env: 'OUR_SECRET' } } },
    {
      OPENCLAW_GATEWAY_TOKEN: 'token-1',
      OPENCLAW_TUI_HOME: '/x',
      npm_config_registry: 'x',
      GITHUB_TOKEN: 'token-2',
      OUR_SECRET: 'kept',
      LC_ALL: 'C.UTF-8',
    },
  );
  const names = world.stdout(run).split('\n');
  expect(names).toContain(`OPENCLAW_JOB_ID=${job.id}`);
  expect(names).toContain('OPENCLAW_RUN_ID=1');
  expect(names).toContain('OPENCLAW_CAUSE=manual');
  expect(names).toContain('OPENCLAW_ATTEMPT=1');
  expect(names).toContain('OPENCLAW_LATE_MS=0');
  expect(names).toContain('TARGET=prod');
  expect(names).toContain('FROM_US=[redacted FROM_US]');
  expect(names).toContain('LC_ALL=C.UTF-8');
  expect(world.stdout(run)).not.toMatch(/token-|OPENCLAW_TUI|npm_|NODE_ENV|VITEST|OUR_SECRET/);
});

test('the command starts in the home directory, or where it says', async () => {
  const { world, run } = await oneRun({ payload_message: 'pwd' });
  expect(world.stdout(run)).toBe(`${world.directory}\n`);
  world.runNow(world.addJob({ payload_message: 'pwd', cwd: '/usr' }));
  expect(world.stdout(await world.ended(2))).toBe('/usr\n');
});

test('a flaky command is tried again until it is ok', async () => {
  const world = createRealWorld();
  world.startEngine();
  const job = world.addJob({
    payload_message: 'echo try >>tries; [ "$(wc -l <tries)" -ge 3 ]',
    max_retries: 5,
    retry_delay_s: 0,
  });
  world.runNow(job);
  await until(() => world.runs().at(-1)?.status === 'ok');
  expect(world.runs().map(({ status, retryCount }) => [status, retryCount])).toEqual([
    ['error', 0],
    ['error', 1],
    ['ok', 2],
  ]);
  expect(world.file('tries')).toBe('try\ntry\ntry\n');
});

test('a chain follows its condition, through a real worker', async () => {
  const world = createRealWorld();
  world.startEngine();
  const parent = world.addJob({ payload_message: 'seq 1 20000; echo rows=120' });
  const yes = world.addJob({
    name: 'yes',
    payload_message: 'true',
    parent_id: parent.id,
    trigger_condition: 'regex:rows=[1-9]',
  });
  const no = world.addJob({
    name: 'no',
    payload_message: 'true',
    parent_id: parent.id,
    trigger_condition: 'contains:rows=0',
  });
  world.runNow(parent);
  await until(() => world.runs(yes)[0]?.status === 'ok');
  expect(world.runs(yes)).toMatchObject([{ cause: 'chain', triggeredByRun: 1 }]);
  expect(world.runs(no)).toEqual([]);
});

test('D-30 to D-33 a watchdog looks at a real file', async () => {
  const world = createRealWorld();
  world.startEngine();
  const job = world.addJob({
    job_type: 'watchdog',
    watchdog_check_cmd: 'if [ -e finished ]; then echo built; else exit 1; fi',
  });
  world.runNow(job);
  expect(await world.ended(1)).toMatchObject({ status: 'ok', exitCode: 1 });
  world.runNow(world.addJob({ name: 'touch', payload_message: 'touch finished' }));
  await world.ended(2);
  world.runNow(job);
  expect(await world.ended(3)).toMatchObject({ status: 'ok', summary: 'finished' });
  expect(world.store.jobs.get(job.id)?.deletedAt).toBeDefined();
});

test('hostile output is stored as it came, cut at a character, and harms nobody', async () => {
  const { world, run } = await oneRun({
    payload_message: "printf '\\033[2J\\000\\377\\376'; head -c 300000 /dev/zero | tr '\\\\0' x",
    output_store_limit_bytes: 1_000,
  });
  expect(run).toMatchObject({ status: 'ok', outBytes: 300_007 });
  const kept = world.store.runs.output(1);
  expect(kept?.stdoutCut).toBe(true);
  expect(Buffer.byteLength(kept?.stdout ?? '')).toBeLessThan(1_500);
});

test('a command of another process reaches the engine at once', async () => {
  const world = createRealWorld();
  const engine = world.spawnEngine();
  await until(() => engine.printed().includes('running'));
  world.runNow(world.addJob({ payload_message: 'echo hello' }));
  expect(await world.ended(1)).toMatchObject({ status: 'ok', summary: 'hello' });
  engine.child.kill('SIGTERM');
  expect(await engine.exited).toBe(0);
  expect(world.store.lease.current()).toBeUndefined();
});

test('D-90 after a kill -9 the next engine takes a run back: its whole output and its true exit status', async () => {
  const world = createRealWorld();
  const engine = world.spawnEngine();
  await until(() => engine.printed().includes('running'));
  world.runNow(
    world.addJob({
      payload_message: 'echo before; until [ -e go ]; do sleep 0.02; done; echo after; exit 7',
      cwd: world.directory,
    }),
  );
  const { pid } = await world.started(1);
  engine.child.kill('SIGKILL');
  await engine.exited;
  expect(world.startEngine().answer).toMatchObject({ kind: 'running', fence: 2 });
  world.runNow(world.addJob({ name: 'touch', payload_message: 'touch go' }));
  const run = await world.ended(1);
  expect(run).toMatchObject({ status: 'error', exitCode: 7, pid });
  expect(world.stdout(run)).toBe('before\nafter\n');
});

test('D-91 a run that ended while no engine lived is settled from the status it left', async () => {
  const world = createRealWorld();
  const engine = world.spawnEngine();
  await until(() => engine.printed().includes('running'));
  world.runNow(
    world.addJob({ payload_message: 'until [ -e go ]; do sleep 0.02; done; echo alone; exit 5', cwd: world.directory }),
  );
  await world.started(1);
  engine.child.kill('SIGKILL');
  await engine.exited;
  writeFileSync(`${world.directory}/go`, '');
  await until(() => world.file('runs/1/exit') === '5\n');
  world.startEngine();
  const run = await world.ended(1);
  expect(run).toMatchObject({ status: 'error', exitCode: 5 });
  expect(world.stdout(run)).toBe('alone\n');
});

test('D-92 a run whose whole group was killed with its engine is crashed', async () => {
  const world = createRealWorld();
  const engine = world.spawnEngine();
  await until(() => engine.printed().includes('running'));
  world.runNow(world.addJob({ payload_message: 'sleep 300' }));
  const { pid = 0 } = await world.started(1);
  engine.child.kill('SIGKILL');
  await engine.exited;
  process.kill(-pid, 'SIGKILL');
  await until(() => !alive(pid));
  world.startEngine();
  expect(await world.ended(1)).toMatchObject({ status: 'crashed' });
});

test('a second engine is refused while the first lives, and takes over when it was killed', async () => {
  const world = createRealWorld();
  const engine = world.spawnEngine();
  await until(() => engine.printed().includes('running'));
  expect(world.startEngine().answer).toMatchObject({ kind: 'held', lease: { pid: engine.child.pid } });
  engine.child.kill('SIGKILL');
  await engine.exited;
  expect(world.startEngine().answer).toMatchObject({ kind: 'running' });
});

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
