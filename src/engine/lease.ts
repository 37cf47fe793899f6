import type { Lease, LeaseClaim, LeaseWish } from '../store/nouns/lease.ts';
import type { Store } from '../store/store.ts';
import type { Host } from './ports/host.ts';

export type Claimant = { holderId: string; mode: Lease['mode']; version: string };

/** `from` is who held it without giving it back, and whether its process lives on. */
export type LeaseTaken = {
  kind: 'taken';
  fence: number;
  afterCrash: boolean;
  /** By how many ms the clock was set back since an engine last lived here; 0 as a rule. */
  setBackMs: number;
  from?: { lease: Lease; state: 'gone' | 'silent' };
};
export type LeaseAnswer = LeaseTaken | { kind: 'held'; lease: Lease };

/** Who asked for a lease and did not take it is passed over after this. */
const PROMISE_MS = 15_000;

/** Thrown inside a transaction whose engine was replaced meanwhile: nothing of it may be written. */
export class LeaseLost extends Error {
  constructor() {
    super('another engine has taken over this database');
    this.name = 'LeaseLost';
  }
}

/**
 * One engine per database: refused while the holder lives. `silent` is a holder whose heartbeat has stood still for long
 * enough; if it has moved since, the holder is not silent.
 */
export function takeLease(
  { store, host, now }: { store: Store; host: Host; now: number },
  claimant: Claimant,
  silent?: Lease,
): LeaseAnswer {
  return store.write(() => {
    store.refuseStale();
    const holder = store.lease.current() ?? promisedToOther(store, host, claimant, now);
    const state = holder === undefined ? 'free' : stateOf(holder, host, silent);
    if (holder !== undefined && state === 'held') return { kind: 'held', lease: holder };
    const afterCrash = !store.lease.stoppedCleanly();
    const setBackMs = Math.max(0, (store.lease.lastBeatAt() ?? now) - now);
    const fence = store.lease.take(claimOf(host, claimant), now);
    const from = holder === undefined || state === 'free' || state === 'held' ? {} : { from: { lease: holder, state } };
    return { kind: 'taken', fence, afterCrash, setBackMs, ...from };
  });
}

/** What stands in the lease, or in a wish for it. */
export const claimOf = (host: Host, claimant: Claimant): LeaseClaim => {
  const { pid, pidStart, bootId, user } = host;
  return { ...claimant, pid, pidStart, bootId, host: placeOf(host), user };
};

/** Two containers may have one name and one boot, and still each its own process 1. */
export const placeOf = ({ hostname, pidNamespace }: Pick<Host, 'hostname' | 'pidNamespace'>): string =>
  pidNamespace === undefined ? hostname : `${hostname} (pid namespace ${pidNamespace})`;

/** Whether somebody waits for this lease who can take it: a process of this machine that lives, and asked just now. */
export function isWaiting(wish: LeaseWish, host: Host, now: number): boolean {
  return now - wish.at < PROMISE_MS && isHere(wish, host) && host.isAlive(wish);
}

/** Of a process on another machine, or in another container, we cannot know whether it lives. */
export const isHere = (lease: Pick<Lease, 'host'>, host: Host): boolean => lease.host === placeOf(host);

/** Between two holders: the lease is free, but kept for who asked for it. */
export function promised({ lease }: Pick<Store, 'lease'>, host: Host, now: number): Lease | undefined {
  const wish = lease.wish();
  if (wish === undefined || !isWaiting(wish, host, now)) return undefined;
  const { at, ...claim } = wish;
  return { ...claim, fence: 0, acquiredAt: at, heartbeatAt: at };
}

function promisedToOther(store: Store, host: Host, { holderId }: Claimant, now: number): Lease | undefined {
  const lease = promised(store, host, now);
  return lease?.holderId === holderId ? undefined : lease;
}

function stateOf(holder: Lease, host: Host, silent: Lease | undefined): 'held' | 'gone' | 'silent' {
  if (isHere(holder, host) && !host.isAlive(holder)) return 'gone';
  return silent?.fence === holder.fence && silent.heartbeatAt === holder.heartbeatAt ? 'silent' : 'held';
}
