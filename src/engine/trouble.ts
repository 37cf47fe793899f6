import type { Store } from '../store/store.ts';
import { isBusy } from '../store/store-error.ts';
import type { PatientWrite } from './patient-write.ts';
import type { Clock } from './ports/clock.ts';
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

export type TroubleTools = { store: Store; clock: Clock; write: PatientWrite; tell(text: string): void };

/** A full disk lets small writes through: it is over only when none has failed for so long. */
const QUIET_MS = 10_000;
const BUSY_MAX_MS = 10_000;

type Told = Episode & { firstAt: number; lastAt: number; state: 'untold' | 'told' };

/**
 * A full disk, a failing or a locked database: nothing can be started or recorded, so the engine says it at once where
 * it can, tries again and again, and raises the alert as soon as it can write.
 */
export function createTrouble({ store, clock, write, tell }: TroubleTools): Trouble {
  const episodes = new Map<TroubleKind, Told>();
  let busySince: { wall: number; monotonic: number } | undefined;

  const begin = (kind: TroubleKind, error: string, since: number): void => {
    const now = clock.monotonic();
    const going = episodes.get(kind);
    if (going === undefined) tell(`${troubleLines[kind]} (${error})`);
    const state = going?.state ?? 'untold';
    episodes.set(kind, {
      kind,
      error,
      since: going?.since ?? since,
      until: clock.now(),
      firstAt: going?.firstAt ?? now,
      lastAt: now,
      state,
    });
  };

  const raise = (episode: Told): void => {
    episode.state = 'told';
    const alert = troubleAlert({ ...episode, until: clock.now() });
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
      busySince ??= { wall: clock.now(), monotonic: clock.monotonic() };
      if (clock.monotonic() - busySince.monotonic < BUSY_MAX_MS) return;
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
