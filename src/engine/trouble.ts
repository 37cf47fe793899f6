import type { Store } from '../store/store.ts';
import { isBusy } from '../store/store-error.ts';
import type { Emit } from './events.ts';
import type { PatientWrite } from './patient-write.ts';
import type { Clock } from './ports/clock.ts';
import type { Log } from './ports/log.ts';
import { type Episode, type TroubleKind, troubleAlert, troubleOf } from './rules/storage-trouble.ts';
import { troubleLines } from './rules/texts.ts';

export type Trouble = {
  /** True for an error of the disk or the database as a whole: it is told here, once, and not by whoever met it. */
  met(error: unknown): boolean;
  /** Another process holds the database, again. */
  busy(): void;
  /** Something was written: an alert can be, too. */
  written(): void;
};

export type TroubleTools = { store: Store; clock: Clock; write: PatientWrite; log: Log; emit: Emit };

/** A full disk lets small writes through: it is over only when none has failed for so long. */
const QUIET_MS = 10_000;
const BUSY_MAX_MS = 10_000;
/** Whoever looks at all looks every two seconds; after a longer gap this process stood still, and nobody knows. */
const BUSY_GAP_MAX_MS = 5_000;

/** `lastAt` is monotonic. */
type Going = Omit<Episode, 'until'> & { lastAt: number; state: 'untold' | 'told' };

/**
 * A full disk, a failing or a locked database: nothing can be started or recorded, so the engine says it at once where
 * it can, tries again and again, and raises the alert as soon as it can write.
 */
export function createTrouble({ store, clock, write, log, emit }: TroubleTools): Trouble {
  const episodes = new Map<TroubleKind, Going>();
  let busySince: { wall: number; monotonic: number; lastAt: number } | undefined;

  const say = (text: string): void => {
    log.error({}, text);
    emit({ kind: 'engine-error', error: text });
  };

  const begin = (kind: TroubleKind, error: string, since: number): void => {
    const going = episodes.get(kind);
    episodes.set(kind, {
      kind,
      error,
      since: going?.since ?? since,
      lastAt: clock.monotonic(),
      state: going?.state ?? 'untold',
    });
    // Last, since whoever hears it may meet the same trouble again.
    if (going === undefined) say(`${troubleLines[kind]} (${error})`);
  };

  const raise = (episode: Going): void => {
    episode.state = 'told';
    const alert = troubleAlert({ ...episode, until: clock.now() });
    // Once more: the log may be on the same disk, and then it missed the beginning.
    log.warn({}, `${alert.title}: ${alert.detail}`);
    write(() => store.alerts.raise(alert, clock.now()));
  };

  return {
    met(error) {
      const kind = isBusy(error) ? undefined : troubleOf(codeOf(error));
      if (kind === undefined) return false;
      begin(kind, error instanceof Error ? error.message : String(error), clock.now());
      return true;
    },
    busy() {
      const now = clock.monotonic();
      if (busySince === undefined || now - busySince.lastAt > BUSY_GAP_MAX_MS) {
        busySince = { wall: clock.now(), monotonic: now, lastAt: now };
      }
      busySince.lastAt = now;
      if (now - busySince.monotonic < BUSY_MAX_MS) return;
      begin('busy', 'another process holds it', busySince.wall);
    },
    written() {
      busySince = undefined;
      for (const episode of episodes.values()) {
        if (episode.state === 'untold') raise(episode);
        if (clock.monotonic() - episode.lastAt >= QUIET_MS) episodes.delete(episode.kind);
      }
    },
  };
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}
