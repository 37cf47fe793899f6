import { movedLines } from '../src/engine/imports/crontab/moved-line.ts';
import { type CrontabReading, readUserCrontab, readUserCrontabLater } from '../src/engine/ports/crontab-source.ts';
import type { Host } from '../src/engine/ports/host.ts';
import type { Db } from '../src/store/database.ts';
import { offImported } from '../src/store/lookups/off-imported.ts';
import { CRON_RUNS_IT } from './crontab-plan.ts';

/** A job that nobody runs: its line is commented out in the crontab for it, and it is off as if cron ran it. */
export type HalfMoved = { id: string; name: string };

type Around = { host: Pick<Host, 'env'>; db: Db };

/**
 * What a move that was killed between cron's change and its own left. The crontab is read only where a job is off for it;
 * one that cannot be read tells nothing.
 */
export function halfMoved({ host, db }: Around): HalfMoved[] {
  const off = offImported(db, CRON_RUNS_IT);
  return off.length === 0 ? [] : movedAmong(off, readUserCrontab(host.env));
}

/** The same without waiting for the crontab program: a screen goes on meanwhile. */
export async function halfMovedLater({ host, db }: Around): Promise<HalfMoved[]> {
  const off = offImported(db, CRON_RUNS_IT);
  return off.length === 0 ? [] : movedAmong(off, await readUserCrontabLater(host.env));
}

function movedAmong(off: readonly HalfMoved[], reading: CrontabReading): HalfMoved[] {
  if (reading.kind !== 'found') return [];
  const moved = new Set(movedLines(reading.text).values());
  return off.filter(({ id }) => moved.has(id));
}

const NAMED_MAX = 3;

/** `backup and 2 more run nowhere: …`. */
export function halfMovedText(jobs: readonly HalfMoved[]): string {
  const names = jobs.slice(0, NAMED_MAX).map(({ name }) => name);
  const more = jobs.length - names.length;
  const who = more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ');
  const [runs, are] = jobs.length === 1 ? ['runs', 'its line is'] : ['run', 'their lines are'];
  return `${who} ${runs} nowhere: off here, and ${are} commented out in the crontab`;
}

export const HALF_MOVED_REMEDY =
  'import crontab --take-over starts them here, import crontab --give-back JOB gives one back to cron';
