import { NOON } from '../support/builders.ts';
import type { createWorld } from '../support/world.ts';

const MINUTE = 60_000;

/** Each slot row in short: its first and last time as minutes after noon, how many they are, and what became of them. */
export const shownSlots = (slots: ReturnType<ReturnType<typeof createWorld>['slots']>) =>
  slots.map(({ slotAt, lastSlotAt, count, state, reason }) => [
    (slotAt - NOON) / MINUTE,
    (lastSlotAt - NOON) / MINUTE,
    count,
    reason ?? state,
  ]);
