import * as z from 'zod';
import { choice, described, line, optionalLine, optionalWhole, TEXT_BYTES_MAX, text, whole } from './builders.ts';
import { dstRules, everyAnchors, misfirePolicies } from './choices.ts';

export const EXCLUDE_ENTRIES_MAX = 100;

const excluded = line(TEXT_BYTES_MAX);

/** When a job fires; the expressions themselves are checked by the schedule rules. */
export const scheduleFields = {
  schedule_cron: described(
    text(TEXT_BYTES_MAX).optional(),
    '5 or 6 cron fields, @hourly and friends, @reboot or @manual',
    'cron expression',
  ),
  schedule_at: optionalLine('the one instant to fire at, kept as ISO 8601 in UTC', 64),
  schedule_every_ms: optionalWhole(
    { min: 1_000, max: 315_360_000_000 },
    'milliseconds from one fire time to the next; only another interval counts anew',
  ),
  schedule_anchor_at: optionalLine(
    'the instant an interval counts from, kept as ISO 8601 in UTC; else its creation',
    64,
  ),
  schedule_tz: described(
    line(64).default('UTC'),
    'an IANA time zone such as Europe/Berlin',
    'time zone in which the schedule is read',
  ),
  jitter_s: whole({ min: 0, max: 86_400 }, 0, 'spread of the start in seconds, the same for the same fire time'),
  misfire_policy: choice(misfirePolicies, 'run_once', 'what happens to fire times missed while no engine ran'),
  misfire_max: whole({ min: 1, max: 10_000 }, 100, 'most missed fire times run_all makes up for'),
  misfire_window_s: whole({ min: 0, max: 31_536_000 }, 604_800, 'how far back missed fire times are looked for'),
  dst: choice(dstRules, 'cronie', 'what a change of the clocks does to fire times'),
  every_from: choice(everyAnchors, 'start', 'whether an interval counts from the anchor or from the last end'),
  exclude: described(
    z
      .union([excluded, z.array(excluded).min(1).max(EXCLUDE_ENTRIES_MAX)])
      .transform((given) => (typeof given === 'string' ? [given] : given))
      .optional(),
    `at most ${EXCLUDE_ENTRIES_MAX} of: 2026-12-24, 2026-12-24..2027-01-02, SAT, SAT-SUN, daily 01:00-03:00, MON-FRI 09:00-17:00, Sat 22:00-Sun 06:00, 2026-12-24T18:00/2026-12-27, or the absolute path of an .ics file`,
    'days and windows in which the job does not fire, in its zone',
  ),
};
