import {
  firstSlotAfterZoneChange,
  nextSlot,
  type Schedule,
  type Slot,
  slotsBetween,
  type ZoneChange,
} from '../../engine/rules/schedule/index.ts';

type Cron = Extract<Schedule, { kind: 'cron' }>;

/** What the next change of a zone's clocks does to a schedule. */
export type ChangeAhead = {
  change: ZoneChange;
  /** The first fire from the change on. */
  slot: Slot;
  /** Absent where the change meets none of its times. */
  meets?: { wall: string; count: number; runsAt: readonly number[] };
};

const PASSES_MAX = 100;

/** Absent for a zone whose clocks do not change within two years. */
export function changeAhead(schedule: Schedule, now: number): ChangeAhead | undefined {
  if (schedule.kind !== 'cron') return undefined;
  const found = firstSlotAfterZoneChange(schedule, now);
  if (found === undefined) return undefined;
  const met = metBy(schedule, found.change);
  return { ...found, ...(met === undefined ? {} : { meets: met }) };
}

/** The first time of the schedule that the clocks skip or show twice, and when it runs all the same. */
function metBy(schedule: Cron, { at, fromOffsetMs, toOffsetMs }: ZoneChange): ChangeAhead['meets'] {
  const [low, high] = [at + Math.min(fromOffsetMs, toOffsetMs), at + Math.max(fromOffsetMs, toOffsetMs)];
  // Read as if it were UTC, a clock has no changes: so every time that the wall could show is found.
  const onWall = nextSlot({ ...schedule, zone: 'UTC' }, low - 1);
  if (onWall === undefined || onWall.at >= high) return undefined;
  const length = high - low;
  const isSkipped = toOffsetMs > fromOffsetMs;
  const { slots } = isSkipped
    ? slotsBetween(schedule, at - 1, at, PASSES_MAX)
    : slotsBetween(schedule, at - length - 1, at + length - 1, PASSES_MAX);
  const same = slots.filter((slot) => isSkipped || slot.wall === onWall.wall);
  const { slots: onWalls } = slotsBetween({ ...schedule, zone: 'UTC' }, low - 1, high - 1, PASSES_MAX);
  return { wall: onWall.wall, count: onWalls.length, runsAt: same.filter(isShifted(isSkipped)).map((slot) => slot.at) };
}

/** What is due right after a jump anyway makes up for nothing. */
const isShifted =
  (isSkipped: boolean) =>
  (slot: Slot): boolean =>
    !isSkipped || slot.note === 'gap-shifted';
