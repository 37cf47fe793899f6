import type { Notice } from '../store/nouns/notice.ts';
import { type Address, addressKey, type DueNotice, isAskedAgain } from '../store/outbox.ts';
import { addressOf, type DeliverySettings, type Road, routeOf } from './rules/delivery.ts';

export const IN_FLIGHT_MAX = 8;
const HELD_FOR_MS = 3_600_000;

export type Claimed = { id: number; key: string; notice: Notice; road: Road };

export type Lines = ReturnType<typeof createLines>;

/** What is under way to each address, and which address rests because somebody at its head waits for another attempt. */
export function createLines() {
  const flights = new Map<string, number>();
  const rests = new Map<string, number>();
  return {
    flying: () => flights.size,
    busyKeys: () => [...flights.keys()],
    isFlying: (id: number) => [...flights.values()].includes(id),
    restsUntil: (key: string) => rests.get(key),
    depart: ({ key, id }: Claimed): void => void flights.set(key, id),
    arrive({ key }: Claimed, restUntil: number | undefined): void {
      flights.delete(key);
      if (restUntil !== undefined) rests.set(key, restUntil);
    },
    restore(found: readonly (Address & { until: number })[]): void {
      for (const rest of found) rests.set(addressKey(rest), rest.until);
    },
    forget(now: number): void {
      for (const [key, until] of rests) if (until <= now) rests.delete(key);
    },
  };
}

export type Step =
  | { kind: 'claim'; id: number; key: string; road: Road }
  | { kind: 'hold'; id: number; until: number; reason: string; lastError?: string }
  | { kind: 'queue'; id: number; until: number };

/** Oldest first, one for each address; what has no way out is held, what stands behind a resting one joins its rest. */
export function planSteps(due: readonly DueNotice[], lines: Lines, settings: DeliverySettings, now: number): Step[] {
  const taken = new Set(lines.busyKeys());
  const steps: Step[] = [];
  for (const one of due) {
    const { id } = one;
    // Its alias may have been changed under way, and then its address looks free.
    if (lines.isFlying(id)) continue;
    const key = addressKey(addressOf(one));
    const routing = routeOf(one, settings);
    // A person who asks for one knows more than the rest does.
    const restsUntil = isAskedAgain(one.lastError) ? undefined : lines.restsUntil(key);
    if (routing.kind === 'held') {
      const before = one.lastError === undefined ? {} : { lastError: one.lastError };
      steps.push({ kind: 'hold', id, until: now + HELD_FOR_MS, reason: routing.reason, ...before });
    } else if (restsUntil !== undefined) {
      steps.push({ kind: 'queue', id, until: restsUntil });
    } else if (!taken.has(key) && taken.size < IN_FLIGHT_MAX) {
      taken.add(key);
      steps.push({ kind: 'claim', id, key, road: routing.road });
    }
  }
  return steps;
}
