import type { PlannedItem } from '../../../src/engine/imports/planned.ts';
import type { Reader } from '../../../src/engine/rules/why/words.ts';
import type { Context } from '../../context.ts';
import { Failure } from '../../failure.ts';
import { OPENCLAW_RUNS_IT, openclawPlan, type SourcePlan, SYSTEMD_RUNS_IT, timersPlan } from '../../import-sources.ts';
import { plainLine } from '../../output/plain-text.ts';
import { plannedSchedule } from '../../planned-schedule.ts';
import { doneValue, remarkIfNoEngine } from '../../results.ts';

type Options = { dryRun?: true; enable?: true };
type Source = { runsElsewhere: string; empty: string };

export async function importTimers(context: Context, options: Options): Promise<void> {
  const source = { runsElsewhere: SYSTEMD_RUNS_IT, empty: 'no-timers' };
  importPlan(context, options, source, await timersPlan(context.host));
}

export function importOpenclaw(context: Context, options: Options, path: string | undefined): void {
  const source = { runsElsewhere: OPENCLAW_RUNS_IT, empty: 'no-openclaw-jobs' };
  importPlan(context, options, source, openclawPlan(context.host, context.clock.now(), path));
}

/** The plan comes first; what it says is then done, unless it is a dry run. */
function importPlan(context: Context, options: Options, source: Source, plan: SourcePlan): void {
  if (plan.kind === 'none') throw new Failure('not-found', source.empty, `nothing imported: ${plan.reason}`);
  if (plan.kind === 'failed') throw new Failure('refused', 'source-unreadable', `nothing imported: ${plan.reason}`);
  const { items } = plan;
  const jobs = items.flatMap((item) => (item.kind === 'job' ? [item] : []));
  const planned = { items: items.map(itemDocument) };
  if (options.dryRun === true || jobs.length === 0) {
    context.output.answer({ plan: planned, added: [], unchanged: [], refused: [] }, () => [
      ...planLines(items, readerOf(context)),
      ...(options.dryRun === true ? ['', 'Nothing was imported: this was a dry run.'] : []),
    ]);
    return;
  }
  const { added, unchanged, refused } = doneValue(
    context.commands().importJobs(jobs, {
      actor: context.actor,
      machineZone: context.host.timeZone,
      enabled: options.enable === true,
      ...(options.enable === true ? {} : { disabledBecause: source.runsElsewhere }),
    }),
  );
  const engine = options.enable === true && added.length > 0 ? remarkIfNoEngine(context) : {};
  const fromOf = new Map(jobs.map(({ identity, from }) => [identity, from]));
  const document = {
    plan: planned,
    added: added.map((job) => ({ id: job.id, name: job.definition.name, enabled: job.enabled })),
    unchanged,
    refused: refused.map(({ identity, code, message, field }) => ({
      from: fromOf.get(identity),
      code,
      message,
      field,
    })),
    waits_for_engine: engine.waitsForEngine === true,
  };
  const counts = { added: added.length, unchanged: unchanged.length, refused: refused.length };
  context.output.answer(document, () => [
    ...planLines(items, readerOf(context)),
    '',
    summary(counts, options, source),
    ...refused.map(({ identity, message }) => `  ${plainLine(fromOf.get(identity) ?? '?')}: ${message}`),
  ]);
}

const readerOf = ({ clock, host }: Context): Reader => ({ now: clock.now(), zone: host.timeZone });

function planLines(items: readonly PlannedItem[], reader: Reader): string[] {
  const jobs = items.filter((item) => item.kind === 'job');
  const refused = items.filter((item) => item.kind === 'refused');
  const rest = refused.length === 0 ? '' : `, ${refused.length} ${refused.length === 1 ? 'does' : 'do'} not`;
  return [
    jobs.length === 0
      ? `None of ${items.length} becomes a job.`
      : `${jobs.length === 1 ? '1 becomes a job' : `${jobs.length} become jobs`}${rest}.`,
    ...jobs.flatMap((item) => ['', ...jobLines(item, reader)]),
    ...(refused.length === 0 ? [] : ['', 'Not imported:']),
    ...refused.flatMap(({ from, name, reason }) => [
      `  ${plainLine(name)} (${plainLine(from)})`,
      `    ${plainLine(reason)}`,
    ]),
  ];
}

const TEXT_MAX = 160;

function jobLines({ from, job, notes }: Extract<PlannedItem, { kind: 'job' }>, reader: Reader): string[] {
  const text = plainLine(String(job.payload_message));
  const clocks = job.schedule_cron === undefined ? '' : `, ${String(job.schedule_tz)}`;
  return [
    plainLine(`${String(job.name)} (${from})`),
    `  when   ${plainLine(plannedSchedule(job, reader) + clocks)}`,
    `  runs   ${text.length > TEXT_MAX ? `${text.slice(0, TEXT_MAX - 1)}…` : text}`,
    ...notes.map((note) => `  note   ${plainLine(note)}`),
  ];
}

function summary(
  counts: { added: number; unchanged: number; refused: number },
  options: Options,
  source: Source,
): string {
  if (counts.added === 0 && counts.refused === 0) return 'Nothing to change: all of them were imported before.';
  const them = source.runsElsewhere.replace(/ it$/, ' them');
  const state = options.enable === true ? `on; switch them off there, or both run them` : `paused, since ${them}`;
  const before =
    counts.unchanged === 0 ? '' : `, ${counts.unchanged} ${counts.unchanged === 1 ? 'was' : 'were'} there before`;
  const refused = counts.refused === 0 ? '' : `, ${counts.refused} refused`;
  return `Imported ${counts.added}: ${state}${before}${refused}.`;
}

const itemDocument = (item: PlannedItem): object =>
  item.kind === 'job'
    ? { kind: 'job', from: item.from, identity: item.identity, job: item.job, notes: item.notes }
    : { kind: 'refused', from: item.from, name: item.name, reason: item.reason };
