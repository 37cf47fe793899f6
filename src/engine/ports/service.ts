import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

type Env = Readonly<Record<string, string | undefined>>;

export type CommandAnswer =
  | { kind: 'ok'; text: string }
  /** `absent`: the command is not there, or nobody is there to listen to it. */
  | { kind: 'absent' | 'failed'; reason: string };

/** The machine as far as services go: one definition, and the commands of its manager. */
export type ServiceMachine = {
  manager: 'systemd' | 'launchd';
  path: string;
  read(): string | undefined;
  /** Whole or not at all. */
  write(text: string): void;
  remove(): void;
  run(words: readonly [string, ...string[]]): CommandAnswer;
  has(command: string): boolean;
};

const DEFINITION_BYTES_MAX = 1024 * 1024;
const OUTPUT_BYTES_MAX = 1024 * 1024;
const ANSWER_MS_MAX = 30_000;

/** The manager of this machine; undefined where we know none. `stopWithinMs` is how long stopping the engine may take. */
export function serviceMachine(
  { platform, env, homeDir }: { platform: NodeJS.Platform; env: Env; homeDir: string },
  names: { unit: string; label: string },
  stopWithinMs: number,
): ServiceMachine | undefined {
  if (platform === 'linux') {
    const configDir = env.XDG_CONFIG_HOME || join(homeDir, '.config');
    return { manager: 'systemd', ...at(join(configDir, 'systemd', 'user', names.unit), env, stopWithinMs) };
  }
  if (platform === 'darwin') {
    const path = join(homeDir, 'Library', 'LaunchAgents', `${names.label}.plist`);
    return { manager: 'launchd', ...at(path, env, stopWithinMs) };
  }
  return undefined;
}

const at = (path: string, env: Env, stopWithinMs: number): Omit<ServiceMachine, 'manager'> => ({
  path,
  read: () => (existsSync(path) ? readFileSync(path, 'utf8').slice(0, DEFINITION_BYTES_MAX) : undefined),
  write(text) {
    mkdirSync(dirname(path), { recursive: true });
    const fresh = `${path}.new`;
    writeFileSync(fresh, text, { mode: 0o600 });
    renameSync(fresh, path);
  },
  remove: () => rmSync(path, { force: true }),
  run: ([file, ...words]) => run(file, words, env, ANSWER_MS_MAX + stopWithinMs),
  has: (command) =>
    (env.PATH ?? '').split(delimiter).some((folder) => folder !== '' && existsSync(join(folder, command))),
});

function run(file: string, words: readonly string[], env: Env, timeout: number): CommandAnswer {
  try {
    const text = execFileSync(file, words, {
      encoding: 'utf8',
      env: { ...env, LC_ALL: 'C', SYSTEMD_COLORS: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: OUTPUT_BYTES_MAX,
      timeout,
    });
    return { kind: 'ok', text };
  } catch (error) {
    return answerOf(file, error as { code?: string; stderr?: string });
  }
}

/** No session of a user manager: a container, another init, `su` without a login. */
const NOBODY_LISTENS = /failed to connect to|not been booted|no medium found|could not find domain|XDG_RUNTIME_DIR/i;

function answerOf(file: string, { code, stderr = '' }: { code?: string; stderr?: string }): CommandAnswer {
  if (code === 'ENOENT') return { kind: 'absent', reason: `there is no ${file} on this machine` };
  if (code === 'ETIMEDOUT') return { kind: 'failed', reason: `${file} did not answer` };
  const line = stderr.trim().split('\n')[0] || (code ?? `${file} failed`);
  return { kind: NOBODY_LISTENS.test(stderr) ? 'absent' : 'failed', reason: line };
}
