import {
  formatCompact,
  formatDate,
  formatDuration,
  formatNumber,
  formatTimeOfDay,
  formatZone,
} from '../format/index.ts';
import {
  blank,
  bold,
  firstFitting,
  fitting,
  joined,
  type Line,
  type Span,
  span,
  spread,
  widthOfLine,
} from '../layout/line.ts';
import { showsStrip, WIDEST_COLUMNS } from '../layout/shape.ts';
import type { Scene } from '../scene.ts';
import type { Counted } from '../state/changed.ts';
import { cleanLine } from '../text/sanitise.ts';
import { cutMiddle } from '../text/width.ts';
import { countText } from './panel.ts';
import { pausedLine, snoozedLine } from './standing.ts';
import { stripLine } from './strip.ts';

/** From this round trip on the line is slow enough to be told about. */
const LATE_LINK_MS = 500;
const NAME_COLUMNS_MAX = 24;

const clockSpan = (scene: Scene): Line => [
  span(`${formatTimeOfDay(scene.now, scene.facts.zone)} ${formatZone(scene.now, scene.facts.zone)}`),
];
const slots = ({ data: { counters }, facts }: Scene): Line => [
  span(`slots ${counters.running}/${counters.maxActiveRuns ?? facts.maxActiveRuns}`),
];
const whoAt = (scene: Scene): Line => [span(cleanLine(`${scene.facts.user}@${scene.facts.host}`))];

/** One row, for compact screens; a pause takes the place of what is known anyway. */
export function compactHeader(scene: Scene, width: number): Line {
  const isPaused = scene.data.counters.pauses.length > 0;
  const left: Line = [blank(1), span('openclaw-tui'), blank(2), ...whoAt(scene)];
  const right = joined([...flags(scene), ...lateLink(scene), engineShort(scene), slots(scene), clockSpan(scene)], 2);
  const fits = widthOfLine(left) + widthOfLine(right) + 3 <= width;
  if (fits && !isPaused) return spread(left, [...right, blank(1)], width);
  const who: Line = [blank(1), ...whoAt(scene)];
  const leastWith = (engine: Line): Line[] => [engine, clockSpan(scene)];
  const pausedWith = (engine: Line): Line[] =>
    pausedWithin(scene, [...lateLink(scene), ...leastWith(engine)], width - widthOfLine(who));
  // Until when is worth more than which process runs the engine.
  const engine = saysMore(pausedWith(engineShort(scene))) ? engineShort(scene) : engineBrief(scene);
  const [paused, least] = [pausedWith(engine), leastWith(engine)];
  const short = firstFitting(
    [[...flags(scene), ...paused, ...lateLink(scene), ...least], ...atLeast(scene)],
    width - widthOfLine(who) - 1,
    2,
  );
  return spread(who, [...short, blank(1)], width);
}

/** More than the word alone; nothing has nothing more to say. */
const saysMore = ([paused]: readonly Line[]): boolean => paused === undefined || widthOfLine(paused) > 'PAUSED'.length;

/** What goes first when there is no room: what is as it should be; never what keys do not do here, nor the clock. */
const atLeast = (scene: Scene): Line[][] => [
  [...flags(scene), ...lateLink(scene), engineShort(scene), clockSpan(scene)],
  [...flags(scene), ...lateLink(scene), engineBrief(scene), clockSpan(scene)],
  [...flags(scene), engineBrief(scene), clockSpan(scene)],
  [...flags(scene), clockSpan(scene)],
];

/** The pause in the columns that the others leave. */
function pausedWithin(scene: Scene, others: readonly Line[], width: number): Line[] {
  const taken = widthOfLine(joined([...flags(scene), ...others], 2));
  const paused = pausedLine(scene, width - taken - 2 - 3);
  return paused === undefined ? [] : [paused];
}

/** Two rows, for screens that have the room; on the widest a third for what the next day brings. */
export function wideHeader(scene: Scene, width: number): Line[] {
  const { live, data, facts } = scene;
  const isWidest = width >= WIDEST_COLUMNS;
  const rights: Line[] = [slots(scene)];
  if (isWidest && data.counters.pools.length > 0) rights.push(poolsLine(scene));
  if (live.gateway !== undefined) rights.push([span(`gateway ${cleanLine(live.gateway)}`)]);
  if (live.linkMs !== undefined) rights.push([linkSpan(live.linkMs)]);
  const clock: Line = isWidest
    ? [span(`${formatDate(scene.now, facts.zone)}  `), ...clockSpan(scene)]
    : clockSpan(scene);
  const engine = isWidest ? engineWidest(scene) : engineLong(scene);
  const name: Line = [blank(1), span('openclaw-tui'), blank(2), ...whoAt(scene)];
  const right = firstFitting(
    [[...flags(scene), engine, ...rights, clock], ...atLeast(scene)],
    width - widthOfLine(name) - 2,
  );
  const home: Line = [...name, blank(2), span(cleanLine(facts.homeLabel))];
  const left = widthOfLine(home) + widthOfLine(right) + 3 <= width ? home : name;
  const first = spread(left, [...right, blank(1)], width);
  const { counters } = data;
  const day: Line = [
    span('24h', 'muted'),
    span(`  ${dayCount(counters.day.ok)} ok`),
    span(`  ${dayCount(counters.day.failed)} failed`, counters.day.failed === 0 ? 'muted' : 'text'),
    span(`  ${dayCount(counters.day.skipped)} skipped`, counters.day.skipped === 0 ? 'muted' : 'text'),
    ...(counters.day.rejected > 0 && width >= 170 ? [span(`  ${dayCount(counters.day.rejected)} rejected`)] : []),
  ];
  const next: Line[] =
    counters.next === undefined
      ? []
      : [
          [
            span(
              `next ${cutMiddle(cleanLine(counters.next.name), NAME_COLUMNS_MAX)} in ${formatDuration(counters.next.at - scene.now)}`,
            ),
          ],
        ];
  const counts = atPlaces(countsOf(scene));
  const room = width - widthOfLine(counts) - 3;
  const paused = pausedLine(scene, room);
  const shown = paused === undefined ? [day, ...next] : [paused, day, ...next];
  const second = spread(counts, [...fitting(shown, room), blank(1)], width);
  return showsStrip(scene.view) ? [first, second, stripLine(scene, width)] : [first, second];
}

/** A day's numbers are sums and have no limit: whole with commas, from here on as `123k`. */
const WHOLE_COUNT_MAX = 100_000;
const dayCount = (count: number): string => (count < WHOLE_COUNT_MAX ? formatNumber(count) : formatCompact(count));

/** Counts begin at these columns however large they grow, so that a growing number pushes nobody. */
const COUNT_COLUMNS = [1, 10, 22, 33, 46, 58] as const;

function atPlaces(parts: readonly Line[]): Line {
  const line: Span[] = [];
  let column = 0;
  parts.forEach((part, index) => {
    const start = Math.max(COUNT_COLUMNS[index] ?? 0, column + 1);
    line.push(blank(start - column), ...part);
    column = start + widthOfLine(part);
  });
  return line;
}

const POOL_COLUMNS_MAX = 12;

/** `pools io 1/1  web 0/1`; a full one holds something up. */
function poolsLine({ data }: Scene): Line {
  const pools = data.counters.pools.slice(0, POOLS_SHOWN_MAX);
  return pools.flatMap(
    (pool, index): Line => [
      span(index === 0 ? 'pools ' : '  '),
      span(`${cutMiddle(cleanLine(pool.name), POOL_COLUMNS_MAX)} ${pool.used}/${pool.slots}`),
    ],
  );
}
const POOLS_SHOWN_MAX = 3;

function countsOf(scene: Scene): Line[] {
  const { counters } = scene.data;
  const snoozed = snoozedLine(scene);
  return [
    [counted('due', span(`due ${countText(counters.due)}`), scene)],
    [counted('running', span(`running ${countText(counters.running)}`), scene)],
    [counted('queued', span(`queued ${countText(counters.queued)}`), scene)],
    [approveBadge(scene)],
    [alertBadge(scene)],
    ...(snoozed === undefined ? [] : [snoozed]),
  ];
}

/** What has just changed is bold, and nothing moves. */
export const counted = (name: Counted, part: Span, { data }: Scene): Span =>
  data.changed?.includes(name) ? { ...part, bold: true } : part;

const approveBadge = (scene: Scene): Span => {
  const count = scene.data.counters.pendingApprovals;
  return count === 0
    ? span('approve 0', 'muted')
    : { text: `[APPROVE ${countText(count)}]`, token: 'risk', bold: true, badge: true };
};
const alertBadge = (scene: Scene): Span => {
  const count = scene.data.counters.openAlerts;
  return count === 0
    ? span('alert 0', 'muted')
    : { text: `[ALERT ${countText(count)}]`, token: alertToken(scene), bold: true, badge: true };
};
export const alertToken = (scene: Scene): 'fail' | 'warn' => (scene.data.counters.criticalAlerts > 0 ? 'fail' : 'warn');

const linkSpan = (linkMs: number): Span =>
  linkMs >= LATE_LINK_MS ? bold(`LATE LINK ${Math.round(linkMs)}ms`, 'warn') : span(`link ${Math.round(linkMs)}ms`);

const lateLink = ({ live: { linkMs } }: Scene): Line[] =>
  linkMs === undefined || linkMs < LATE_LINK_MS ? [] : [[linkSpan(linkMs)]];

const flags = (scene: Scene): Line[] => [
  ...(scene.readOnly ? [[bold('READ-ONLY', 'warn')]] : []),
  ...(scene.view.locked === undefined ? [] : [[bold('LOCKED', 'warn')]]),
  ...(scene.view.frozen === undefined
    ? []
    : [[bold('FROZEN', 'warn'), span(` ${formatTimeOfDay(scene.view.frozen.sinceAt, scene.facts.zone)}`, 'warn')]]),
];

function engineShort({ live }: Scene): Line {
  switch (live.engine.kind) {
    case 'here':
      return [span('ENGINE here')];
    case 'attached':
      return quietSpan(live.engine) ?? [span(`attached to PID ${live.engine.pid}`)];
    case 'none':
      return [bold('NO ENGINE', 'warn')];
  }
}

const engineBrief = (scene: Scene): Line => {
  const { engine } = scene.live;
  return engine.kind === 'attached' && engine.silentMs === undefined ? [span('attached')] : engineShort(scene);
};

/** From here on it is replaced, unless it holds the database as well or nobody here may. */
const STANDS_STILL_MS = 8_000;

const standsStill = ({ silentMs = 0, isAwake }: Holder): boolean => silentMs >= STANDS_STILL_MS && isAwake !== true;

/** Its process is named where it is the one to be woken up. */
function quietSpan(holder: Holder): Line | undefined {
  if (holder.silentMs === undefined) return undefined;
  const lasted = formatDuration(holder.silentMs);
  const text = standsStill(holder) ? `engine still ${lasted}: kill -CONT ${holder.pid}` : `engine silent ${lasted}`;
  return [bold(text, 'warn')];
}

type Holder = { pid: number; silentMs?: number; isAwake?: true };

/** With its process as well, and the lag as a fact of its own. */
function engineWidest(scene: Scene): Line {
  const { engine } = scene.live;
  if (engine.kind !== 'here') return engineLong(scene);
  const pid = engine.pid === undefined ? '' : `, pid ${engine.pid}`;
  const lag = engine.lagMs === undefined ? '' : `   lag ${Math.round(engine.lagMs)}ms`;
  return [span(`ENGINE here, up ${formatDuration(scene.now - engine.sinceAt)}${pid}${lag}`)];
}

function engineLong({ live, now }: Scene): Line {
  const engine = live.engine;
  switch (engine.kind) {
    case 'here': {
      const lag = engine.lagMs === undefined ? '' : `  lag ${Math.round(engine.lagMs)}ms`;
      return [span(`ENGINE here, ${formatDuration(now - engine.sinceAt)}${lag}`)];
    }
    case 'attached': {
      const how = engine.mode === 'headless' ? ' (no-ui)' : '';
      const who = `attached to PID ${engine.pid}${how} on ${cleanLine(engine.host)}`;
      const quiet = quietSpan(engine);
      if (quiet === undefined) return [span(`${who}, ${formatDuration(now - engine.sinceAt)}`)];
      return standsStill(engine) ? quiet : [span(`${who}  `), ...quiet];
    }
    case 'none':
      return [bold(`NO ENGINE${engine.because === undefined ? '' : `: ${cleanLine(engine.because)}`}`, 'warn')];
  }
}
