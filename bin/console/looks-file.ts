import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Looks, parseLooks } from '../../src/ui/state/looks.ts';
import type { Context } from '../context.ts';

/** How a person likes to look, in a file of the home that only its owner can read. */
export type LooksFile = {
  read(): { kind: 'none' } | { kind: 'looks'; looks: Looks } | { kind: 'damaged'; path: string };
  save(looks: Looks): void;
};

const FILE_BYTES_MAX = 16_384;

export function openLooksFile({ settings, host }: Pick<Context, 'settings' | 'host'>): LooksFile {
  const path = join(settings.home, `view-${host.user.replace(/[^\w.-]/g, '_')}.json`);
  return {
    read() {
      const text = textOf(path);
      if (text === undefined) return { kind: 'none' };
      const looks = parse(text);
      return looks === undefined ? { kind: 'damaged', path } : { kind: 'looks', looks };
    },
    save(looks) {
      try {
        writeFileSync(`${path}.new`, JSON.stringify(looks), { mode: 0o600 });
        renameSync(`${path}.new`, path);
      } catch {
        // A disk that is full costs a habit at the next start, not the way out.
      }
    },
  };
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Nobody has looked yet.
    return undefined;
  }
}

function parse(text: string): Looks | undefined {
  if (text.length > FILE_BYTES_MAX) return undefined;
  try {
    return parseLooks(JSON.parse(text));
  } catch {
    // Half a file, or somebody else's.
    return undefined;
  }
}
