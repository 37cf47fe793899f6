import type { JobRevision } from '../../store/snapshot/job-revisions.ts';
import { formatClock } from '../format/index.ts';
import { bold, type Line, span } from '../layout/line.ts';
import type { Scene } from '../scene.ts';
import { cleanLine } from '../text/sanitise.ts';
import { cutRight } from '../text/width.ts';
import { differenceRows } from './difference-rows.ts';

/** What each revision changed in the one before it, newest first; the words that differ are in colour. */
export function revisionRows(revisions: readonly JobRevision[] | undefined, scene: Scene, width: number): Line[] {
  if (revisions === undefined || revisions.length === 0) return [[span('  No revision of it is kept.', 'muted')]];
  return revisions.flatMap((revision, index): Line[] => {
    const before = revisions[index + 1];
    const gap: Line[] = index === 0 ? [] : [[]];
    if (before !== undefined) return [...gap, headOf(revision, scene, width), ...fieldRows(before, revision, width)];
    const first = revision.revision === 1 ? 'the first' : 'older ones are not shown';
    return [...gap, [...headOf(revision, scene, width), span(`, ${first}`, 'muted')]];
  });
}

function headOf({ revision, at, by }: JobRevision, { now, facts }: Scene, width: number): Line {
  const who = by === undefined ? '' : `, by ${cleanLine(by)}`;
  const text = `, ${formatClock(at, now, facts.zone, 'minutes')}${who}`;
  return [bold(` revision ${revision}`), span(cutRight(text, Math.max(1, width - 24)), 'muted')];
}

function fieldRows(before: JobRevision, after: JobRevision, width: number): Line[] {
  const rows = differenceRows(before.definition, after.definition, width);
  return rows.length > 0 ? rows : [[span('   nothing in its definition: it was switched on or off', 'muted')]];
}
