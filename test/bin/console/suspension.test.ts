import { expect, onTestFinished, test, vi } from 'vitest';
import { createSuspension } from '../../../bin/console/suspension.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

/** A console whose terminal takes what was written when the test says so. */
function aConsole() {
  const clock = createVirtualClock();
  let drained: (() => void) | undefined;
  const sink = {
    write: () => true,
    writeAnyway: () => {},
    whenDrained: (callback: () => void) => {
      drained = callback;
    },
  };
  const output = { isClosed: () => false, suspend: () => {}, resume: () => {} };
  const title = { giveBack: () => '', takeAgain: () => '' };
  const setRawMode = process.stdin.setRawMode;
  process.stdin.setRawMode = () => process.stdin;
  const kill = vi.spyOn(process, 'kill').mockReturnValue(true);
  const before = { stop: process.listeners('SIGTSTP'), goOn: process.listeners('SIGCONT') };
  onTestFinished(() => {
    process.stdin.setRawMode = setRawMode;
    kill.mockRestore();
    for (const listener of process.listeners('SIGTSTP').slice(before.stop.length)) process.off('SIGTSTP', listener);
    for (const listener of process.listeners('SIGCONT').slice(before.goOn.length)) process.off('SIGCONT', listener);
  });
  const options = { clock, sink, output, title, onBack: () => {}, onAsked: () => {} };
  return { clock, kill, ...createSuspension(options as never), take: () => drained?.() };
}

test('Ctrl-Z on a slow line stops the console only when the terminal has taken the leave sequence', async () => {
  const { clock, kill, suspend, take } = aConsole();
  suspend();
  await clock.advance(3_000);
  expect(kill).not.toHaveBeenCalled();
  take();
  await clock.advance(50);
  expect(kill.mock.calls).toEqual([[0, 'SIGTSTP']]);
});

test('a line that takes nothing is not waited for longer than 5 s, and the stop comes once', async () => {
  const { clock, kill, suspend, take } = aConsole();
  suspend();
  await clock.advance(5_050);
  take();
  await clock.advance(10_000);
  expect(kill).toHaveBeenCalledTimes(1);
});

test('the pager has the terminal only when that has taken the leave sequence', async () => {
  const { clock, lend, take } = aConsole();
  process.stdin.pause();
  let isLent = false;
  const lending = lend(async () => {
    isLent = true;
  });
  await clock.advance(1_000);
  expect(isLent).toBe(false);
  take();
  await clock.advance(50);
  await lending;
  expect(isLent).toBe(true);
  process.stdin.pause();
});

test('a pager that becomes ready while the console stops gets the terminal when the console is back', async () => {
  const { clock, kill, suspend, lend, take } = aConsole();
  process.stdin.pause();
  const order: string[] = [];
  kill.mockImplementation(() => {
    order.push('stopped');
    return true;
  });
  suspend();
  const lending = lend(async () => void order.push('pager'));
  take();
  await clock.advance(50);
  expect(order).toEqual(['stopped']);
  await clock.advance(50);
  take();
  await clock.advance(50);
  await lending;
  expect(order).toEqual(['stopped', 'pager']);
  process.stdin.pause();
});

test('what has the terminal is not stopped by a Ctrl-Z that was meant for us', async () => {
  const { clock, kill, suspend, lend, take } = aConsole();
  process.stdin.pause();
  let end = (): void => {};
  const lending = lend(() => new Promise<void>((resolve) => (end = resolve)));
  suspend();
  take();
  await clock.advance(10_000);
  expect(kill).not.toHaveBeenCalled();
  end();
  await lending;
  suspend();
  take();
  await clock.advance(100);
  expect(kill).toHaveBeenCalledTimes(1);
  process.stdin.pause();
});

test('Ctrl-Z pressed twice stops once', async () => {
  const { clock, kill, suspend, take } = aConsole();
  suspend();
  suspend();
  take();
  await clock.advance(10_000);
  expect(kill).toHaveBeenCalledTimes(1);
});

test('Ctrl-Z in the pager stops neither the console with its engine nor, for long, the pager', async () => {
  const { clock, kill, lend, take } = aConsole();
  process.stdin.pause();
  const before = process.listenerCount('SIGTSTP');
  let end = (): void => {};
  const lending = lend(() => new Promise<void>((resolve) => (end = resolve)));
  take();
  await clock.advance(50);
  // Without a listener of ours the signal would stop this process.
  expect(process.listenerCount('SIGTSTP')).toBe(before);
  process.emit('SIGTSTP');
  await clock.advance(50);
  expect(kill.mock.calls).toEqual([[0, 'SIGCONT']]);
  end();
  await lending;
  expect(process.listenerCount('SIGTSTP')).toBe(before);
  process.stdin.pause();
});
