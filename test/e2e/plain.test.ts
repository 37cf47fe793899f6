import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { LineEvent } from '../bin/support/program.ts';
import { createPlace, isAlive, type Place } from '../support/e2e.ts';
import { PATIENCE } from '../support/patience.ts';
import type { RealTerminal } from '../support/terminal.ts';

let place: Place;
beforeEach(() => {
  place = createPlace();
});
afterEach(() => place.remove());

const SIZE = { cols: 100, rows: 40 };
const plain = (env: Record<string, string> = {}): RealTerminal => place.open(SIZE, { args: ['--plain'], env });
const line = (terminal: RealTerminal, text: string): void => terminal.write(`${text}\r`);

test('what happens is told, and an approval is given by its number', async () => {
  await place.add('deploy', 'echo deployed', '--approval');
  const terminal = plain();
  await terminal.waitFor('the engine runs here.');
  await place.start('deploy');
  await terminal.waitFor(/deploy asks for approval; approval 1: deploy, normal risk/);
  line(terminal, 'approve 1');
  await terminal.waitFor('Type 1 to approve it.');
  // Whoever answers sooner than a person can read is told so, and asks again.
  await vi.waitFor(
    async () => {
      line(terminal, '1');
      await terminal.waitFor(/approved deploy|ask again/);
      if (!terminal.text().includes('approved deploy')) line(terminal, 'approve 1');
      expect(terminal.text()).toContain('approved deploy');
    },
    { ...PATIENCE, interval: 1_500 },
  );
  await terminal.waitFor(/run \d+ of deploy ended: ok/);
  line(terminal, 'show 1');
  await terminal.waitFor(/Run 1 of deploy/);
  expect(terminal.raw()).not.toContain('\u001b');
  expect(terminal.modes()).toMatchObject({ alternateScreen: false, cursorVisible: true });
});

test('quit asks while the engine is here, and stop ends both', async () => {
  const terminal = plain({ TERM: 'dumb' });
  await terminal.waitFor('the engine runs here.');
  line(terminal, 'quit');
  await terminal.waitFor('Type stop to stop it');
  line(terminal, 'no');
  await terminal.waitFor('not left');
  terminal.press('Ctrl-C');
  await terminal.waitFor(/(Leave\?[\s\S]*){2}/);
  terminal.press('Ctrl-C');
  expect(await terminal.exited).toEqual({ code: 130, signal: undefined });
});

test('attached, quit leaves at once and the engine goes on', async () => {
  const engine = place.engine();
  await engine.event(({ event }: LineEvent) => event === 'engine-started');
  const terminal = plain();
  await terminal.waitFor('the engine runs elsewhere');
  line(terminal, 'quit');
  expect(await terminal.exited).toEqual({ code: 0, signal: undefined });
});

test('a line that drops leaves the engine running, as in the console', async () => {
  const terminal = plain();
  await terminal.waitFor('the engine runs here.');
  terminal.hangUp();
  await vi.waitFor(async () => {
    const status = await place.json<{ engine?: { pid: number; mode: string } }>('status');
    expect(status.data.engine).toMatchObject({ mode: 'headless' });
    expect(isAlive(status.data.engine?.pid ?? 0)).toBe(true);
  }, PATIENCE);
});

test('read-only says everything and does nothing', async () => {
  await place.add('deploy', 'true');
  const terminal = place.open(SIZE, { args: ['--plain', '--read-only'] });
  await terminal.waitFor('READ-ONLY');
  line(terminal, 'run deploy');
  await terminal.waitFor('read-only: run is off');
  line(terminal, 'list jobs');
  await terminal.waitFor(/deploy: .*never ran/);
  line(terminal, 'quit');
  expect((await terminal.exited).code).toBe(0);
});
