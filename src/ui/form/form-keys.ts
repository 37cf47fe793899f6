import type { FieldId, FormField } from './fields.ts';
import { type Form, fieldsOf, isChanged, textAt } from './form.ts';
import { edited, inserted } from './text-field.ts';

/** Where a key leaves the fields: to the buttons, or nowhere. */
export type FormStep = { form: Form; leaves?: 'down' | 'up' };

const PAGE_FIELDS = 6;

/** A key in the fields of a form; Enter, Esc and the buttons are the page's. */
export function formKey(form: Form, key: string): FormStep {
  const calm = withoutNotice(form);
  switch (key) {
    case 'Tab':
    case 'Down':
      return moved(calm, 1);
    case 'Shift-Tab':
    case 'Up':
      return moved(calm, -1);
    case 'PageDown':
      return { form: jumped(calm, PAGE_FIELDS) };
    case 'PageUp':
      return { form: jumped(calm, -PAGE_FIELDS) };
    default:
      return { form: written(calm, key) };
  }
}

/** All that was written goes, and the same key brings it back. */
export function takenAway(form: Form): Form {
  const { restored: _, taken, ...calm } = withoutNotice(form);
  const anew: Form = { ...calm, at: 'name', visited: [] };
  if (isChanged(form)) {
    const what = form.base === undefined ? 'empty' : 'as the job is';
    const notice = { kind: 'taken' as const, text: `${what} again; Ctrl-X brings back what you wrote` };
    return focusedOn({ ...anew, values: {}, taken: form.values, notice }, 'name');
  }
  return taken === undefined ? form : focusedOn({ ...anew, values: taken, restored: true }, 'name');
}

/** Text that came at once: line ends stay where a field has lines. */
export function formPaste(form: Form, text: string): Form {
  const field = currentField(form);
  if (field === undefined) return form;
  if (field.options !== undefined) {
    const below = emptyBelow(form);
    return below === undefined ? form : formPaste(focusedOn(form, below), text);
  }
  const shown = LINES.has(field.id) ? text.replace(/\r\n?/g, '\n') : text.replace(/\s+/g, ' ');
  const next = inserted({ text: textAt(form, field.id), cursor: form.cursor }, shown);
  return withText(withoutNotice(form), field.id, next);
}

const LINES: ReadonlySet<FieldId> = new Set(['payload_message', 'watchdog_check_cmd', 'description']);

/** Opens and closes the part with the other fields. */
export const withMore = (form: Form): Form => ({ ...form, more: !form.more });

export function focusedOn(form: Form, id: Form['at']): Form {
  const left = form.at === 'more' || form.at === id || form.visited.includes(form.at) ? [] : [form.at];
  return { ...form, at: id, cursor: id === 'more' ? 0 : textAt(form, id).length, visited: [...form.visited, ...left] };
}

/** The places of the cursor: the row `more` stands between the first fields and the others. */
export function placesOf(form: Form): Form['at'][] {
  const ids = fieldsOf(form).map(({ id }) => id);
  const first = fieldsOf({ ...form, more: false }).length;
  return [...ids.slice(0, first), 'more', ...ids.slice(first)];
}

export const currentField = (form: Form): FormField | undefined => fieldsOf(form).find(({ id }) => id === form.at);

function withoutNotice({ notice: _, ...form }: Form): Form {
  return form;
}

function moved(form: Form, by: 1 | -1): FormStep {
  const places = placesOf(form);
  const next = places[places.indexOf(form.at) + by];
  if (next !== undefined) return { form: focusedOn(form, next) };
  const last = by > 0 ? places.at(-1) : places[0];
  return { form: visitedAll(focusedOn(form, last ?? 'name')), leaves: by > 0 ? 'down' : 'up' };
}

/** Whoever has come to the end has seen every field. */
export const visitedAll = (form: Form): Form => ({ ...form, visited: fieldsOf(form).map(({ id }) => id) });

function jumped(form: Form, by: number): Form {
  const places = placesOf(form);
  const at = Math.max(0, Math.min(places.length - 1, places.indexOf(form.at) + by));
  return focusedOn(form, places[at] ?? form.at);
}

function written(form: Form, key: string): Form {
  const field = currentField(form);
  if (field === undefined) return form.at === 'more' && TOGGLES.has(key) ? withMore(form) : form;
  if (field.options !== undefined) {
    const below = [...key].length === 1 ? emptyBelow(form) : undefined;
    return below === undefined ? chosen(form, field, key) : written(focusedOn(form, below), key);
  }
  const next = edited({ text: textAt(form, field.id), cursor: form.cursor }, key);
  return next === undefined ? form : withText(form, field.id, next);
}

/** Where a letter belongs that is typed on a row of choices: the next field, where that waits for text. */
function emptyBelow(form: Form): FieldId | undefined {
  const places = placesOf(form);
  const next = places[places.indexOf(form.at) + 1];
  const below = fieldsOf(form).find(({ id }) => id === next);
  if (below === undefined || below.options !== undefined || textAt(form, below.id) !== '') return undefined;
  return below.id;
}

const TOGGLES: ReadonlySet<string> = new Set(['Space', 'Right', 'Left']);

function withText(form: Form, id: FieldId, { text, cursor }: { text: string; cursor: number }): Form {
  const same = textAt(form, id) === text;
  return { ...form, cursor, ...(same ? {} : { values: { ...form.values, [id]: text } }) };
}

function chosen(form: Form, { id, options = [] }: FormField, key: string): Form {
  const by = key === 'Right' || key === 'Space' ? 1 : key === 'Left' ? -1 : 0;
  if (by === 0 || options.length === 0) return form;
  const at = options.findIndex(({ value }) => value === textAt(form, id));
  const next = options[at < 0 ? 0 : (at + by + options.length) % options.length];
  return next === undefined ? form : { ...form, values: { ...form.values, [id]: next.value } };
}
