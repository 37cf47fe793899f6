import { formatClock } from '../../format/index.ts';
import type { Line } from '../../layout/line.ts';
import type { Scene } from '../../scene.ts';
import type { SheetChange } from '../../state/events.ts';
import type { Sheet, SheetContent } from '../../state/sheet.ts';
import { cleanLine } from '../../text/sanitise.ts';
import { gone, prose } from '../prose.ts';
import { saidRows } from '../scope-rows.ts';
import { byCommand, filled, type SheetKind } from '../sheet-kind.ts';
import { lengthTo, readUntilField, untilField } from '../until-field.ts';
import type { ItemOf } from './item-of.ts';

type SnoozeItem = ItemOf<'snooze'>;

const CHOICES = ['30m', '2h', '08:00', 'tomorrow 08:00'];
const INITIAL = '30m';

/** Out of sight for a while. */
export const snooze: SheetKind<SnoozeItem> = {
  question: ({ title }) => `Snooze ${cleanLine(title)}?`,
  back: 'Cancel',
  fields: ({ content }) => [untilField(content.until, { choices: CHOICES, initial: INITIAL, empty: '' })],
  buttons: ({ item: { alertId, title }, content: { until } }) =>
    filled('Snooze', ({ clock }) =>
      until?.kind === 'until'
        ? byCommand({ kind: 'snooze', alertId, words: title, until: until.at, untilText: clock(until.at) })
        : { kind: 'act', effects: [] },
    ),
  hint: () => '↑↓ or a time, Enter, Enter snoozes',
  does: () => 'snoozes',
  content: snoozeContent,
  recorded: 'plain',
  follows: 'fields',
  read: (options, { alertId }, open) => {
    const detail = options.snapshots.detail({ kind: 'alert', alertId });
    const until = readUntilField(options, open?.fields.until ?? INITIAL);
    return { ...(detail === undefined ? {} : { detail }), until };
  },
  change: (_sheet, content) => changeOf(content),
};

function changeOf({ detail }: SheetContent): SheetChange {
  const state = detail?.kind === 'alert' ? detail.alert.state : undefined;
  if (state === 'open' || state === 'acknowledged') return { kind: 'same' };
  return { kind: 'over', message: `not snoozed: it is ${state ?? 'not there any more'}` };
}

function snoozeContent({ content: { detail, until } }: Sheet<SnoozeItem>, scene: Scene, width: number): Line[] {
  if (detail?.kind !== 'alert') return gone(width);
  const { alert } = detail;
  const clock = (at: number): string => formatClock(at, scene.now, scene.facts.zone, 'minutes');
  const end = until?.kind === 'until' ? ` until ${clock(until.at)}, in ${lengthTo(until.at, scene.now)}` : '';
  const times = alert.count === 1 ? '' : `, ×${alert.count}, last ${clock(alert.lastAt)}`;
  return [
    ...prose([`Out of sight${end}. Repeats count on it meanwhile, and it opens again by itself.`], width),
    [],
    ...saidRows('ALERT', alert.title, width),
    ...saidRows('SINCE', `${clock(alert.firstAt)}${times}`, width),
    ...saidRows('WHAT', alert.detail ?? '', width),
  ];
}
