import type { Context } from '../context.ts';
import { HALF_MOVED_REMEDY, halfMovedLater, halfMovedText } from '../half-moved.ts';
import type { EngineSide } from './engine-side.ts';

/** Whoever opens the console is told of jobs that nobody runs: neither list nor log shows what cron does not do. */
export async function tellHalfMoved({ host }: Context, side: Pick<EngineSide, 'store' | 'tell'>): Promise<void> {
  // Who cannot look has nothing to tell: a database in trouble is told of by others.
  const jobs = await halfMovedLater({ host, db: side.store.db }).catch(() => []);
  if (jobs.length > 0) side.tell({ tone: 'bad', mark: '!', text: `${halfMovedText(jobs)}: ${HALF_MOVED_REMEDY}` });
}
