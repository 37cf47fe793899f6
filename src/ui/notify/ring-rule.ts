import type { Severity } from '../../store/nouns/alert.ts';
import type { Attention } from '../../store/snapshot/attention.ts';

export const BELLS = ['off', 'approvals', 'crit', 'approvals+crit', 'all'] as const;
export type Bell = (typeof BELLS)[number];
export const NOTIFIERS = ['off', 'on', 'osc9', 'osc777'] as const;
export type Notifier = (typeof NOTIFIERS)[number];

export type RingSettings = { bell: Bell; notify: Notifier };
export const RING_DEFAULTS: RingSettings = { bell: 'approvals+crit', notify: 'off' };

/** What is older than this when it is first seen happened while this process slept: it is on the screen, and rings nobody. */
export const RING_FRESH_MS = 60_000;
const NAMES_MAX = 3;

export type RingWay = 'bell' | Exclude<Notifier, 'off'>;
/** Whatever came since the last look is one ring. */
export type Ring = { ways: RingWay[]; text: string };

/** Whether what has come between two looks calls a person. Each approval and each alert calls once. */
export function ringOf(before: Attention, after: Attention, settings: RingSettings, now: number): Ring | undefined {
  const ways = waysOf(settings);
  if (ways.length === 0) return undefined;
  const wanted = WANTED[settings.bell];
  const asked = wanted.approvals
    ? after.approvals.filter(({ id, at }) => id > before.newestApprovalId && now - at < RING_FRESH_MS)
    : [];
  const alerts = after.alerts.filter(
    (alert) => wanted.severities.has(alert.severity) && (isAwake(alert, before) || isNews(alert, before, now)),
  );
  return asked.length + alerts.length === 0 ? undefined : { ways, text: textOf(asked, alerts) };
}

const waysOf = ({ bell, notify }: RingSettings): RingWay[] => [
  ...(bell === 'off' ? [] : (['bell'] as const)),
  ...(notify === 'off' ? [] : [notify]),
];

const CRIT: ReadonlySet<Severity> = new Set(['crit']);
type Wanted = { approvals: boolean; severities: ReadonlySet<Severity> };
const USUAL: Wanted = { approvals: true, severities: CRIT };
const WANTED: Readonly<Record<Bell, Wanted>> = {
  // Without a bell a notice says what the bell would have.
  off: USUAL,
  approvals: { approvals: true, severities: new Set() },
  crit: { approvals: false, severities: CRIT },
  'approvals+crit': USUAL,
  all: { approvals: true, severities: new Set(['info', 'warn', 'crit']) },
};

type OpenAlert = Attention['alerts'][number];

/** Its last repeat may be long ago, and it still calls: that is what it was put to sleep for. */
const isAwake = ({ id }: OpenAlert, before: Attention): boolean => before.snoozedIds.includes(id);

/** New, or worse than it was. What a person opens again by hand calls nobody. */
function isNews(alert: OpenAlert, before: Attention, now: number): boolean {
  if (now - alert.at >= RING_FRESH_MS) return false;
  if (alert.id > before.newestAlertId) return true;
  const known = before.alerts.find(({ id }) => id === alert.id);
  return known !== undefined && known.severity !== 'crit' && alert.severity === 'crit';
}

function textOf(asked: Attention['approvals'], alerts: Attention['alerts']): string {
  const names = [...new Set(asked.map(({ jobName }) => jobName))];
  const approvals = asked.length === 0 ? [] : [`${listed(names)} ${names.length === 1 ? 'asks' : 'ask'} for approval`];
  const titles = alerts.length === 0 ? [] : [listed(alerts.map(({ title }) => title))];
  return [...approvals, ...titles].join('; ');
}

const listed = (names: readonly string[]): string =>
  names.length <= NAMES_MAX
    ? names.join(', ')
    : `${names.slice(0, NAMES_MAX).join(', ')} and ${names.length - NAMES_MAX} more`;
