import type { ReasonCode } from '../../store/nouns/decision.ts';
import type { Job } from '../../store/nouns/job.ts';
import type { Fire } from './planning.ts';

export type MissedFire = { slotAt: number; reason: Extract<ReasonCode, 'misfire-skip' | 'misfire-window'> };
export type CatchUp = { run: Fire[]; missed: MissedFire[] };

/**
 * S-5, D-95. Which of the fires that are due by now are run and which are only recorded as missed.
 * A fire is late when it was due before `missedBefore` (no engine ran then) or when a later one is due as well.
 */
export function catchUp(
  job: Pick<Job, 'definition'>,
  fires: readonly Fire[],
  now: number,
  missedBefore: number,
): CatchUp {
  const { misfire_policy: policy, misfire_max: most, misfire_window_s: windowSeconds } = job.definition;
  const last = fires.at(-1);
  const onTime = last !== undefined && last.dueAt >= missedBefore ? [last] : [];
  const late = fires.slice(0, fires.length - onTime.length);
  const opensAt = now - windowSeconds * 1_000;
  const recent = late.filter((fire) => fire.slotAt >= opensAt);
  const missed: MissedFire[] = late
    .filter((fire) => fire.slotAt < opensAt)
    .map((fire) => ({ slotAt: fire.slotAt, reason: 'misfire-window' }));
  const madeUp =
    policy === 'run_all' ? recent.slice(-most) : policy === 'run_once' && onTime.length === 0 ? recent.slice(-1) : [];
  for (const fire of recent.slice(0, recent.length - madeUp.length)) {
    missed.push({ slotAt: fire.slotAt, reason: 'misfire-skip' });
  }
  return { run: [...madeUp, ...onTime], missed };
}
