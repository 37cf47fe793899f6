import { described, flag, optionalLine, optionalWhole, text } from './builders.ts';

export const CHECK_COMMAND_BYTES_MAX = 120_000;

/** What a watchdog looks after, and how. */
export const watchdogFields = {
  watchdog_target_label: optionalLine('name of what is watched, as messages say it'),
  watchdog_check_cmd: described(
    text(CHECK_COMMAND_BYTES_MAX).regex(/\S/).optional(),
    'a command of at most 120,000 bytes',
    'command whose exit code and output tell how the target is',
  ),
  watchdog_timeout_min: optionalWhole({ min: 1, max: 525_600 }, 'minutes after which the target counts as stuck'),
  watchdog_alert_channel: optionalLine('channel of the alert; delivery_channel when absent'),
  watchdog_alert_target: optionalLine('recipient of the alert; delivery_to when absent'),
  watchdog_self_destruct: flag(true, 'the watchdog is deleted when its target is finished'),
  watchdog_started_at: optionalLine('instant from which elapsed minutes count, kept as ISO 8601 in UTC', 64),
};
