import type { Notice } from '../store/nouns/notice.ts';
import type { Store } from '../store/store.ts';
import { holdNotice, letGo } from './delivery-holds.ts';
import { type Claimed, createLines, IN_FLIGHT_MAX, type Lines, planSteps, type Step } from './delivery-lines.ts';
import type { Tenure } from './dispatch/context.ts';
import type { PatientWrite } from './patient-write.ts';
import type { Clock } from './ports/clock.ts';
import type { Delivery } from './ports/delivery.ts';
import {
  type DeliverySettings,
  deliveryAlert,
  deliveryAlertKey,
  deliveryBackOffMs,
  judge,
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

const LOOKED_AT_MAX = 64;
const RELEASED_MAX = 500;
const AFTER_FAULT_MS = 60_000;
/** A message that has failed more often no longer keeps those behind it waiting. */
const HOLDS_LINE_MAX = 2;
/** The longest wait by which a line is held, but for what a receiver asked for. */
const RESTORED_MS = deliveryBackOffMs(HOLDS_LINE_MAX);

/**
 * Sends what waits in the outbox, at least once: claimed in one transaction, sent after its commit, recorded in another.
 * Whoever dies between sending and recording sends again; the notice's key tells the receiver that it is the same.
 */
export function createDeliverer(tools: DelivererTools): Deliverer {
  const { store, clock, settings } = tools;
  const lines = createLines();
  const claimer = createClaimer(tools);
  const releaser = createReleaser(tools, claimer);
  const stopping = new AbortController();
  const sender = createSender(tools, lines, stopping.signal);
  let isFirst = true;

  const look = (): void => {
    if (stopping.signal.aborted || claimer.isBusy()) return;
    const now = clock.now();
    if (isFirst) lines.restore(store.outbox.resting({ now, until: now + RESTORED_MS, attempts: HOLDS_LINE_MAX }));
    isFirst = false;
    if (releaser.look(now)) return;
    lines.forget(now);
    if (lines.flying() < IN_FLIGHT_MAX) claim(now);
  };

  const claim = (now: number): void => {
    const due = store.outbox.due({ now, busy: lines.busyKeys(), limit: LOOKED_AT_MAX });
    const steps = planSteps(due, lines, settings, now);
    if (steps.length === 0) return;
    claimer.run(
      () => carryOut(store, steps, tools.tenure().fence, now),
      (claimed) => {
        for (const one of claimed) sender.begin(one);
        if (due.length === LOOKED_AT_MAX) wakeSoon(tools);
      },
    );
  };

  return {
    look,
    stop: () => stopping.abort(),
    busy: () => (stopping.signal.aborted ? 0 : lines.flying() + (claimer.isBusy() ? 1 : 0)),
  };
}

/** Whoever looks from inside a turn of the loop cannot wake it there. */
const wakeSoon = ({ clock, wake }: DelivererTools): void => void clock.setSoon(wake);

/** Lets go of what is held: at the start, since settings are read there, and when an alias has changed. */
function createReleaser(tools: DelivererTools, claimer: Claimer) {
  const { aliases, outbox } = tools.store;
  let seen: string | undefined;
  let isReleasing = false;
  return {
    /** True while there is more to let go. */
    look(now: number): boolean {
      const version = aliases.version();
      isReleasing ||= version !== seen;
      seen = version;
      isReleasing &&= outbox.hasHeld(now);
      if (isReleasing) {
        claimer.run(
          () => outbox.releaseHeld(now, RELEASED_MAX),
          () => wakeSoon(tools),
        );
      }
      return isReleasing;
    },
  };
}

/** Sends what was claimed and records the answer; after `signal` nothing is recorded. */
function createSender(tools: DelivererTools, lines: Lines, signal: AbortSignal) {
  const { store, clock, delivery, settings } = tools;

  const record = (claimed: Claimed, answer: SendAnswer): void => {
    if (signal.aborted) return;
    const now = clock.now();
    const attempt = claimed.notice.attempts + 1;
    const verdict = judge(answer, attempt, settings.maxAttempts, now);
    const holdsLine = verdict.kind === 'postponed' && attempt <= HOLDS_LINE_MAX;
    const after = (): void => {
      lines.arrive(claimed, holdsLine ? verdict.until : undefined);
      tools.wake();
    };
    try {
      tools.write(() => settle(store, claimed.notice, verdict, tools.tenure().fence, now), after);
    } catch (error) {
      fault(claimed, error);
    }
  };

  const fault = (claimed: Claimed, error: unknown): void => {
    if (signal.aborted) return;
    lines.arrive(claimed, clock.now() + AFTER_FAULT_MS);
    tools.failed(error);
  };

  return {
    begin(claimed: Claimed): void {
      lines.depart(claimed);
      const { notice, road } = claimed;
      delivery.send({ notice, road }, signal).then(
        (answer) => record(claimed, answer),
        (error) => fault(claimed, error),
      );
    },
  };
}

type Claimer = ReturnType<typeof createClaimer>;

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

function carryOut(store: Store, steps: readonly Step[], fence: number, now: number): Claimed[] {
  const claimed: Claimed[] = [];
  for (const step of steps) {
    if (step.kind === 'hold') holdNotice(store, step, now);
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
  const { alerts } = store;
  if (!recorded(store, notice, verdict, fence, now)) return;
  letGo(store, notice.lastError, now);
  if (verdict.kind === 'sent') alerts.resolve(deliveryAlertKey(notice), now);
  if (verdict.kind === 'failed') alerts.raise(deliveryAlert(notice, verdict.reason, jobNameOf(store, notice)), now);
}

/** False when the claim was lost meanwhile. */
function recorded({ outbox }: Store, { id }: Notice, verdict: Verdict, fence: number, now: number): boolean {
  switch (verdict.kind) {
    case 'sent':
      return outbox.sent(id, fence, now);
    case 'postponed':
      return outbox.postponed(id, fence, verdict);
    case 'failed':
      return outbox.failed(id, fence, verdict.reason);
  }
}

const jobNameOf = (store: Store, { jobId }: Notice): string | undefined =>
  jobId === undefined ? undefined : store.jobs.label(jobId).name;
