import { bodyRows } from '../layout/shape.ts';
import type { ScreenContext } from '../state/events.ts';
import type { View } from '../state/view.ts';
import { type HelpRow, helpRows, hitsIn } from './help-list.ts';

/** Where the key list is, and what is looked for in it. `hit` is the row that was found. */
export type Help = { top: number; search: string; isTyping?: true; hit?: number };

const SEARCH_UNITS_MAX = 60;

export const helpRoom = (view: View): number => bodyRows(view) - 1;

const rowsFor = (view: View, context: ScreenContext): HelpRow[] =>
  helpRows({ keyboard: context.keyboard, view, data: context.data, around: context });

/** A key while the key list is open; those that mean nothing here do nothing. */
export function helpKey(view: View, help: Help, name: string, context: ScreenContext): View {
  const rows = rowsFor(view, context);
  if (help.isTyping === true) return withHelp(view, typed(help, name, rows), rows);
  if (name === 'n' && help.search !== '') return withHelp(view, found(help, rows, 1), rows);
  if (name === 'N' && help.search !== '') return withHelp(view, found(help, rows, -1), rows);
  const action = context.keyboard.find(name, 'elsewhere');
  const room = helpRoom(view);
  const steps: Readonly<Record<string, number>> = {
    down: 1,
    up: -1,
    'page.down': room - 1,
    'page.up': 1 - room,
    'half.down': Math.floor(room / 2),
    'half.up': -Math.floor(room / 2),
    first: Number.NEGATIVE_INFINITY,
    last: Number.POSITIVE_INFINITY,
  };
  const step = steps[action?.id ?? ''];
  if (step !== undefined) return withHelp(view, { ...help, top: help.top + step }, rows);
  if (action?.id === 'filter') return withHelp(view, { top: help.top, search: '', isTyping: true }, rows);
  if (action?.id === 'back' && help.search !== '') return withHelp(view, { top: help.top, search: '' }, rows);
  return ['back', 'keys', 'leave', 'open'].includes(action?.id ?? '') ? closed(view) : view;
}

/** What is pasted while something is looked for is a part of it. */
export const helpPaste = (view: View, help: Help, text: string, context: ScreenContext): View => {
  if (help.isTyping !== true) return view;
  const rows = rowsFor(view, context);
  return withHelp(view, searching(help, help.search + text.replace(/\s+/g, ' '), rows), rows);
};

function typed(help: Help, name: string, rows: readonly HelpRow[]): Help {
  const { isTyping: _, ...rest } = help;
  if (name === 'Enter') return rest;
  if (name === 'Escape') return { top: help.top, search: '' };
  if (name === 'Backspace') return searching(help, [...help.search].slice(0, -1).join(''), rows);
  const character = name === 'Space' ? ' ' : name;
  return [...character].length === 1 ? searching(help, help.search + character, rows) : help;
}

/** Every letter goes to the first row that has them all, from what is on the screen on. */
function searching(help: Help, text: string, rows: readonly HelpRow[]): Help {
  const search = text.slice(0, SEARCH_UNITS_MAX);
  const hits = hitsIn(rows, search);
  const { hit: _, ...rest } = help;
  const hit = hits.find((at) => at >= help.top) ?? hits[0];
  return { ...rest, search, ...(hit === undefined ? {} : { hit }) };
}

function found(help: Help, rows: readonly HelpRow[], by: 1 | -1): Help {
  const hits = hitsIn(rows, help.search);
  if (hits.length === 0) return help;
  const at = hits.indexOf(help.hit ?? -1);
  const hit = hits[(at + by + hits.length) % hits.length];
  return { ...help, ...(hit === undefined ? {} : { hit }) };
}

/** The row that was found is on the screen, and the list ends with its last row. */
function withHelp(view: View, help: Help, rows: readonly HelpRow[]): View {
  const room = helpRoom(view);
  const moved = view.help?.top !== help.top;
  const { hit } = help;
  const away = hit !== undefined && !moved && (hit < help.top || hit >= help.top + room);
  const wanted = away ? hit - Math.floor(room / 3) : help.top;
  const top = Math.max(0, Math.min(wanted, rows.length - room));
  return { ...view, help: { ...help, top } };
}

function closed(view: View): View {
  const { help: _, ...rest } = view;
  return rest;
}
