import type { Run } from '../../store/nouns/run.ts';
import { formatDuration, formatTimeOfDay } from '../format/index.ts';
import { type Line, span } from '../layout/line.ts';
import { resultOf } from '../panels/runs.ts';
import type { Scene } from '../scene.ts';
import type { Sheet, SheetContent } from '../state/sheet.ts';
import { cleanLine } from '../text/sanitise.ts';
import { livingOf, type Stopping } from './dying-tree.ts';
import { prose } from './prose.ts';

const DEFAULT_GRACE_MS = 5_000;
const NAMED_MAX = 6;

/** From TERM to KILL, as the run was admitted. */
export function graceOf({ detail }: SheetContent): number {
  if (detail?.kind !== 'run') return DEFAULT_GRACE_MS;
  return (detail.ran ?? detail.job.definition).kill_grace_ms ?? DEFAULT_GRACE_MS;
}

/** How far it has come, in one line: `TERM sent 14:32:07   3 of 4 ended   KILL in 3s`; and who got away. */
export function diedRows(
  { content, stage }: Pick<Sheet, 'content' | 'stage'>,
  { run, stopping }: { run: Run; stopping: Stopping },
  scene: Scene,
  width: number,
): Line[] {
  const askedAt = run.stopRequestedAt ?? (stage.kind === 'dying' ? stage.sinceAt : scene.now);
  const parts = stopping.isOver
    ? overParts(run, stopping)
    : [...sentParts(content, stopping, askedAt, scene), countPart(stopping), ...killPart(content, stopping, scene)];
  const facts = prose([parts.filter((part) => part !== '').join('   ')], width);
  return [...(stopping.isOver ? facts.map(asGood) : facts), ...strayRows(stopping, width)];
}

const asGood = (line: Line): Line => line.map((part) => ({ ...part, token: 'ok' }));

function sentParts({ engine }: SheetContent, { stage, termAt }: Stopping, askedAt: number, scene: Scene): string[] {
  const clock = (at: number): string => formatTimeOfDay(at, scene.facts.zone);
  if (stage === 'kill') return termAt === undefined ? ['KILL sent'] : [`TERM sent ${clock(termAt)}`];
  if (stage === 'term') return [`TERM sent ${clock(termAt ?? askedAt)}`];
  const why = engine === 'none' ? 'no engine runs: TERM is sent when one does' : 'TERM follows';
  return [`asked ${clock(askedAt)}`, why];
}

const countPart = (stopping: Stopping): string => {
  const all = stopping.rows.length;
  return all === 0 ? '' : `${all - livingOf(stopping).length} of ${all} ended`;
};

function killPart(content: SheetContent, { stage, termAt }: Stopping, scene: Scene): string[] {
  if (stage === 'kill') return ['KILL sent'];
  if (stage !== 'term' || termAt === undefined) return [];
  const leftMs = termAt + graceOf(content) - scene.now;
  return [leftMs > 0 ? `KILL in ${formatDuration(leftMs + CEIL_MS)}` : 'KILL follows'];
}

/** A second that has begun counts. */
const CEIL_MS = 999;

function overParts(run: Run, stopping: Stopping): string[] {
  const living = livingOf(stopping).length;
  const all = stopping.rows.length;
  const took = run.durationMs === undefined ? '' : ` after ${formatDuration(run.durationMs)}`;
  const result = resultOf(run);
  const how = result === '' || result === run.status ? '' : `, ${cleanLine(result)}`;
  const counted = all === 0 ? '' : living === 0 ? `all ${all} ended` : `${all - living} of ${all} ended`;
  return [`run ${run.id} is over: ${run.status}${took}${how}`, counted];
}

/** TERM goes to the group; who left it is named, and told of what becomes of it. */
function strayRows(stopping: Stopping, width: number): Line[] {
  const strays = livingOf(stopping).filter(({ place }) => place === 'left');
  if (strays.length === 0) return [];
  const pids = strays.slice(0, NAMED_MAX).map(({ pid }) => pid);
  const more = strays.length > NAMED_MAX ? ` and ${strays.length - NAMED_MAX} more` : '';
  const isOne = strays.length === 1;
  const then = stopping.isOver
    ? `and lived on when the run was over; kill -9 ${pids.join(' ')} ends ${isOne ? 'it' : 'them'}`
    : `and ${isOne ? 'does' : 'do'} not hear TERM; the engine kills ${isOne ? 'it' : 'them'} when the run is over`;
  const text = `${isOne ? 'pid' : 'pids'} ${pids.join(', ')}${more} left the group ${then}`;
  return prose([text], width).map((line) => line.map((part) => span(part.text, 'warn')));
}
