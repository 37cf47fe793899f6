import type { Effect } from './events.ts';
import type { Arm, Sheet } from './sheet.ts';
import { atFirstFocus } from './sheet-controls.ts';

/** Inside tmux, screen and mosh the answer comes from there, so only the time protects. */
export const SETTLE_MS = 300;
export const SETTLE_MULTIPLEXED_MS = 600;
/** No answer for this long, and the sheet arms by time alone. */
export const UNANSWERED_MS = 3_000;
export const ASLEEP_AFTER_MS = 60_000;
export const DOUBLE_ENTER_MS = 120;

export const request = (sheet: Sheet): Effect => ({ kind: 'request-status', serial: sheet.serial });

/** Keys stop counting, the focus goes back, and the terminal is asked again. */
export const disarmed = (sheet: Sheet): Sheet => ({ ...atFirstFocus(sheet), arm: { kind: 'unsent' } });

/** A key came before its time: the settling starts again. */
export function ignoredKey(sheet: Sheet, now: number): { sheet: Sheet; effects: Effect[] } {
  const touched = { ...sheet, lastKeyAt: now };
  if (sheet.arm.kind !== 'asleep') return { sheet: touched, effects: [] };
  return { sheet: { ...touched, arm: { kind: 'unsent' } }, effects: [request(sheet)] };
}

export const sent = (sheet: Sheet, now: number): Sheet =>
  sheet.arm.kind === 'unsent' ? { ...sheet, arm: { kind: 'sent', at: now } } : sheet;

export const answered = (sheet: Sheet, now: number): Sheet =>
  sheet.arm.kind === 'sent' ? { ...sheet, arm: { kind: 'answered', at: now } } : sheet;

/** What the passing of time does: arms, or puts to sleep. */
export function settled(sheet: Sheet, now: number, settleMs: number): Sheet {
  const next = armAt(sheet, now, settleMs);
  if (next === sheet.arm) return sheet;
  return next.kind === 'asleep' ? { ...disarmed(sheet), arm: next } : { ...sheet, arm: next };
}

function armAt(sheet: Sheet, now: number, settleMs: number): Arm {
  const { arm, lastKeyAt } = sheet;
  switch (arm.kind) {
    case 'answered':
      return now >= Math.max(arm.at, lastKeyAt) + settleMs ? { kind: 'armed', at: now } : arm;
    case 'sent':
      return now >= Math.max(arm.at + UNANSWERED_MS, lastKeyAt + settleMs) ? { kind: 'armed', at: now } : arm;
    case 'armed':
      return now - Math.max(arm.at, lastKeyAt) >= ASLEEP_AFTER_MS ? { kind: 'asleep' } : arm;
    case 'unsent':
    case 'asleep':
      return arm;
  }
}

/** When `settled` has something to do next; undefined when only an event can change it. */
export function settlesAt(sheet: Sheet, settleMs: number): number | undefined {
  const { arm, lastKeyAt } = sheet;
  switch (arm.kind) {
    case 'answered':
      return Math.max(arm.at, lastKeyAt) + settleMs;
    case 'sent':
      return Math.max(arm.at + UNANSWERED_MS, lastKeyAt + settleMs);
    case 'armed':
      return Math.max(arm.at, lastKeyAt) + ASLEEP_AFTER_MS;
    case 'unsent':
    case 'asleep':
      return undefined;
  }
}
