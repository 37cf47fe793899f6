import type { Clock } from './ports/clock.ts';

/** So long the engine works before whoever else waits for the event loop has a turn, keys above all: half a frame. */
const STRETCH_MS = 8;

/** One piece of the engine's work: whoever does many things asks behind each whether another one still belongs to it. */
export type Stretch = { isOver(): boolean };

export function beginStretch({ monotonic }: Pick<Clock, 'monotonic'>): Stretch {
  const endsAt = monotonic() + STRETCH_MS;
  return { isOver: () => monotonic() >= endsAt };
}
