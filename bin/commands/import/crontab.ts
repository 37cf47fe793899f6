import type { CrontabPlan, ImportItem } from '../../../src/engine/imports/crontab/plan.ts';
import { planText } from '../../../src/engine/imports/crontab/plan-text.ts';
import { jobReads } from '../../../src/store/lookups/job-reads.ts';
import type { Context } from '../../context.ts';
import { createCrontabMoves } from '../../crontab-moves.ts';
import { CRON_RUNS_IT, planFor } from '../../crontab-plan.ts';
import { usageFailure } from '../../failure.ts';
import { findJob } from '../../find.ts';
import { HALF_MOVED_REMEDY, halfMovedLater, halfMovedText } from '../../half-moved.ts';
import { plainLine } from '../../output/plain-text.ts';
import { doneValue, remarkIfNoEngine } from '../../results.ts';
import { readCrontabText } from './crontab-text.ts';
import { readSystemCrontabs } from './system-crontabs.ts';

type Options = { dryRun?: true; enable?: true; system?: true; takeOver?: true; giveBack?: string };
type FilePlan = { file: string; plan: CrontabPlan };

/** The plan comes first; what it says is then done, unless it is a dry run. */
export async function importCrontab(context: Context, options: Options, files: string[]): Promise<void> {
  checkMoves(options, files);
  if (options.giveBack !== undefined) return giveBack(context, options.giveBack);
  const plans = plansOf(context, options, files);
  const items = plans.flatMap(({ file, plan }) => plan.items.map((item) => ({ file, item })));
  const jobs = items.flatMap(({ item }) => (item.kind === 'job' ? [item] : []));
  const planned = {
    items: items.map(({ file, item }) => itemDocument(item, options.system === true ? { file } : {})),
    notes: [...new Set(plans.flatMap(({ plan }) => plan.notes))],
  };
  const planLines = (): string[] =>
    plans.flatMap(({ file, plan }) => planSection(plan, options.system ? file : undefined));
  if (options.dryRun === true || jobs.length === 0) {
    context.output.answer({ plan: planned, added: [], unchanged: [], refused: [] }, () => [
      ...planLines(),
      ...(options.dryRun === true ? ['', 'Nothing was imported: this was a dry run.'] : []),
    ]);
    return;
  }
  const { added, unchanged, refused } = doneValue(
    context.commands().importJobs(jobs, {
      actor: context.actor,
      machineZone: context.host.timeZone,
      enabled: options.enable === true,
      ...(options.enable === true ? {} : { disabledBecause: CRON_RUNS_IT }),
    }),
  );
  const moved = options.takeOver === true ? await takeOver(context, jobs) : undefined;
  const half = await halfMovedLater({ host: context.host, db: context.store().db });
  const engine = (options.enable === true && added.length > 0) || moved !== undefined ? remarkIfNoEngine(context) : {};
  const document = {
    plan: planned,
    added: added.map((job) => ({ id: job.id, name: job.definition.name, enabled: job.enabled })),
    unchanged,
    refused: refused.map(({ line, code, message, field }) => ({ line, code, message, field })),
    ...(moved === undefined ? {} : { taken_over: moved.jobs.map((job) => job.id), lines: moved.lines }),
    half_moved: half,
    waits_for_engine: engine.waitsForEngine === true,
  };
  context.output.answer(document, () => [
    ...planLines(),
    '',
    moved === undefined
      ? summaryLine({ added: added.length, unchanged: unchanged.length, refused: refused.length }, options)
      : movedLine(added.length, moved),
    ...refused.map(({ line, message }) => `  line ${line ?? '?'}: ${message}`),
  ]);
  if (half.length > 0) context.output.remark(plainLine(`${halfMovedText(half)}: ${HALF_MOVED_REMEDY}`));
}

function checkMoves(options: Options, files: readonly string[]): void {
  const option = options.takeOver === true ? '--take-over' : options.giveBack === undefined ? undefined : '--give-back';
  if (option === undefined || (files.length === 0 && options.system !== true && options.enable !== true)) return;
  throw usageFailure('not-with-take-over', `nothing changed: ${option} is for your own crontab, without files`, {
    field: option,
  });
}

/** What was imported before and is still paused for cron is taken over too. */
async function takeOver(context: Context, items: readonly { identity: string }[]) {
  const jobs = items
    .flatMap(({ identity }) => context.store().jobs.byImportIdentity(identity) ?? [])
    .filter((job) => !job.enabled && job.disabledBecause === CRON_RUNS_IT);
  return doneValue(await movesOf(context).takeOver(jobs.map(({ id }) => id)));
}

async function giveBack(context: Context, words: string): Promise<void> {
  const found = findJob(jobReads(context.store().db), words);
  const { job, line } = doneValue(await movesOf(context).giveBack(found.id));
  context.output.answer({ id: job.id, name: job.definition.name, enabled: job.enabled, line }, () => [
    `Line ${line} is cron's again; ${job.definition.name} is paused here.`,
  ]);
}

const movesOf = (context: Context) =>
  createCrontabMoves({
    host: context.host,
    store: context.store(),
    commands: context.commands(),
    actor: context.actor,
  });

function movedLine(added: number, moved: { jobs: readonly unknown[]; lines: number }): string {
  const here = `${moved.jobs.length} ${moved.jobs.length === 1 ? 'runs' : 'run'} here now`;
  const lines = `${moved.lines} ${moved.lines === 1 ? 'line is' : 'lines are'} commented out in the crontab`;
  return `Imported ${added}; ${here}, ${lines}; import crontab --give-back JOB puts one back.`;
}

function plansOf(context: Context, options: Options, files: readonly string[]): FilePlan[] {
  const { host } = context;
  if (options.system === true) {
    return readSystemCrontabs(context, files).map((text) => ({
      file: text.name,
      plan: planFor(host, text, 'system'),
    }));
  }
  const [file, ...others] = files;
  if (others.length > 0) {
    throw usageFailure('too-many-files', 'nothing imported: one crontab at a time; --system takes several files');
  }
  const text = readCrontabText(host, file);
  return [{ file: text.name, plan: planFor(host, text) }];
}

const planSection = (plan: CrontabPlan, file: string | undefined): string[] =>
  file === undefined
    ? planText(plan)
    : [plainLine(file), ...planText(plan).map((line) => (line === '' ? '' : `  ${line}`)), ''];

function summaryLine(counts: { added: number; unchanged: number; refused: number }, options: Options): string {
  const kept = options.enable === true ? '; --enable is for new ones, jobs enable starts one that is here' : '';
  if (counts.added === 0 && counts.refused === 0) return `Nothing to change: all of them were imported before${kept}.`;
  const state =
    options.enable === true
      ? 'on; take the lines out of the crontab, or both run them'
      : `paused, since ${CRON_RUNS_IT.replace('it', 'them')}`;
  const before =
    counts.unchanged === 0 ? '' : `, ${counts.unchanged} ${counts.unchanged === 1 ? 'was' : 'were'} there before`;
  const refused = counts.refused === 0 ? '' : `, ${counts.refused} refused`;
  return `Imported ${counts.added}: ${state}${before}${refused}.`;
}

const itemDocument = (item: ImportItem, where: { file?: string }): object =>
  item.kind === 'job'
    ? { kind: 'job', ...where, line: item.line, identity: item.identity, job: item.job, notes: item.notes }
    : { kind: 'refused', ...where, line: item.line, text: item.raw, reason: item.reason };
