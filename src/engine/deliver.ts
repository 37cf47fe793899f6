import type { Notice } from '../store/nouns/notice.ts';
import { type Address, addressKey, type DueNotice } from '../store/outbox.ts';
import type { Store } from '../store/store.ts';
import type { Tenure } from './dispatch/context.ts';
import type { PatientWrite } from './patient-write.ts';
import type { Clock } from './ports/clock.ts';
import type { Delivery } from './ports/delivery.ts';
import {
  addressOf,
  type DeliverySettings,
  deliveryAlert,
  deliveryAlertKey,
  judge,
  type Road,
  routeOf,
  type SendAnswer,
  type Verdict,
} from './rules/delivery.ts';

export type DelivererTools = {
  store: Store;
  clock: Clock;
  delivery: Delivery;
  settings: DeliverySettings;
  /** Asked anew each time: the fence is known only when the engine runs. */
  tenure(): Tenure;
  /** Fenced: an engine that was replaced records nothing. */
  write: PatientWrite;
  /** Something has ended: there may be more to send, or nothing left to wait for. */
  wake(): void;
  /** An error of our own; the message is tried again. */
  failed(error: unknown): void;
};

export type Deliverer = {
  /** Begins to send what is due; cheap when nothing is, and never waits. */
  look(): void;
  /** Ends what is under way without recording it: the next engine sends it again. */
  stop(): void;
  /** Messages under way. */
  busy(): number;
};

export const IN_FLIGHT_MAX = 8;
const LOOKED_AT_MAX = 64;
const RELEASED_MAX = 500;
const HELD_FOR_MS = 3_600_000;
const AFTER_FAULT_MS = 60_000;
/** A message that has failed so often no longer keeps those behind it waiting. */
const STEPS_ASIDE_AFTER = 3;

/**
 * Sends what waits in the outbox, at least once: claimed in one transaction, sent after its commit, recorded in another.
 * Whoever dies between sending and recording sends again; the notice's key tells the receiver that it is the same.
 */
export function createDeliverer(tools: DelivererTools): Deliverer {
  const { store, clock, delivery, settings, wake } = tools;
  const lines = createLines();
  const stopping = new AbortController();
  const claim = createClaimer(tools);
  let mayHold = true;

  const look = (): void => {
    if (stopping.signal.aborted || claim.isBusy()) return;
    const now = clock.now();
    if (mayHold) {
      // Settings are read at the start: what an engine before us held may have a way out now.
      lines.restore(store.outbox.resting(now, STEPS_ASIDE_AFTER - 1));
      mayHold = store.outbox.hasHeld(now);
      if (mayHold) return claim.run(() => store.outbox.releaseHeld(now, RELEASED_MAX), soon);
    }
    lines.forget(now);
    if (lines.flying() >= IN_FLIGHT_MAX) return;
    const due = store.outbox.due({ now, busy: lines.busyKeys(), limit: LOOKED_AT_MAX });
    const steps = planSteps(due, lines, settings, now);
    if (steps.length === 0) return;
    claim.run(
      () => carryOut(store, steps, tools.tenure().fence, now),
      (claimed) => {
        for (const one of claimed) begin(one);
        if (due.length === LOOKED_AT_MAX) soon();
      },
    );
  };

  /** Whoever looks from inside a turn of the loop cannot wake it there. */
  const soon = (): void => void clock.setSoon(wake);

  const begin = (claimed: Claimed): void => {
    lines.depart(claimed);
    const { notice, road } = claimed;
    delivery.send({ notice, road }, stopping.signal).then(
      (answer) => record(claimed, answer),
      (error) => fault(claimed, error),
    );
  };

  const record = (claimed: Claimed, answer: SendAnswer): void => {
    if (stopping.signal.aborted) return;
    const now = clock.now();
    const attempt = claimed.notice.attempts + 1;
    const verdict = judge(answer, attempt, settings.maxAttempts, now);
    const holdsLine = verdict.kind === 'postponed' && attempt < STEPS_ASIDE_AFTER;
    const after = (): void => {
      lines.arrive(claimed, holdsLine ? verdict.until : undefined);
      wake();
    };
    try {
      tools.write(() => settle(store, claimed.notice, verdict, tools.tenure().fence, now), after);
    } catch (error) {
      fault(claimed, error);
    }
  };

  const fault = (claimed: Claimed, error: unknown): void => {
    if (stopping.signal.aborted) return;
    lines.arrive(claimed, clock.now() + AFTER_FAULT_MS);
    tools.failed(error);
  };

  return {
    look,
    stop: () => stopping.abort(),
    busy: () => (stopping.signal.aborted ? 0 : lines.flying() + (claim.isBusy() ? 1 : 0)),
  };
}

type Claimed = { id: number; key: string; notice: Notice; road: Road };

/** One claim at a time: on a busy database a transaction comes later than it was asked for. */
function createClaimer({ write }: DelivererTools) {
  let isBusy = false;
  return {
    isBusy: () => isBusy,
    run<T>(work: () => T, after: (result: T) => void): void {
      const results: T[] = [];
      isBusy = true;
      try {
        // A transaction that was rolled back begins anew: only its last result counts.
        write(
          () => results.splice(0, 1, work()),
          () => {
            isBusy = false;
            for (const result of results) after(result);
          },
        );
      } catch (error) {
        isBusy = false;
        throw error;
      }
    },
  };
}

type Lines = ReturnType<typeof createLines>;

/** What is under way to each address, and which address rests because somebody at its head waits for another attempt. */
function createLines() {
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

type Step =
  | { kind: 'claim'; id: number; key: string; road: Road }
  | { kind: 'hold'; id: number; until: number; reason: string }
  | { kind: 'queue'; id: number; until: number };

/** Oldest first, one for each address; what has no way out is held, what stands behind a resting one joins its rest. */
function planSteps(due: readonly DueNotice[], lines: Lines, settings: DeliverySettings, now: number): Step[] {
  const taken = new Set(lines.busyKeys());
  const steps: Step[] = [];
  for (const one of due) {
    const { id } = one;
    // Its alias may have been changed under way, and then its address looks free.
    if (lines.isFlying(id)) continue;
    const key = addressKey(addressOf(one));
    const routing = routeOf(one, settings);
    const restsUntil = lines.restsUntil(key);
    if (routing.kind === 'held') {
      steps.push({ kind: 'hold', id, until: now + HELD_FOR_MS, reason: routing.reason });
    } else if (restsUntil !== undefined) {
      steps.push({ kind: 'queue', id, until: restsUntil });
    } else if (!taken.has(key) && taken.size < IN_FLIGHT_MAX) {
      taken.add(key);
      steps.push({ kind: 'claim', id, key, road: routing.road });
    }
  }
  return steps;
}

function carryOut(store: Store, steps: readonly Step[], fence: number, now: number): Claimed[] {
  const claimed: Claimed[] = [];
  for (const step of steps) {
    if (step.kind === 'hold') store.outbox.held(step.id, step);
    else if (step.kind === 'queue') store.outbox.queued(step.id, step.until);
    else {
      const notice = store.outbox.claim(step.id, fence, now);
      if (notice !== undefined) claimed.push({ ...step, notice });
    }
  }
  return claimed;
}

/** One transaction: what became of the message, and the alert that follows from it. */
function settle(store: Store, notice: Notice, verdict: Verdict, fence: number, now: number): void {
  const { outbox, alerts } = store;
  switch (verdict.kind) {
    case 'sent':
      if (outbox.sent(notice.id, fence, now)) alerts.resolve(deliveryAlertKey(notice), now);
      return;
    case 'postponed':
      outbox.postponed(notice.id, fence, verdict);
      return;
    case 'failed':
      if (outbox.failed(notice.id, fence, verdict.reason)) alerts.raise(deliveryAlert(notice, verdict.reason), now);
  }
}
