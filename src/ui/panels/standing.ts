import type { StandingPause } from '../../store/snapshot/counters.ts';
import { formatClock } from '../format/index.ts';
import { bold, type Line, span, widthOfLine } from '../layout/line.ts';
import type { Scene } from '../scene.ts';
import { cleanLine } from '../text/sanitise.ts';
import { cutMiddle, cutRight } from '../text/width.ts';

const NAME_COLUMNS_MAX = 24;
const WHO_COLUMNS_MAX = 16;
const NOTE_COLUMNS_MAX = 40;

/** What holds starts back, as wordily as the room allows; the word itself never goes. */
export function pausedLine(scene: Scene, room: number): Line | undefined {
  const { pauses } = scene.data.counters;
  const [first] = pauses;
  if (first === undefined) return undefined;
  const others = pauses.length === 1 ? '' : ` and ${pauses.length - 1} more`;
  const texts = wordings(first, scene).map((text) => `${text}${others}`);
  const lines: Line[] = [...texts, ''].map((text) => [bold('PAUSED', 'warn'), span(text, 'warn')]);
  return lines.find((line) => widthOfLine(line) <= room) ?? lines.at(-1);
}

/** What the pause is of, since when, by whom, until when and why; the why goes first, then the rest from behind. */
function wordings(pause: StandingPause, { now, facts: { zone } }: Scene): string[] {
  const clock = (at: number): string => formatClock(at, now, zone, 'minutes');
  const what =
    pause.scope === 'all' ? 'everything' : `${pause.scope} ${cutMiddle(cleanLine(pause.name), NAME_COLUMNS_MAX)}`;
  const since = ` since ${clock(pause.pausedAt)}`;
  const who = ` by ${cutRight(cleanLine(pause.by), WHO_COLUMNS_MAX)}`;
  const until = pause.until === undefined ? '' : ` until ${clock(pause.until)}`;
  const why = pause.note === '' ? '' : `: ${cutRight(cleanLine(pause.note), NOTE_COLUMNS_MAX)}`;
  return [
    ` ${what}${since}${who}${until}${why}`,
    ` ${what}${since}${who}${until}`,
    ` ${what}${who}${until}`,
    ` ${what}${until}`,
    ...(until === '' ? [] : [until]),
    ` ${what}`,
  ];
}

/** Alerts that somebody put off come back by themselves. */
export function snoozedLine({ data: { counters }, now, facts }: Scene): Line | undefined {
  if (counters.snoozedAlerts === 0) return undefined;
  const until = counters.snoozedUntil;
  const back = until === undefined ? '' : ` until ${formatClock(until, now, facts.zone, 'minutes')}`;
  return [span(`${counters.snoozedAlerts} snoozed${back}`, 'muted')];
}
