import type { SecretSource } from '../../rules/delivery.ts';
import { readEnvironment } from '../environment.ts';

export type SecretReading = { kind: 'ok'; value?: string } | { kind: 'refused'; reason: string };

/** Read anew for every message, so that a changed secret counts at once. An empty one is refused: it signs nothing. */
export function readSecret(
  source: SecretSource | undefined,
  what: string,
  env: Readonly<Record<string, string | undefined>>,
): SecretReading {
  if (source === undefined) return { kind: 'ok' };
  const read = readEnvironment({ [what]: source }, env);
  if (read.kind === 'refused')
    return { kind: 'refused', reason: `nothing was sent: ${read.reason.replace(/^env /, '')}` };
  const value = read.values[what]?.trim() ?? '';
  return value === '' ? { kind: 'refused', reason: `nothing was sent: ${what}: it is empty` } : { kind: 'ok', value };
}
