import type { ReasonCode } from '../../store/nouns/decision.ts';
import type { Job } from '../../store/nouns/job.ts';
import type { Fire } from './planning.ts';

/** Fires that were due before an instant went unseen, and why. */
export type Unseen = { before: number; because: string };

export type MissedFire = {
  slotAt: number;
  reason: Extract<ReasonCode, 'misfire-skip' | 'misfire-window'>;
  detail: string;
};
/** `madeUp` is run although it is late, `onTime` as ever; what is `missed` is only recorded. */
export type CatchUp = { madeUp: Fire[]; onTime: Fire[]; missed: MissedFire[] };

/**
 * S-5, D-95. Which of the fires that are due by now are run and which are only recorded as missed.
 * A fire is late when it went unseen (no engine ran then, the clock jumped over it) or when a later one is due as well.
 * The window counts from when a fire was due, not from its fire time, or jitter would eat it.
 */
export function catchUp(job: Pick<Job, 'definition'>, fires: readonly Fire[], now: number, unseen: Unseen): CatchUp {
  const { misfire_policy: policy, misfire_max: most, misfire_window_s: windowSeconds } = job.definition;
  const last = fires.at(-1);
  const onTime = last !== undefined && last.dueAt >= unseen.before ? [last] : [];
  const late = fires.slice(0, fires.length - onTime.length);
  const opensAt = now - windowSeconds * 1_000;
  const recent = late.filter((fire) => fire.dueAt >= opensAt);
  const madeUp =
    policy === 'run_all' ? recent.slice(-most) : policy === 'run_once' && onTime.length === 0 ? recent.slice(-1) : [];
  const missed = [
    ...late.filter((fire) => fire.dueAt < opensAt).map((fire) => missedFire(fire, 'misfire-window', unseen)),
    ...recent.slice(0, recent.length - madeUp.length).map((fire) => missedFire(fire, 'misfire-skip', unseen)),
  ];
  return { madeUp, onTime, missed };
}

function missedFire({ slotAt, dueAt }: Fire, reason: MissedFire['reason'], { before, because }: Unseen): MissedFire {
  return { slotAt, reason, detail: dueAt < before ? because : 'a later fire time was due as well by then' };
}

/** Where the made-up fires of all jobs are: the instant at which the last of them was put. */
export type Spread = { lastAt: number };

const SPREAD_STEP_MS = 1_000;
const SPREAD_MAX_MS = 300_000;
/** Rounds of a full stretch lie beside each other: the next one begins a little later within the second. */
const SPREAD_ROUND_MS = 31;

/**
 * S-5. When the next made-up fire is due: at once, and one second after the one before while they come together, so
 * that the stretch grows with their number. It is five minutes long at most; beyond that they lie closer together.
 */
export function nextOfSpread({ lastAt }: Spread, now: number): number {
  const next = Math.max(now, lastAt + SPREAD_STEP_MS);
  if (next <= now + SPREAD_MAX_MS) return next;
  return now + ((((lastAt - now) % SPREAD_STEP_MS) + SPREAD_ROUND_MS) % SPREAD_STEP_MS);
}
