import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type CrontabWriting, readUserCrontabLater, writeUserCrontab } from '../src/engine/ports/crontab-source.ts';
import type { Host } from '../src/engine/ports/host.ts';
import type { Store } from '../src/store/store.ts';

type Around = { host: Pick<Host, 'env'>; store: Pick<Store, 'path'> };

/**
 * Puts a whole crontab in the place of the old one, and reads it back: a crontab program that says it did, and did not,
 * would have lines run in both. What it spoilt is put back, or kept in a file.
 */
export async function writeChecked(around: Around, before: string, text: string): Promise<CrontabWriting> {
  const { env } = around.host;
  const writing = await writeUserCrontab(env, text);
  const after = await textNow(around);
  if (writing.kind === 'written' && isLike(after, text)) return writing;
  const reason = writing.kind === 'failed' ? writing.reason : 'crontab said that it took it, and has another one';
  if (isLike(after, before)) return { kind: 'failed', reason: `the crontab was not changed: ${reason}` };
  await writeUserCrontab(env, before);
  if (isLike(await textNow(around), before)) {
    return { kind: 'failed', reason: `the crontab was spoilt, and is as it was again: ${reason}` };
  }
  return { kind: 'failed', reason: `the crontab is not as it was: ${reason}; ${kept(around, before)}` };
}

async function textNow({ host }: Around): Promise<string | undefined> {
  const reading = await readUserCrontabLater(host.env);
  if (reading.kind === 'failed') return undefined;
  return reading.kind === 'found' ? reading.text : '';
}

/** Some crons put lines of their own before it, and somebody may have added one meanwhile. */
const isLike = (text: string | undefined, wanted: string): boolean =>
  text !== undefined && (wanted.trim() === '' ? text.trim() === '' : text.includes(wanted.trim()));

function kept({ store }: Around, before: string): string {
  const path = join(dirname(store.path), 'crontab-before');
  try {
    writeFileSync(path, before, { mode: 0o600 });
    return `its old text is in ${path}: crontab ${path} puts it back`;
  } catch {
    return `its old text could not be kept in ${path}`;
  }
}
