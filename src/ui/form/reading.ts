import { parseJob, patchJob, scheduleOf } from '../../engine/rules/job/index.ts';
import { twinWarning } from '../../engine/rules/job/twin-warning.ts';
import type { Schedule } from '../../engine/rules/schedule/index.ts';
import type { JobDefinition } from '../../store/nouns/job-fields.ts';
import { type Form, noParentIn, textAt } from './form.ts';
import { inputOf, patchOf } from './form-input.ts';

/** One sentence about the form, and the field it is about. */
export type Remark = { field: string; text: string };

/** What the job's own rules say of what is written so far: the very sentences of the command line. */
export type FormReading = { problems: Remark[]; warnings: Remark[]; definition?: JobDefinition };

export function readForm(form: Form, now: number): FormReading {
  const context = { now, machineZone: form.zone, allowPast: false };
  const result =
    form.base === undefined ? parseJob(inputOf(form), context) : patchJob(form.base.definition, patchOf(form), context);
  const parent = parentProblem(form);
  if (result.kind === 'refused' || parent.length > 0) {
    const refused = result.kind === 'refused' ? result.problems : [];
    const problems = refused.map(({ field, line }) => ({ field: rootOf(field), text: line }));
    return { problems: [...problems, ...parent], warnings: [] };
  }
  const warnings = [...result.warnings, ...twinsOf(form)].map(remarkOf);
  return { problems: [], warnings, definition: result.definition };
}

/** The rules know no jobs; whoever was asked for them says so before the button does. */
function parentProblem(form: Form): Remark[] {
  const noParent = noParentIn(form);
  if (noParent === undefined || textAt(form, 'when') !== 'after') return [];
  return [{ field: 'parent_id', text: `parent_id: ${noParent.why}` }];
}

/** The command line says it of a job that was added; here it is said before. */
function twinsOf({ namesakes, base, values }: Form): string[] {
  if (namesakes === undefined || namesakes.name !== values.name?.trim()) return [];
  const warning = twinWarning(namesakes.ids.filter((id) => id !== base?.jobId));
  return warning === undefined ? [] : [warning];
}

const rootOf = (field: string): string => field.split(/[.[]/, 1)[0] ?? field;

/** Warnings begin with the name of their field. */
const remarkOf = (text: string): Remark => ({ field: text.split(':', 1)[0] ?? '', text });

/** When it would fire, whatever else is still missing; undefined where the schedule itself is not right. */
export function scheduleOfForm(form: Form, now: number): { schedule: Schedule; zone: string } | undefined {
  const input = inputOf(form);
  const timing = Object.fromEntries(Object.entries(input).filter(([field]) => TIMING.test(field)));
  const whole = { name: 'a job', payload_message: 'true', session_target: 'shell', ...timing };
  const result = parseJob(whole, { now, machineZone: form.zone, allowPast: form.base !== undefined });
  if (result.kind === 'refused') return undefined;
  const { definition } = result;
  const zone = definition.schedule_kind === 'cron' ? definition.schedule_tz : form.zone;
  return { schedule: scheduleOf(definition, form.base?.jobId ?? '', anchorOf(form, definition, now)), zone };
}

const TIMING = /^(schedule_|dst$|every_from$|exclude$)/;

/** Another interval counts from now. */
function anchorOf({ base }: Form, definition: JobDefinition, now: number): number {
  if (definition.schedule_anchor_at !== undefined) return Date.parse(definition.schedule_anchor_at);
  const isKept = base?.definition.schedule_every_ms === definition.schedule_every_ms;
  return isKept && base !== undefined ? base.anchorAt : now;
}
