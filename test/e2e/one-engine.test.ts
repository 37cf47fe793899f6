import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { LineEvent } from '../bin/support/program.ts';
import {
  createPlace,
  isAlive,
  openSheet,
  orderSheet,
  type Place,
  pressButton,
  RESTORED,
  untilFile,
} from '../support/e2e.ts';
import { PATIENCE } from '../support/patience.ts';

const SIZE = { cols: 120, rows: 40 };

let place: Place;
beforeEach(() => {
  place = createPlace();
});
afterEach(() => place.remove());

type Status = { engine: { pid: number; mode: string; fence: number } | null };
type Run = { id: number; job_name: string; status: string };
const engineNow = async (): Promise<Status['engine']> => (await place.json<Status>('status')).data.engine;
const runs = async (): Promise<Run[]> => (await place.json<Run[]>('runs', 'list')).data;
const statusOf = async (name: string) => (await runs()).find(({ job_name }) => job_name === name)?.status;
const becomes = (name: string, status: string) =>
  vi.waitFor(async () => expect(await statusOf(name)).toBe(status), PATIENCE);
const started = ({ event }: LineEvent): boolean => event === 'engine-started';
const headless = async (...words: string[]) => {
  const engine = place.engine(...words);
  await engine.event(started);
  return engine;
};

test('everything is commanded from an attached console, whose header says whose engine it is', async () => {
  await place.add('answer', 'true', '--approval');
  await place.add('printer', `echo one; ${untilFile('two')}; echo two; sleep 600`);
  await place.add('stubborn', 'trap "" TERM; sleep 600', '--set', 'kill_grace_ms=600000');
  const engine = await headless();
  const console_ = place.open(SIZE, { args: ['--screen', 'jobs'] });
  await console_.waitFor(`attached to PID ${engine.pid} (no-ui) on `);
  await console_.waitFor(/▸ +answer /);
  await openSheet(console_, 'r', 'Run answer?');
  await pressButton(console_, 'Run');
  console_.press('3');
  await console_.waitFor(/▸ . norm +answer/);
  await openSheet(console_, 'x', 'Reject answer?');
  console_.type('not today');
  await console_.waitFor('not today▏');
  await pressButton(console_, 'Reject');
  await console_.waitFor('rejected answer');
  await place.start('printer');
  await place.start('stubborn');
  console_.press('2');
  await console_.waitFor(/● +\d+ +printer/);
  await console_.waitFor(/\bone\b/);
  place.touch('two');
  await console_.waitFor(/\btwo\b/, 'the output to follow');
  console_.press('/');
  console_.type('stubborn');
  console_.press('Enter');
  await console_.waitFor(/▸ ● +\d+ +stubborn/);
  await openSheet(console_, 'c', 'stubborn?');
  await pressButton(console_, 'Cancel run');
  await console_.waitFor(/TERM sent/);
  await console_.waitFor(/ armed ━*┓/);
  await pressButton(console_, 'Kill now');
  await becomes('stubborn', 'cancelled');
  console_.press('Escape');
  await console_.waitFor((rows) => !rows.join('\n').includes('stubborn?'), 'the sheet to close');
  console_.press('5');
  await console_.waitFor(/▸ +answer /);
  await openSheet(console_, 'd', 'Disable answer?');
  await pressButton(console_, 'Disable');
  await console_.waitFor('disabled answer');
  console_.press('q');
  expect(await console_.exited).toEqual({ code: 0, signal: undefined });
  expect((await engineNow())?.pid).toBe(engine.pid);
});

test('R-5 a holder that is killed is followed at once by the console that was attached to it', async () => {
  await place.add('on', untilFile('go'));
  const first = place.open(SIZE);
  await first.waitFor('ENGINE here');
  const second = place.open(SIZE);
  await second.waitFor(`attached to PID ${first.pid} on `);
  await place.start('on');
  await becomes('on', 'running');
  first.signal('SIGKILL');
  await second.waitFor('ENGINE here');
  await second.waitFor('the engine runs here now');
  place.touch('go');
  await becomes('on', 'ok');
});

test('R-5 a holder that is stopped is said to be silent, replaced after 8 s, and attached when it wakes up', async () => {
  await place.add('on', untilFile('go'));
  const first = place.open(SIZE);
  await first.waitFor('ENGINE here');
  const second = place.open(SIZE);
  await second.waitFor(`attached to PID ${first.pid} on `);
  await place.start('on');
  await becomes('on', 'running');
  first.signal('SIGSTOP');
  await second.waitFor(/engine silent [4-7]s/);
  await second.waitFor('ENGINE here');
  await second.waitFor('the engine runs here now');
  const alerts = await place.json<{ kind: string }[]>('alerts', 'list');
  expect(alerts.data).toMatchObject([{ kind: 'lease' }]);
  first.signal('SIGCONT');
  await first.waitFor(`attached to PID ${second.pid} on `);
  // The alert of the same may have been told first: then this waits behind it for a key.
  await first.waitFor(/PID \d+ .*took over|the engine was replaced: .* \+1 more/);
  expect((await engineNow())?.pid).toBe(second.pid);
  place.touch('go');
  await becomes('on', 'ok');
});

test('R-5 on request a console takes over from one without a screen, which ends with 0; no run is stopped', async () => {
  await place.add('on', untilFile('go'), '--set', 'on_engine_exit=stop');
  const engine = await headless();
  await place.start('on');
  await becomes('on', 'running');
  const console_ = place.open(SIZE);
  await console_.waitFor(`attached to PID ${engine.pid} (no-ui)`);
  await orderSheet(console_, 'take over', `Take over the engine from PID ${engine.pid}?`);
  await pressButton(console_, 'Take over');
  await console_.waitFor('ENGINE here');
  const ended = await engine.ended;
  expect(ended).toMatchObject({ code: 0, err: '' });
  expect(ended.out).toMatch(new RegExp(`"event":"engine-handed-over","to":\\{[^}]*"pid":${console_.pid}`));
  expect(await statusOf('on')).toBe('running');
  place.touch('go');
  await becomes('on', 'ok');
});

test('R-5 --no-ui beside a live engine is refused; with --take-over it has it at once, and the console is attached to it', async () => {
  const console_ = place.open(SIZE);
  await console_.waitFor('ENGINE here');
  expect(await place.run('--no-ui')).toMatchObject({ code: 4 });
  const engine = await headless('--take-over');
  await console_.waitFor(`attached to PID ${engine.pid} (no-ui)`);
  await console_.waitFor(`handed the engine over to PID ${engine.pid} (no-ui)`);
  engine.kill('SIGTERM');
  expect(await engine.ended).toMatchObject({ code: 0 });
  // Somebody wanted it stopped: the console says so, and starts none by itself.
  await console_.waitFor('NO ENGINE');
  await console_.waitFor('no engine runs here, so no job starts');
  await orderSheet(console_, 'take over', 'Start the engine here?');
  await pressButton(console_, 'Start');
  await console_.waitFor('ENGINE here');
});

test('--attach never runs the engine and says how to start one', async () => {
  const console_ = place.open(SIZE, { args: ['--attach'] });
  await console_.waitFor('NO ENGINE');
  await console_.waitFor('openclaw-tui --no-ui starts one');
  console_.press(':');
  await console_.waitFor('All actions, jobs, runs');
  console_.type('take over');
  await console_.waitFor(': take over▏');
  console_.press('Enter');
  // In the message line, behind its clock: no sheet asks for what would be refused.
  await console_.waitFor(/^ ?\d\d:\d\d:\d\d {2}with --attach no engine runs in this console/m);
  const engine = await headless();
  await console_.waitFor(`attached to PID ${engine.pid} (no-ui)`);
  engine.kill('SIGKILL');
  await console_.waitFor('NO ENGINE');
  expect(await engineNow()).toBeNull();
});

test('--read-only refuses every action, the first screen’s too, and starts no engine', async () => {
  const console_ = place.open(SIZE, { args: ['--read-only'] });
  await console_.waitFor('READ-ONLY');
  await console_.waitFor('Try the demo');
  // It is the last line, whatever this machine has to import above it.
  console_.press('j', 'j', 'j', 'j', 'j');
  await console_.waitFor(/▸ +Try the demo/);
  console_.press('Enter');
  await console_.waitFor('read-only: Enter is off');
  await place.add('job', 'true', '--approval');
  await console_.waitFor(/ job /);
  console_.press('5');
  await console_.waitFor(/▸ +job /);
  for (const key of ['r', 'd', 'D']) {
    console_.press(key);
    await console_.waitFor(`read-only: ${key} is off`);
  }
  expect(await engineNow()).toBeNull();
  console_.press('q');
  expect(await console_.exited).toEqual({ code: 0, signal: undefined });
});

test('R-3 left in the background the engine goes on in a session without a terminal, and its runs with it', async () => {
  await place.add('on', untilFile('go'), '--set', 'on_engine_exit=stop');
  const console_ = place.open(SIZE, { args: ['--max-runs', '3'] });
  await console_.waitFor('ENGINE here');
  await place.start('on');
  await becomes('on', 'running');
  await openSheet(console_, 'q', 'Leave openclaw-tui?');
  await pressButton(console_, 'Leave it running in the background');
  expect(await console_.exited).toEqual({ code: 0, signal: undefined });
  expect(console_.modes()).toEqual(RESTORED);
  const engine = await engineNow();
  expect(engine).toMatchObject({ mode: 'headless' });
  expect(console_.text()).toContain(`the engine goes on in the background, PID ${engine?.pid}`);
  expect(await statusOf('on')).toBe('running');
  const again = place.open(SIZE);
  await again.waitFor(`attached to PID ${engine?.pid} (no-ui)`);
  place.touch('go');
  await becomes('on', 'ok');
});

test('R-11 a stopped engine stops what ends with it and leaves the rest, which the next one takes back', async () => {
  await place.add('kept', `${untilFile('go')}; exit 7`);
  await place.add('stopped', 'sleep 600', '--set', 'on_engine_exit=stop');
  const engine = await headless('--grace', '0');
  await place.start('kept');
  await place.start('stopped');
  await becomes('kept', 'running');
  await becomes('stopped', 'running');
  engine.kill('SIGTERM');
  const ended = await engine.ended;
  expect(ended).toMatchObject({ code: 0 });
  expect(ended.out).toContain('"event":"engine-stopped","left_runs":1');
  expect(await statusOf('stopped')).toBe('cancelled');
  expect(await statusOf('kept')).toBe('running');
  await headless();
  place.touch('go');
  await becomes('kept', 'error');
  expect((await runs()).find(({ job_name }) => job_name === 'kept')).toMatchObject({ exit_code: 7 });
});

test('a process that only waits to be reaped holds no lease', async () => {
  const engine = await headless();
  expect(isAlive(engine.pid)).toBe(true);
  engine.kill('SIGKILL');
  await engine.ended;
  await headless();
});
