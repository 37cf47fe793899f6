import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitAtPercent, withStandardInput } from '../../../../src/engine/imports/crontab/standard-input.ts';

const shells = ['/bin/sh', '/bin/bash', '/bin/dash', '/bin/zsh', '/bin/ksh'].filter((path) => existsSync(path));

describe('percent signs', () => {
  test.each([
    ['date', 'date', ''],
    ['date +\\%F', 'date +%F', ''],
    ['cat%a', 'cat', 'a\n'],
    ['cat%a%b', 'cat', 'a\nb\n'],
    ['cat%a%b%', 'cat', 'a\nb\n'],
    ['cat%%a', 'cat', '\na\n'],
    ['cat%', 'cat', ''],
    ['cat%%', 'cat', '\n'],
    ['cat%100\\%', 'cat', '100%\n'],
    ['cat%a\\nb\\\\c', 'cat', 'a\\nb\\\\c\n'],
    ['cat%\\%%x', 'cat', '%\nx\n'],
    ['printf "a\\nb"', 'printf "a\\nb"', ''],
    // A backslash takes the next character with it in the command, but not in the input.
    ['echo \\\\%x', 'echo \\\\', 'x\n'],
    ['cat%\\\\%', 'cat', '\\%\n'],
    ['echo \\', 'echo \\', ''],
  ])('%s', (field, command, input) => {
    expect(splitAtPercent(field)).toEqual({ command, input });
  });
});

describe('standard input inside the command', () => {
  const commands = [
    'cat',
    'cat; exit 3',
    'read -r first; echo "[$first]"; cat; exit 7',
    'head -n 1; false',
    'true',
    'exec cat',
    '(cat; exit 4)',
    'cat | cat',
    'kill -TERM $$',
    'cat # with a remark',
    'cat \\',
    'while read -r line; do echo "<$line>"; done',
    'no-such-program-here',
    'echo "unclosed',
    'if cat; then exit 9; fi',
  ];

  test.each(shells)('%s reads the same input and ends the same way as behind a pipe', (shell) => {
    for (const command of commands)
      expect([command, wrapped(shell, command)]).toEqual([command, piped(shell, command)]);
  });

  test('a shell without here-documents is handed the input by sh', () => {
    const parts = { command: 'import sys; print(repr(sys.stdin.read())); sys.exit(5)', input: "it's\n$HOME\n" };
    const found = withStandardInput('/opt/bin/fish', parts);
    expect(found.shell).toBe('/bin/sh');
    expect(found.command).toContain("exec '/opt/bin/fish' -c ");
  });

  test('a command handed on by sh keeps quotes, exit code and input', () => {
    const [shell] = shells.slice(-1);
    const parts = { command: `cat; echo "it's $((1 + 1))"; exit 6`, input: "a\n'b'\n" };
    // A name that is not known to take here-documents, for a shell that really runs.
    const { shell: outer, command } = withStandardInput('/usr/bin/unknown-shell', parts);
    const real = command.replace("'/usr/bin/unknown-shell'", `'${shell}'`);
    const run = spawnSync(outer, ['-c', real], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    expect([run.stdout, run.status]).toEqual(["a\n'b'\nit's 2\n", 6]);
  });

  test('without input nothing is wrapped', () => {
    expect(withStandardInput('/bin/bash', { command: 'date', input: '' })).toEqual({
      shell: '/bin/bash',
      command: 'date',
    });
  });

  test('input that holds the delimiter, expansions or odd characters arrives as it is', () => {
    for (const input of [
      'INPUT\n',
      'INPUT\nINPUT_2\n INPUT\n',
      '$HOME `id` $(id) \\ \\\\ "\' !\n',
      '\t\ttabs\n',
      'ünï 漢字 \x01\x7f\n',
    ]) {
      expect(wrapped('/bin/sh', 'cat', input)).toMatchObject({ stdout: input, status: 0 });
    }
  });

  test('a large input neither hangs a command that ignores it nor loses a byte', () => {
    const input = `${'0123456789'.repeat(9_000)}\n`;
    for (const shell of shells) {
      expect(wrapped(shell, 'exit 2', input).status).toBe(2);
      expect(wrapped(shell, 'cat', input).stdout).toBe(input);
    }
  });

  test('whatever the text after the percent sign, cat prints what cron would write', () => {
    const text = fc.stringMatching(/^[ -~]{0,40}$/);
    fc.assert(
      fc.property(text, (tail) => {
        const parts = splitAtPercent(`cat%${tail}`);
        expect(wrapped('/bin/sh', parts.command, parts.input).stdout).toBe(parts.input);
        expect(parts.input).toBe(writtenByCron(tail));
      }),
      { numRuns: 60 },
    );
  });
});

type Ending = { stdout: string; status: number | null; signal: string | null };

function wrapped(shell: string, command: string, input = 'one\ntwo $HOME\n'): Ending {
  const found = withStandardInput(shell, { command, input });
  const run = spawnSync(found.shell, ['-c', found.command], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 20_000,
  });
  return { stdout: run.stdout, status: run.status, signal: run.signal };
}

function piped(shell: string, command: string, input = 'one\ntwo $HOME\n'): Ending {
  const run = spawnSync(shell, ['-c', command], { encoding: 'utf8', input, timeout: 20_000 });
  return { stdout: run.stdout, status: run.status, signal: run.signal };
}

/** The documented rule, one character at a time: `\%` is `%`, `%` is a line end, and the text ends with one. */
function writtenByCron(tail: string): string {
  let text = '';
  for (let at = 0; at < tail.length; at += 1) {
    if (tail[at] === '\\' && tail[at + 1] === '%') {
      text += '%';
      at += 1;
    } else text += tail[at] === '%' ? '\n' : tail[at];
  }
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
