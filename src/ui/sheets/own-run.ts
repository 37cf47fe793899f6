import type { JobFacts } from '../../store/snapshot/detail.ts';
import type { CheckedContent, CommandResult } from '../console-commands.ts';
import type { ConsoleOptions } from '../console-options.ts';
import { wholeRows } from '../detail/approval-facts.ts';
import { commandOf } from '../detail/command-of.ts';
import { spelledEnv } from '../detail/env-words.ts';
import { executable, labelled, roomOf } from '../detail/labelled.ts';
import { formatClock, formatDuration } from '../format/index.ts';
import { type Line, span } from '../layout/line.ts';
import type { Scene } from '../scene.ts';
import type { OwnRun } from '../state/act-items.ts';
import type { SheetChange } from '../state/events.ts';
import type { Sheet, SheetContent } from '../state/sheet.ts';
import { cleanLine } from '../text/sanitise.ts';
import { wrapText } from '../text/width.ts';
import { patchIn } from './own-fields.ts';
import { gone } from './prose.ts';
import type { OpenSheet } from './sheet-kind.ts';

type What = { jobId: string; runId?: number };

/** What would run now, with what is written into the sheet, and what the guards would answer. */
export function readOwn(options: ConsoleOptions, what: What, open?: OpenSheet): SheetContent {
  const { snapshots, commands } = options;
  const detail = snapshots.detail({ kind: 'job', jobId: what.jobId });
  if (detail?.job === undefined) return {};
  const asItIs = asItWas(options, what, detail.job);
  if (asItIs.kind !== 'done') return { detail, own: { base: detail.job.definition, refusal: asItIs.message } };
  const base = asItIs.value.definition;
  const patch = patchIn(base, open?.fields ?? {});
  if (patch === undefined) {
    return { detail, own: { base }, forecast: commands.forecast(what.jobId, contentOf(asItIs.value)) };
  }
  const checked =
    what.runId === undefined ? commands.checkOverride(what.jobId, patch) : commands.checkRerun(what.runId, patch);
  if (checked.kind !== 'done') {
    const { message, field } = checked;
    return { detail, own: { base, patch, refusal: message, ...(field === undefined ? {} : { refusedField: field }) } };
  }
  return { detail, own: { base, patch }, forecast: commands.forecast(what.jobId, contentOf(checked.value)) };
}

function asItWas(
  { commands }: ConsoleOptions,
  { runId }: What,
  { definition }: JobFacts,
): CommandResult<CheckedContent> {
  return runId === undefined ? { kind: 'done', value: { definition } } : commands.checkRerun(runId);
}

const contentOf = ({ jobRevision, override }: CheckedContent) => ({
  ...(jobRevision === undefined ? {} : { jobRevision }),
  ...(override === undefined ? {} : { override }),
});

/** Where it cannot be run at all there is nothing to decide any more. */
export function ownChange({ own }: SheetContent): SheetChange {
  if (own === undefined) return { kind: 'over', message: 'not run: the job is not there any more' };
  return own.refusal !== undefined && own.patch === undefined
    ? { kind: 'over', message: own.refusal }
    : { kind: 'same' };
}

export const patchOf = ({ own }: SheetContent): Pick<OwnRun, 'patch'> =>
  own?.patch === undefined ? {} : { patch: own.patch };

/** The command whole, in whose place, where, and what the guards say now. `notes` are what else is particular. */
export function ownRows(sheet: Pick<Sheet, 'content'>, notes: string[], scene: Scene, width: number): Line[] {
  const { detail, own, forecast } = sheet.content;
  if (detail?.job === undefined || own === undefined) return gone(width);
  const room = roomOf(width);
  const { base, patch, refusal } = own;
  const { payload_message: changed } = patch ?? {};
  const text = changed === undefined ? commandOf(base) : String(changed);
  const instead = changed === undefined ? [] : executable(base.payload_message, room, 'muted');
  const where = [
    `cwd ${String((patch?.cwd === undefined ? base.cwd : patch.cwd) ?? '~')}`,
    `user ${scene.facts.jobUser}`,
    `limit ${formatDuration(base.run_timeout_ms)}`,
  ];
  const facts = where.map((part): Line => [span(cleanLine(part))]);
  const wrapped = (said: string, token?: Line[number]['token']): Line[] =>
    wrapText(cleanLine(said), room).lines.map((line): Line => [span(line.trim(), token)]);
  const said = [...(patch === undefined ? [] : ['for this run alone; the change goes on record']), ...notes];
  return [
    ...labelled('RUNS', executable(text, room)),
    ...labelled('INSTEAD', instead),
    ...labelled('NOW', refusal === undefined ? wrapped(forecast ?? '') : wrapped(refusal, 'warn')),
    ...labelled(
      'NOTE',
      said.flatMap((note) => wrapped(note)),
    ),
    ...(base.session_target === 'shell'
      ? [...labelled('WHERE', wholeRows(facts, room)), ...labelled('ENV', wholeRows(envFacts(own), room))]
      : []),
  ];
}

/** Names, and where their values come from; no value is shown. */
function envFacts({ base, patch }: OwnRun): Line[] {
  const set = spelledEnv(patch?.env);
  return [...spelledEnv(patch?.env ?? base.env)].map(([name, source]): Line => {
    const isOwn =
      set.has(name) && JSON.stringify(variableOf(patch?.env, name)) !== JSON.stringify(variableOf(base.env, name));
    const said = isOwn ? ' for this run' : source === 'a value' ? '' : ` ${source}`;
    return [span(cleanLine(name)), span(cleanLine(said), 'muted')];
  });
}

const variableOf = (env: unknown, name: string): unknown => (env as Record<string, unknown> | undefined)?.[name];

/** What is particular about a run of this job by hand. */
export function notesOf(job: JobFacts | undefined, { now, facts }: Scene): string[] {
  if (job === undefined) return [];
  const { definition, enabled, parentName, nextRunAt } = job;
  const off = enabled ? [] : ['the job is disabled: by hand it runs all the same, and stays disabled'];
  const child = parentName === undefined ? [] : [`by hand, without a run of ${parentName} before it`];
  const once =
    definition.schedule_kind !== 'at' || nextRunAt === undefined
      ? []
      : [`its own time stays: ${formatClock(nextRunAt, now, facts.zone, 'minutes')}`];
  return [...off, ...child, ...once];
}
