import { expect, test } from 'vitest';
import { startEngine } from '../../bin/engine-start.ts';
import type { StartAnswer } from '../../src/engine/engine.ts';
import type { Lease } from '../../src/store/nouns/lease.ts';
import { createVirtualClock } from '../support/virtual-clock.ts';

/** A holder that beat just now and was killed since; the system takes it away after a second. */
function aStart(isEnding: boolean) {
  const clock = createVirtualClock();
  const goneAt = clock.now() + 1_000;
  const lease: Lease = {
    ...{ holderId: 'a', mode: 'headless', version: '1', pid: 7, pidStart: '70', bootId: 'boot', host: 'box' },
    ...{ user: 'ops', fence: 1, acquiredAt: clock.now() - 60_000, heartbeatAt: clock.now() - 500 },
  };
  const isAlive = () => clock.now() < goneAt;
  const host = { hostname: 'box', bootId: 'boot', timeZone: 'UTC', isAlive, isEnding: () => isEnding };
  const start = (): StartAnswer => (isAlive() ? { kind: 'held', lease } : { kind: 'running', fence: 2 });
  const room = { engine: { start }, store: { lease: { current: () => lease } } };
  const started = startEngine(room as never, { clock, host, output: {} } as never, {
    beside: 'refuse',
    isOver: () => false,
  });
  return { clock, started };
}

test('R-5 beside an engine that was killed this very moment one waits until the system has taken it away', async () => {
  const { clock, started } = aStart(true);
  await clock.advance(1_400);
  await started;
});

test('R-5 beside an engine that lives it is refused at once', async () => {
  const { started } = aStart(false);
  await expect(started).rejects.toThrow('no engine started: pid 7 of ops on box runs one on this database since');
});
