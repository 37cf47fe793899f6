import type { EngineEvent } from '../../src/engine/events.ts';
import type { Clock } from '../../src/engine/ports/clock.ts';
import type { Notifier } from '../../src/engine/ports/notify.ts';
import { counted } from '../../src/engine/rules/counted.ts';
import type { StatusNumbers } from '../../src/store/lookups/status-reads.ts';

/** Without a watchdog the line of numbers is renewed as often. */
const TELL_EVERY_MS = 30_000;

export type ServiceVoice = { waiting(): void; hear(event: EngineEvent): void; stop(): void };

type Told = Pick<StatusNumbers, 'running' | 'queued' | 'approvals' | 'alerts'>;
type Engine = { aliveAt(): number; numbers(): Told };

/**
 * Tells the service manager: ready once the lease is held and what was left has been taken back, alive while the engine
 * really turns, stopping when it drains, and how much there is to do.
 */
export function createServiceVoice(notifier: Notifier, clock: Clock, engine: Engine): ServiceVoice {
  const everyMs = notifier.watchdogMs === undefined ? TELL_EVERY_MS : notifier.watchdogMs / 2;
  let cancel: (() => void) | undefined;
  const tell = (): void => {
    cancel = clock.setTimer(everyMs, tell);
    const isAlive = clock.monotonic() - engine.aliveAt() < everyMs;
    if (isAlive) notifier.send([...(notifier.watchdogMs === undefined ? [] : ['WATCHDOG=1']), statusOf(engine)]);
  };
  return {
    waiting: () => notifier.send(['STATUS=waits: another process runs the engine']),
    hear(event) {
      if (event.kind === 'engine-started') {
        notifier.send(['READY=1', statusOf(engine)]);
        cancel = clock.setTimer(everyMs, tell);
      }
      if (event.kind === 'engine-stopping')
        notifier.send(['STOPPING=1', `STATUS=stops: ${counted(event.activeRuns, 'run')} still active`]);
    },
    stop() {
      cancel?.();
    },
  };
}

/** Numbers only: what jobs and people write could hold a line of its own. A database that cannot be read is no end of life. */
function statusOf({ numbers }: Engine): string {
  try {
    const { running, queued, approvals, alerts } = numbers();
    return `STATUS=${running} running, ${queued} queued, ${counted(approvals, 'approval')}, ${counted(alerts, 'alert')}`;
  } catch {
    return 'STATUS=the database cannot be read';
  }
}
