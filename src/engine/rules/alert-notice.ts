import { DAMAGE_ALERT_KEY, ROOM_ALERT_KEY } from './storage-trouble.ts';

const MINUTE_MS = 60_000;
const STEPS_MS = [1, 5, 15, 60].map((minutes) => minutes * MINUTE_MS);

/** D-33. How long after its n-th message (from 0) an open alert may send the next one, in ms. */
export const alertNoticeDelayMs = (sent: number): number => STEPS_MS[Math.min(sent, STEPS_MS.length - 1)] ?? 0;

const QUIET_MS = 24 * 60 * MINUTE_MS;
/** What these tell of happened at an instant, so that nothing shows when it is over. */
const EVENTS = ['dispatch-dropped', 'engine-error', 'disk', 'database', 'clock', 'lease'] as const;

/** D-104. Which alerts resolve by themselves when nothing has counted on them for a day. */
export const quietAlerts = (now: number) => ({
  kinds: EVENTS,
  except: [ROOM_ALERT_KEY, DAMAGE_ALERT_KEY],
  before: now - QUIET_MS,
});
