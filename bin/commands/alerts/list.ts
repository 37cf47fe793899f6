import { questionReads } from '../../../src/store/lookups/question-reads.ts';
import type { Alert, AlertState } from '../../../src/store/nouns/alert.ts';
import type { Context } from '../../context.ts';
import { toDocument } from '../../output/documents.ts';
import { toneOf } from '../../output/paint.ts';
import type { Cell } from '../../output/table.ts';
import { relativeText, wallText } from '../../output/times.ts';

const COLUMNS = [
  { title: 'id', align: 'right' },
  { title: 'severity' },
  { title: 'state' },
  { title: 'first' },
  { title: 'last' },
  { title: 'times', align: 'right' },
  { title: 'alert' },
] as const;
const UNRESOLVED: readonly AlertState[] = ['open', 'acknowledged', 'snoozed'];

export function listAlerts(context: Context, options: { all?: true; limit: number }): void {
  const states = options.all === true ? [...UNRESOLVED, 'resolved' as const] : UNRESOLVED;
  const alerts = questionReads(context.store().db).alerts(states, options.limit);
  const now = context.clock.now();
  context.output.remarkIfFull(alerts.length, options.limit);
  context.output.answer(toDocument(alerts), () =>
    alerts.length === 0
      ? ['No alerts.']
      : context.output.table(
          COLUMNS,
          alerts.map((alert) => rowOf(alert, now, context.host.timeZone)),
        ),
  );
}

const rowOf = (alert: Alert, now: number, zone: string): Cell[] => [
  String(alert.id),
  { text: alert.severity, tone: toneOf(alert.severity) },
  { text: stateText(alert, zone), tone: toneOf(alert.state) },
  relativeText(alert.firstAt, now),
  relativeText(alert.lastAt, now),
  `×${alert.count}`,
  alert.detail === '' ? alert.title : `${alert.title}: ${alert.detail}`,
];

/** Until when, or whose it is. */
function stateText({ state, snoozedUntil, acknowledgedBy }: Alert, zone: string): string {
  if (state === 'snoozed' && snoozedUntil !== undefined) return `snoozed until ${wallText(snoozedUntil, zone)}`;
  if (state === 'acknowledged' && acknowledgedBy !== undefined) return `acknowledged by ${acknowledgedBy.name}`;
  return state;
}
