import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { CommandRefusal } from '../../../src/ui/console-commands.ts';
import { refusalWords } from '../../../src/ui/state/refusal-words.ts';
import { ROWS, type Row } from './refusals.ts';

const wordsOf = ([code, asked, message, hint]: Row): string => {
  const refusal: CommandRefusal = { kind: code.endsWith('-not-found') ? 'not-found' : 'refused', code, message };
  const { text, remedy } = refusalWords(asked, hint === '' ? refusal : { ...refusal, hint });
  return remedy === undefined ? text : `${text}; ${remedy}`;
};

describe('a refusal in the message line', () => {
  test.each(ROWS)('%s says what did not happen, why, and what to do', (...row) => {
    const said = wordsOf(row);
    expect(said).toBe(row[4]);
    expect(said).toMatch(/^not [a-z ]+: [^;]+; ./);
    expect(said).not.toMatch(/error:|\bat \S+ \((?!“)|\.[jt]s:\d|SQLITE|undefined|\bnull\b/i);
    expect(said.includes(row[0]), 'an internal code as text').toBe(false);
  });

  test('every code that a command of the engine can answer has its line here, or is of the command line alone', () => {
    const root = fileURLToPath(new URL('../../..', import.meta.url));
    const commands = `${root}/src/engine/commands`;
    const files = readdirSync(commands).map((name) => `${commands}/${name}`);
    const texts = [...files, `${root}/bin/crontab-moves.ts`, `${root}/bin/console/engine-seat.ts`]
      .map((file) => readFileSync(file, 'utf8'))
      .join('\n');
    const found = [...texts.matchAll(/(?:refused|conflict)\(\s*'([a-z-]+)'|code: '([a-z-]+)'/g)].map(
      ([, first, second]) => first ?? second ?? '',
    );
    expect(found.length).toBeGreaterThan(30);
    const known = new Set([...ROWS.map(([code]) => code), ...COMMAND_LINE]);
    expect(found.filter((code) => !known.has(code))).toEqual([]);
  });
});

/** Pools, names for who is told, messages and the ledger are not changed in the console. */
const COMMAND_LINE = [
  'bad-pool',
  'bad-slots',
  'bad-target',
  'alias-used',
  'key-in-use',
  'key-released',
  'message-state',
];
