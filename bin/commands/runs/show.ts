import { counted } from '../../../src/engine/rules/counted.ts';
import type { Run } from '../../../src/store/nouns/run.ts';
import type { Context } from '../../context.ts';
import { findByNumber } from '../../find.ts';
import { toDocument } from '../../output/documents.ts';
import { pairLines } from '../../output/pairs.ts';
import { durationText, relativeText, wallText } from '../../output/times.ts';

const TAIL_LINES_MAX = 10;

export function showRun(context: Context, _options: object, wanted: string): void {
  const { runs } = context.store();
  const run = findByNumber('run', wanted, runs.get);
  const output = runs.output(run.id);
  context.output.answer({ ...(toDocument(run) as object), output: toDocument(output) ?? null }, () => [
    ...pairLines(runPairs(context, run)),
    ...tail('stdout', output?.stdout ?? ''),
    ...tail('stderr', output?.stderr ?? ''),
  ]);
}

function runPairs(context: Context, run: Run): [string, string | undefined][] {
  const at = (instant: number | undefined): string | undefined =>
    instant === undefined
      ? undefined
      : `${wallText(instant, context.host.timeZone)} (${relativeText(instant, context.clock.now())})`;
  return [
    ['run', `${run.id} of ${run.jobName} (${run.jobId}): ${run.status}`],
    ['why', run.error],
    ['cause', causeText(run)],
    ['revision', revisionText(context, run)],
    ['its own', overrideText(run)],
    ['slot', at(run.slotAt)],
    ['started', at(run.startedAt)],
    ['late', run.startedAt === undefined ? undefined : durationText(Math.max(0, run.startedAt - run.dueAt))],
    ['ended', at(run.finishedAt)],
    ['took', run.durationMs === undefined ? undefined : durationText(run.durationMs)],
    ['exit', run.signal ?? (run.exitCode === undefined ? undefined : String(run.exitCode))],
    ['process', run.pid === undefined || run.finishedAt !== undefined ? undefined : String(run.pid)],
    [
      'stopping',
      run.stopReason === undefined
        ? undefined
        : `${run.stopReason}${run.stopStage === undefined ? '' : `, ${run.stopStage}`}`,
    ],
    ['tokens', run.tokensIn === undefined ? undefined : `${run.tokensIn} in, ${run.tokensOut ?? 0} out`],
    ['printed', `${counted(run.outBytes, 'byte')}, ${run.errBytes} to stderr`],
  ];
}

function revisionText(context: Context, run: Run): string {
  const now = context.store().jobs.get(run.jobId)?.revision;
  return now === undefined || now === run.jobRevision
    ? String(run.jobRevision)
    : `${run.jobRevision}, the job is at ${now}`;
}

/** What it changed for itself alone; values of variables may be secrets. */
function overrideText({ override }: Run): string | undefined {
  if (override === undefined) return undefined;
  return Object.entries(override)
    .map(([field, value]) => `${field} ${overrideValueText(field, value)}`)
    .join('\n');
}

const overrideValueText = (field: string, value: unknown): string => {
  if (field === 'env' && value !== null) return `{${Object.keys(value as object).join(', ')}}`;
  return typeof value === 'string' ? value : JSON.stringify(value);
};

function causeText(run: Run): string {
  const parts: string[] = [run.cause];
  if (run.triggeredByRun !== undefined) parts.push(`after run ${run.triggeredByRun}`);
  if (run.retryOf !== undefined) parts.push(`retry ${run.retryCount} of run ${run.retryOf}`);
  if (run.approvalId !== undefined) parts.push(`approval ${run.approvalId}`);
  if (run.cause === 'manual') parts.push(`by ${run.requestedBy.name}`);
  return parts.join(', ');
}

function tail(name: string, text: string): string[] {
  const lines = text.replace(/\n$/, '').split('\n').slice(-TAIL_LINES_MAX);
  return text === '' ? [] : ['', ...pairLines([[name, lines.join('\n')]])];
}
