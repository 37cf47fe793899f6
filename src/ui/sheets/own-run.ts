import type { JobFacts } from '../../store/snapshot/detail.ts';
import type { CheckedContent, CommandResult } from '../console-commands.ts';
import type { ConsoleOptions } from '../console-options.ts';
import { inRows } from '../detail/approval-facts.ts';
import { commandOf } from '../detail/command-of.ts';
import { executable, labelled, roomOf } from '../detail/labelled.ts';
import { formatClock, formatDuration } from '../format/index.ts';
import { type Line, span } from '../layout/line.ts';
import type { Scene } from '../scene.ts';
import type { OwnRun } from '../state/act-items.ts';
import type { SheetChange } from '../state/events.ts';
import type { Sheet, SheetContent } from '../state/sheet.ts';
import { cleanLine } from '../text/sanitise.ts';
import { wrapText } from '../text/width.ts';
import { gone } from './prose.ts';
import type { OpenSheet, SheetField } from './sheet-kind.ts';

/** Linux refuses longer arguments. */
const COMMAND_UNITS_MAX = 120_000;

type What = { jobId: string; runId?: number };

/** What would run now, with what is written into the sheet, and what the guards would answer. */
export function readOwn(options: ConsoleOptions, what: What, open?: OpenSheet): SheetContent {
  const { snapshots, commands } = options;
  const detail = snapshots.detail({ kind: 'job', jobId: what.jobId });
  if (detail?.job === undefined) return {};
  const asItIs = asItWas(options, what, detail.job);
  if (asItIs.kind !== 'done') return { detail, own: { base: detail.job.definition, refusal: asItIs.message } };
  const base = asItIs.value.definition;
  const text = open?.fields.command ?? base.payload_message;
  if (text === base.payload_message) {
    return { detail, own: { base }, forecast: commands.forecast(what.jobId, contentOf(asItIs.value)) };
  }
  const patch = { payload_message: text };
  const checked =
    what.runId === undefined ? commands.checkOverride(what.jobId, patch) : commands.checkRerun(what.runId, patch);
  if (checked.kind !== 'done') return { detail, own: { base, patch, refusal: checked.message } };
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

const LABELS: Readonly<Record<string, string>> = { shell: 'COMMAND', isolated: 'PROMPT', main: 'TEXT' };

/** What the run is given; of a watchdog nothing can differ in one run. */
export function commandFields({ own }: SheetContent): SheetField[] {
  if (own === undefined || own.base.job_type === 'watchdog') return [];
  const { base, refusal } = own;
  return [
    {
      id: 'command',
      place: 'row',
      label: LABELS[base.session_target] ?? 'COMMAND',
      reading: (text) => {
        if (text.trim() === '') return { state: 'wrong', word: 'empty' };
        if (text === base.payload_message) return { state: 'right', word: '' };
        return refusal === undefined ? { state: 'right', word: 'changed' } : { state: 'wrong', word: 'not allowed' };
      },
      paste: 'text',
      draft: 'kept',
      initial: base.payload_message,
      most: COMMAND_UNITS_MAX,
    },
  ];
}

export const patchOf = ({ own }: SheetContent): Pick<OwnRun, 'patch'> =>
  own?.patch === undefined ? {} : { patch: own.patch };

/** The command whole, in whose place, where, and what the guards say now. `notes` are what else is particular. */
export function ownRows(sheet: Pick<Sheet, 'content'>, notes: string[], scene: Scene, width: number): Line[] {
  const { detail, own, forecast } = sheet.content;
  if (detail?.job === undefined || own === undefined) return gone(width);
  const room = roomOf(width);
  const { base, patch, refusal } = own;
  const text = patch === undefined ? commandOf(base) : String(patch.payload_message);
  const instead = patch === undefined ? [] : executable(base.payload_message, room, 'muted');
  const where = [
    `cwd ${base.cwd ?? '~'}`,
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
    ...(base.session_target === 'shell' ? labelled('WHERE', inRows(facts, room)) : []),
  ];
}

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
