import type { Clock } from './ports/clock.ts';

/** So long the engine works before whoever else waits for the event loop has a turn, keys above all: half a frame. */
const STRETCH_MS = 8;

/** So long a turn of the event loop takes, of which the console may have had most already: a frame, less what is under way. */
const TURN_MS = 12;

/** One piece of the engine's work: whoever does many things asks behind each whether another one still belongs to it. */
export type Stretch = { isOver(): boolean };

/** `askedAt`: when the event loop was asked for it. What it did since then was the work of others in the same turn. */
export function beginStretch({ monotonic }: Pick<Clock, 'monotonic'>, askedAt = monotonic()): Stretch {
  const endsAt = Math.min(monotonic() + STRETCH_MS, askedAt + TURN_MS);
  return { isOver: () => monotonic() >= endsAt };
}
