import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../src/engine/ports/clock.ts';
import { Failure } from '../failure.ts';
import type { Config } from './config-schema.ts';
import type { Settings } from './settings.ts';
import { themePath } from './theme-file.ts';

export const LOOK_EVERY_MS = 1_000;

export type ConfigWatch = { stop(): void };

export type ConfigEvents = {
  /** The file was read anew, and is as it should be. */
  onConfig(config: Config): void;
  /** It cannot be taken over; the one before is kept. Told once for each such state of the file. */
  onProblem(why: string): void;
};

/**
 * Looks once a second whether the configuration, or the theme it names, was written anew. A file that is broken is looked at
 * twice: somebody may be writing it.
 */
export function watchConfig(
  settings: Pick<Settings, 'home' | 'config' | 'configPath'>,
  clock: Pick<Clock, 'setTimer'>,
  { onConfig, onProblem }: ConfigEvents,
  read: (path: string) => Config,
): ConfigWatch {
  const path = settings.configPath ?? join(settings.home, 'config.json');
  let current = settings.config;
  const stateNow = (): string => [path, ...themePaths(current, settings.home)].map(stateOf).join(' ');
  let seen = stateNow();
  let doubted: string | undefined;
  const look = (): void => {
    cancel = clock.setTimer(LOOK_EVERY_MS, look);
    const state = stateNow();
    if (state === seen) return;
    try {
      const fresh = read(path);
      current = fresh;
      onConfig(fresh);
      // Which theme file counts may have changed with it.
      seen = stateNow();
      doubted = undefined;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      if (doubted === state) {
        seen = state;
        onProblem(error.message);
      }
      doubted = state;
    }
  };
  let cancel = clock.setTimer(LOOK_EVERY_MS, look);
  return { stop: () => cancel() };
}

const themePaths = ({ ui }: Config, home: string): string[] =>
  ui?.theme === undefined ? [] : [themePath(home, ui.theme)];

function stateOf(path: string): string {
  try {
    const { mtimeMs, size, ino } = statSync(path);
    return `${mtimeMs}:${size}:${ino}`;
  } catch {
    return 'none';
  }
}
