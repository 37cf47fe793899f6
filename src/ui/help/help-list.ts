import type { Action, Around } from '../state/actions/action.ts';
import { type Keyboard, keysOf } from '../state/actions/keyboard.ts';
import { whyOff } from '../state/actions/press.ts';
import type { ScreenData, View } from '../state/view.ts';

/** A row of the key list. */
export type HelpRow =
  | { kind: 'blank' }
  | { kind: 'head'; text: string }
  | { kind: 'action'; keys: string; title: string; command?: string; off?: string }
  | { kind: 'note'; keys: string; title: string };

type World = { keyboard: Keyboard; view: View; data: ScreenData; around: Around };

/** The groups of the key list in their order, also of the page in the documentation. */
export function groupsOf({ actions }: Pick<Keyboard, 'actions'>): { head: string; actions: Action[] }[] {
  const keyed = actions.filter(({ keys }) => keys.length > 0);
  const everywhere = keyed.filter(({ only }) => only === undefined);
  return [
    { head: 'CHANGE', actions: everywhere.filter(({ group }) => group === 'act') },
    { head: 'LOOK', actions: everywhere.filter(({ group }) => group === 'look') },
    { head: 'MOVE', actions: everywhere.filter(({ group }) => group === 'move') },
    { head: 'ONLY IN THE OUTPUT', actions: keyed.filter(({ only }) => only === 'output') },
    { head: 'ONLY IN WHY', actions: keyed.filter(({ only }) => only === 'why') },
    { head: 'ONLY IN THE PALETTE', actions: actions.filter(({ keys }) => keys.length === 0) },
  ].filter((group) => group.actions.length > 0);
}

/** What is the same wherever something is asked; no action stands for it. */
export const SHEET_NOTES: readonly { keys: string; title: string }[] = [
  { keys: 'Tab Shift-Tab', title: 'next and previous field or button' },
  { keys: 'Enter', title: 'the button, or from a filled field to the deciding one' },
  { keys: '↑ ↓ PgUp PgDn', title: 'scroll; in some fields earlier values' },
  { keys: 'Esc', title: 'back, and nothing was done; what was typed is kept' },
];

export function helpRows(world: World): HelpRow[] {
  const groups = groupsOf(world.keyboard).map(({ head, actions }): HelpRow[] => [
    { kind: 'head', text: head },
    ...actions.map((action) => rowOf(action, world)),
  ]);
  const sheets: HelpRow[] = [
    { kind: 'head', text: 'WHERE SOMETHING IS ASKED' },
    ...SHEET_NOTES.map((note): HelpRow => ({ kind: 'note', ...note })),
  ];
  return [...groups, sheets].flatMap((rows, index): HelpRow[] => (index === 0 ? rows : [{ kind: 'blank' }, ...rows]));
}

function rowOf(action: Action, { view, data, around, keyboard }: World): HelpRow {
  const off = whyOff(view, action, keysOf(action) || action.title, { data, ...around, keyboard });
  return {
    kind: 'action',
    keys: keysOf(action),
    title: action.title,
    ...(action.command === undefined ? {} : { command: action.command }),
    ...(off === undefined ? {} : { off }),
  };
}

/** Which rows have the text that is looked for. */
export function hitsIn(rows: readonly HelpRow[], search: string): number[] {
  const wanted = search.trim().toLowerCase();
  if (wanted === '') return [];
  return rows.flatMap((row, index) => (textOf(row).toLowerCase().includes(wanted) ? [index] : []));
}

function textOf(row: HelpRow): string {
  switch (row.kind) {
    case 'blank':
      return '';
    case 'head':
      return row.text;
    case 'note':
      return `${row.keys} ${row.title}`;
    case 'action':
      return `${row.keys} ${row.title} ${row.command ?? ''}`;
  }
}
