import { formRows } from '../../../src/ui/form/draw-form.ts';
import { editForm, type Form, type FormBase, newForm } from '../../../src/ui/form/form.ts';
import { focusedOn, formKey, formPaste } from '../../../src/ui/form/form-keys.ts';
import { readForm } from '../../../src/ui/form/reading.ts';
import { plainOf, toWidth } from '../../../src/ui/layout/line.ts';

/** The moment that all pictures show. */
export const NOW = Date.parse('2026-11-22T14:32:07Z');

/** A form without a screen around it: keys go in, rows come out. */
export function aForm(start: { base?: FormBase; zone?: string } = {}) {
  const zone = start.zone ?? 'Europe/Berlin';
  let form: Form = start.base === undefined ? newForm(zone) : editForm(start.base, zone);
  const world = {
    form: () => form,
    set: (next: Form) => {
      form = next;
    },
    keys(...keys: string[]) {
      for (const key of keys) form = formKey(form, key).form;
      return world;
    },
    type: (text: string) => world.keys(...text),
    paste(text: string) {
      form = formPaste(form, text);
      return world;
    },
    on(id: Form['at']) {
      form = focusedOn(form, id);
      return world;
    },
    choose(id: Form['at'], value: string) {
      form = { ...focusedOn(form, id), values: { ...form.values, [id]: value } };
      return world;
    },
    reading: () => readForm(form, NOW),
    rows: (width = 80) =>
      formRows(form, readForm(form, NOW), width, NOW).map(({ line }) => plainOf(toWidth(line, width))),
    row: (label: string, width = 80) => {
      const found = world.rows(width).find((row) => row.slice(1).startsWith(label));
      if (found === undefined) throw new Error(`no row ${label}`);
      return found.trimEnd();
    },
  };
  return world;
}
