import type { Lease } from '../store/nouns/lease.ts';
import type { Store } from '../store/store.ts';
import type { Host } from './ports/host.ts';

export type Claimant = { holderId: string; mode: Lease['mode']; version: string };
export type LeaseAnswer = { kind: 'taken'; fence: number; afterCrash: boolean } | { kind: 'held'; lease: Lease };

/** Thrown inside a transaction whose engine was replaced meanwhile: nothing of it may be written. */
export class LeaseLost extends Error {
  constructor() {
    super('another engine has taken over this database');
    this.name = 'LeaseLost';
  }
}

/** One engine per database: refused while the holder's very process lives, or when it is on another host. */
export function takeLease(store: Store, host: Host, claimant: Claimant, now: number): LeaseAnswer {
  return store.write(() => {
    const holder = store.lease.current();
    if (holder !== undefined && isHeld(holder, host)) return { kind: 'held', lease: holder };
    const afterCrash = !store.lease.stoppedCleanly();
    const { pid, pidStart, bootId, hostname, user } = host;
    const fence = store.lease.take({ ...claimant, pid, pidStart, bootId, host: hostname, user }, now);
    return { kind: 'taken', fence, afterCrash };
  });
}

/** Of another host we cannot know whether its process lives. */
const isHeld = (holder: Lease, host: Host): boolean => holder.host !== host.hostname || host.isAlive(holder);
