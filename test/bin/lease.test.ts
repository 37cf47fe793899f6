import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../src/store/store.ts';
import { createProgram, ENTRY, type LineEvent, OWN_NODE, type Program } from './support/program.ts';

let program: Program;
beforeEach(() => {
  program = createProgram();
});
afterEach(() => program.remove());

const started = ({ event }: LineEvent): boolean => event === 'engine-started';

/** What an engine on another machine would have written into the lease, so long ago. */
async function heldElsewhere(heartbeatAgeMs: number): Promise<void> {
  await program.run('status');
  const store = openStore({ path: join(program.home, 'openclaw-tui.db'), role: 'command' });
  const claim = { holderId: 'h', pid: 7, pidStart: '7', bootId: 'b', host: 'db2', user: 'ana' };
  store.write(() => store.lease.take({ ...claim, mode: 'headless', version: '0' }, Date.now() - heartbeatAgeMs));
  store.close();
}

test('R-5 a home that an engine on another machine uses is refused in one line', async () => {
  for (const words of [['--no-ui'], ['--no-ui', '--take-over']]) {
    // Anew each time: after 8 s it would be nobody's.
    await heldElsewhere(0);
    const refused = await program.run(...words);
    expect(refused).toMatchObject({ code: 4, out: '' });
    expect(refused.err).toBe(
      'openclaw-tui: no engine and no console here: pid 7 of ana on db2 runs the engine of this home; one home belongs to one machine: use it on db2, or choose another with --home\n',
    );
  }
});

test('R-5 of another machine only its heartbeat tells; one that stands still for 8 s is nobody’s', async () => {
  await heldElsewhere(120_000);
  const engine = program.engine();
  expect(await engine.event(started)).toMatchObject({ fence: 2 });
  engine.kill('SIGTERM');
  expect((await engine.ended).err).toContain('pid 7 on db2 runs the engine and is silent; after 8 s it is replaced');
});

test('R-5 an engine that is stopped is replaced by one that waits for it; awake it ends with 4 and says who', async () => {
  const first = program.engine();
  await first.event(started);
  first.kill('SIGSTOP');
  // Too early to tell: its heartbeat is fresh.
  expect(await program.run('--no-ui')).toMatchObject({ code: 4 });
  const second = program.engine('--take-over');
  await second.event(started);
  first.kill('SIGCONT');
  const ended = await first.ended;
  expect(ended).toMatchObject({ code: 4 });
  expect(ended.err).toMatch(new RegExp(`pid ${second.pid} of \\S+ on \\S+ took over while this engine was stopped`));
  expect(ended.out).toContain('"event":"lease-lost"');
  second.kill('SIGTERM');
  expect(await second.ended).toMatchObject({ code: 0 });
});

/** As a command does that has much to write, or one that was stopped in the middle of it. */
function writing() {
  const store = openStore({ path: join(program.home, 'openclaw-tui.db'), role: 'command' });
  store.db.exec('BEGIN IMMEDIATE');
  return {
    done(): void {
      store.db.exec('ROLLBACK');
      store.close();
    },
  };
}

test('an engine that is started while something writes says so, and starts when that is done', async () => {
  await program.run('status');
  const other = writing();
  const engine = program.engine();
  await engine.complaint('another process is writing to the database; the engine starts when it is done');
  other.done();
  await engine.event(started);
  engine.kill('SIGTERM');
  expect(await engine.ended).toMatchObject({ code: 0 });
});

test('R-5 who runs the engine is named by the next one also while something writes', async () => {
  const first = program.engine();
  await first.event(started);
  const other = writing();
  const second = await program.run('--no-ui');
  other.done();
  expect(second).toMatchObject({ code: 4, out: '' });
  expect(second.err).toContain(`no engine started: pid ${first.pid} of `);
  first.kill('SIGTERM');
  expect(await first.ended).toMatchObject({ code: 0 });
});

/** Holds the database for longer than an engine waits at once, again and again. */
const WRITES_MUCH = `
  const Database = require('better-sqlite3');
  const db = new Database(process.argv[1]);
  const hold = () => {
    db.exec('BEGIN IMMEDIATE');
    setTimeout(() => { db.exec('ROLLBACK'); setTimeout(hold, 5); }, 60);
  };
  hold();
  console.log('writing');`;

test('an engine starts, recovers and ends beside somebody who writes again and again', async () => {
  await program.run('status');
  const writer = spawn(OWN_NODE, ['-e', WRITES_MUCH, join(program.home, 'openclaw-tui.db')], { cwd: dirname(ENTRY) });
  onTestFinished(() => void writer.kill('SIGKILL'));
  await once(writer.stdout, 'data');
  for (let starts = 0; starts < 5; starts += 1) {
    const engine = program.engine();
    await engine.event(started);
    engine.kill(starts % 2 === 0 ? 'SIGKILL' : 'SIGTERM');
    const { code, err } = await engine.ended;
    expect({ code, err }).toMatchObject({ code: starts % 2 === 0 ? null : 0 });
  }
});

const CONTAINER = ['--pid', '--fork', '--mount-proc', '--kill-child'];
/** Where namespaces may be made, as containers are. */
const containers = spawnSync('unshare', [...CONTAINER, 'true']).status === 0 ? ['unshare'] : [];

test.each(containers)(
  'R-5 in a container with the same name (%s), whose processes are others, a live engine is not taken for gone',
  async (unshare) => {
    const first = program.engine();
    await first.event(started);
    const words = [...CONTAINER, OWN_NODE, ENTRY, '--no-ui', '--home', program.home];
    const second = spawnSync(unshare, words, { encoding: 'utf8', env: { PATH: process.env.PATH ?? '' } });
    expect(second).toMatchObject({ status: 4, stdout: '' });
    expect(second.stderr).toContain(`pid ${first.pid} of `);
    first.kill('SIGTERM');
    expect(await first.ended).toMatchObject({ code: 0 });
  },
);
