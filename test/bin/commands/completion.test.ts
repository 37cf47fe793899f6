import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createProgram, type Program } from '../support/program.ts';

let program: Program;
const scripts = new Map<string, string>();
beforeAll(async () => {
  program = createProgram();
  for (const name of ['nightly', 'with blank', "it's; touch oops", 'other']) {
    await program.run('jobs', 'add', '--name', name, '--shell', 'true');
  }
  for (const shell of SHELLS) scripts.set(shell, (await program.run('completion', shell)).out);
  mkdirSync(join(program.home, 'fresh'));
  writeFileSync(join(program.home, 'my job.json'), '{}');
});
afterAll(() => program.remove());

type Shell = 'bash' | 'zsh' | 'fish';
/** Asks the shell itself what it would offer behind these words; the last one is what has been typed of a word so far. */
const ASKED: Record<Shell, { file: string; words: string[]; ask(words: readonly string[]): string }> = {
  bash: {
    file: 'bash',
    words: ['--norc', '--noprofile', '-c'],
    ask: (words) =>
      `COMP_WORDS=(openclaw-tui ${words.map(quoted).join(' ')}); COMP_CWORD=${words.length}; _openclaw_tui; printf '%s\\n' "\${COMPREPLY[@]}"`,
  },
  zsh: {
    file: 'zsh',
    words: ['-f', '-c'],
    ask: (words) => `words=(openclaw-tui ${words.map(quoted).join(' ')}); CURRENT=${words.length + 1}; _openclaw_tui`,
  },
  fish: {
    file: 'fish',
    words: ['--no-config', '-c'],
    ask: (words) => `complete -C ${quoted(`openclaw-tui ${words.join(' ')}`)} | string split -f1 \\t`,
  },
};
/** Outside its line editor zsh has no completions: these say what would be added to them. */
const ZSH_FAKES = 'compdef() { :; }; compadd() { shift; print -rl -- "$@"; }; _files() { print -l files; };';
const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

const onPath = (name: string): boolean =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, name)));
const SHELLS = (['bash', 'zsh', 'fish'] as const).filter(onPath);

async function offered(shell: Shell, ...words: string[]): Promise<string[]> {
  const script = scripts.get(shell);
  const { file, words: flags, ask } = ASKED[shell];
  const text = `${shell === 'zsh' ? ZSH_FAKES : ''}\n${script}\n${ask(words)}\n`;
  const env = { PATH: process.env.PATH, HOME: program.home, OPENCLAW_TUI_HOME: program.home };
  const { stdout, stderr } = spawnSync(file, [...flags, text], { encoding: 'utf8', env, cwd: program.home });
  expect(stderr).toBe('');
  return stdout.split('\n').filter((line) => line !== '');
}

test.each(SHELLS)('%s is offered commands, options, their values, and the names of jobs', async (shell) => {
  // Zsh and fish look themselves which of the words begin so.
  expect(await offered(shell, '')).toEqual(expect.arrayContaining(['jobs', 'why', 'service', 'completion']));
  expect(await offered(shell, 'jobs', 's')).toEqual(expect.arrayContaining(['show', 'schema']));
  expect(await offered(shell, 'jobs', 'list', '--')).toEqual(
    expect.arrayContaining(['--enabled', '--limit', '--home', '--help']),
  );
  expect(await offered(shell, '--on-hangup', '')).toEqual(['keep', 'stop']);
  expect(await offered(shell, 'completion', '')).toEqual(['bash', 'zsh', 'fish'].sort(orderOf(shell)));
  expect(await offered(shell, 'jobs', 'show', 'night')).toContain('nightly');
  expect(await offered(shell, 'runs', 'list', '--job', 'night')).toContain('nightly');
  expect(await offered(shell, 'jobs', 'list', '--limit', '')).toEqual([]);
});

const orderOf = (shell: Shell) => (left: string, right: string) => (shell === 'fish' ? (left < right ? -1 : 1) : 0);

test.each(SHELLS)('%s takes the value of an option for no command, and asks the home that was typed', async (shell) => {
  expect(await offered(shell, '--screen', 'jobs', 'r')).not.toContain('rerun');
  expect(await offered(shell, '--screen', 'jobs', 'runs', 'r')).toContain('rerun');
  expect(await offered(shell, '--home', join(program.home, 'fresh'), 'jobs', 'show', '')).toEqual([]);
  // Asking makes no database.
  expect(existsSync(join(program.home, 'fresh', 'openclaw-tui.db'))).toBe(false);
});

test.each(SHELLS.filter((shell) => shell === 'bash'))(
  'R-12 %s gets names so that none is obeyed, and files as they are',
  async (shell) => {
    expect(await offered(shell, 'jobs', 'show', 'it')).toEqual(["it\\'s\\;\\ touch\\ oops"]);
    expect(await offered(shell, 'jobs', 'show', 'with\\ b')).toEqual(['with\\ blank']);
    expect(await offered(shell, 'jobs', 'add', '--file', 'my')).toEqual(['my job.json']);
    expect(existsSync(join(program.home, 'oops'))).toBe(false);
  },
);

test('another shell is a mistake in one line', async () => {
  expect(await program.run('completion', 'tcsh')).toMatchObject({
    code: 2,
    out: '',
    err: expect.stringContaining('bash, zsh, fish'),
  });
});
