import { TURNS_AT_ONCE_MAX } from './rules/admit.ts';

const KNOWN_SESSIONS_MAX = 10_000;

export type TurnLine<T extends Lined> = ReturnType<typeof createTurnLine<T>>;

export type Lined = { sessionKey: string };

/**
 * Who may begin a turn: as many as the gateway does at once, and of those that use one session for the first time only
 * one, since two that race to create it make one of them fail.
 */
export function createTurnLine<T extends Lined>(begin: (turn: T) => void) {
  const known = new Set<string>();
  const opening = new Map<string, T>();
  const begun = new Set<T>();
  let waiting: T[] = [];

  const look = (): void => {
    while (begun.size < TURNS_AT_ONCE_MAX) {
      const next = waiting.find(({ sessionKey }) => !opening.has(sessionKey));
      if (next === undefined) return;
      waiting = waiting.filter((one) => one !== next);
      begun.add(next);
      if (!known.has(next.sessionKey)) opening.set(next.sessionKey, next);
      begin(next);
    }
  };
  const opened = (turn: T): void => {
    if (opening.get(turn.sessionKey) !== turn) return;
    opening.delete(turn.sessionKey);
    if (known.size >= KNOWN_SESSIONS_MAX) known.clear();
    known.add(turn.sessionKey);
    look();
  };

  return {
    join(turn: T): void {
      waiting.push(turn);
      look();
    },
    /** One that another engine began: it is not asked, and counts. */
    add: (turn: T): void => void begun.add(turn),
    /** Its session is there: others may use it beside it. */
    opened,
    leave(turn: T): void {
      waiting = waiting.filter((one) => one !== turn);
      begun.delete(turn);
      if (opening.get(turn.sessionKey) === turn) opening.delete(turn.sessionKey);
      look();
    },
    /** Nobody begins any more. */
    close(): void {
      waiting = [];
    },
  };
}
