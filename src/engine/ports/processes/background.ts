import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';

export type BackgroundSpec = {
  program: string;
  words: readonly string[];
  cwd: string;
  env: Readonly<Record<string, string | undefined>>;
  /** Gets what it says when it cannot start. */
  errorsPath: string;
};

export type BackgroundProcess = {
  pid: number | undefined;
  /** Its exit code, or why it could not be started; undefined while it lives. */
  ended(): string | undefined;
};

/** Starts a program in a session of its own, without a terminal: it outlives us, our shell and our line. */
export function startInBackground({ program, words, cwd, env, errorsPath }: BackgroundSpec): BackgroundProcess {
  const errors = openSync(errorsPath, 'w', 0o600);
  try {
    const child = spawn(program, words, { cwd, env, stdio: ['ignore', 'ignore', errors], detached: true });
    let ended: string | undefined;
    child.on('error', (error) => {
      ended = error.message;
    });
    child.on('exit', (code, signal) => {
      ended = `it ended with ${signal ?? `code ${code}`}`;
    });
    child.unref();
    return { pid: child.pid, ended: () => ended };
  } finally {
    closeSync(errors);
  }
}
