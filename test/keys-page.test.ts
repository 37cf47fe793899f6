import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { createProgram } from '../bin/program.ts';
import { keysPage } from '../scripts/key-list.ts';
import { ACTIONS } from '../src/ui/state/actions/table.ts';

test('docs/keys.md is the table', () => {
  expect(readFileSync(new URL('../docs/keys.md', import.meta.url), 'utf8')).toBe(keysPage());
});

/** What the console can change and a shell cannot: it is about this console. */
const ONLY_HERE: readonly string[] = ['undo'];

test('everything that changes something names the command line that does the same', () => {
  const without = ACTIONS.filter(
    ({ group, command, id }) => group === 'act' && command === undefined && !ONLY_HERE.includes(id),
  );
  expect(without.map(({ id }) => id)).toEqual([]);
});

test.each(ACTIONS.flatMap(({ command }) => command ?? []))('%s is a command, with its options', (command) => {
  const [, ...words] = command.split(' ');
  const { at, rest } = found(
    createProgram(async () => {}),
    words,
  );
  const options = rest.filter((word) => word.startsWith('--'));
  const arguments_ = rest.filter((word) => !word.startsWith('--'));
  expect(at.commands).toHaveLength(at.parent === null ? at.commands.length : 0);
  expect(options.filter((option) => !at.options.some(({ long }) => long === option))).toEqual([]);
  expect(arguments_.filter((word) => word !== word.toUpperCase())).toEqual([]);
});

function found(at: Command, words: readonly string[]): { at: Command; rest: readonly string[] } {
  const next = at.commands.find((command) => command.name() === words[0]);
  return next === undefined ? { at, rest: words } : found(next, words.slice(1));
}
