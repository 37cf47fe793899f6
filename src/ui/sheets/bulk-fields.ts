import { readUntil } from '../../engine/rules/until.ts';
import type { Fields } from '../state/sheet.ts';
import type { FieldReading, SheetField } from './sheet-kind.ts';
import { UNTIL_WANTS } from './until-field.ts';

/** How many they are, typed: proof that somebody has read it, so it is never pasted and never kept. */
export const countField = (count: number): SheetField => ({
  id: 'count',
  place: 'asked',
  label: `Type how many: ${count}`,
  reading: (text) => countReading(String(count), text),
  paste: 'refused',
  draft: 'asked-again',
  wants: `type ${count}, then Enter, Enter`,
});

function countReading(count: string, text: string): FieldReading {
  if (text === count) return { state: 'right', word: 'complete' };
  return text !== '' && !count.startsWith(text)
    ? { state: 'wrong', word: `not ${count}` }
    : { state: 'open', word: '' };
}

/** The wall clock as it was when the sheet was read last. */
export type BulkClock = { now: number; zone: string };

/** Until when all of them are put off. */
export const untilField = ({ now, zone }: BulkClock): SheetField => ({
  id: 'until',
  place: 'row',
  label: 'UNTIL',
  initial: '1h',
  reading: (text) => {
    const reading = readUntil(text, zone, now);
    const isRight = reading.kind === 'ok' && reading.at > now;
    return isRight ? { state: 'right', word: '' } : { state: 'wrong', word: 'such as 2h or 06:00' };
  },
  paste: 'text',
  draft: 'kept',
  fresh: 'replaced',
  wants: UNTIL_WANTS,
});

/** When their pause ends by itself; nothing written is a pause until somebody resumes them. */
export const endField = (clock: BulkClock): SheetField => {
  const { initial: _, ...field } = untilField(clock);
  return {
    ...field,
    reading: (text) => (text.trim() === '' ? { state: 'right', word: 'until resumed' } : field.reading(text)),
  };
};

/** The instant that was written, if one was. */
export const bulkEnd = (fields: Fields, clock: BulkClock): { until?: number } =>
  (fields.until ?? '').trim() === '' ? {} : { until: bulkUntil(fields, clock) };

export function bulkUntil(fields: Fields, { now, zone }: BulkClock): number {
  const reading = readUntil(fields.until ?? '', zone, now);
  return reading.kind === 'ok' ? reading.at : now;
}
