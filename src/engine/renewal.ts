import type { Store } from '../store/store.ts';
import { isBusy } from '../store/store-error.ts';
import type { Tenure } from './dispatch/context.ts';
import { LEASE_TIMES } from './lease-times.ts';
import type { Clock } from './ports/clock.ts';

export type Renewal = {
  /** The lease was taken just now. */
  begin(): void;
  /** Tells that this engine lives. Throws what a database throws that is not merely busy. */
  renew(): 'renewed' | 'lost' | 'busy';
  /** Whether something may be started: nobody can have replaced us. Tries a heartbeat where the last one is old. */
  mayStart(): boolean;
};

/** Keeps the lease. After a stop of the process or a long wait for the database it is not sure to be ours any more. */
export function createRenewal(store: Store, clock: Clock, tenure: () => Tenure, times = LEASE_TIMES): Renewal {
  let renewedAt = clock.monotonic();
  const renew = (): 'renewed' | 'lost' | 'busy' => {
    const { holderId, fence } = tenure();
    try {
      const at = clock.monotonic();
      if (!store.writeQuietly(() => store.lease.beat(holderId, fence, clock.now()))) return 'lost';
      renewedAt = at;
      return 'renewed';
    } catch (error) {
      if (isBusy(error)) return 'busy';
      throw error;
    }
  };
  return {
    begin() {
      renewedAt = clock.monotonic();
    },
    renew,
    mayStart() {
      if (clock.monotonic() - renewedAt < times.renewedWithinMs) return true;
      try {
        return renew() === 'renewed';
      } catch {
        // The heartbeat meets the same error and tells it.
        return false;
      }
    },
  };
}
