import { readUntil } from '../../engine/rules/until.ts';
import type { ConsoleOptions } from '../console-options.ts';
import { formatDuration } from '../format/index.ts';
import type { UntilContent } from '../state/act-items.ts';
import type { SheetField } from './sheet-kind.ts';

/** Until when, read as the command line's `--until` is. */
export function readUntilField({ clock, facts }: Pick<ConsoleOptions, 'clock' | 'facts'>, text: string): UntilContent {
  if (text.trim() === '') return { kind: 'open' };
  const now = clock.now();
  const reading = readUntil(text, facts.zone, now);
  if (reading.kind === 'refused') return { kind: 'refused', reason: reading.reason };
  return reading.at > now
    ? { kind: 'until', at: reading.at }
    : { kind: 'refused', reason: `${text.trim()} has passed` };
}

const MINUTE_MS = 60_000;

/** In steps of some seconds: the end was counted from when the text was read, a moment beside the one that is drawn. */
export function lengthTo(at: number, now: number): string {
  const stepMs = at - now < MINUTE_MS ? 1_000 : 5_000;
  return formatDuration(Math.round((at - now) / stepMs) * stepMs);
}

export const UNTIL_WANTS = 'a time such as 2h or 18:00';

type UntilField = Pick<SheetField, 'choices'> & { initial?: string; empty: string };

/** Nothing written is right where `empty` says what it means. */
export const untilField = (until: UntilContent | undefined, { choices, initial, empty }: UntilField): SheetField => ({
  id: 'until',
  place: 'row',
  label: 'UNTIL',
  reading: (text) => {
    if (text.trim() === '')
      return empty === '' ? { state: 'open', word: '2h, 18:00 …' } : { state: 'right', word: empty };
    return until?.kind === 'refused' ? { state: 'wrong', word: until.reason } : { state: 'right', word: '' };
  },
  paste: 'text',
  draft: 'kept',
  fresh: 'replaced',
  wants: UNTIL_WANTS,
  ...(choices === undefined ? {} : { choices }),
  ...(initial === undefined ? {} : { initial }),
});
