import type { Detail } from '../../store/snapshot/detail.ts';
import type { ProcessRow } from '../console-options.ts';
import { formatClock, formatDuration, formatNumber } from '../format/index.ts';
import { blank, fitting, type Line, span, spread, toWidth, widthOfLine } from '../layout/line.ts';
import { quietFact, resultOf } from '../panels/runs.ts';
import { statusMark } from '../panels/words.ts';
import type { Scene } from '../scene.ts';
import type { DetailData } from '../state/view.ts';
import { cleanLine, spellOut } from '../text/sanitise.ts';
import { cutRight, padStart } from '../text/width.ts';
import { commandOf } from './command-of.ts';

type RunDetail = Extract<Detail, { kind: 'run' }>;
const FACT_GAP = 5;

/** The rows above a run's output: how it stands, what it is, and what is its own. */
export function runHead(detail: RunDetail, data: DetailData, scene: Scene, width: number): Line[] {
  const { run } = detail;
  const inner = width - 2;
  const facts: Line[] = [stateFact(detail, scene), [span(causeOf(detail, scene))], ...processFact(detail, data)];
  const quiet =
    run.status === 'running' ? quietFact('quiet ', scene.data.live[run.id], detail.job.usualMs, scene.now) : [];
  const first = spread(fitting(facts, inner - widthOfLine(quiet) - 2, FACT_GAP), quiet, inner);
  return [[blank(1), ...first, blank(1)], commandRow(detail, scene, inner), ...ownRow(detail, inner)];
}

/** Where it was admitted with another revision than the job has now, or changed fields for itself, and what an agent used. */
function ownRow({ run, job }: RunDetail, inner: number): Line[] {
  const { tokensIn, tokensOut } = run;
  const texts = [
    ...(run.jobRevision === job.revision ? [] : [`revision ${run.jobRevision}, the job is at ${job.revision}`]),
    ...(run.override === undefined
      ? []
      : [
          `its own: ${Object.keys(run.override)
            .map((field) => cleanLine(field))
            .join(', ')}`,
        ]),
    ...(tokensIn === undefined || tokensOut === undefined
      ? []
      : [`tokens ${formatNumber(tokensIn)} in, ${formatNumber(tokensOut)} out`]),
  ];
  if (texts.length === 0) return [];
  return [toWidth([blank(1), span(cutRight(texts.join('   '), inner))], inner + 2)];
}

function stateFact({ run, job, ran }: RunDetail, scene: Scene): Line {
  const { mark, token } = statusMark(run.status);
  const started = run.startedAt ?? run.createdAt;
  if (run.finishedAt === undefined) {
    const usual = job.usualMs === undefined ? '' : `, usually ${formatDuration(job.usualMs)}`;
    const limit = `, limit ${formatDuration((ran ?? job.definition).run_timeout_ms)}`;
    return [span(mark, token), span(` ${run.status} ${formatDuration(scene.now - started)}${usual}${limit}`)];
  }
  const took = run.durationMs === undefined ? '' : ` in ${formatDuration(run.durationMs)}`;
  const result = run.status === 'ok' ? '' : `, ${resultOf(run)}`;
  const ended = formatClock(run.finishedAt, scene.now, scene.facts.zone);
  return [span(mark, token), span(` ${run.status.replace('_', ' ')}${took}, ended ${ended}${result}`)];
}

function causeOf({ run }: RunDetail, scene: Scene): string {
  const at = formatClock(run.startedAt ?? run.createdAt, scene.now, scene.facts.zone);
  if (run.cause === 'manual') return `by ${cleanLine(run.requestedBy.name)}, by hand, ${at}`;
  if (run.cause === 'chain') return `after run ${run.triggeredByRun ?? '?'}, ${at}`;
  return run.cause === 'retry'
    ? `retry ${run.retryCount} of run ${run.retryOf ?? '?'}, ${at}`
    : `by its schedule, ${at}`;
}

function processFact({ run }: RunDetail, data: DetailData): Line[] {
  if (run.pid === undefined || run.finishedAt !== undefined) return [];
  const children = (data.processes ?? []).filter((row) => row.pid !== run.pid).length;
  const text = children === 0 ? `pid ${run.pid}` : `pid ${run.pid} and ${children} child${children === 1 ? '' : 'ren'}`;
  return [[span(text)]];
}

/** The command on one row: it has started already, so a cut here hides nothing that is to be decided. */
function commandRow({ job, ran }: RunDetail, scene: Scene, inner: number): Line {
  const definition = ran ?? job.definition;
  const { resource_pool: poolName } = job.definition;
  const pool = poolName === undefined ? [] : [`pool ${cleanLine(poolName)}`];
  const where = [`cwd ${cleanLine(definition.cwd ?? '~')}`, `user ${cleanLine(scene.facts.jobUser)}`, ...pool].join(
    '   ',
  );
  const command = spellOut(commandOf(definition));
  const room = inner - 2;
  const both = command.length + WHERE_GAP + where.length <= room;
  const right: Line = both ? [blank(WHERE_GAP), span(where)] : [];
  return toWidth([blank(1), span('$ ', 'muted'), span(cutRight(command, room)), ...right], inner + 2);
}

const WHERE_GAP = 8;

export function processRows(rows: readonly ProcessRow[] | undefined, width: number): Line[] {
  if (rows === undefined || rows.length === 0) return [[span('  No process of it is alive.', 'muted')]];
  const head: Line = [blank(1), span(`${padStart('PID', 7)}  ${padStart('AGE', 6)}  COMMAND`, 'muted')];
  return [head, ...rows.map((row) => toWidth(processRow(row, rows, width), width))];
}

/** A child stands under its parent, a step to the right. */
function processRow(row: ProcessRow, rows: readonly ProcessRow[], width: number): Line {
  const depth = depthOf(row, rows);
  const branch = depth === 0 ? '' : `${'  '.repeat(depth - 1)}└ `;
  const text = branch + cleanLine(row.command);
  return [
    blank(1),
    span(`${padStart(String(row.pid), 7)}  ${padStart(formatDuration(row.ageMs), 6)}  ${cutRight(text, width - 19)}`),
  ];
}

const DEPTH_MAX = 8;

function depthOf(row: ProcessRow, rows: readonly ProcessRow[]): number {
  let depth = 0;
  let parent = rows.find((other) => other.pid === row.parentPid);
  while (parent !== undefined && depth < DEPTH_MAX) {
    depth += 1;
    const above: number = parent.parentPid;
    parent = rows.find((other) => other.pid === above);
  }
  return depth;
}
