import type { Clock } from '../../src/engine/ports/clock.ts';
import { watchDatabase } from '../../src/engine/ports/database-watch.ts';
import type { Reader } from '../../src/store/reader.ts';

export type Changes = {
  subscribe(changed: () => void): () => void;
  /** For what changes on the screen without a commit. */
  announce(): void;
  stop(): void;
};

/** Tells the screen of every real change, whoever made it; a heartbeat is none. */
export function watchChanges(path: string, clock: Clock, reader: Reader): Changes {
  const listeners = new Set<() => void>();
  let seen = reader.changeSeq();
  const announce = (): void => {
    for (const listener of listeners) listener();
  };
  const watcher = watchDatabase(path, clock, reader.dataVersion, () => {
    const current = reader.changeSeq();
    if (current === seen) return;
    seen = current;
    announce();
  });
  return {
    subscribe(changed) {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    announce,
    stop: watcher.stop,
  };
}
