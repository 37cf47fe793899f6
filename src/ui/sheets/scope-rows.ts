import type { PauseScopeFacts } from '../../store/snapshot/pause-scope.ts';
import { labelled, roomOf } from '../detail/labelled.ts';
import { formatClock, formatPlural } from '../format/index.ts';
import { type Line, span } from '../layout/line.ts';
import type { Scene } from '../scene.ts';
import { cleanLine } from '../text/sanitise.ts';
import { wrapText } from '../text/width.ts';

/** A sentence behind a label, wrapped. */
export const saidRows = (label: string, text: string, width: number): Line[] =>
  text === ''
    ? []
    : labelled(
        label,
        wrapText(cleanLine(text), roomOf(width)).lines.map((line): Line => [span(line.trim())]),
      );

/** What runs and goes on: `2 runs: 8811 backup-pg, 8813 etl-orders`. */
export function runningText({ running: { count, first } }: PauseScopeFacts): string {
  if (count === 0) return 'nothing of it runs now';
  const more = count > first.length ? ` and ${count - first.length} more` : '';
  const names = first.map(({ runId, jobName }) => `${runId} ${jobName}`).join(', ');
  return `${count === 1 ? 'run' : `${count} runs:`} ${names}${more} ${count === 1 ? 'goes' : 'go'} on to the end`;
}

/** `etl-orders 14:45, mail-digest 14:45`. */
export const firesText = ({ next }: PauseScopeFacts, { now, facts }: Scene): string =>
  next.map(({ name, at }) => `${name} ${formatClock(at, now, facts.zone, 'minutes')}`).join(', ');

export const jobsText = ({ jobs: { count, more } }: PauseScopeFacts): string =>
  `${more ? 'at least ' : ''}${formatPlural(count, 'job')}`;
