import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ConsoleOptions } from '../../src/ui/console-options.ts';
import { type Drafts, mergedDrafts, parseDrafts } from '../../src/ui/state/drafts.ts';
import type { Context } from '../context.ts';

const FILE_BYTES_MAX = 1_048_576;

/** What a person has half written in sheets, in a file of the home that only its owner can read. */
export function openDraftsFile({
  settings,
  host,
}: Pick<Context, 'settings' | 'host'>): NonNullable<ConsoleOptions['drafts']> {
  const path = join(settings.home, `drafts-${host.user.replace(/[^\w.-]/g, '_')}.json`);
  return {
    last: read(path),
    keep(now, before) {
      try {
        // Another console of the same person may have written its own.
        const text = JSON.stringify(mergedDrafts(read(path), before, now));
        writeFileSync(`${path}.new`, text, { mode: 0o600 });
        renameSync(`${path}.new`, path);
      } catch {
        // A disk that is full costs the sentence at the next start; it is still in this console.
      }
    },
  };
}

function read(path: string): Drafts {
  try {
    if (statSync(path).size > FILE_BYTES_MAX) return {};
    return parseDrafts(JSON.parse(readFileSync(path, 'utf8'))) ?? {};
  } catch {
    // There is none yet, or it is half of one.
    return {};
  }
}
