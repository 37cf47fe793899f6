import { spawn } from 'node:child_process';

export type ForegroundEnd = { kind: 'ended' } | { kind: 'not-started'; code: string };

/** Starts a program that has the terminal until it ends. It sees this environment and nothing else. */
export function runInForeground(
  words: readonly string[],
  { cwd, env }: { cwd: string; env: Readonly<Record<string, string>> },
): Promise<ForegroundEnd> {
  const [program = '', ...rest] = words;
  return new Promise((resolve) => {
    const child = spawn(program, rest, { cwd, env, stdio: 'inherit' });
    child.once('error', (error) =>
      resolve({ kind: 'not-started', code: (error as NodeJS.ErrnoException).code ?? error.message }),
    );
    child.once('exit', () => resolve({ kind: 'ended' }));
  });
}
