import {
  type ComingStrip,
  STEPS_AN_HOUR,
  STRIP_STEP_MS,
  STRIP_STEPS,
  stripPeak,
} from '../../engine/rules/coming-strip.ts';
import { formatNumber, formatTimeOfDay } from '../format/index.ts';
import { blank, type Line, span, spread, toWidth, widthOfLine } from '../layout/line.ts';
import type { Scene } from '../scene.ts';
import { HEIGHTS } from '../theme/marks.ts';

const STEPS_A_GROUP = 3 * STEPS_AN_HOUR;

/** A bar for each quarter of an hour, the names of the hours and the label need so many. */
const QUARTERS_COLUMNS = 146;

/** One row: what the next 24 hours bring, a bar for each quarter of an hour, every third hour named. */
export function stripLine(scene: Scene, width: number): Line {
  const { strip } = scene.data;
  if (strip === undefined) return toWidth([blank(1), span('next 24h', 'muted')], width);
  if (width < QUARTERS_COLUMNS) return narrowStrip(strip, scene, width);
  const peak = stripPeak(strip);
  const groups = Array.from({ length: STRIP_STEPS / STEPS_A_GROUP }, (_, group) => group * STEPS_A_GROUP);
  const bars = groups.flatMap(
    (step): Line => [
      blank(2),
      span(`${hourOf(strip.startAt + step * STRIP_STEP_MS, scene)} `, 'muted'),
      ...barsBetween(strip, step, step + STEPS_A_GROUP),
    ],
  );
  const right = peak === undefined ? [] : [span(peakText(strip, scene), 'muted'), blank(1)];
  return spread([blank(1), span('next 24h', 'muted'), ...bars], right, width);
}

/** Where a bar for each quarter has no room, one for each hour; the names of the hours stay where they are. */
function narrowStrip(strip: ComingStrip, scene: Scene, width: number): Line {
  const hours = hourly(strip);
  const groups = Array.from({ length: STRIP_STEPS / STEPS_A_GROUP }, (_, group) => group * HOURS_A_GROUP);
  const bars = groups.flatMap(
    (hour): Line => [
      blank(1),
      span(`${hourOf(strip.startAt + hour * STEPS_AN_HOUR * STRIP_STEP_MS, scene)} `, 'muted'),
      ...hourBars(hours, hour, hour + HOURS_A_GROUP),
    ],
  );
  const right: Line = [span(peakText(strip, scene), 'muted'), blank(1)];
  const label: Line = [blank(1), span('next 24h ', 'muted')];
  for (const [head, end] of [
    [label, right],
    [label, []],
  ] as const) {
    const line = [...head, ...bars];
    if (widthOfLine(line) + widthOfLine(end) + 2 <= width) return spread(line, end, width);
  }
  return toWidth(bars, width);
}

const HOURS_A_GROUP = 3;

const hourly = ({ counts }: ComingStrip): number[] =>
  Array.from({ length: STRIP_STEPS / STEPS_AN_HOUR }, (_, hour) =>
    counts.slice(hour * STEPS_AN_HOUR, (hour + 1) * STEPS_AN_HOUR).reduce((sum, count) => sum + count, 0),
  );

function hourBars(hours: readonly number[], from: number, to: number): Line {
  const most = Math.max(0, ...hours);
  const busiest = most === 0 ? -1 : hours.indexOf(most);
  const scale = scaleOf(most);
  return hours
    .slice(from, to)
    .map((count, index) => span(heightOf(count, scale), from + index === busiest ? undefined : 'muted'));
}

/** `peak 9 at 00:00`; with a plus where there are more jobs than were counted. */
export function peakText(strip: ComingStrip, scene: Scene): string {
  const peak = stripPeak(strip);
  if (peak === undefined) return 'nothing is due';
  const at = formatTimeOfDay(strip.startAt + peak.step * STRIP_STEP_MS, scene.facts.zone, 'minutes');
  return `peak ${formatNumber(peak.count)}${strip.whole ? '' : '+'} at ${at}`;
}

const hourOf = (at: number, scene: Scene): string => formatTimeOfDay(at, scene.facts.zone, 'minutes').slice(0, 2);

/** Muted but for the hour with the highest bar. */
export function barsBetween(strip: ComingStrip, from: number, to: number): Line {
  const peak = stripPeak(strip);
  const scale = scaleOf(peak?.count ?? 0);
  const first = peak === undefined ? -1 : Math.floor(peak.step / STEPS_AN_HOUR) * STEPS_AN_HOUR;
  const text = (a: number, b: number): string =>
    strip.counts
      .slice(a, b)
      .map((count) => heightOf(count, scale))
      .join('');
  if (first < from || first >= to) return [span(text(from, to), 'muted')];
  const behind = first + STEPS_AN_HOUR;
  return [span(text(from, first), 'muted'), span(text(first, behind)), span(text(behind, to), 'muted')].filter(
    (part) => part.text !== '',
  );
}

/** Nothing is the lowest bar and only that; the highest is the full scale. */
function heightOf(count: number, scale: number): string {
  const level = count === 0 ? 0 : 1 + Math.floor((count / scale) * (HEIGHTS.unicode.length - 2));
  return HEIGHTS.unicode[level] ?? '';
}

/** 1, 2, 5, 10, 20 …: a scale that stays while the peak changes a little. */
function scaleOf(peak: number): number {
  let scale = 10;
  while (scale < peak) scale *= scale.toString().startsWith('2') ? 2.5 : 2;
  return scale;
}
