import { differenceOf } from '../../engine/rules/job/difference.ts';
import type { FieldId } from '../form/fields.ts';
import { type Form, type FormBase, initialText } from '../form/form.ts';

const NAMED_MAX = 4;

/** The form on the job as it is now: what was typed stays, what was not touched is the new. */
export function changedMeanwhile(form: Form, base: FormBase | undefined): Form {
  if (form.base === undefined) return form;
  if (base === undefined)
    return { ...form, notice: { kind: 'refused', text: 'not saved: the job is not there any more' } };
  if (base.revision === form.base.revision) return form;
  const fields = differenceOf(form.base.definition, base.definition).map(({ field }) => field);
  const next: Form = { ...form, base, values: stillOther({ ...form, base }) };
  if (fields.length === 0) return next;
  const more = fields.length > NAMED_MAX ? ` and ${fields.length - NAMED_MAX} more` : '';
  const text = `changed meanwhile: ${fields.slice(0, NAMED_MAX).join(', ')}${more}; what you typed is kept`;
  return { ...next, notice: { kind: 'changed', text } };
}

/** What was typed and is the job's own by now is no change any more. */
const stillOther = (form: Form): Form['values'] =>
  Object.fromEntries(Object.entries(form.values).filter(([id, text]) => text !== initialText(form, id as FieldId)));
