/** What was tried, or why it went wrong. */
export type Attempt<Value> = { kind: 'ok'; value: Value } | { kind: 'failed'; because: string };

/** A part of the screen that throws says so in its own place; it takes nothing else along. */
export function attempt<Value>(part: () => Value): Attempt<Value> {
  try {
    return { kind: 'ok', value: part() };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return { kind: 'failed', because: text.split('\n', 1)[0] ?? '' };
  }
}
