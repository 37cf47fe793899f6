export { checkCron } from './check-cron.ts';
export { cronKeyword } from './cron-keyword.ts';
export { type ClockGap, explainInstant, type InstantExplained, slotBefore } from './explain-instant.ts';
export { jitterMs } from './jitter.ts';
export { parseAt } from './parse-at.ts';
export { type SkippedTimes, skippedTimes } from './skipped-times.ts';
export { firstSlotAfterZoneChange, nextSlot, previewSlots, slotsBetween } from './slots.ts';
export type {
  AtReading,
  CronCheck,
  CronKeyword,
  Dst,
  Schedule,
  Slot,
  SlotNote,
  WallTime,
  ZoneChange,
} from './types.ts';
export { wallInstant } from './wall-instant.ts';
export { isZone, spelledZone, wallTime } from './zone.ts';
