import type { Detail } from '../../store/snapshot/detail.ts';
import { formatClock } from '../format/index.ts';
import { bold, type Line, span } from '../layout/line.ts';
import type { Scene } from '../scene.ts';
import { cleanLine } from '../text/sanitise.ts';
import { cutRight } from '../text/width.ts';
import { differenceRows } from './difference-rows.ts';

type RunDetail = Extract<Detail, { kind: 'run' }>;
type Fields = Readonly<Record<string, unknown>>;

/** Whether a run was another thing than its job is now. */
export const differsFromJob = ({ run, job }: RunDetail): boolean =>
  run.override !== undefined || run.jobRevision !== job.revision;

/** What a run had for itself alone, then what its job has had changed since. */
export function runChangeRows(detail: RunDetail, scene: Scene, width: number): Line[] {
  const own = ownRows(detail, width);
  const since = sinceRows(detail, scene, width);
  return [...own, ...(own.length > 0 && since.length > 0 ? [[]] : []), ...since];
}

function ownRows({ run, job }: RunDetail, width: number): Line[] {
  const { override } = run;
  if (override === undefined) return [];
  const fields = Object.keys(override);
  // Of an older revision nobody knows here what it had in their place.
  const instead = run.jobRevision === job.revision ? only(job.definition, fields) : {};
  const by = run.cause === 'manual' ? `, by ${cleanLine(run.requestedBy.name)}` : '';
  return [head(' its own, for this run alone', by, width), ...differenceRows(instead, override, width)];
}

function sinceRows({ run, job, ran }: RunDetail, scene: Scene, width: number): Line[] {
  if (run.jobRevision === job.revision) return [];
  const at = formatClock(job.updatedAt, scene.now, scene.facts.zone, 'minutes');
  const title = head(` since then: revision ${run.jobRevision} → ${job.revision}`, `, changed ${at}`, width);
  if (ran === undefined) return [title, said(`revision ${run.jobRevision} is not kept any more`)];
  const own = new Set(Object.keys(run.override ?? {}));
  const fields = [...new Set([...Object.keys(ran), ...Object.keys(job.definition)])].filter((name) => !own.has(name));
  const rows = differenceRows(only(ran, fields), only(job.definition, fields), width);
  return [title, ...(rows.length > 0 ? rows : [said('nothing in its definition: it was switched on or off')])];
}

const only = (definition: Fields, names: readonly string[]): Fields =>
  Object.fromEntries(names.flatMap((name) => (definition[name] === undefined ? [] : [[name, definition[name]]])));

const head = (title: string, more: string, width: number): Line => [
  bold(title),
  span(cutRight(more, Math.max(1, width - title.length - 2)), 'muted'),
];

const said = (text: string): Line => [span(`   ${text}`, 'muted')];
