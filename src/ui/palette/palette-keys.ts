import { goTo } from '../go-to/go-to.ts';
import { press, pressSelected } from '../state/actions/press.ts';
import type { ScreenContext, ScreenEvent } from '../state/events.ts';
import { type Reduced, still, told } from '../state/reduced.ts';
import { selectedItem } from '../state/selection.ts';
import type { View } from '../state/view.ts';
import { type Entry, entriesOf, indexOf } from './entries.ts';
import { type Found, LAST_MAX, type Palette, TEXT_UNITS_MAX } from './palette.ts';

type KeyEvent = Extract<ScreenEvent, { type: 'key' }>;

const PAGE_ROWS = 10;

/** A key while the palette is open: whatever is a character is text. */
export function paletteKey(view: View, palette: Palette, event: KeyEvent, context: ScreenContext): Reduced {
  switch (event.name) {
    case 'Escape':
    case 'Ctrl-P':
      return still(closed(view));
    case 'Enter':
      return enter(view, palette, event, context);
    case 'Tab':
      return still(completed(view, palette, context));
    case 'Up':
      return still(up(view, palette, context));
    case 'Down':
      return still(moved(view, palette, 1, context));
    case 'PageUp':
      return still(moved(view, palette, -PAGE_ROWS, context));
    case 'PageDown':
      return still(moved(view, palette, PAGE_ROWS, context));
    case 'Home':
      return still(moved(view, palette, Number.NEGATIVE_INFINITY, context));
    case 'End':
      return still(moved(view, palette, Number.POSITIVE_INFINITY, context));
    case 'Backspace':
      return still(written(view, palette, [...palette.text].slice(0, -1).join('')));
    case 'Ctrl-U':
      return still(written(view, palette, ''));
    default: {
      const character = event.name === 'Space' ? ' ' : event.name;
      return still([...character].length === 1 ? written(view, palette, palette.text + character) : view);
    }
  }
}

/** What was pasted is text and no Enter. */
export const palettePaste = (view: View, palette: Palette, text: string): Reduced =>
  still(written(view, palette, palette.text + text.slice(0, TEXT_UNITS_MAX).replace(/\s+/g, ' ')));

/** What the search found so far. */
export function foundArrived(view: View, found: Found): View {
  return view.palette === undefined ? view : { ...view, palette: { ...view.palette, found } };
}

const listedIn = (view: View, palette: Palette, context: ScreenContext): Entry[] =>
  entriesOf(palette, { keyboard: context.keyboard, view, data: context.data, around: context });

function closed(view: View): View {
  const { palette: _, ...rest } = view;
  return rest;
}

function written(view: View, palette: Palette, text: string): View {
  const { chosen: _, walk: __, ...rest } = palette;
  return { ...view, palette: { ...rest, text: text.slice(0, TEXT_UNITS_MAX) } };
}

/** In an empty palette, and while it shows what was asked before, ↑ goes back through that. */
function up(view: View, palette: Palette, context: ScreenContext): View {
  const asked = view.asked ?? [];
  const isWalking = palette.walk !== undefined || palette.text === '';
  if (!isWalking || palette.chosen !== undefined || asked.length === 0) return moved(view, palette, -1, context);
  const walk = Math.min(asked.length, (palette.walk ?? 0) + 1);
  const { chosen: _, ...rest } = palette;
  return { ...view, palette: { ...rest, walk, text: asked.at(-walk) ?? '' } };
}

function moved(view: View, palette: Palette, by: number, context: ScreenContext): View {
  const entries = listedIn(view, palette, context);
  const at = indexOf(palette, entries);
  const chosen = entries[Math.max(0, Math.min(entries.length - 1, at + by))]?.key;
  return { ...view, palette: { ...palette, ...(chosen === undefined ? {} : { chosen }) } };
}

function completed(view: View, palette: Palette, context: ScreenContext): View {
  const entries = listedIn(view, palette, context);
  const entry = entries[indexOf(palette, entries)];
  return entry === undefined ? view : written(view, palette, entry.title);
}

function enter(view: View, palette: Palette, event: KeyEvent, context: ScreenContext): Reduced {
  const entries = listedIn(view, palette, context);
  const entry = entries[indexOf(palette, entries)];
  if (entry === undefined) return still(view);
  const next = closed({ ...view, asked: withAsked(view.asked ?? [], palette.text.trim() || entry.title) });
  if (entry.kind === 'action') {
    if (entry.off !== undefined) return still({ ...next, message: told('bad', '', entry.off, event.at) });
    return droppingRest(press(next, entry.action, { name: event.name, at: event.at }, context), entry);
  }
  return droppingRest(went(next, entry, event, context), entry);
}

const withAsked = (asked: readonly string[], text: string): readonly string[] =>
  [...asked.filter((earlier) => earlier !== text), text].slice(-LAST_MAX);

/** What was typed ahead must not reach the sheet that opens. */
function droppingRest(reduced: Reduced, entry: Entry): Reduced {
  const action = entry.kind === 'action' ? entry.action : entry.errand;
  if (action?.opens === undefined) return reduced;
  const effects = reduced.effects.filter(({ kind }) => kind !== 'drop-pending');
  return { ...reduced, effects: [...effects, { kind: 'drop-pending' }] };
}

function went(view: View, entry: Extract<Entry, { kind: 'place' }>, event: KeyEvent, context: ScreenContext): Reduced {
  const { place, errand: action } = entry;
  const there = goTo(view, place);
  if (action === undefined || place.key === undefined) return still(there);
  const errand = { actionId: action.id, list: place.list, key: place.key, at: event.at };
  return errandDone({ ...there, errand }, context);
}

/** Does what was asked for as soon as its object is selected; until then nothing. */
export function errandDone(view: View, context: ScreenContext): Reduced {
  const { errand, ...rest } = view;
  if (errand === undefined) return still(view);
  const selected = selectedItem(view, context.data);
  const action = context.keyboard.actions.find(({ id }) => id === errand.actionId);
  if (action === undefined || selected?.list !== errand.list || selected.item.key !== errand.key) return still(view);
  return pressSelected(rest, action, { name: action.keys[0] ?? action.title, at: errand.at }, context);
}

/** The lists were read, and it is not there: it has ended meanwhile. */
export function errandOver(reduced: Reduced): Reduced {
  const { errand, ...rest } = reduced.view;
  if (errand === undefined) return reduced;
  return { ...reduced, view: { ...rest, message: told('bad', '', 'not done: it is not there any more', errand.at) } };
}
