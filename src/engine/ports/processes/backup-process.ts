import { spawn } from 'node:child_process';
import { setPriority } from 'node:os';

const SAID_CHARACTERS_MAX = 16_384;
/** Jobs come first. */
const NICE = 10;

export type BackupCommand = {
  program: string;
  words: readonly string[];
  cwd: string;
  env: Readonly<Record<string, string | undefined>>;
};

/** Runs `backup create --json`; rejects with the message of its answer. It goes on to its end when the engine goes first. */
export function runBackup({ program, words, cwd, env }: BackupCommand): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { cwd, env, stdio: ['ignore', 'pipe', 'ignore'], detached: true });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(0, SAID_CHARACTERS_MAX);
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(messageIn(said) ?? `it ended with ${signal ?? `code ${code}`}`));
    });
    child.unref();
    beNice(child.pid);
  });
}

function beNice(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, NICE);
  } catch {
    // It is over already.
  }
}

function messageIn(said: string): string | undefined {
  try {
    const message: unknown = JSON.parse(said).error?.message;
    return typeof message === 'string' ? message : undefined;
  } catch {
    // It was cut off in the middle.
    return undefined;
  }
}
