import type { Db } from '../../../src/store/database.ts';
import type { Context } from '../../context.ts';
import { HALF_MOVED_REMEDY, halfMoved, halfMovedText } from '../../half-moved.ts';
import { type Finding, finding } from './finding.ts';

/** Jobs that neither cron runs nor we, since their move was cut off in the middle. */
export function checkCrontab({ host }: Context, db: Db): Finding[] {
  const jobs = halfMoved({ host, db });
  if (jobs.length === 0) return [];
  return [finding('bad', ['half-moved', 'crontab'], halfMovedText(jobs), HALF_MOVED_REMEDY)];
}
