import { readFileSync } from 'node:fs';
import type { EnvValue } from '../../store/nouns/job-fields.ts';

const SECRET_BYTES_MAX = 32_768;

export type EnvironmentReading = { kind: 'ok'; values: Record<string, string> } | { kind: 'refused'; reason: string };

/** Values a job takes from a file or from our own surroundings, read at the start of its run and never kept. */
export function readEnvironment(
  wanted: Readonly<Record<string, EnvValue>>,
  own: Readonly<Record<string, string | undefined>>,
): EnvironmentReading {
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(wanted)) {
    if (typeof value === 'string') {
      values[name] = value;
      continue;
    }
    const read = 'from_env' in value ? fromOwn(value.from_env, own) : fromFile(value.from_file);
    if (read.kind === 'refused') return { kind: 'refused', reason: `env ${name}: ${read.reason}` };
    values[name] = read.value;
  }
  return { kind: 'ok', values };
}

type Reading = { kind: 'ok'; value: string } | { kind: 'refused'; reason: string };

function fromOwn(name: string, own: Readonly<Record<string, string | undefined>>): Reading {
  const value = own[name];
  return value === undefined
    ? { kind: 'refused', reason: `${name} is not set where the engine runs` }
    : { kind: 'ok', value };
}

function fromFile(path: string): Reading {
  try {
    const text = readFileSync(path, 'utf8').replace(/\r?\n$/, '');
    if (Buffer.byteLength(text) > SECRET_BYTES_MAX) return { kind: 'refused', reason: `${path} is larger than 32 KiB` };
    if (text.includes('\0')) return { kind: 'refused', reason: `${path} holds a NUL` };
    return { kind: 'ok', value: text };
  } catch (error) {
    return { kind: 'refused', reason: `cannot read ${path} (${(error as NodeJS.ErrnoException).code ?? 'unknown'})` };
  }
}
