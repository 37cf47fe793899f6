import { closeSync, constants, fstatSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import type { EnvValue } from '../../store/nouns/job-fields.ts';

/** Larger than any key, and small enough for Linux to hand on as one variable. */
export const SECRET_BYTES_MAX = 65_536;
/** Shorter values stand in every text by chance, so they cannot be taken out of one. */
export const SECRET_CHARACTERS_MIN = 4;
const ENVIRONMENT_BYTES_MAX = 4 * 1024 * 1024;

export type Own = Readonly<Record<string, string | undefined>>;
/** The value of a variable that was taken from a file or from our own surroundings. */
export type Secret = { name: string; value: string };

export type EnvironmentReading =
  | { kind: 'ok'; values: Record<string, string>; secrets: Secret[] }
  | { kind: 'refused'; reason: string };

/** Values a job takes from a file or from our own surroundings, read at the start of its run and never kept. */
export function readEnvironment(wanted: Readonly<Record<string, EnvValue>>, own: Own): EnvironmentReading {
  const values: Record<string, string> = {};
  const secrets: Secret[] = [];
  for (const [name, value] of Object.entries(wanted)) {
    if (typeof value === 'string') {
      values[name] = value;
      continue;
    }
    const read = readSource(value, own);
    if (read.kind === 'refused') return { kind: 'refused', reason: `env ${name}: ${read.reason}` };
    values[name] = read.value;
    secrets.push({ name, value: read.value });
  }
  return { kind: 'ok', values, secrets };
}

export const hasSecrets = (wanted: Readonly<Record<string, EnvValue>>): boolean =>
  Object.values(wanted).some((value) => typeof value !== 'string');

/** A process by which a run can be recognised: its id alone may be another's by now. */
export type RunProcess = { pid: number; runId: number; folder: string };

/**
 * The secrets of a run that somebody else started: from the environment of its process while it lives, else from where they
 * were taken. `unknown` names those that can be found nowhere any more.
 */
export function findSecrets(
  wanted: Readonly<Record<string, EnvValue>>,
  own: Own,
  process: RunProcess | undefined,
): { secrets: Secret[]; unknown: string[] } {
  const given = process === undefined ? undefined : environmentOf(process);
  const secrets: Secret[] = [];
  const unknown: string[] = [];
  for (const [name, value] of Object.entries(wanted)) {
    if (typeof value === 'string') continue;
    const read = given?.[name] === undefined ? readSource(value, own) : ({ kind: 'ok', value: given[name] } as const);
    if (read.kind === 'ok') secrets.push({ name, value: read.value });
    else unknown.push(name);
  }
  return { secrets, unknown };
}

/** What is likely to go wrong with a job's secrets, looked at before its first run. */
export function secretWarnings(wanted: Readonly<Record<string, EnvValue>>, own: Own): string[] {
  return Object.entries(wanted).flatMap(([name, source]) => {
    if (typeof source === 'string') return [];
    const read = readSource(source, own);
    // Whoever adds a job may have other surroundings than the engine.
    if (read.kind === 'refused' && 'from_env' in source)
      return [`env ${name}: ${source.from_env} is not set here; a run needs it where the engine runs`];
    if (read.kind === 'refused') return [`env ${name}: ${read.reason}; a run would end with that`];
    const short =
      read.value.trim().length < SECRET_CHARACTERS_MIN
        ? [
            `env ${name}: shorter than ${SECRET_CHARACTERS_MIN} characters, so it cannot be taken out of what runs print`,
          ]
        : [];
    const open = 'from_file' in source && isOpenToOthers(source.from_file);
    return open ? [...short, `env ${name}: others may read ${source.from_file}; chmod 600 keeps it yours`] : short;
  });
}

type Reading = { kind: 'ok'; value: string } | { kind: 'refused'; reason: string };

const readSource = (source: Exclude<EnvValue, string>, own: Own): Reading =>
  'from_env' in source ? fromOwn(source.from_env, own) : fromFile(source.from_file);

/** Whoever has it is the operator of every agent. */
const GATEWAY_TOKEN = 'OPENCLAW_GATEWAY_TOKEN';

function fromOwn(name: string, own: Own): Reading {
  if (name === GATEWAY_TOKEN) return { kind: 'refused', reason: `${name} is never given to a job` };
  const value = own[name];
  return value === undefined
    ? { kind: 'refused', reason: `${name} is not set where the engine runs` }
    : { kind: 'ok', value };
}

function fromFile(path: string): Reading {
  try {
    const bytes = readSmallFile(path);
    if (typeof bytes === 'string') return { kind: 'refused', reason: `${path} ${bytes}` };
    if (bytes.length > SECRET_BYTES_MAX) return { kind: 'refused', reason: `${path} is larger than 64 KiB` };
    const text = bytes.toString('utf8').replace(/\r?\n$/, '');
    if (text.includes('\0')) return { kind: 'refused', reason: `${path} holds a NUL` };
    return { kind: 'ok', value: text };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    return { kind: 'refused', reason: `cannot read ${path} (${REASONS[code] ?? code})` };
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EACCES: 'no permission',
};

/** A pipe would keep the engine waiting for whoever writes to it, and a device never ends: what is no file is refused. */
function readSmallFile(path: string): Buffer | 'is a folder' | 'is no plain file' {
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(file);
    if (stats.isDirectory()) return 'is a folder';
    if (!stats.isFile()) return 'is no plain file';
    const bytes = Buffer.alloc(SECRET_BYTES_MAX + 1);
    let length = 0;
    for (let got = 1; got > 0 && length < bytes.length; length += got) {
      got = readSync(file, bytes, length, bytes.length - length, null);
    }
    return bytes.subarray(0, length);
  } finally {
    closeSync(file);
  }
}

function isOpenToOthers(path: string): boolean {
  try {
    return (statSync(path).mode & 0o044) !== 0;
  } catch {
    // It was there a moment ago; a run will say what is wrong.
    return false;
  }
}

/** The variables a process was started with; undefined when it is not there, not ours or not this run's. */
function environmentOf({ pid, runId, folder }: RunProcess): Record<string, string> | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/environ`, 'utf8').slice(0, ENVIRONMENT_BYTES_MAX);
    const entries = text
      .split('\0')
      .map((entry) => [entry.split('=', 1)[0] ?? '', entry.slice(entry.indexOf('=') + 1)]);
    const found = Object.fromEntries(entries) as Record<string, string>;
    return found.OPENCLAW_RUN_ID === String(runId) && found.OPENCLAW_RUN_FOLDER === folder ? found : undefined;
  } catch {
    // Gone, another user's, or a system without /proc.
    return undefined;
  }
}
