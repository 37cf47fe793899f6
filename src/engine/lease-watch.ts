import type { Lease } from '../store/nouns/lease.ts';
import type { Store } from '../store/store.ts';
import { isHere, promised } from './lease.ts';
import { LEASE_TIMES } from './lease-times.ts';
import type { Clock } from './ports/clock.ts';
import type { Host } from './ports/host.ts';

/** A beat comes every two seconds; from here on its absence is worth a word. */
export const QUIET_MS = 4_000;
/** Whoever looks was stopped as well if it looked later than this part of the silence, and saw nothing of what lay between. */
const SEEN_SHARE = 1 / 4;

/** Who holds the lease, as seen from another process. */
export type LeaseSight =
  | { kind: 'none' }
  | { kind: 'gone'; lease: Lease }
  /** `silentMs`: for how long we have watched its heartbeat stand still. */
  | { kind: 'alive' | 'silent'; lease: Lease; silentMs: number };

export type LeaseWatch = { look(): LeaseSight };

/** Looks at the holder again and again; silence is measured by our own monotonic clock, and only while we look. */
export function createLeaseWatch(
  store: Pick<Store, 'lease'>,
  host: Host,
  clock: Clock,
  { silentMs: limitMs } = LEASE_TIMES,
): LeaseWatch {
  let seen: { lease: Lease; silentMs: number; at: number } | undefined;
  const silenceOf = (lease: Lease): number => {
    const at = clock.monotonic();
    const same = seen?.lease.fence === lease.fence && seen.lease.heartbeatAt === lease.heartbeatAt;
    const silentMs = seen === undefined || !same ? 0 : seen.silentMs + Math.min(at - seen.at, limitMs * SEEN_SHARE);
    seen = { lease, silentMs, at };
    return silentMs;
  };
  return {
    look() {
      const lease = store.lease.current();
      if (lease === undefined) {
        const next = promised(store, host, clock.now());
        return next === undefined ? { kind: 'none' } : { kind: 'alive', lease: next, silentMs: 0 };
      }
      const silentMs = silenceOf(lease);
      if (isHere(lease, host) && !host.isAlive(lease)) return { kind: 'gone', lease };
      return { kind: silentMs >= limitMs ? 'silent' : 'alive', lease, silentMs };
    },
  };
}
