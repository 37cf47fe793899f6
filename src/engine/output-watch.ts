import type { StopReason } from '../store/nouns/run.ts';
import type { LiveEntry, LiveRunTools } from './live-runs.ts';
import { createTailer } from './output/tailer.ts';
import { KILLED_AT_LIMITS } from './strategies/stopped.ts';

const LOOK_EVERY_MS = 250;

/** Looks at the size of every live run's output: more than its limit, or silence for too long, stops it. */
export function createOutputWatch(
  { clock, processes }: Pick<LiveRunTools, 'clock' | 'processes'>,
  live: ReadonlyMap<number, LiveEntry>,
  stops: { request(runId: number, reason: StopReason): void; kill(runId: number): void },
): { start(): void; stop(): void } {
  let cancel: (() => void) | undefined;

  const look = (): void => {
    const now = clock.monotonic();
    for (const [runId, entry] of live) {
      measure(entry, now);
      const reason = entry.stage === 'runs' ? exceeded(entry, now) : undefined;
      if (reason !== undefined) stops.request(runId, reason);
      if (entry.stage === 'terminating' && entry.bytes > KILLED_AT_LIMITS * entry.plan.outputMaxBytes)
        stops.kill(runId);
    }
    cancel = live.size === 0 ? undefined : clock.setTimer(LOOK_EVERY_MS, look);
  };

  const measure = (entry: LiveEntry, now: number): void => {
    const { out, err } = processes.outputBytes(entry.folder);
    if (out + err !== entry.bytes) {
      entry.bytes = out + err;
      entry.silentSince = now;
    }
    // Only here, so that a run of a few milliseconds costs no index.
    if (entry.tailer === undefined) {
      entry.tailer = createTailer(entry.folder, { clock });
      entry.tailer.start();
    }
  };

  return {
    start() {
      cancel ??= clock.setTimer(LOOK_EVERY_MS, look);
    },
    stop() {
      cancel?.();
      cancel = undefined;
    },
  };
}

function exceeded({ plan, bytes, silentSince }: LiveEntry, now: number): StopReason | undefined {
  if (bytes > plan.outputMaxBytes) return 'output-limit';
  const { idleTimeoutMs } = plan;
  return idleTimeoutMs !== undefined && now - silentSince >= idleTimeoutMs ? 'timeout' : undefined;
}
