import { accessSync, closeSync, constants, openSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { StartSpec } from '../processes.ts';
import { ARGUMENT_BYTES_MAX } from './wrapper.ts';

/** Why this cannot start, known before trying; the operating system would say ENOENT for most of them. */
export const refusalOf = (spec: StartSpec): string | undefined =>
  nulRefusal(spec) ?? cwdRefusal(spec.cwd) ?? shellRefusal(spec) ?? sizeRefusal(spec);

/** Why the operating system started nothing although all looked well; asked right after it happened. */
export const refusalAfterwards = (spec: StartSpec): string => {
  const probes: number[] = [];
  try {
    while (probes.length < FDS_PER_START) probes.push(openSync('/dev/null', 'r'));
  } catch (error) {
    return phraseOf(error);
  } finally {
    for (const probe of probes) closeSync(probe);
  }
  return refusalOf(spec) ?? 'the system started no process (process limit or memory)';
};

export const phraseOf = (error: unknown): string => {
  const { code, message } = error as NodeJS.ErrnoException;
  return PHRASES[code ?? ''] ?? message;
};

const FDS_PER_START = 6;
const ENVIRONMENT_BYTES_MAX = 1_500_000;

const PHRASES: Readonly<Record<string, string>> = {
  EMFILE: 'too many open files',
  ENFILE: 'too many open files on this system',
  ENOSPC: 'no space left on the disk',
  EROFS: 'the disk is read-only',
  EACCES: 'no permission to write the run folder',
  EAGAIN: 'the system started no process (process limit or memory)',
  ENOMEM: 'out of memory',
};

const nulRefusal = ({ command, shell, cwd, folder, env }: StartSpec): string | undefined => {
  const named = Object.entries({ command, shell, 'working directory': cwd, 'run folder': folder });
  const culprit = named.find(([, text]) => text.includes('\0'))?.[0];
  if (culprit !== undefined) return `the ${culprit} contains a NUL byte`;
  const variable = Object.entries(env).find(([name, value]) => `${name}${value}`.includes('\0'))?.[0];
  return variable === undefined ? undefined : `environment variable ${JSON.stringify(variable)} contains a NUL byte`;
};

const cwdRefusal = (cwd: string): string | undefined => {
  const found = statSync(cwd, { throwIfNoEntry: false });
  if (found === undefined) return `working directory not found: ${cwd}`;
  if (!found.isDirectory()) return `working directory is not a directory: ${cwd}`;
  return isAllowed(cwd) ? undefined : `no permission to enter the working directory: ${cwd}`;
};

const shellRefusal = ({ shell, env, cwd }: StartSpec): string | undefined => {
  const places = shell.includes('/') ? [''] : (env.PATH ?? '').split(':').map((place) => place || cwd);
  const candidates = places.map((place) => (place === '' ? shell : join(place, shell)));
  const files = candidates.filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile());
  if (files.length === 0) return `shell not found: ${shell}`;
  return files.some(isAllowed) ? undefined : `shell is not executable: ${shell}`;
};

const isAllowed = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

const sizeRefusal = ({ command, env }: StartSpec): string | undefined => {
  if (Buffer.byteLength(command) > ARGUMENT_BYTES_MAX) {
    return `the command is longer than ${ARGUMENT_BYTES_MAX} bytes`;
  }
  let totalBytes = 0;
  for (const [name, value] of Object.entries(env)) {
    const bytes = Buffer.byteLength(name) + Buffer.byteLength(value) + 1;
    if (bytes > ARGUMENT_BYTES_MAX) return `environment variable ${name} is longer than ${ARGUMENT_BYTES_MAX} bytes`;
    totalBytes += bytes;
  }
  return totalBytes > ENVIRONMENT_BYTES_MAX
    ? `the environment is larger than ${ENVIRONMENT_BYTES_MAX} bytes`
    : undefined;
};
