import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { outcomeOf } from '../../src/engine/dispatch/execute-strategy.ts';
import { createSecretKeeper } from '../../src/engine/redact/secret-keeper.ts';
import { aJob, aRun } from '../support/builders.ts';
import { createRealWorld, until } from './real-world.ts';

const SECRET = 'correct horse/battery+staple';
const LINES = 'first line of the key\nsecond line of the key';

const withSecrets = (env: Record<string, string> = {}) => {
  const world = createRealWorld({ env: { GIVEN: SECRET, ...env } });
  const path = join(world.directory, 'key');
  writeFileSync(path, `${LINES}\n`, { mode: 0o600 });
  return { world, env: { TOKEN: { from_env: 'GIVEN' }, KEY: { from_file: path } } };
};

describe('R-12 a secret that a run prints', () => {
  test('is in neither stream, summary, message nor condition of what is kept of it', async () => {
    const { world, env } = withSecrets();
    world.startEngine();
    const job = world.addJob({
      payload_message: 'echo "a $TOKEN b"; echo "$KEY" >&2; echo "last $TOKEN"; exit 3',
      env,
      delivery_to: 'x',
      delivery_mode: 'announce-always',
    });
    const child = world.addJob({
      name: 'child',
      parent_id: job.id,
      trigger_on: 'complete',
      trigger_condition: 'contains:battery',
    });
    world.runNow(job);
    const run = await world.ended(1);
    expect(run).toMatchObject({ status: 'error', exitCode: 3, summary: '[redacted KEY]' });
    expect(world.store.runs.output(1)).toMatchObject({
      stdout: 'a [redacted TOKEN] b\nlast [redacted TOKEN]\n',
      stderr: '[redacted KEY]\n',
    });
    expect(world.runs(child)).toEqual([]);
    const everything = readFileSync(join(world.directory, 'openclaw.db'), 'latin1') + walOf(world.directory);
    expect([SECRET, 'second line of the key'].filter((secret) => everything.includes(secret))).toEqual([]);
    expect(
      world.store.outbox
        .pending(10)
        .map(({ body }) => body)
        .join(),
    ).toContain('[redacted TOKEN]');
  });

  test('is not in a file that stays because it is long either, and the file stays its owner’s alone', async () => {
    const { world, env } = withSecrets();
    world.startEngine();
    // Longer than two chunks, with a secret across each border wherever that is.
    const command = 'i=0; while [ $i -lt 20000 ]; do echo "$i $TOKEN"; i=$((i+1)); done';
    world.runNow(world.addJob({ payload_message: command, env }));
    expect(await world.ended(1)).toMatchObject({ status: 'ok' });
    const path = join(world.store.runs.output(1)?.offloadedTo ?? '', 'out');
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(20_000);
    expect(lines.every((line, index) => line === `${index} [redacted TOKEN]`)).toBe(true);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('is known to the next engine by the process of the run, although its file was changed meanwhile', async () => {
    const { world, env } = withSecrets();
    const first = world.startEngine();
    const waits = 'echo "$KEY"; until [ -e go ]; do sleep 0.02; done; echo "$TOKEN"';
    world.runNow(world.addJob({ payload_message: waits, env, cwd: world.directory }));
    await world.started(1);
    await first.engine.drain(0);
    writeFileSync(env.KEY.from_file, 'another key, rotated\n');
    world.startEngine();
    await until(() => world.store.runs.get(1)?.status === 'running');
    writeFileSync(join(world.directory, 'go'), '');
    expect(await world.ended(1)).toMatchObject({ status: 'ok' });
    expect(world.store.runs.output(1)?.stdout).toBe('[redacted KEY]\n[redacted TOKEN]\n');
  });

  test('that nobody knows any more keeps the output out of the database, in a file of its own', async () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'openclaw-secret-')), '7');
    onTestFinished(() => rmSync(dirname(folder), { recursive: true }));
    mkdirSync(folder);
    writeFileSync(join(folder, 'out'), SECRET);
    const job = aJob({ env: { KEY: { from_file: join(folder, 'gone') } } });
    const executor = { runsDir: dirname(folder), secrets: createSecretKeeper({}) };
    const outcome = await outcomeOf(executor, { job, run: aRun() }, { kind: 'exited', code: 0 }, 0);
    expect(outcome).toMatchObject({ kind: 'ok', evidence: { stdout: '', offloadedTo: folder } });
    expect(outcome).toMatchObject({ evidence: { stderr: expect.stringContaining('the value of KEY is not known') } });
    expect(readFileSync(join(folder, 'out.unclean'), 'utf8')).toBe(SECRET);
  });
});

const walOf = (directory: string): string => {
  try {
    return readFileSync(join(directory, 'openclaw.db-wal'), 'latin1');
  } catch {
    return '';
  }
};
