import { type Form, fieldsOf } from '../form/form.ts';
import { focusedOn } from '../form/form-keys.ts';
import type { MouseOnRows } from '../state/mouse.ts';
import type { Page } from './page.ts';

/** A click takes the cursor to the field of its row; nothing is written or pressed by it. */
export function clickedPage(page: Page, { input, rows }: MouseOnRows): Page {
  if (page.body.kind !== 'form' || input.kind !== 'press') return page;
  const { form } = page.body;
  // Beside a page nothing is drawn; header, message and footer are none of it.
  const isInside = input.row >= HEADER_ROWS && input.row < rows.length - FOOTER_ROWS;
  const at = isInside ? fieldAt(form, rows[input.row] ?? '') : undefined;
  if (at === undefined || (at === form.at && page.focus === 'body')) return page;
  return { ...page, focus: 'body', body: { kind: 'form', form: focusedOn(form, at) } };
}

const HEADER_ROWS = 2;
const FOOTER_ROWS = 2;

/** The field whose label stands at the beginning of the row, inside the page's frame. */
function fieldAt(form: Form, row: string): Form['at'] | undefined {
  const text = row.replace(/^[\s│┃|▸>]+/, '');
  if (text.startsWith('[ all other fields ]') || text.startsWith('[ fewer fields ]')) return 'more';
  const found = fieldsOf(form).filter(({ label }) => text.startsWith(`${label} `));
  // A label may be the beginning of another one.
  return found.sort((a, b) => b.label.length - a.label.length)[0]?.id;
}
