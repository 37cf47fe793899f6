import type { CrontabPlan, ImportItem } from '../../../src/engine/imports/crontab/plan.ts';
import { planText } from '../../../src/engine/imports/crontab/plan-text.ts';
import type { Context } from '../../context.ts';
import { CRON_RUNS_IT, planFor } from '../../crontab-plan.ts';
import { usageFailure } from '../../failure.ts';
import { plainLine } from '../../output/plain-text.ts';
import { doneValue, remarkIfNoEngine } from '../../results.ts';
import { readCrontabText } from './crontab-text.ts';
import { readSystemCrontabs } from './system-crontabs.ts';

type Options = { dryRun?: true; enable?: true; system?: true };
type FilePlan = { file: string; plan: CrontabPlan };

/** The plan comes first; what it says is then done, unless it is a dry run. */
export function importCrontab(context: Context, options: Options, files: string[]): void {
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
  const engine = options.enable === true && added.length > 0 ? remarkIfNoEngine(context) : {};
  const document = {
    plan: planned,
    added: added.map((job) => ({ id: job.id, name: job.definition.name, enabled: job.enabled })),
    unchanged,
    refused: refused.map(({ line, code, message, field }) => ({ line, code, message, field })),
    waits_for_engine: engine.waitsForEngine === true,
  };
  context.output.answer(document, () => [
    ...planLines(),
    '',
    summaryLine({ added: added.length, unchanged: unchanged.length, refused: refused.length }, options),
    ...refused.map(({ line, message }) => `  line ${line ?? '?'}: ${message}`),
  ]);
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
  const before = counts.unchanged === 0 ? '' : `, ${counts.unchanged} were there before`;
  const refused = counts.refused === 0 ? '' : `, ${counts.refused} refused`;
  return `Imported ${counts.added}: ${state}${before}${refused}.`;
}

const itemDocument = (item: ImportItem, where: { file?: string }): object =>
  item.kind === 'job'
    ? { kind: 'job', ...where, line: item.line, identity: item.identity, job: item.job, notes: item.notes }
    : { kind: 'refused', ...where, line: item.line, text: item.raw, reason: item.reason };
