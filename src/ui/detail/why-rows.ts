import { zoneOf } from '../../engine/rules/why/answer-at.ts';
import { explain } from '../../engine/rules/why/explain.ts';
import { type HistoryRow, historyOf } from '../../engine/rules/why/history.ts';
import { explainRun } from '../../engine/rules/why/run.ts';
import { onClocks, type Reader } from '../../engine/rules/why/words.ts';
import type { Detail, JobFacts } from '../../store/snapshot/detail.ts';
import type { PastRow } from '../../store/snapshot/runs.ts';
import { formatClock, formatDuration } from '../format/index.ts';
import { blank, type Line, type Span, span, toWidth, widthOfLine } from '../layout/line.ts';
import { statusMark } from '../panels/words.ts';
import type { Scene } from '../scene.ts';
import type { DetailData } from '../state/view.ts';
import { wrapProse } from '../text/prose.ts';
import { cleanLine } from '../text/sanitise.ts';
import { cutRight } from '../text/width.ts';
import { recordFact } from './approval-facts.ts';
import { labelled, roomOf } from './labelled.ts';
import { remedyInKeys } from './remedy-keys.ts';
import { answerShown, isAbout } from './why-moment.ts';

const HISTORY_MAX = 40;
const PROSE_LINES_MAX = 12;
/** A line longer than this is no pleasure to read, however wide the screen is. */
const PROSE_COLUMNS_MAX = 110;

/** Why it ran, did not run or waits: the answer that `why JOB` gives, and what was on record, newest first. */
export function whyRows(
  data: Pick<DetailData, 'detail' | 'why' | 'calendarOf' | 'moment'>,
  job: JobFacts,
  scene: Scene,
  width: number,
): Line[] {
  const { detail, why, calendarOf } = data;
  if (why === undefined) return recordFact(job, scene, width);
  const { answer, also, next } = explain({
    record: why,
    now: scene.now,
    zone: scene.facts.zone,
    dates: 'near',
    engine: scene.live.engine.kind === 'none' ? 'none' : 'alive',
    ...(calendarOf === undefined ? {} : { calendarOf }),
  });
  const others = also.flatMap((one, index) => prose(index === 0 ? 'ALSO' : '', one.text, width, undefined));
  const remedies = [...new Set([answer.remedy, next.remedy])].flatMap((remedy) =>
    remedy === undefined ? [] : [remedyInKeys(remedy, job.name, scene)],
  );
  const ends = new Map(job.history.map((run) => [run.runId, run]));
  const asked = answerShown(scene.view, data);
  const rows = historyOf(why.decisions, why.slots, HISTORY_MAX).map((row) => {
    const line = historyRow(row, ends, scene, width);
    return asked?.kind === 'ok' && isAbout(row, asked) ? [CURSOR, ...line.slice(1)] : line;
  });
  return [
    ...runRows(detail, scene, width),
    ...prose('NOW', answer.brief ?? answer.text, width, answer.code === 'not-run' ? 'warn' : undefined),
    ...others,
    ...prose('NEXT', next.text, width, next.reason === 'backing-off' ? 'warn' : undefined),
    ...remedies.flatMap((remedy, index) => prose(index === 0 ? 'DO' : '', remedy, width, 'muted')),
    ...recordFact(job, scene, width),
    ...(rows.length === 0 ? [] : [[], ...rows]),
  ];
}

const CURSOR = span('▸', 'accent');
/** Whether a row speaks of the time that is asked about. */
export const isMarked = (row: Line): boolean => row[0] === CURSOR;

const readerOf = ({ now, facts }: Scene): Reader => ({ now, zone: facts.zone, dates: 'near' });

/** Of a run that was chosen: why this one ran. */
function runRows(detail: Detail, scene: Scene, width: number): Line[] {
  if (detail.kind !== 'run') return [];
  const { definition } = detail.job;
  const zone = zoneOf(definition, scene.facts.zone);
  return prose('RUN', explainRun(detail.run, zone, readerOf(scene)), width, undefined);
}

function prose(label: string, text: string, width: number, token: Span['token']): Line[] {
  const columns = Math.min(PROSE_COLUMNS_MAX, roomOf(width));
  return labelled(
    label,
    wrapProse(text, columns, PROSE_LINES_MAX).map((line): Line => [span(line, token)]),
  );
}

const MARKS: Readonly<Record<string, string>> = { started: '●', ran: '●', waits: '○', due: '○', asked: '◇' };

/** A start that is over says how it ended; equal neighbours are one row with their number. */
function historyRow(row: HistoryRow, ends: ReadonlyMap<number, PastRow>, scene: Scene, width: number): Line {
  const isStart = row.what === 'started' && row.runId !== undefined;
  // Retries have the fire time of the first attempt.
  const at = formatClock(isStart ? row.at : (row.slotAt ?? row.at), scene.now, scene.facts.zone);
  const run = isStart ? `, run ${row.runId}` : '';
  const told = row.detail === '' ? row.reason : onClocks(cleanLine(row.detail), readerOf(scene));
  const detail = told === '' || `, ${told}` === run ? '' : `: ${told}`;
  const times = row.count > 1 ? ` ×${row.count}` : '';
  const end = isStart ? endSpans(ends.get(row.runId ?? 0)) : [];
  const room = width - 19 - widthOfLine(end);
  const text = span(`${MARKS[row.what] ?? '–'} ${cutRight(row.what + times + run + detail, Math.max(1, room))}`);
  return toWidth([blank(1), span(at.padEnd(12), 'muted'), blank(2), text, ...end], width);
}

function endSpans(run: PastRow | undefined): Line {
  if (run === undefined) return [];
  const { mark, token } = statusMark(run.status);
  const took = run.durationMs === undefined ? '' : ` in ${formatDuration(run.durationMs)}`;
  return [blank(3), span(mark, run.status === 'ok' ? 'muted' : token), span(` ${run.status}${took}`, 'muted')];
}
