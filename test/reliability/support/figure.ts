/** One line of the table: what was measured, what came of it, and whether the promise holds. */
export type Figure = { promise: string; what: string; value: string; holds: boolean };

/** A count that must be a certain one. */
export const counted = (promise: string, what: string, count: number, wanted = 0): Figure => ({
  promise,
  what,
  value: String(count),
  holds: count === wanted,
});

/** So many of so many, all of which must be there. */
export const all = (promise: string, what: string, good: number, of: number): Figure => ({
  promise,
  what,
  value: `${good.toLocaleString('en')} of ${of.toLocaleString('en')}`,
  holds: good === of && of > 0,
});

/** What is told and judged by nobody. */
export const told = (promise: string, what: string, value: string): Figure => ({ promise, what, value, holds: true });
