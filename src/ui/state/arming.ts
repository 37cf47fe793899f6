import { armAt } from './arm.ts';
import type { Effect } from './events.ts';
import type { Sheet } from './sheet.ts';
import { atFirstFocus } from './sheet-controls.ts';

export const DOUBLE_ENTER_MS = 120;

export const request = (sheet: Sheet): Effect => ({ kind: 'request-status', serial: sheet.serial });

/** Keys stop counting, the focus goes back, and the terminal is asked again. */
export function disarmed({ dozed: _, ...sheet }: Sheet): Sheet {
  return { ...atFirstFocus(sheet), arm: { kind: 'unsent' } };
}

/** A key came before its time: the settling starts again. */
export function ignoredKey(sheet: Sheet, now: number): { sheet: Sheet; effects: Effect[] } {
  const touched = { ...sheet, lastKeyAt: now };
  if (sheet.arm.kind !== 'asleep') return { sheet: touched, effects: [] };
  return { sheet: { ...touched, arm: { kind: 'unsent' } }, effects: [request(sheet)] };
}

/** What the passing of time does to a sheet: one that falls asleep has its focus where it began. */
export function settled(sheet: Sheet, now: number, settleMs: number): Sheet {
  const arm = armAt(sheet, now, settleMs);
  if (arm === sheet.arm) return sheet;
  return arm.kind === 'asleep' ? { ...disarmed(sheet), arm, dozed: true } : { ...sheet, arm };
}
