import { wallText } from './civil.ts';
import { compileCron } from './compile-cron.ts';
import { findCron } from './cron-search.ts';
import type { Schedule, Slot, ZoneChange } from './types.ts';
import type { Cost } from './wall-search.ts';
import { stretchAt, stretchEnd, zoneTable } from './zone-table.ts';

export const PREVIEW_MAX = 1000;
export const BETWEEN_MAX = 10_000;

// A zone that still changes its clock does so within two years.
const CHANGE_HORIZON_SECONDS = 2 * 366 * 86_400;

const INSTANT_MAX = 8.64e15;

/** The first slot after the instant; undefined means never again. For `every` from the end, `after` is the end of the last run. */
export function nextSlot(schedule: Schedule, after: number): Slot | undefined {
  return nextSlotCounted(schedule, after, { steps: 0 });
}

/** `nextSlot` that also adds up what the search costs. */
export function nextSlotCounted(schedule: Schedule, after: number, cost: Cost): Slot | undefined {
  switch (schedule.kind) {
    case 'cron':
      return nextCron(schedule, after, cost);
    case 'every':
      return utcSlot(nextEvery(schedule, after));
    case 'at':
      return schedule.at > after ? utcSlot(schedule.at) : undefined;
    case 'reboot':
    case 'manual':
      return undefined;
  }
}

/** The next slots in order, at most `PREVIEW_MAX`; intervals from the end are shown as if runs took no time. */
export function previewSlots(schedule: Schedule, after: number, count: number): Slot[] {
  const slots: Slot[] = [];
  const wanted = Math.min(count, PREVIEW_MAX);
  let slot = nextSlot(schedule, after);
  while (slot !== undefined && slots.length < wanted) {
    slots.push(slot);
    slot = nextSlot(schedule, slot.at);
  }
  return slots;
}

/** The slots after `after` up to and including `until`, the oldest first; `more` says that some were left out. */
export function slotsBetween(
  schedule: Schedule,
  after: number,
  until: number,
  max: number,
): { slots: Slot[]; more: boolean } {
  const slots: Slot[] = [];
  const wanted = Math.min(max, BETWEEN_MAX);
  let slot = nextSlot(schedule, after);
  while (slot !== undefined && slot.at <= until) {
    if (slots.length >= wanted) return { slots, more: true };
    slots.push(slot);
    // The next interval from the end begins with a run that has not happened yet.
    if (schedule.kind === 'every' && schedule.from === 'end') break;
    slot = nextSlot(schedule, slot.at);
  }
  return { slots, more: false };
}

/** The zone's next clock change within two years and the first slot from it on. */
export function firstSlotAfterZoneChange(
  schedule: Schedule,
  after: number,
): { slot: Slot; change: ZoneChange } | undefined {
  if (schedule.kind !== 'cron') return undefined;
  const table = zoneTable(schedule.zone);
  const from = Math.floor(after / 1000);
  const index = stretchAt(table, from);
  const second = stretchEnd(table, index, from + CHANGE_HORIZON_SECONDS);
  if (second > from + CHANGE_HORIZON_SECONDS) return undefined;
  const at = second * 1000;
  const slot = nextSlot(schedule, at - 1);
  if (slot === undefined) return undefined;
  const fromOffsetMs = (table.offsets[index] ?? 0) * 1000;
  const toOffsetMs = (table.offsets[index + 1] ?? 0) * 1000;
  return { slot, change: { at, fromOffsetMs, toOffsetMs } };
}

function nextCron(schedule: Extract<Schedule, { kind: 'cron' }>, after: number, cost: Cost): Slot | undefined {
  if (!(Math.abs(after) <= INSTANT_MAX)) return undefined;
  const cron = compileCron(schedule.expression, schedule.seed);
  if (cron === undefined) return undefined;
  const from = Math.floor(after / 1000) + 1;
  const found = findCron(cron, zoneTable(schedule.zone), schedule.dst, from, cost);
  if (found === undefined) return undefined;
  const slot: Slot = { at: found.second * 1000, wall: wallText(found.wall) };
  if (found.note !== undefined) slot.note = found.note;
  return slot;
}

/** The anchor itself is the first slot; one that lies ahead is waited for. */
function nextEvery(schedule: Extract<Schedule, { kind: 'every' }>, after: number): number {
  const { anchorAt, everyMs, from } = schedule;
  if (after < anchorAt) return anchorAt;
  if (from === 'end') return after + everyMs;
  return anchorAt + (Math.floor((after - anchorAt) / everyMs) + 1) * everyMs;
}

function utcSlot(at: number): Slot {
  return { at, wall: wallText(Math.floor(at / 1000)) };
}
