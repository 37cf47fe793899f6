import { isZone, wallTime } from '../../engine/rules/schedule/index.ts';
import { formatTimeOfDay, formatZone } from '../format/index.ts';
import { blank, type Line, type Span, span, toWidth, widthOfLine } from '../layout/line.ts';
import { cutWords } from '../text/cut-words.ts';
import { cleanLine } from '../text/sanitise.ts';
import { cutRight, widthOf } from '../text/width.ts';
import { cronWords } from './cron-words.ts';
import type { FieldId, FormField, When } from './fields.ts';
import { defaultText, type Form, fieldsOf, parentIn, textAt } from './form.ts';
import { otherPreview } from './other-preview.ts';
import { filled, LABEL_COLUMNS, schedulePreview } from './preview.ts';
import { type FormReading, type Remark, scheduleOfForm } from './reading.ts';
import { windowOf } from './text-field.ts';

/** What stands beside a field begins here, so that all of it is in one column. */
const HINT_AT = 37;
const HINT_LEAST = 16;
/** Other fields go by their own names, which are longer. */
const NAME_COLUMNS = 31;

export type FormRow = { line: Line; id?: Form['at'] };

/** Every row of the form, however many; the one with the cursor says which it is. */
export function formRows(form: Form, reading: FormReading, width: number, now: number): FormRow[] {
  const fields = fieldsOf(form);
  const first = fields.filter(({ group }) => group === undefined);
  const scheduleEnd = lastOf(first, ['schedule_tz', 'trigger_on', 'schedule_every_ms', 'schedule_at', 'when']);
  const rows = first.flatMap((field, index): FormRow[] => [
    ...(index === firstOfSchedule(first) ? [{ line: [] }] : []),
    { id: field.id, line: fieldRow(form, field, reading, width, now) },
    ...(index === scheduleEnd ? [...fillRows(first), ...previewRows(form, width, now)] : []),
  ]);
  const more: FormRow = { id: 'more', line: moreRow(form, reading, width) };
  return [...rows, more, ...otherRows(form, fields, reading, width, now)];
}

/** Every kind of schedule takes as many rows, so that choosing another one moves nothing. */
const SCHEDULE_ROWS = 2;
const SCHEDULE_IDS: ReadonlySet<FieldId> = new Set([
  'schedule_cron',
  'schedule_tz',
  'schedule_every_ms',
  'schedule_at',
  'parent_id',
  'trigger_on',
]);

function fillRows(fields: readonly FormField[]): FormRow[] {
  const count = fields.filter(({ id }) => SCHEDULE_IDS.has(id)).length;
  // Without any there is no blank row above them either.
  const missing = count === 0 ? SCHEDULE_ROWS + 1 : SCHEDULE_ROWS - count;
  return Array.from({ length: missing }, () => ({ line: [] }));
}

const firstOfSchedule = (fields: readonly FormField[]): number => fields.findIndex(({ label }) => label === 'Schedule');

function lastOf(fields: readonly FormField[], ids: readonly FieldId[]): number {
  return Math.max(...ids.map((id) => fields.findIndex((field) => field.id === id)));
}

function previewRows(form: Form, width: number, now: number): FormRow[] {
  const when = textAt(form, 'when') as When;
  if (when !== 'cron' && when !== 'every')
    return boxed(otherPreview(form, when, { now, room: width - LABEL_COLUMNS - 2 }), width);
  const found = scheduleOfForm(form, now);
  if (found === undefined || found.schedule.kind === 'manual') return boxed([], width);
  if (found.schedule.kind === 'reboot') {
    return boxed([[span('once after each start of the machine', 'muted')]], width);
  }
  return spaced(schedulePreview(found.schedule, found.zone, now, width));
}

const boxed = (rows: readonly Line[], width: number): FormRow[] => spaced(filled(rows, width));
const spaced = (rows: readonly Line[]): FormRow[] => [[], ...rows, []].map((line) => ({ line }));

function otherRows(
  form: Form,
  fields: readonly FormField[],
  reading: FormReading,
  width: number,
  now: number,
): FormRow[] {
  let group = '';
  return fields.flatMap((field): FormRow[] => {
    if (field.group === undefined) return [];
    const heads: FormRow[] =
      field.group === group ? [] : [{ line: [] }, { line: [blank(1), span(field.group, 'muted')] }];
    group = field.group;
    return [...heads, { id: field.id, line: fieldRow(form, field, reading, width, now) }];
  });
}

function moreRow(form: Form, reading: FormReading, width: number): Line {
  const hidden = form.more ? 0 : hiddenRemarks(form, reading).length;
  const focused = form.at === 'more';
  const text = form.more ? 'fewer fields' : 'all other fields';
  const left: Line = [marker(focused), span(`[ ${text} ]`, focused ? 'accent' : 'text')];
  const need = hidden === 1 ? 'needs' : 'need';
  const note: Line = hidden === 0 ? [] : [blank(2), span(`${hidden} of them ${need} a look`, 'fail')];
  return toWidth([...left, ...note], width);
}

/** What is said about fields that are not on the screen. */
export const hiddenRemarks = (form: Form, reading: FormReading): Remark[] => {
  const told = new Set(fieldsOf(form).flatMap(({ tells }) => tells));
  return reading.problems.filter(({ field }) => !told.has(field));
};

const marker = (focused: boolean): Span => (focused ? span('▸', 'accent') : blank(1));

function fieldRow(form: Form, field: FormField, reading: FormReading, width: number, now: number): Line {
  const focused = form.at === field.id;
  const labelColumns = field.group === undefined ? LABEL_COLUMNS : NAME_COLUMNS;
  const label = field.label.padEnd(labelColumns);
  const head: Line = [marker(focused), span(cutRight(label, labelColumns), focused ? 'accent' : 'muted')];
  const hint = hintOf(form, field, reading, now);
  const from = widthOfLine(head);
  const value = valueSpans(form, field, focused, valueColumns(hint, from, width, field));
  const gap = Math.max(2, HINT_AT - from - widthOfLine(value));
  const room = width - from - widthOfLine(value) - gap - 1;
  const isOut = hint === undefined || room < HINT_LEAST || (hint.whole === true && widthOf(hint.text) > room);
  if (isOut) return toWidth([...head, ...value], width);
  return toWidth([...head, ...value, blank(gap), span(cutWords(hint.text, room), hint.token)], width);
}

/** A long value takes what its hint does not need; an error is worth half of the row. */
function valueColumns(hint: Hint | undefined, from: number, width: number, field: FormField): number {
  const whole = width - from - 2;
  if (hint === undefined || field.options !== undefined) return whole;
  const least = Math.max(HINT_AT - from - 2, 12);
  const wanted = hint.token === 'muted' ? 0 : Math.min(widthOf(hint.text) + 3, Math.floor(width / 2));
  return Math.max(Math.min(least, whole), whole - wanted);
}

function valueSpans(form: Form, field: FormField, focused: boolean, columns: number): Line {
  const text = textAt(form, field.id);
  if (field.options !== undefined) return optionSpans(field, text, columns);
  if (focused) {
    const { left, right } = windowOf({ text, cursor: form.cursor }, columns - 1);
    return [span(left), span('▏', 'accent'), span(right)];
  }
  if (text !== '') {
    const { right } = windowOf({ text, cursor: 0 }, columns);
    return [span(right)];
  }
  return [span(cutRight(emptyText(form, field), columns), 'muted')];
}

/** What holds where nothing is written. */
function emptyText(form: Form, field: FormField): string {
  if (field.id === 'env') {
    const names = Object.keys(form.base?.definition.env ?? {});
    return names.length === 0 ? '–' : `${cleanLine(names.join(', '))} stay; JSON here replaces them`;
  }
  return defaultText(field.id) || '–';
}

function optionSpans({ options = [] }: FormField, chosen: string, columns: number): Line {
  const whole: Line = options.flatMap(({ value, label }, index): Line => {
    const gap = index === 0 ? [] : [blank(1)];
    return value === chosen ? [...gap, span(`[${label}]`)] : [...gap, span(` ${label} `, 'muted')];
  });
  if (widthOfLine(whole) <= columns) return whole;
  const label = options.find(({ value }) => value === chosen)?.label ?? chosen;
  const place = options.findIndex(({ value }) => value === chosen) + 1;
  return [span(`[${label}]`), span(` ${place} of ${options.length}`, 'muted')];
}

/** `whole`: otherwise it stands elsewhere. */
type Hint = { text: string; token: Span['token']; whole?: true };

/** An error first, then a warning, then what the value means, then what the field is for. */
function hintOf(form: Form, field: FormField, reading: FormReading, now: number): Hint | undefined {
  const problem = reading.problems.find((remark) => field.tells.includes(remark.field));
  if (problem !== undefined && isTold(form, field)) return { text: `✗ ${shortOf(problem)}`, token: 'fail' };
  const warning = reading.warnings.find((remark) => field.tells.includes(remark.field));
  if (warning !== undefined && isTold(form, field)) return { text: `! ${shortOf(warning)}`, token: 'warn' };
  const meaning = meaningOf(form, field, now);
  if (meaning !== '') return { text: meaning, token: 'muted' };
  return field.help !== '' && form.at === field.id ? { text: field.help, token: 'muted', whole: true } : undefined;
}

/** An empty field is missed only when somebody was there: a new form is not red all over. */
const isTold = (form: Form, field: FormField): boolean =>
  form.visited.includes(field.id) || (textAt(form, field.id) !== '' && form.values[field.id] !== undefined);

/** The field's name stands at the left already. */
const shortOf = ({ field, text }: Remark): string =>
  cleanLine(text.startsWith(`${field}: `) ? text.slice(field.length + 2) : text);

function meaningOf(form: Form, field: FormField, now: number): string {
  const text = textAt(form, field.id);
  switch (field.id) {
    case 'schedule_cron':
      return cleanLine(cronWords(text));
    case 'schedule_tz':
      return nowIn(text, now);
    case 'parent_id': {
      const parent = parentIn(form);
      return parent === undefined || text.trim() === parent.name ? '' : cleanLine(parent.name);
    }
    default:
      return '';
  }
}

/** `now 15:32 CET, UTC+1`; a zone nobody knows has no time. */
function nowIn(zone: string, now: number): string {
  const offset = offsetOf(zone, now);
  if (offset === undefined) return '';
  const name = formatZone(now, zone);
  const own = name === offset ? '' : `, ${offset}`;
  return `now ${formatTimeOfDay(now, zone, 'minutes')} ${name}${own}`;
}

function offsetOf(zone: string, now: number): string | undefined {
  if (!isZone(zone)) return undefined;
  const minutes = Math.round(wallTime(now, zone).offsetMs / 60_000);
  if (minutes === 0) return 'UTC';
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `UTC${minutes < 0 ? '−' : '+'}${hours}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`;
}
