// An engine that wants the lease, again and again: it takes it when it is free or its holder silent, and begins anew when
// it was replaced. A line on stdin names the failpoint at which it stops itself once, as by a SIGSTOP from outside.
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { createEngine } from '../../../src/engine/engine.ts';
import { createLeaseWatch } from '../../../src/engine/lease-watch.ts';
import { systemClock } from '../../../src/engine/ports/clock.ts';
import { createDelivery } from '../../../src/engine/ports/delivery.ts';
import { absentGateway } from '../../../src/engine/ports/gateway/absent.ts';
import { readHost } from '../../../src/engine/ports/host.ts';
import { randomIds } from '../../../src/engine/ports/ids.ts';
import { silentLog } from '../../../src/engine/ports/log.ts';
import { createProcesses } from '../../../src/engine/ports/processes.ts';
import { DELIVERY_DEFAULTS } from '../../../src/engine/rules/delivery.ts';
import { openStore } from '../../../src/store/store.ts';
import { isBusy } from '../../../src/store/store-error.ts';
import { TIMES } from './times.ts';
import { watchWrites } from './write-watch.ts';

const LOOK_EVERY_MS = 15;

const directory = process.argv[2] ?? '.';
const tell = (event: string): void => void process.stdout.write(`${JSON.stringify({ event, pid: process.pid })}\n`);
let stopAt: string | undefined;
createInterface({ input: process.stdin }).on('line', (line) => {
  stopAt = line;
});

while (true) await rule();

/** One reign, from waiting for the lease to its loss. */
async function rule(): Promise<void> {
  const store = openStore({ path: join(directory, 'openclaw-tui.db'), role: 'engine' });
  const host = readHost();
  const holderId = randomIds.holderId();
  watchWrites(store, holderId);
  const lost = Promise.withResolvers<void>();
  const engine = createEngine({
    store,
    runsDir: join(directory, 'runs'),
    clock: systemClock,
    host,
    processes: createProcesses({ adoptionCheckEveryMs: 40 }),
    delivery: createDelivery({ env: {}, folder: '/', allowInsecure: false }),
    gateway: absentGateway,
    log: silentLog,
    claimant: { holderId, mode: 'headless', version: '0.0.0' },
    settings: { maxActiveRuns: 8, graceMs: 30_000, delivery: DELIVERY_DEFAULTS },
    leaseTimes: TIMES,
    failpoint: (name) => {
      if (name !== stopAt || store.runs.active().length === 0) return;
      stopAt = undefined;
      process.kill(process.pid, 'SIGSTOP');
    },
  });
  engine.on(({ kind }) => {
    if (kind === 'lease-lost') lost.resolve();
  });
  const watch = createLeaseWatch(store, host, systemClock, TIMES);
  while (!hasStarted()) await pause(LOOK_EVERY_MS);
  tell('rules');
  await lost.promise;
  tell('replaced');
  // What is still on its way into a store must find it open, or it would be a fault of this program.
  setTimeout(() => store.close(), 2_000);

  function hasStarted(): boolean {
    try {
      const sight = watch.look();
      if (sight.kind === 'alive') return false;
      return engine.start(sight.kind === 'silent' ? sight.lease : undefined).kind === 'running';
    } catch (error) {
      if (isBusy(error)) return false;
      throw error;
    }
  }
}
