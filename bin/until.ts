import { readUntil, UNTIL_ALLOWED } from '../src/engine/rules/until.ts';
import type { Context } from './context.ts';
import { usageFailure } from './failure.ts';

/** `2h`, `18:00` (the next one on this machine's clocks), `tomorrow 06:00`, `Mon 02:30`, a date, an instant; epoch ms. */
export function untilOf(context: Context, text: string): number {
  const reading = readUntil(text, context.host.timeZone, context.clock.now());
  if (reading.kind === 'ok') return reading.at;
  throw usageFailure('bad-until', `--until ${text}: ${reading.reason}; ${UNTIL_ALLOWED} is allowed`, {
    field: '--until',
  });
}
