import type { JobRevision } from '../../store/snapshot/job-revisions.ts';
import { formatClock } from '../format/index.ts';
import { bold, type Line, type Span, span } from '../layout/line.ts';
import type { Scene } from '../scene.ts';
import { cleanLine } from '../text/sanitise.ts';
import { cutRight } from '../text/width.ts';
import { executable, LABEL_COLUMNS, roomOf } from './labelled.ts';
import { changeOf } from './word-change.ts';

const FIELDS_MAX = 40;
const VALUE_CHARACTERS_MAX = 4_000;
const MARK_COLUMNS = 2;

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
  const names = [...new Set([...Object.keys(before.definition), ...Object.keys(after.definition)])];
  const changed = names.filter((name) => written(before.definition[name]) !== written(after.definition[name]));
  if (changed.length === 0) return [[span('   nothing in its definition: it was switched on or off', 'muted')]];
  return changed
    .slice(0, FIELDS_MAX)
    .flatMap((name) => oneField(name, written(before.definition[name]), written(after.definition[name]), width));
}

/** A value as a person would write it; what is absent is nothing. */
function written(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.slice(0, VALUE_CHARACTERS_MAX);
}

function oneField(name: string, old: string | undefined, fresh: string | undefined, width: number): Line[] {
  const words = old === undefined || fresh === undefined ? undefined : changeOf(old, fresh);
  const room = roomOf(width) - MARK_COLUMNS;
  return [
    [span(`   ${cleanLine(name)}`, 'muted')],
    ...(old === undefined ? [] : side('−', old, words?.beforeWords, 'fail', room)),
    ...(fresh === undefined ? [] : side('+', fresh, words?.afterWords, 'ok', room)),
  ];
}

function side(mark: '−' | '+', text: string, words: readonly string[] | undefined, token: 'fail' | 'ok', room: number) {
  const rest: Span['token'] = mark === '−' ? 'muted' : undefined;
  const lead = ' '.repeat(LABEL_COLUMNS - 1);
  return executable(text, room).map(
    (row, index): Line => [
      span(index === 0 ? `${lead}${mark} ` : `${lead}  `, rest),
      ...row.flatMap((part) => coloured(part.text, words, token, rest)),
    ],
  );
}

const coloured = (
  text: string,
  words: readonly string[] | undefined,
  token: 'fail' | 'ok',
  rest: Span['token'],
): Line => text.split(/(?<= )/).map((piece) => span(piece, words?.includes(piece.trim()) === true ? token : rest));
