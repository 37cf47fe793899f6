import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createRealWorld, PROGRAMS, until } from './real-world.ts';

test('D-20 a command runs through its shell, streams apart, status recorded', async () => {
  const { start } = createRealWorld();
  const run = start('echo good; echo bad >&2; exit 3');
  expect(await run.ended).toEqual({ kind: 'exited', code: 3 });
  expect(run.out()).toBe('good\n');
  expect(run.err()).toBe('bad\n');
  expect(readFileSync(join(run.folder, 'exit'), 'utf8')).toBe('3\n');
});

test('D-20 a command with quotes, newlines, per cents and dollars arrives as it was written', async () => {
  const { start } = createRealWorld();
  const text = `it's "100%"\n\\n \`x\` $0 %s ä→🦞 * ~ !`;
  const run = start(`cat <<'END'\n${text}\nEND\n# '"`);
  expect(await run.ended).toEqual({ kind: 'exited', code: 0 });
  expect(run.out()).toBe(`${text}\n`);
  expect(run.err()).toBe('');
});

test.each([
  ['exit 0', { kind: 'exited', code: 0 }],
  ['exit 126', { kind: 'exited', code: 126 }],
  ['no-such-program-at-all', { kind: 'exited', code: 127 }],
  ['exit 128', { kind: 'exited', code: 128 }],
  ['exit 137', { kind: 'exited', code: 137, signal: 'SIGKILL' }],
  ['exit 255', { kind: 'exited', code: 255 }],
  ['kill -INT $$', { kind: 'exited', code: 130, signal: 'SIGINT' }],
  ['kill -SEGV $$', { kind: 'exited', code: 139, signal: 'SIGSEGV' }],
])('D-21 `%s` ends with its raw code, and with the signal that code names', async (command, end) => {
  const { start } = createRealWorld();
  expect(await start(command).ended).toEqual(end);
});

test('D-21 a job killed by a signal leaves no word of the wrapper in its output', async () => {
  const { start } = createRealWorld();
  const run = start('echo before >&2; kill -KILL $$');
  expect(await run.ended).toEqual({ kind: 'exited', code: 137, signal: 'SIGKILL' });
  expect(run.err()).toBe('before\n');
});

test('D-20 the shell gets exactly the environment it was given', async () => {
  const { start } = createRealWorld();
  const env = { PATH: '/usr/bin:/bin', ONE: '1', EMPTY: '', openclaw_extra: 'two words\nand a line' };
  const run = start('cat /proc/$$/environ', { env });
  await run.ended;
  const seen = run.out().split('\0').filter(Boolean).sort();
  const given = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  expect(seen).toEqual(given.sort());
});

test('D-20 variables that shells set themselves are passed on when given', async () => {
  const { start } = createRealWorld();
  const run = start('tr "\\0" "\\n" </proc/$$/environ', { env: { PATH: '/usr/bin:/bin', OLDPWD: '/var', SHLVL: '1' } });
  await run.ended;
  expect(run.out()).toContain('OLDPWD=/var\n');
  expect(run.out()).toContain('SHLVL=');
});

test('a job keeps our umask while the run folder stays private', async () => {
  const { directory, start } = createRealWorld();
  const run = start(`umask; : >${join(directory, 'made-by-job')}`);
  await run.ended;
  const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);
  expect(Number.parseInt(run.out(), 8)).toBe(process.umask());
  expect(mode(join(directory, 'made-by-job'))).toBe((0o666 & ~process.umask()).toString(8));
  expect(mode(run.folder)).toBe('700');
  for (const name of ['started', 'out', 'err', 'exit']) expect(mode(join(run.folder, name))).toBe('600');
});

test('a job gets no descriptor beyond the three, and nothing to read', async () => {
  const { start } = createRealWorld();
  const run = start('cat; exec ls /proc/self/fd');
  await run.ended;
  const open = run.out().trim().split('\n').map(Number);
  // The fourth is the folder that ls itself is reading.
  expect(open.filter((fd) => fd <= 3)).toEqual([0, 1, 2, 3]);
});

test('D-20 twenty megabytes of output reach the file while the job runs', async () => {
  const { processes, directory, start } = createRealWorld();
  const gate = join(directory, 'gate');
  const run = start(`node=x; head -c 20971520 /dev/zero; echo done >&2; while [ ! -e ${gate} ]; do sleep 0.02; done`);
  await until(() => processes.outputBytes(run.folder).err > 0);
  expect(processes.outputBytes(run.folder)).toEqual({ out: 20_971_520, err: 5 });
  expect(processes.readExit(run.folder)).toBeUndefined();
  writeFileSync(gate, '');
  expect(await run.ended).toEqual({ kind: 'exited', code: 0 });
});

test('D-25 a command of 120,000 bytes starts', async () => {
  const { start } = createRealWorld();
  const run = start(`: '${'x'.repeat(119_990)}'; echo "$#"`);
  expect(await run.ended).toEqual({ kind: 'exited', code: 0 });
});

test.each([
  ['a missing working directory', { cwd: '/no/such/place' }, 'working directory not found: /no/such/place'],
  ['a file as working directory', { cwd: '/etc/passwd' }, 'working directory is not a directory: /etc/passwd'],
  ['a missing shell', { shell: '/no/such/shell' }, 'shell not found: /no/such/shell'],
  ['a shell that PATH does not know', { shell: 'no-such-shell' }, 'shell not found: no-such-shell'],
  ['a shell that is a text', { shell: '/etc/passwd' }, 'shell is not executable: /etc/passwd'],
  ['a NUL byte in the command', { command: 'echo a\0b' }, 'the command contains a NUL byte'],
  ['a NUL byte in a variable', { env: { A: 'b\0c' } }, 'environment variable "A" contains a NUL byte'],
  ['a command that is too long', { command: 'x'.repeat(131_072) }, 'the command is longer than 131071 bytes'],
  ['a huge variable', { env: { A: 'x'.repeat(131_072) } }, 'environment variable A is longer than 131071 bytes'],
])('D-25 %s is refused with one phrase and starts nothing', (_what, changes, reason) => {
  const { processes, spec } = createRealWorld();
  const wanted = spec('echo never', changes);
  expect(processes.start(wanted)).toEqual({ kind: 'refused', reason });
  expect(existsSync(join(wanted.folder, 'started'))).toBe(false);
});

test('D-25 an environment that is larger than the system takes is refused', () => {
  const { processes, spec } = createRealWorld();
  const env = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`V${index}`, 'x'.repeat(100_000)]));
  expect(processes.start(spec('exit 0', { env }))).toEqual({
    kind: 'refused',
    reason: 'the environment is larger than 1500000 bytes',
  });
});

test('D-25 a run folder that cannot be made is refused', () => {
  const { processes, directory, spec } = createRealWorld();
  writeFileSync(join(directory, 'file'), '');
  expect(processes.start(spec('exit 0', { folder: join(directory, 'file', '7') }))).toMatchObject({ kind: 'refused' });
});

test('D-25 running out of descriptors is refused, and the next start after it works', async () => {
  const { start } = createRealWorld();
  const program = join(PROGRAMS, 'start-until-refused.ts');
  const run = start(`ulimit -n 60; exec '${process.execPath}' '${program}' runs-of-its-own`);
  expect(await run.ended).toEqual({ kind: 'exited', code: 0 });
  expect(run.out()).toBe('too many open files\nexited 0\n');
});

test('a shell may be named without its folder', async () => {
  const { start } = createRealWorld();
  expect(await start('exit 4', { shell: 'sh' }).ended).toEqual({ kind: 'exited', code: 4 });
});

test('a start token that cannot be created lets nothing run, and says so', async () => {
  const { directory, spec, processes } = createRealWorld();
  const wanted = spec(`: >${join(directory, 'ran')}`);
  mkdirSync(join(wanted.folder, 'started'));
  const result = processes.start(wanted);
  expect(result.kind === 'started' && (await result.ended)).toEqual({
    kind: 'failed',
    reason: 'the start token could not be written',
  });
  expect(existsSync(join(directory, 'ran'))).toBe(false);
});
