import type { FileStanding } from '../../store/same-file.ts';
import type { Core } from '../core.ts';
import { messageOf } from '../tick.ts';

const LOOK_EVERY_MS = 1_000;
/** Somebody may be about to put another file there. */
const LOOKS_GONE_MAX = 3;

/**
 * A restore waits until no engine lives, but a person can move or remove any file. What this engine wrote from then on
 * would be nowhere, and another one may begin on what is there: so it stands down.
 */
export function createFileWatch(core: Core, lost: (because: string) => void): { start(): void; stop(): void } {
  const { store, clock, log } = core.options;
  let cancel: (() => void) | undefined;
  let looksGone = 0;

  const look = (): void => {
    cancel = clock.setTimer(LOOK_EVERY_MS, look);
    const standing = standingOf(core);
    looksGone = standing === 'gone' ? looksGone + 1 : 0;
    if (standing === 'there' || (standing === 'gone' && looksGone < LOOKS_GONE_MAX)) return;
    if (standing === 'log-gone') rescue(core);
    const because = `${happened[standing](store.path)}: nothing is started or written here any more`;
    log.error({}, because);
    core.emit({ kind: 'engine-error', error: because });
    lost(because);
  };
  return {
    start(): void {
      cancel ??= clock.setTimer(LOOK_EVERY_MS, look);
    },
    stop(): void {
      cancel?.();
      cancel = undefined;
    },
  };
}

const happened: Readonly<Record<Exclude<FileStanding, 'there'>, (path: string) => string>> = {
  replaced: (path) => `another file was put in the place of ${path}`,
  gone: (path) => `${path} is gone`,
  cut: (path) => `${path} was cut to nothing`,
  'log-gone': (path) => `the write-ahead log of ${path} was removed`,
};

/** A look that fails (a stale handle, a folder that is closed to us for a while) tells nothing; the next one may. */
function standingOf({ options: { store } }: Core): FileStanding {
  try {
    return store.standing();
  } catch {
    return 'there';
  }
}

/** We still have the log that nobody can open any more: what it holds goes into the database itself. */
function rescue({ options: { store, log } }: Core): void {
  try {
    store.checkpoint();
  } catch (error) {
    log.error({ error: messageOf(error) }, 'what the removed write-ahead log held could not be saved');
  }
}
