import type { Action } from './action.ts';

export type KeyPlace = 'output' | 'why' | 'elsewhere';

/** The actions with the keys they have here, and what a key means. */
export type Keyboard = {
  actions: readonly Action[];
  /** Output, and why of a job, have keys of their own in front of the others. */
  find(key: string, place: KeyPlace): Action | undefined;
  /** The first key of an action, for sentences; without one the way to it is the palette. */
  nameOf(actionId: string): string;
};

export function keyboardOf(actions: readonly Action[]): Keyboard {
  const everywhere = byKey(actions.filter(({ only }) => only === undefined));
  const inPlace = {
    output: byKey(actions.filter(({ only }) => only === 'output')),
    why: byKey(actions.filter(({ only }) => only === 'why')),
    elsewhere: everywhere,
  };
  const byId = new Map(actions.map((action) => [action.id, action]));
  return {
    actions,
    find: (key, place) => inPlace[place].get(key) ?? everywhere.get(key),
    nameOf(actionId) {
      const action = byId.get(actionId);
      return action?.keys[0] === undefined ? `: ${action?.title ?? actionId}` : writtenKey(action.keys[0]);
    },
  };
}

/** A sentence of ours in which `{reject}` stands for the key of that action. */
export const inKeysOf = ({ nameOf }: Pick<Keyboard, 'nameOf'>, sentence: string): string =>
  sentence.replace(PLACEHOLDER, (_, id: string) => nameOf(id));

const PLACEHOLDER = /\{([\w.-]+)\}/g;

/** How the footer and the key list write an action's keys. */
export const keysOf = (action: Action): string => {
  const [first] = action.keys;
  const shown = action.shown ?? (first === undefined ? '' : writtenKey(first));
  return shown + (action.opens === undefined || shown === '' ? '' : '…');
};

const WRITTEN: Readonly<Record<string, string>> = {
  Escape: 'Esc',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
  Up: '↑',
  Down: '↓',
  Left: '←',
  Right: '→',
};

export const writtenKey = (key: string): string => WRITTEN[key] ?? key;

const byKey = (actions: readonly Action[]): ReadonlyMap<string, Action> =>
  new Map(actions.flatMap((action) => action.keys.map((key) => [key, action] as const)));
