import { afterEach, describe, expect, test } from 'vitest';
import { keysOf } from '../../../src/ui/state/actions/keyboard.ts';
import { remap } from '../../../src/ui/state/actions/remap.ts';
import { ACTIONS } from '../../../src/ui/state/actions/table.ts';
import { alertValues, insert, jobValues } from '../../support/screen-data.ts';
import { aConsole } from '../console/world.ts';

type Config = Parameters<typeof remap>[1];
const problems = (config: Config): string[] => {
  const found = remap(ACTIONS, config);
  return found.kind === 'refused' ? found.problems : [];
};
const keyboard = (config: Config) => {
  const found = remap(ACTIONS, config);
  if (found.kind === 'refused') throw new Error(found.problems.join('; '));
  return found.keyboard;
};

describe('what is refused, a line for each', () => {
  test.each<[Config, string]>([
    [{ aprove: 'A' }, 'ui.keys: aprove is no action; approve?'],
    [{ xyzzy: 'A' }, 'ui.keys: xyzzy is no action; docs/keys.md names them all'],
    [{ approve: 'x' }, 'ui.keys: x would be both approve and reject; give one of them another key, or null'],
    [{ approve: ['A', 'A'] }, 'ui.keys: A would be twice approve'],
    [{ approve: 'Ctrl-B' }, 'ui.keys: approve cannot have the key "Ctrl-B": tmux takes it'],
    [{ approve: 'ctrl-b' }, 'ui.keys: approve cannot have the key "ctrl-b": there is no such key; '],
    [{ approve: 'F5' }, 'ui.keys: approve cannot have the key "F5": function keys differ from terminal to terminal'],
    [{ approve: 'Alt-a' }, 'ui.keys: approve cannot have the key "Alt-a": with Alt a slow line makes two keys of it'],
    [{ approve: '~' }, 'ui.keys: approve cannot have the key "~": ssh takes it after Enter'],
    [{ approve: 'Ctrl-C' }, 'ui.keys: approve cannot have the key "Ctrl-C": Ctrl-C leaves, always'],
    [{ approve: 'Esc' }, 'ui.keys: approve cannot have the key "Esc": Esc goes back, everywhere'],
    [{ approve: 'ab' }, 'ui.keys: approve cannot have the key "ab": there is no such key; '],
    [{ approve: 'é' }, 'ui.keys: approve cannot have the key "é": there is no such key; '],
    [{ back: 'b' }, 'ui.keys: back is Esc everywhere, which stays; leave it out'],
  ])('%j', (config, line) => {
    expect(problems(config)).toHaveLength(1);
    expect(problems(config)[0]).toContain(line);
  });

  test('everything that is wrong at once', () => {
    expect(problems({ aprove: 'A', zoom: 'F1' })).toHaveLength(2);
    expect(problems({ approve: 'x', zoom: 'q' })).toHaveLength(2);
  });
});

describe('what is taken', () => {
  test('two actions change keys with each other', () => {
    const { find } = keyboard({ approve: 'x', reject: 'a' });
    expect([find('x', 'elsewhere')?.id, find('a', 'elsewhere')?.id]).toEqual(['approve', 'reject']);
  });

  test('null takes the key away, and the palette still has the action', () => {
    const { find, actions, nameOf } = keyboard({ delete: null });
    expect(find('D', 'elsewhere')).toBeUndefined();
    expect(actions.some(({ id }) => id === 'delete')).toBe(true);
    expect(nameOf('delete')).toBe(': delete a job');
  });

  test('several keys, also by other names, and how they are written', () => {
    const { find, actions } = keyboard({ why: ['W', 'PgUp'], 'page.up': null });
    expect([find('W', 'elsewhere')?.id, find('PageUp', 'elsewhere')?.id]).toEqual(['why', 'why']);
    const why = actions.find(({ id }) => id === 'why');
    expect(why && keysOf(why)).toBe('W PgUp');
  });

  test('whatever is done to leaving, Ctrl-C leaves', () => {
    expect(keyboard({ leave: null }).find('Ctrl-C', 'elsewhere')?.id).toBe('leave');
    expect(keyboard({ leave: 'Q' }).find('Q', 'elsewhere')?.id).toBe('leave');
  });
});

describe('on the screen', () => {
  let open: ReturnType<typeof aConsole> | undefined;
  afterEach(() => open?.end());

  test('footer, palette and words have the key that counts here, also when it changes while the console is open', () => {
    open = aConsole({ keys: { reject: 'V', acknowledge: 'm', keys: 'H' }, columns: 120, rows: 40 });
    insert(open.db, 'jobs', jobValues('etl'));
    insert(open.db, 'alerts', alertValues('something is wrong'));
    open.controller.start();
    expect(open.text().at(-1)).toMatch(/ m acknowledge .* H keys/);
    open.type('V');
    expect(open.controller.view().message?.text).toBe('V rejects an approval; this is an alert');
    open.configure({ reject: 'Z' });
    expect(open.text().at(-1)).toMatch(/ o acknowledge .* \? keys/);
    open.type('V');
    expect(open.controller.view().message?.text).toBe('something is wrong');
    open.type('Z');
    expect(open.controller.view().message?.text).toBe('Z rejects an approval; this is an alert');
    open.type(':', ...'reject');
    expect(open.text().join('\n')).toMatch(/▸ Z… +reject +Z rejects an approval/);
  });
});
