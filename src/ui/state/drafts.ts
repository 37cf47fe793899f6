import { formDraftsOf } from '../page/form-drafts.ts';
import type { Fields, Sheet } from './sheet.ts';
import { keptTexts } from './sheet-controls.ts';
import type { View } from './view.ts';

/** What was typed into sheets and forms that decided nothing yet, by the key of their item, the newest last. */
export type Drafts = Readonly<Record<string, Fields>>;

/** More than a person leaves half written; the oldest go first. */
export const DRAFTS_MAX = 20;
const FIELDS_MAX = 12;
/** A form holds a command, which may be long. */
const TEXT_UNITS_MAX = 131_072;
const ALL_UNITS_MAX = 262_144;

/** A question that is asked anew, since its job was changed, is the same one to whoever had half an answer. */
export const ASKED = 'asked:';
export function draftKeyOf({ item, content }: Pick<Sheet, 'item' | 'content'>): string {
  const asked = item.kind === 'approve' || item.kind === 'reject' ? content.detail : undefined;
  return asked?.kind === 'approval' ? `${ASKED}${asked.approval.dispatchId}` : item.key;
}

/** With what a sheet holds now: a field that was emptied is forgotten, those of the item's other sheets stay. */
export function withDraft(drafts: Drafts, sheet: Sheet): Drafts {
  const key = draftKeyOf(sheet);
  const own = new Set(Object.keys(sheet.fields));
  const others = Object.entries(drafts[key] ?? {}).filter(([id]) => !own.has(id));
  const fields = Object.fromEntries([...others, ...Object.entries(keptTexts(sheet)).filter(([, text]) => text !== '')]);
  const rest = withoutDraft(drafts, key);
  return Object.keys(fields).length === 0 ? rest : newest({ ...rest, [key]: fields });
}

export function withoutDraft(drafts: Drafts, key: string): Drafts {
  const { [key]: _, ...rest } = drafts;
  return rest;
}

/** Also of the sheet that is open, and of forms. */
export function draftsOf({ drafts, sheet, pages, page }: View): Drafts {
  const ofSheets = sheet === undefined ? drafts : withDraft(drafts, sheet);
  const ofForms = page === undefined && Object.keys(pages).length === 0 ? {} : formDraftsOf({ pages, page });
  return Object.keys(ofForms).length === 0 ? ofSheets : newest({ ...ofSheets, ...ofForms });
}

/** What this console has changed since `before` is changed in what others may have written meanwhile. */
export function mergedDrafts(stored: Drafts, before: Drafts, now: Drafts): Drafts {
  const kept = Object.entries(stored).filter(([key]) => !(key in before) && !(key in now));
  return newest({ ...Object.fromEntries(kept), ...now });
}

/** As many as there is room for, the newest first. */
function newest(drafts: Drafts): Drafts {
  let units = 0;
  const entries = Object.entries(drafts).slice(-DRAFTS_MAX).reverse();
  const kept = entries.filter(([, fields]) => {
    units += Object.values(fields).reduce((sum, text) => sum + text.length, 0);
    return units <= ALL_UNITS_MAX;
  });
  return Object.fromEntries(kept.reverse());
}

/** What somebody else or another version wrote: what is no draft is left out. */
export function parseDrafts(value: unknown): Drafts | undefined {
  if (!isRecord(value)) return undefined;
  const drafts = Object.entries(value).flatMap(([key, fields]): [string, Fields][] => {
    const texts = isRecord(fields) ? Object.entries(fields).filter(isText).slice(0, FIELDS_MAX) : [];
    return texts.length === 0 ? [] : [[key, Object.fromEntries(texts)]];
  });
  return newest(Object.fromEntries(drafts));
}

const isText = (entry: [string, unknown]): entry is [string, string] =>
  typeof entry[1] === 'string' && entry[1] !== '' && entry[1].length <= TEXT_UNITS_MAX;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
