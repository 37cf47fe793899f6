import { nearestName } from '../../../engine/rules/job/nearest-name.ts';
import type { Action } from './action.ts';
import { type Keyboard, keyboardOf, writtenKey } from './keyboard.ts';

/** By action: its keys, in place of the shipped ones; null takes them away. */
export type KeysConfig = Readonly<Record<string, string | readonly string[] | null>>;

export type Remapped = { kind: 'keyboard'; keyboard: Keyboard } | { kind: 'refused'; problems: string[] };

const KEYS_MAX = 8;

/** The actions with the keys that the configuration gives them, or what is wrong with it, a line for each. */
export function remap(actions: readonly Action[], config: KeysConfig): Remapped {
  const problems = Object.entries(config).flatMap(([id, keys]) => problemsOf(id, keysIn(keys), actions));
  const changed = actions.map((action) => withKeys(action, config[action.id]));
  // What cannot be a key at all is told first; whom else it would clash with matters to nobody.
  if (problems.length === 0) problems.push(...clashes(changed));
  return problems.length > 0 ? { kind: 'refused', problems } : { kind: 'keyboard', keyboard: keyboardOf(changed) };
}

const keysIn = (keys: string | readonly string[] | null): readonly string[] =>
  keys === null ? [] : typeof keys === 'string' ? [keys] : keys;

function withKeys(action: Action, configured: KeysConfig[string] | undefined): Action {
  if (configured === undefined) return action;
  const { shown: _, ...rest } = action;
  const keys = keysIn(configured).map(keyNamed);
  // Whatever else is changed, Ctrl-C leaves.
  const all = action.id === 'leave' && !keys.includes('Ctrl-C') ? [...keys, 'Ctrl-C'] : keys;
  return { ...rest, keys: all, ...(all.length > 1 ? { shown: all.map(writtenKey).join(' ') } : {}) };
}

function problemsOf(id: string, keys: readonly string[], actions: readonly Action[]): string[] {
  const at = `ui.keys: ${id}`;
  if (!actions.some((action) => action.id === id)) {
    const near = nearestName(
      id,
      actions.map((action) => action.id),
    );
    return [`${at} is no action; ${near === undefined ? 'docs/keys.md names them all' : `${near}?`}`];
  }
  if (id === 'back') return [`${at} is Esc everywhere, which stays; leave it out`];
  if (keys.length > KEYS_MAX) return [`${at} has ${keys.length} keys; at most ${KEYS_MAX}`];
  return keys.flatMap((key) => {
    const why = whyNot(keyNamed(key), id);
    return why === undefined ? [] : [`${at} cannot have the key ${JSON.stringify(key)}: ${why}`];
  });
}

/** Other ways to write the same key. */
const ALIASES: Readonly<Record<string, string>> = {
  Esc: 'Escape',
  PgUp: 'PageUp',
  PgDn: 'PageDown',
  Return: 'Enter',
  ' ': 'Space',
};
const keyNamed = (key: string): string =>
  ALIASES[key] ?? key.replace(/^Ctrl-([a-z])$/, (_, letter: string) => `Ctrl-${letter.toUpperCase()}`);

const NAMED: ReadonlySet<string> = new Set(
  'Space Enter Tab Shift-Tab Up Down Left Right PageUp PageDown Home End Insert Delete Backspace'.split(' '),
);

/** What never reaches us, or means something to somebody before it does. */
const TAKEN: Readonly<Record<string, string>> = {
  Escape: 'Esc goes back, everywhere',
  'Ctrl-A': 'screen takes it',
  'Ctrl-B': 'tmux takes it',
  'Ctrl-S': 'it stops the terminal’s output',
  'Ctrl-Q': 'it lets the terminal’s output go on',
  'Ctrl-\\': 'it kills the program',
  'Ctrl-W': 'browser terminals close on it',
  'Ctrl-T': 'browser terminals take it',
  'Ctrl-N': 'browser terminals take it',
  'Ctrl-H': 'terminals send it for Backspace',
  'Ctrl-I': 'it is Tab',
  'Ctrl-J': 'it is Enter',
  'Ctrl-M': 'it is Enter',
  'Ctrl-[': 'it is Esc',
  '~': 'ssh takes it after Enter',
  '`': 'a dead key on many keyboards',
  '^': 'a dead key on many keyboards',
  '´': 'a dead key on many keyboards',
};

function whyNot(key: string, id: string): string | undefined {
  if (TAKEN[key] !== undefined) return TAKEN[key];
  if (key === 'Ctrl-C') return id === 'leave' ? undefined : 'Ctrl-C leaves, always';
  if (/^F\d+$/.test(key)) return 'function keys differ from terminal to terminal';
  if (/^(Alt|Meta)-/.test(key)) return 'with Alt a slow line makes two keys of it';
  if (NAMED.has(key) || /^Ctrl-[A-Z]$/.test(key) || /^[!-}]$/.test(key)) return undefined;
  return 'there is no such key; a character, Ctrl-X, Space, Enter, Tab, Up, PageUp, Home and the like';
}

/** Keys of one place may stand before those that count everywhere; among each other all differ. */
function clashes(actions: readonly Action[]): string[] {
  return [undefined, 'output' as const, 'why' as const].flatMap((place) => {
    const owners = new Map<string, string>();
    return actions
      .filter(({ only }) => only === place)
      .flatMap((action) => action.keys.map((key) => ({ key, id: action.id })))
      .flatMap(({ key, id }) => {
        const owner = owners.get(key);
        owners.set(key, owner ?? id);
        if (owner === undefined) return [];
        const both = owner === id ? `twice ${id}` : `both ${owner} and ${id}; give one of them another key, or null`;
        return [`ui.keys: ${writtenKey(key)} would be ${both}`];
      });
  });
}
