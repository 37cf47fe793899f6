import { counted } from '../../src/engine/rules/counted.ts';
import type { Context } from '../context.ts';
import { halfMovedLater, halfMovedText } from '../half-moved.ts';
import type { EngineSide } from './engine-side.ts';

/** Whoever opens the console is told of jobs that nobody runs: neither list nor log shows what cron does not do. */
export async function tellHalfMoved(
  { host }: Pick<Context, 'host'>,
  side: Pick<EngineSide, 'store' | 'tell'>,
): Promise<void> {
  // Who cannot look has nothing to tell: a database in trouble is told of by others.
  const jobs = await halfMovedLater({ host, db: side.store.db }).catch(() => []);
  if (jobs.length === 0) return;
  // What to do comes first: where it is narrow, the rest of the line is cut.
  const text = `${counted(jobs.length, 'job')} ${jobs.length === 1 ? 'runs' : 'run'} nowhere; import crontab --take-over ends that`;
  side.tell({ tone: 'bad', mark: '!', text: `${text}: ${halfMovedText(jobs)}` });
}
