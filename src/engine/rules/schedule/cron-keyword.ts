import type { CronKeyword } from './types.ts';

const MACROS: ReadonlyMap<string, string> = new Map([
  ['@yearly', '0 0 1 1 *'],
  ['@annually', '0 0 1 1 *'],
  ['@monthly', '0 0 1 * *'],
  ['@weekly', '0 0 * * 0'],
  ['@daily', '0 0 * * *'],
  ['@midnight', '0 0 * * *'],
  ['@hourly', '0 * * * *'],
  ['@minutely', '* * * * *'],
]);

export const KEYWORDS: readonly string[] = [...MACROS.keys(), '@reboot', '@manual'];

/** An unknown `@word` comes back as it is; checking it is `checkCron`'s. */
export function cronKeyword(expression: string): CronKeyword {
  const trimmed = expression.trim();
  if (!trimmed.startsWith('@')) return { kind: 'expression', expression: trimmed };
  const word = trimmed.toLowerCase();
  if (word === '@reboot') return { kind: 'reboot' };
  if (word === '@manual') return { kind: 'manual' };
  return { kind: 'expression', expression: MACROS.get(word) ?? trimmed };
}
