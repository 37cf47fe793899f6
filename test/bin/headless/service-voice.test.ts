import { expect, test } from 'vitest';
import { createServiceVoice } from '../../../bin/headless/service-voice.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

function world(watchdogMs?: number) {
  const clock = createVirtualClock();
  const said: string[][] = [];
  let isFrozen = false;
  let aliveAt = 0;
  let numbers = () => ({ running: 1, queued: 2, approvals: 0, alerts: 3 });
  const notifier = {
    ...(watchdogMs === undefined ? {} : { watchdogMs }),
    send: (words: readonly string[]) => void said.push([...words]),
  };
  const voice = createServiceVoice(notifier, clock, {
    aliveAt() {
      if (!isFrozen) aliveAt = clock.monotonic();
      return aliveAt;
    },
    numbers: () => numbers(),
  });
  return {
    voice,
    advance: clock.advance,
    said: () => said.splice(0),
    freeze: () => {
      isFrozen = true;
    },
    thaw: () => {
      isFrozen = false;
    },
    unreadable: () => {
      numbers = () => {
        throw new Error('disk I/O error');
      };
    },
  };
}

const NUMBERS = 'STATUS=1 running, 2 queued, 0 approvals, 3 alerts';

test('R-4 it is ready when the engine has started, and gives a sign of life twice in the time it is given', async () => {
  const { voice, advance, said } = world(60_000);
  voice.waiting();
  await advance(120_000);
  expect(said()).toEqual([['STATUS=waits: another process runs the engine']]);
  voice.hear({ kind: 'engine-started', fence: 1, recovered: 0 });
  expect(said()).toEqual([['READY=1', NUMBERS]]);
  await advance(60_000);
  expect(said()).toEqual([
    ['WATCHDOG=1', NUMBERS],
    ['WATCHDOG=1', NUMBERS],
  ]);
  voice.hear({ kind: 'engine-stopping', activeRuns: 2 });
  expect(said()).toEqual([['STOPPING=1', 'STATUS=stops: 2 runs still active']]);
  await advance(30_000);
  expect(said()).toHaveLength(1);
  voice.stop();
  await advance(120_000);
  expect(said()).toEqual([]);
});

test('R-4 while the engine does not turn nothing is said, so that the manager ends it; a short stop is forgiven', async () => {
  const { voice, advance, said, freeze, thaw } = world(60_000);
  voice.hear({ kind: 'engine-started', fence: 1, recovered: 0 });
  await advance(30_000);
  said();
  freeze();
  await advance(60_000);
  expect(said()).toEqual([]);
  thaw();
  await advance(30_000);
  expect(said()).toEqual([['WATCHDOG=1', NUMBERS]]);
});

test('without a watchdog the numbers are told all the same; a database that cannot be read ends no life', async () => {
  const { voice, advance, said, unreadable } = world();
  voice.hear({ kind: 'engine-started', fence: 1, recovered: 0 });
  await advance(30_000);
  expect(said()).toEqual([['READY=1', NUMBERS], [NUMBERS]]);
  unreadable();
  await advance(30_000);
  expect(said()).toEqual([['STATUS=the database cannot be read']]);
});
