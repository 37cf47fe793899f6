import { cutText } from './cut-text.ts';

/** What failed: how it ended, and the last line of what it said about that. */
export type Failure = { end: string; lines: string };

const LINE_UNITS_MAX = 300;

/** D-21. All that the engine itself can say of a command that ended with a code of its own. */
export const exitWords = (code: number): string => `Shell exited with code ${code}`;

type Told = { error: string; exitCode?: number | undefined; summary?: string | undefined };

/** What a failure is called where it is shown: the exit code alone says little, so the last line that was said stands with it. */
export const failureWords = ({ error, exitCode, summary = '' }: Told): string =>
  exitCode === undefined || error !== exitWords(exitCode) || summary.trim() === ''
    ? error
    : `exit ${exitCode}: ${cutText(summary.trim(), LINE_UNITS_MAX)}`;

/**
 * The same for failures of one cause: the end and the last line, without the paths, ids and numbers in which runs differ.
 * Absent where nothing was said, since silence has many causes.
 */
export function causeOf({ end, lines }: Failure): string | undefined {
  const last = lines.trimEnd().split('\n').at(-1)?.trim() ?? '';
  if (last === '') return undefined;
  return `${end} ${cutText(last, LINE_UNITS_MAX)
    .replace(/\b[0-9a-f]{8}-[0-9a-f-]{27,}\b/gi, '#')
    .replace(/(?<![\w.])~?(?:\/[\w.@%+-]+)+\/?/g, '/')
    .replace(/\b(?=[0-9a-f]*\d)[0-9a-f]{6,}\b/gi, '#')
    // How a run ended says what went wrong; other numbers are its own.
    .replace(/(?<!\b(?:exit|code) \d*)\d+/g, '#')}`;
}

/** Four letters to name a cause with: `cause:7f2c`. */
export function causeKey(cause: string): string {
  let hash = 0x811c9dc5;
  for (const character of cause) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return ((hash ^ (hash >>> 16)) & 0xffff).toString(16).padStart(4, '0');
}

/** Failures of one cause belong together while they are no further apart than this. */
export const CAUSE_WINDOW_MS = 600_000;

type Caused = { cause: string | undefined; at: number };

/** Which of them belong together, each group in the place of its first; the window reaches back from its newest. */
export function groupByCause<Item extends Caused>(items: readonly Item[]): Item[][] {
  const groups: { newestAt: number; items: Item[] }[] = [];
  const open = new Map<string, { newestAt: number; items: Item[] }[]>();
  for (const item of items) {
    const same = item.cause === undefined ? [] : (open.get(item.cause) ?? []);
    const group = same.find(({ newestAt }) => Math.abs(newestAt - item.at) <= CAUSE_WINDOW_MS);
    if (group !== undefined) {
      group.items.push(item);
      continue;
    }
    const fresh = { newestAt: item.at, items: [item] };
    groups.push(fresh);
    if (item.cause !== undefined) open.set(item.cause, [...same, fresh]);
  }
  return groups.map((group) => group.items);
}
