import { wallText } from './civil.ts';
import { type Cron, changeBefore, isMadeUp } from './clock-change.ts';
import { compileCron } from './compile-cron.ts';
import { nextSlot } from './slots.ts';
import type { Schedule, Slot } from './types.ts';
import { nextWall } from './wall-search.ts';

/** Where the clocks jumped forwards: `from` is the wall time that came not, `to` the one that was shown instead. */
export type ClockGap = { at: number; from: string; to: string };

export type InstantExplained =
  /** It is a fire time. */
  | { kind: 'fires'; slot: Slot }
  /** It is a fire time, and an entry of the calendar takes it out. */
  | { kind: 'excluded'; slot: Slot; entry: string }
  /** The clocks passed over this wall time (read as if they had not been moved); `slot` is where the job fires instead, if it does. */
  | { kind: 'gap'; gap: ClockGap; wall: string; slot?: Slot }
  /** The clocks show this wall time a second time; the job fires in the first pass only. */
  | { kind: 'repeated'; first: Slot }
  /** Not a fire time; `before` and `after` are its neighbours, where there are any. */
  | { kind: 'no-fire'; before?: Slot; after?: Slot };

/** How far back a fire time before an instant is looked for. */
const BACK_MAX_MS = 9 * 366 * 86_400_000;
const BACK_FIRST_MS = 60_000;
const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

/**
 * Why a schedule does or does not fire at an instant. A whole minute stands for all of its seconds. `excluded` answers
 * which entry of the job's calendar covers a fire time.
 */
export function explainInstant(
  schedule: Schedule,
  instant: number,
  excluded: (slotAt: number) => string | undefined = () => undefined,
): InstantExplained {
  const from = Math.floor(instant / SECOND_MS) * SECOND_MS;
  const until = from % MINUTE_MS === 0 ? from + MINUTE_MS : from + SECOND_MS;
  const after = nextSlot(schedule, from - 1);
  if (after !== undefined && after.at < until) {
    const entry = excluded(after.at);
    return entry === undefined ? { kind: 'fires', slot: after } : { kind: 'excluded', slot: after, entry };
  }
  const moved = schedule.kind === 'cron' ? (inGap(schedule, from) ?? inRepeat(schedule, from)) : undefined;
  if (moved !== undefined) return moved;
  const before = slotBefore(schedule, from);
  return {
    kind: 'no-fire',
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  };
}

/** The last slot before an instant, within nine years; intervals from the end have none that is known. */
export function slotBefore(schedule: Schedule, instant: number): Slot | undefined {
  if (schedule.kind === 'every' && schedule.from === 'end') return undefined;
  const isBefore = (after: number): boolean => (nextSlot(schedule, after)?.at ?? Number.POSITIVE_INFINITY) < instant;
  let back = BACK_FIRST_MS;
  while (!isBefore(instant - back)) {
    if (back >= BACK_MAX_MS) return undefined;
    back = Math.min(back * 8, BACK_MAX_MS);
  }
  // The latest instant whose next slot still lies before: that slot is the one.
  let low = instant - back;
  let high = instant;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isBefore(middle)) low = middle;
    else high = middle;
  }
  return nextSlot(schedule, low);
}

/** The wall time that the old offset would show, if the clocks jumped over it. */
function inGap(schedule: Cron, instant: number): InstantExplained | undefined {
  const second = instant / SECOND_MS;
  const change = changeBefore(schedule.zone, second);
  if (change === undefined || change.offset <= change.before) return undefined;
  if (second >= change.second + change.offset - change.before) return undefined;
  const wall = firesOnWall(schedule, second + change.before);
  if (wall === undefined) return undefined;
  const at = change.second * SECOND_MS;
  const gap = {
    at,
    from: wallText(change.second + change.before),
    to: wallText(change.second + change.offset),
  };
  const slot = isMadeUp(schedule, change) ? nextSlot(schedule, at - 1) : undefined;
  return { kind: 'gap', gap, wall: wallText(wall), ...(slot?.at === at ? { slot } : {}) };
}

/** The second pass of a repeated hour, in which a fixed-time job has had its turn. */
function inRepeat(schedule: Cron, instant: number): InstantExplained | undefined {
  const second = instant / SECOND_MS;
  const change = changeBefore(schedule.zone, second);
  if (change === undefined || change.offset >= change.before) return undefined;
  if (second >= change.second + change.before - change.offset) return undefined;
  const wall = firesOnWall(schedule, second + change.offset);
  if (wall === undefined) return undefined;
  const firstAt = (wall - change.before) * SECOND_MS;
  const first = nextSlot(schedule, firstAt - 1);
  return first?.at === firstAt ? { kind: 'repeated', first } : undefined;
}

/** The wall second within the minute (or the very second) that the expression names. */
function firesOnWall({ expression, seed }: Cron, wall: number): number | undefined {
  const cron = compileCron(expression, seed);
  if (cron === undefined) return undefined;
  const length = wall % 60 === 0 ? 60 : 1;
  const found = nextWall(cron, wall, Math.floor(wall / 86_400), { steps: 0 });
  return found < wall + length ? found : undefined;
}
