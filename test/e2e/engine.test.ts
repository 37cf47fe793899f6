import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Ended } from '../bin/support/program.ts';
import { allDead, createPlace, isAlive, openSheet, type Place, untilFile } from '../support/e2e.ts';
import { PATIENCE } from '../support/patience.ts';

const CHECKOUT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const SIZE = { cols: 120, rows: 40 };

let place: Place;
beforeEach(() => {
  place = createPlace();
});
afterEach(() => place.remove());

type Run = { id: number; job_name: string; status: string; pid?: number };
const runs = async (): Promise<Run[]> => (await place.json<Run[]>('runs', 'list')).data;
const pidOf = async (file: string): Promise<number> => {
  await vi.waitFor(() => expect(place.read(file)).toMatch(/^\d+\n/), PATIENCE);
  return Number(place.read(file));
};

test('npm start passes its flags on: --no-ui --once runs what is due and exits 0', async () => {
  await place.add('due', 'echo ran >ran');
  await place.start('due');
  // Without its script of before, which builds what other tests are running just now.
  const ended = await npm('start', '--ignore-scripts', '--', '--no-ui', '--once', '--home', place.home);
  expect(ended.code).toBe(0);
  expect(ended.out).toMatch(/^\{.*"event":"run-ended".*\}$/m);
  expect(place.read('ran')).toBe('ran\n');
});

const npm = (...words: string[]): Promise<Pick<Ended, 'code' | 'out'>> =>
  new Promise((resolve, reject) => {
    const child = spawn('npm', words, { cwd: CHECKOUT, stdio: ['ignore', 'pipe', 'inherit'] });
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out }));
  });

test('D-91 D-92 a console killed by -9 leaves no run stuck: the next engine settles each by what really happened', async () => {
  await place.add('ends', `echo $$ >ends.pid; ${untilFile('go')}; echo finished; exit 0`);
  await place.add('goes-on', 'echo $$ >on.pid; exec sleep 600');
  const terminal = place.open(SIZE);
  await terminal.waitFor('ENGINE here');
  await place.start('ends');
  await place.start('goes-on');
  const [ends, goesOn] = [await pidOf('ends.pid'), await pidOf('on.pid')];
  terminal.signal('SIGKILL');
  expect(await terminal.exited).toMatchObject({ signal: 9 });
  place.touch('go');
  await allDead([ends]);
  const engine = place.engine('--grace', '0');
  await engine.event(({ event }) => event === 'engine-started');
  await vi.waitFor(
    async () => expect((await runs()).find(({ job_name }) => job_name === 'ends')).toMatchObject({ status: 'ok' }),
    PATIENCE,
  );
  const other = (await runs()).find(({ job_name }) => job_name === 'goes-on');
  // Either it was taken back and is running, or it is over and its process is as well.
  expect(['running', 'crashed', 'cancelled']).toContain(other?.status);
  expect(isAlive(goesOn)).toBe(other?.status === 'running');
  expect((await place.json<{ running: number }>('status')).data.running).toBe(other?.status === 'running' ? 1 : 0);
  engine.kill('SIGTERM');
  expect(await engine.ended).toMatchObject({ code: 0 });
});

test('a second console sees and commands the engine of the first; leaving it needs no question and stops nothing', async () => {
  await place.add('deploy', 'echo deployed >done', '--approval');
  const first = place.open(SIZE);
  await first.waitFor('ENGINE here');
  const second = place.open(SIZE, { args: ['--screen', 'approvals'] });
  await second.waitFor(`attached to PID ${first.pid} on `);
  await place.start('deploy');
  await second.waitFor(/▸ . norm +deploy/);
  await openSheet(second, 'a', 'Approve deploy?');
  second.press('Tab');
  await second.waitFor('▸[ Approve ]');
  second.press('Enter');
  await second.waitFor('✓ approved deploy');
  await vi.waitFor(() => expect(place.read('done')).toBe('deployed\n'), PATIENCE);
  second.press('q');
  expect(await second.exited).toEqual({ code: 0, signal: undefined });
  expect((await place.json<{ engine: { pid: number } }>('status')).data.engine.pid).toBe(first.pid);
  const refused = await place.run('--no-ui');
  expect(refused).toMatchObject({ code: 4, out: '' });
  expect(refused.err).toMatch(new RegExp(`^openclaw-tui: no engine started: pid ${first.pid} of [^\n]+\n$`));
});
