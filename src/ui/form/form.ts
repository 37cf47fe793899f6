import { jobDefaults } from '../../engine/rules/job/difference.ts';
import type { JobDefinition, JobField } from '../../store/nouns/job-fields.ts';
import { textOfValue, writingOf } from './field-text.ts';
import { type FieldId, type FormField, firstFields, OTHER_FIELDS } from './fields.ts';

/** The job that is edited, as it was when that began or when it was last looked at. */
export type FormBase = {
  jobId: string;
  revision: number;
  definition: JobDefinition;
  /** Where an interval counts from. */
  anchorAt: number;
  parentName?: string;
};

/** What a person has written so far; what they did not touch is the base's, or the default. */
export type Form = {
  base?: FormBase;
  /** What a new job starts with. */
  zone: string;
  values: Readonly<Partial<Record<FieldId, string>>>;
  /** The field with the cursor, or the row that shows and hides the others. */
  at: FieldId | 'more';
  /** Where in its text, in UTF-16 units. */
  cursor: number;
  more: boolean;
  /** Fields that were left once: before that nobody is told that they are empty. */
  visited: readonly FieldId[];
  /** A job that was named as the one before: what its name stands for. */
  parents: Readonly<Record<string, { id: string; name: string }>>;
  /** What was typed last in place of a parent, and is none. */
  noParent?: { text: string; why: string };
  /** The jobs that are called as what was typed last. */
  namesakes?: { name: string; ids: readonly string[] };
  notice?: FormNotice;
  /** What was written before was there again when it opened. */
  restored?: true;
  /** What was taken away at once and can come back. */
  taken?: Form['values'];
};

/** `leaving`: the next Esc closes it. */
export type FormNotice =
  | { kind: 'leaving' }
  | { kind: 'refused' | 'changed' | 'restored' | 'taken'; text: string; field?: string };

export function newForm(zone: string): Form {
  return { zone, values: {}, at: 'name', cursor: 0, more: false, visited: [], parents: {} };
}

export const editForm = (base: FormBase, zone: string): Form => ({
  ...newForm(zone),
  base,
  cursor: base.definition.name.length,
});

/** The rows that can have the cursor, from the top. */
export function fieldsOf(form: Form): FormField[] {
  const first = firstFields({ runs: textAt(form, 'runs'), when: textAt(form, 'when') });
  return form.more ? [...first, ...OTHER_FIELDS] : first;
}

/** What a field holds: what was typed, else what the job has, else what a new one starts with. */
export const textAt = (form: Form, id: FieldId): string => form.values[id] ?? initialText(form, id);

/** The job that stands in place of a parent: by its id or its name, its own by either though others may be called so. */
export function parentIn(form: Form): { id: string; name: string } | undefined {
  const text = textAt(form, 'parent_id').trim();
  return ownParent(form.base, text) ?? form.parents[text];
}

/** What was looked for in place of a parent, and is none. */
export function noParentIn({ noParent, ...form }: Form): { why: string } | undefined {
  const text = textAt(form, 'parent_id').trim();
  return noParent?.text === text && ownParent(form.base, text) === undefined ? noParent : undefined;
}

function ownParent(base: FormBase | undefined, text: string): { id: string; name: string } | undefined {
  const id = base?.definition.parent_id;
  if (base?.parentName === undefined || id === undefined) return undefined;
  return text === id || text === base.parentName.trim() ? { id, name: base.parentName } : undefined;
}

/** The same before anybody typed. */
export function initialText({ base, zone }: Pick<Form, 'base' | 'zone'>, id: FieldId): string {
  const definition = base?.definition;
  switch (id) {
    case 'runs':
      return definition === undefined ? 'shell' : runsOf(definition);
    case 'when':
      return definition === undefined ? 'cron' : whenOf(definition);
    case 'approval':
      return definition?.approval_required ? definition.approval_scope : 'no';
    case 'parent_id':
      return base?.parentName?.trim() || (definition?.parent_id ?? '');
    default:
      return definition === undefined ? newText(id, zone) : storedText(definition, id);
  }
}

function newText(field: JobField, zone: string): string {
  if (field === 'schedule_tz') return zone;
  const writing = writingOf(field);
  return writing.kind === 'choice' || writing.kind === 'flag' ? defaultText(field) : '';
}

function storedText(definition: JobDefinition, field: JobField): string {
  const value = definition[field];
  const writing = writingOf(field);
  if (writing.kind === 'flag') return value === true ? 'yes' : 'no';
  if (writing.kind === 'choice') return value === undefined ? '' : String(value);
  return textOfValue(field, value);
}

const DEFAULTS = jobDefaults();

/** What holds where nothing is given, as it is written; empty where that is nothing. */
export function defaultText(field: FieldId): string {
  if (field === 'runs' || field === 'when' || field === 'approval') return '';
  if (field === 'trigger_on') return 'success';
  if (field === 'delivery_mode') return '';
  const value = DEFAULTS[field];
  if (writingOf(field).kind === 'flag') return value === true ? 'yes' : 'no';
  return textOfValue(field, value);
}

function runsOf({ job_type: type, session_target: target }: JobDefinition): string {
  if (type === 'watchdog') return 'watchdog';
  return target === 'isolated' ? 'agent' : target;
}

const whenOf = ({ parent_id: parent, schedule_kind: kind }: JobDefinition): string =>
  parent !== undefined ? 'after' : kind === 'manual' ? 'by hand' : kind;

/** Whether anything is other than it was. */
export const isChanged = (form: Form): boolean =>
  Object.entries(form.values).some(([id, text]) => text !== initialText(form, id as FieldId));
