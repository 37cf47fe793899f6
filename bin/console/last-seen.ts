import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from '../context.ts';

/** A sheet that was open when the line dropped: its decision was not made. */
export type Unfinished = { verb: string; name: string };

/** What a person's newest console left behind. `open`: it may be there still, or was killed. */
export type LastSeen = {
  state: 'open' | 'left' | 'lost';
  at: number;
  pid: number;
  pidStart: string;
  bootId: string;
  unfinished?: Unfinished;
};

/** When a person looked last, in a file of the home that only its owner can read. */
export type SeenMark = {
  /** The mark of the console before this one, if that was lost without being left. */
  lost: LastSeen | undefined;
  write(state: LastSeen['state'], unfinished?: Unfinished): void;
};

const FILE_BYTES_MAX = 4_096;

export function openSeenMark({ settings, host, clock }: Pick<Context, 'settings' | 'host' | 'clock'>): SeenMark {
  const path = join(settings.home, `last-seen-${host.user.replace(/[^\w.-]/g, '_')}.json`);
  const { pid, pidStart, bootId } = host;
  const before = read(path);
  const wasLost = before?.state === 'lost' || (before?.state === 'open' && !host.isAlive(before));
  return {
    lost: wasLost ? before : undefined,
    write(state, unfinished) {
      // Another console of the same person has looked since: what it says counts.
      const owner = read(path);
      if (owner !== undefined && owner.pid !== pid && state !== 'open' && host.isAlive(owner)) return;
      const mark: LastSeen = { state, at: clock.now(), pid, pidStart, bootId, ...(unfinished && { unfinished }) };
      save(path, JSON.stringify(mark));
    },
  };
}

function save(path: string, text: string): void {
  try {
    writeFileSync(`${path}.new`, text, { mode: 0o600 });
    renameSync(`${path}.new`, path);
  } catch {
    // A disk that is full costs a message at the next start, not the console.
  }
}

function read(path: string): LastSeen | undefined {
  try {
    const text = readFileSync(path, 'utf8');
    const mark = text.length > FILE_BYTES_MAX ? undefined : (JSON.parse(text) as Partial<LastSeen> | null);
    return isMark(mark) ? mark : undefined;
  } catch {
    // There is none, or somebody else wrote it: then nobody was away.
    return undefined;
  }
}

const isMark = (mark: Partial<LastSeen> | null | undefined): mark is LastSeen =>
  typeof mark?.at === 'number' &&
  typeof mark.pid === 'number' &&
  typeof mark.pidStart === 'string' &&
  typeof mark.bootId === 'string' &&
  (mark.state === 'open' || mark.state === 'left' || mark.state === 'lost') &&
  (mark.unfinished === undefined ||
    (typeof mark.unfinished?.verb === 'string' && typeof mark.unfinished.name === 'string'));
