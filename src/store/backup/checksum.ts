import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, readSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { StoreError } from '../store-error.ts';

const CHUNK_BYTES = 1_048_576;

/** Beside a backup, as `sha256sum -c` reads it. */
export const checksumPath = (path: string): string => `${path}.sha256`;

export function writeChecksum(path: string): void {
  writeFileSync(checksumPath(path), `${hashOf(path)}  ${basename(path)}\n`, { mode: 0o600 });
}

/**
 * Throws where a backup holds other bytes than when it was made: SQLite itself does not notice those inside of a text. One
 * without a checksum (an earlier version made it, or a person copied it) is as good as it looks.
 */
export function refuseOtherBytes(path: string): void {
  if (!existsSync(checksumPath(path))) return;
  const [wanted] = readFileSync(checksumPath(path), 'utf8').split(' ', 1);
  if (wanted === hashOf(path)) return;
  throw new StoreError(
    'database-damaged',
    `${path} holds other bytes than when it was made`,
    `backup verify --all looks for a sound one; to take it all the same, delete ${basename(checksumPath(path))}`,
  );
}

function hashOf(path: string): string {
  const hash = createHash('sha256');
  const chunk = Buffer.alloc(CHUNK_BYTES);
  const file = openSync(path, 'r');
  try {
    for (let count = readSync(file, chunk); count > 0; count = readSync(file, chunk)) {
      hash.update(chunk.subarray(0, count));
    }
  } finally {
    closeSync(file);
  }
  return hash.digest('hex');
}
