import type { ImportItem } from '../../../src/engine/imports/crontab/plan.ts';
import { planText } from '../../../src/engine/imports/crontab/plan-text.ts';
import type { Context } from '../../context.ts';
import { CRON_RUNS_IT, planFor } from '../../crontab-plan.ts';
import { doneValue, remarkIfNoEngine } from '../../results.ts';
import { readCrontabText } from './crontab-text.ts';

type Options = { dryRun?: true; enable?: true };

/** The plan comes first; what it says is then done, unless it is a dry run. */
export function importCrontab(context: Context, options: Options, file?: string): void {
  const plan = planFor(context.host, readCrontabText(context.host, file));
  const jobs = plan.items.filter((item) => item.kind === 'job');
  const planned = { items: plan.items.map(itemDocument), notes: plan.notes };
  if (options.dryRun === true || jobs.length === 0) {
    context.output.answer({ plan: planned, added: [], unchanged: [], refused: [] }, () => [
      ...planText(plan),
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
    ...planText(plan),
    '',
    summaryLine({ added: added.length, unchanged: unchanged.length, refused: refused.length }, options),
    ...refused.map(({ line, message }) => `  line ${line ?? '?'}: ${message}`),
  ]);
}

function summaryLine(counts: { added: number; unchanged: number; refused: number }, options: Options): string {
  if (counts.added === 0 && counts.refused === 0) return 'Nothing to change: all of them were imported before.';
  const state =
    options.enable === true
      ? 'on; take the lines out of the crontab, or both run them'
      : `paused, since ${CRON_RUNS_IT.replace('it', 'them')}`;
  const before = counts.unchanged === 0 ? '' : `, ${counts.unchanged} were there before`;
  const refused = counts.refused === 0 ? '' : `, ${counts.refused} refused`;
  return `Imported ${counts.added}: ${state}${before}${refused}.`;
}

const itemDocument = (item: ImportItem): object =>
  item.kind === 'job'
    ? { kind: 'job', line: item.line, identity: item.identity, job: item.job, notes: item.notes }
    : { kind: 'refused', line: item.line, text: item.raw, reason: item.reason };
