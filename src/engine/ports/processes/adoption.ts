import { watch } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { Adoption, ProcessEnd, ProcessIdentity } from '../processes.ts';
import type { Groups } from './groups.ts';
import { isAlive } from './identity.ts';
import { readExit } from './run-folder.ts';

export type Adoptions = { adopt(folder: string, identity: ProcessIdentity): Adoption; release(): void };

/** Somebody else's children send no signal when they end, so their folder is watched and their identity looked at. */
export const createAdoptions = (groups: Groups, checkEveryMs: number): Adoptions => {
  const following = new Set<() => void>();
  const adopt = (folder: string, identity: ProcessIdentity): Adoption => {
    groups.remember({ identity, runId: runIdOf(folder), folder: resolve(folder) });
    const { promise: ended, resolve: settle } = Promise.withResolvers<ProcessEnd>();
    let stop = (): void => {};
    const release = (): void => {
      following.delete(release);
      stop();
    };
    following.add(release);
    stop = follow(folder, identity, checkEveryMs, (end) => {
      following.delete(release);
      settle(end);
    });
    return { ended, release };
  };
  const releaseAll = (): void => {
    for (const release of [...following]) release();
  };
  return { adopt, release: releaseAll };
};

/** The status may be written a moment after the process is seen dead; the third look in a row without it decides. */
const LOOKS_WITHOUT_LIFE = 3;

const follow = (
  folder: string,
  identity: ProcessIdentity,
  checkEveryMs: number,
  onEnd: (end: ProcessEnd) => void,
): (() => void) => {
  let looksWithoutLife = 0;
  const stopWatching = watchFolder(folder, () => finishIfRecorded());
  const timer = setInterval(() => look(), checkEveryMs);
  const stop = (): void => {
    clearInterval(timer);
    stopWatching();
  };
  const finish = (end: ProcessEnd): void => {
    stop();
    onEnd(end);
  };
  const finishIfRecorded = (): void => {
    const sight = lookAt(folder, identity);
    if (typeof sight === 'object') finish(sight);
  };
  const look = (): void => {
    const sight = lookAt(folder, identity);
    if (sight === 'alive') looksWithoutLife = 0;
    if (sight === 'dead') looksWithoutLife += 1;
    if (typeof sight === 'object') finish(sight);
    else if (looksWithoutLife >= LOOKS_WITHOUT_LIFE) finish({ kind: 'vanished' });
  };
  look();
  return stop;
};

/** A look that failed (out of descriptors, say) tells nothing; the next one may. */
const lookAt = (folder: string, identity: ProcessIdentity): ProcessEnd | 'alive' | 'dead' | 'unknown' => {
  try {
    return readExit(folder) ?? (isAlive(identity) ? 'alive' : 'dead');
  } catch {
    return 'unknown';
  }
};

/** The regular look is the net where watching fails: too many watches, or a folder that is gone. */
const watchFolder = (folder: string, onChange: () => void): (() => void) => {
  try {
    const watcher = watch(folder, (_event, name) => {
      if (name === null || name === 'exit') onChange();
    });
    watcher.on('error', () => watcher.close());
    return () => watcher.close();
  } catch {
    return () => {};
  }
};

const runIdOf = (folder: string): number | undefined => {
  const name = basename(folder);
  return /^\d+$/.test(name) ? Number(name) : undefined;
};
