import type { Effect } from './events.ts';
import type { Message, View } from './view.ts';

/** The next view, and what has to be done outside. */
export type Reduced = { view: View; effects: Effect[] };

export const still = (view: View, effects: Effect[] = []): Reduced => ({ view, effects });

/** A line for the message row. */
export const told = (tone: Message['tone'], mark: string, text: string, at: number): Message => ({
  at,
  mark,
  tone,
  text,
  count: 1,
});
