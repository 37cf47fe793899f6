const TWINS_NAMED_MAX = 5;

/** One more than are named is enough to know of. */
export const TWINS_LOOKED_MAX = 100;

/** Names need not be unique; who works by name is told. Absent where nobody else is called so. */
export function twinWarning(ids: readonly string[]): string | undefined {
  if (ids.length === 0) return undefined;
  const count = ids.length < TWINS_LOOKED_MAX ? `${ids.length}` : `${TWINS_LOOKED_MAX} or more`;
  const others = ids.length === 1 ? '1 other job is' : `${count} other jobs are`;
  return `name: ${others} called so too (${ids.slice(0, TWINS_NAMED_MAX).join(', ')}); tell them apart by their ids`;
}
