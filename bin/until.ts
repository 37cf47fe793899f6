import { parseAt, wallTime } from '../src/engine/rules/schedule/index.ts';
import { localInstant } from './commands/jobs/local-instant.ts';
import type { Context } from './context.ts';
import { parseDuration } from './duration.ts';
import { usageFailure } from './failure.ts';

const DAY_MS = 86_400_000;

/** `2h`, `18:00` (the next one on this machine's clocks), `2026-11-24 10:00`, or an instant with its zone; epoch ms. */
export function untilOf(context: Context, text: string): number {
  const now = context.clock.now();
  const zone = context.host.timeZone;
  const duration = /^[1-9]/.test(text.trim()) ? parseDuration(text) : undefined;
  if (duration !== undefined) return now + duration;
  const reading = parseAt(localInstant(withDate(text, now, zone), zone, '--until'), now);
  if (reading.kind === 'ok') return reading.at;
  throw usageFailure(
    'bad-until',
    `--until ${text}: 2h, 18:00, 2026-11-24 10:00 or an instant with its zone is allowed`,
    {
      field: '--until',
    },
  );
}

function withDate(text: string, now: number, zone: string): string {
  const clock = /^\d\d:\d\d$/.exec(text.trim())?.[0];
  if (clock === undefined) return text;
  // A wall time written as if it were UTC can be reckoned with: the next day is a day later whatever the clocks do.
  const wallAt = now + wallTime(now, zone).offsetMs;
  const isToday = new Date(wallAt).toISOString().slice(11, 16) < clock;
  return `${new Date(isToday ? wallAt : wallAt + DAY_MS).toISOString().slice(0, 10)} ${clock}`;
}
