import { createHash } from 'node:crypto';

/** What becomes of one entry of another scheduler. `from` says where it stands there, `identity` tells it apart for ever. */
export type PlannedItem =
  | { kind: 'job'; identity: string; from: string; job: Record<string, unknown>; notes: string[] }
  | { kind: 'refused'; from: string; name: string; reason: string };

/** The same for the same entry each time, so that importing again changes nothing. */
export const identityOf = (...parts: readonly string[]): string =>
  createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 16);

const PLAIN_WORD = /^[A-Za-z0-9_@%+=:,./-]+$/;

/** A word as a shell reads it back. */
export const shellWord = (word: string): string =>
  PLAIN_WORD.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;

/** The longest a run may take; what comes from elsewhere had no limit. */
export const RUN_TIMEOUT_LONGEST_MS = 604_800_000;
