import type { Actor } from './actor.ts';

export const ALERT_KINDS = [
  'watchdog',
  'check-broken',
  'dead-man',
  'failing',
  'crashed',
  'late-start',
  'long-run',
  'dispatch-dropped',
  'delivery-failed',
  'group-silent',
  'engine-error',
  'disk',
  'database',
  'clock',
  'calendar',
  'lease',
] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];
export type Severity = 'info' | 'warn' | 'crit';
export type AlertState = 'open' | 'acknowledged' | 'snoozed' | 'resolved';

export type Alert = {
  id: number;
  kind: AlertKind;
  /** Unique while the alert is not resolved: repeats count on the one that is there. */
  key: string;
  severity: Severity;
  state: AlertState;
  title: string;
  detail: string;
  count: number;
  firstAt: number;
  lastAt: number;
  jobId?: string;
  runId?: number;
  acknowledgedBy?: Actor;
  acknowledgedAt?: number;
  snoozedUntil?: number;
  resolvedAt?: number;
  /** When a repeat may be announced again, by back-off. */
  nextNoticeAt?: number;
};

export type NewAlert = Pick<Alert, 'kind' | 'key' | 'severity' | 'title' | 'detail' | 'jobId' | 'runId'>;
