import { jobFields } from '../../store/nouns/job-fields.ts';
import { type Form, isChanged, textAt } from '../form/form.ts';
import type { Fields } from '../state/sheet.ts';
import type { View } from '../state/view.ts';

/** Values of variables may be secrets: they go with the console. */
const NEVER_KEPT: ReadonlySet<string> = new Set(['env']);

/** What is half written in forms, as drafts: beside the texts of the fields, the revision of the job they are about. */
export function formDraftsOf({ pages, page }: Pick<View, 'pages' | 'page'>): Readonly<Record<string, Fields>> {
  const all = page === undefined ? pages : { ...pages, [page.item.key]: page.body };
  return Object.fromEntries(
    Object.entries(all).flatMap(([key, body]): [string, Fields][] => {
      const written = body.kind === 'form' ? writtenIn(body.form) : undefined;
      return written === undefined ? [] : [[key, written]];
    }),
  );
}

function writtenIn(form: Form): Fields | undefined {
  const entries = Object.entries(form.values).filter(([id]) => !NEVER_KEPT.has(id));
  const values = Object.fromEntries(entries) as Form['values'];
  if (!isChanged({ ...form, values })) return undefined;
  // As one text: an emptied field is a change as well.
  return {
    written: JSON.stringify(values),
    ...(form.base === undefined ? {} : { revision: String(form.base.revision) }),
    ...(entries.length < Object.keys(form.values).length ? { without: 'env' } : {}),
  };
}

/** A fresh form with what was written into it before this console began. */
export function withFormDraft(fresh: Form, draft: Fields | undefined): Form {
  const written: Form = { ...fresh, values: draft?.written === undefined ? {} : valuesIn(draft.written) };
  if (!isChanged(written)) return fresh;
  const form: Form = { ...written, restored: true, cursor: textAt(written, 'name').length };
  const isOther = form.base !== undefined && draft?.revision !== String(form.base.revision);
  const again = draft?.without === undefined ? AGAIN : `${AGAIN}, but for ${draft.without}: values are never kept`;
  const changed = `${again}; the job was changed meanwhile: look at it before you save`;
  return {
    ...form,
    notice: isOther ? { kind: 'changed', text: changed } : { kind: 'restored', text: `${again}; ${AWAY}` },
  };
}

/** What was written stands there again, and a line says why the form is not empty. */
export const restored = (form: Form): Form => ({
  ...form,
  restored: true,
  notice: { kind: 'restored', text: `${AGAIN}; ${AWAY}` },
});

const AGAIN = 'what you wrote before is here again';
const AWAY = 'Ctrl-X takes it away';
const FIELDS: ReadonlySet<string> = new Set(['runs', 'when', 'approval', ...jobFields]);

/** What another version wrote may name fields that there are no more. */
function valuesIn(written: string): Form['values'] {
  try {
    return Object.fromEntries(
      Object.entries(JSON.parse(written) as Record<string, unknown>).filter(
        ([id, text]) => typeof text === 'string' && FIELDS.has(id),
      ),
    ) as Form['values'];
  } catch {
    // Half of a file is none.
    return {};
  }
}
