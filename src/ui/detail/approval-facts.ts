import { basename } from 'node:path';
import type { Detail, JobFacts, SourceFacts } from '../../store/snapshot/detail.ts';
import { formatClock, formatDate, formatDuration, formatPlural } from '../format/index.ts';
import { bold, fitting, joined, type Line, span, widthOfLine } from '../layout/line.ts';
import { resultOf } from '../panels/runs.ts';
import { lastTen, statusMark } from '../panels/words.ts';
import type { Scene } from '../scene.ts';
import { cleanLine } from '../text/sanitise.ts';
import { cutMiddle, cutRight, widthOf, wrapText } from '../text/width.ts';
import { executable, labelled, leftAndRight, roomOf } from './labelled.ts';
import { changeOf } from './word-change.ts';

export type ApprovalDetail = Extract<Detail, { kind: 'approval' }>;

export const runsFact = (detail: ApprovalDetail, width: number): Line[] =>
  labelled('RUNS', executable(detail.approval.subject.payload, roomOf(width)));

/** Host, folder, account and limit; in the short form also how many names the environment has. */
export function whereFact(detail: ApprovalDetail, scene: Scene, width: number, form: 'short' | 'whole'): Line[] {
  const { subject } = detail.approval;
  const names = subject.envNames.length;
  const parts: Line[] = [
    [span(cleanLine(scene.facts.host))],
    [span(`cwd ${cleanLine(subject.cwd ?? '~')}`)],
    [span(`user ${cleanLine(scene.facts.jobUser)}`)],
    [span(`limit ${formatDuration(subject.timeoutMs)}`)],
    ...(form === 'short' && names > 0 ? [[span(`${names} env name${names === 1 ? '' : 's'}`)]] : []),
    ...(subject.agentId === undefined ? [] : [[span(`agent ${cleanLine(subject.agentId)}`)]]),
  ];
  return labelled('WHERE', form === 'whole' ? wholeRows(parts, roomOf(width)) : inRows(parts, roomOf(width)));
}

export function envFact(detail: ApprovalDetail, width: number): Line[] {
  const names = detail.approval.subject.envNames;
  if (names.length === 0) return [];
  const parts = names.map((name): Line => {
    const value = detail.job.definition.env?.[name];
    const secret = typeof value === 'object';
    return secret ? [span(cleanLine(name)), span(' secret', 'muted')] : [span(cleanLine(name))];
  });
  return labelled('ENV', wholeRows(parts, roomOf(width)));
}

/** As many rows as the parts need, and nothing of them is cut: they say what would run. */
export const wholeRows = (parts: readonly Line[], columns: number): Line[] =>
  inRows(
    parts.flatMap((part) => brokenUp(part, columns)),
    columns,
  );

/** A part that is too long for a row goes on in the next ones. */
function brokenUp(part: Line, columns: number): Line[] {
  const [first, ...rest] = part;
  if (first === undefined || widthOfLine(part) <= columns) return [part];
  const room = columns - widthOfLine(rest);
  if (room < columns / 2)
    return part.flatMap((each) => wrapText(each.text.trim(), columns).lines.map((text): Line => [{ ...each, text }]));
  const pieces = wrapText(first.text, room).lines;
  return pieces.map((text, index) => (index < pieces.length - 1 ? [span(text)] : [span(text), ...rest]));
}

/** As many rows as the parts need. */
export function inRows(parts: readonly Line[], columns: number): Line[] {
  const rows: Line[] = [];
  let rest = [...parts];
  while (rest.length > 0) {
    let count = rest.length;
    while (count > 1 && widthOfLine(joined(rest.slice(0, count))) > columns) count -= 1;
    rows.push(fitting(rest.slice(0, count), columns));
    rest = rest.slice(count);
  }
  return rows;
}

/** What asked: the run that came before, with its last line, or the person or schedule. */
export function fromFact(detail: ApprovalDetail, scene: Scene, width: number): Line[] {
  const { source, approval } = detail;
  const columns = roomOf(width);
  if (source === undefined) {
    const who = cleanLine(approval.requestedBy.name);
    const text = approval.askedBecause === 'manual' ? `${who}, by hand` : 'its schedule';
    return labelled('FROM', [[span(`${text}, ${formatClock(approval.askedAt, scene.now, scene.facts.zone)}`)]]);
  }
  const at = formatClock(source.run.finishedAt, scene.now, scene.facts.zone);
  const first = sourceLine(source, [`, ended ${at}`, `, ${at}`], columns);
  if (source.lastLine === undefined) return labelled('FROM', [first]);
  const count: Line | undefined =
    source.lineCount === undefined
      ? undefined
      : [span(source.lineCount === 1 ? 'its only line' : `last of ${formatPlural(source.lineCount, 'line')}`, 'muted')];
  const room = count === undefined ? columns : columns - (count[0]?.text.length ?? 0) - 2;
  const last = leftAndRight([span(cutRight(cleanLine(source.lastLine), room))], count, columns);
  return labelled('FROM', [first, ...last]);
}

/** The run that asked and how it ended, in one row: what comes last says less before the name is cut. */
export function sourceLine({ run }: SourceFacts, ends: readonly string[], columns: number): Line {
  const { mark, token } = statusMark(run.status);
  const took = run.durationMs === undefined ? '' : ` in ${formatDuration(run.durationMs)}`;
  const name = cleanLine(run.jobName);
  const lineOf = (shown: string, end: string): Line => [
    span(`run ${run.runId} ${shown}  `),
    span(mark, token),
    span(` ${run.status.replace('_', ' ')}${took}${end}`),
  ];
  const last = ends.at(-1) ?? '';
  const room = columns - widthOfLine(lineOf('', last));
  const whole = ends.map((end) => lineOf(name, end)).find((line) => widthOfLine(line) <= columns);
  return whole ?? lineOf(cutMiddle(name, Math.max(SOURCE_NAME_LEAST, room)), last);
}

const SOURCE_NAME_LEAST = 8;

/** One row: the words that differ from the last approved run. */
export function changeShort(detail: ApprovalDetail, scene: Scene, width: number): Line[] {
  const { previous, approval } = detail;
  if (previous === undefined) return labelled('CHANGE', [[span('no earlier run of this job was approved')]]);
  const run = previous.startedRunId ?? previous.runId;
  const at = previous.decidedAt ?? previous.askedAt;
  const as = `run ${run}, ${approvedAt(at, scene, 'day')}`;
  const change = changeOf(previous.subject.payload, approval.subject.payload);
  if (change === undefined) return labelled('CHANGE', [[span(`none: the same as ${as}`)]]);
  const room = roomOf(width);
  const text = cutRight(`${cleanLine(change.before)} → ${cleanLine(change.after)}`, room);
  const rest = `else as ${as}`;
  const both = widthOf(text) + CHANGE_GAP + rest.length <= room;
  if (both) return labelled('CHANGE', [joined([[span(text)], [span(rest)]], CHANGE_GAP)]);
  return labelled('CHANGE', [[span(text)], [span(rest)]]);
}

const CHANGE_GAP = 5;
const WEEK_MS = 7 * 86_400_000;

/** A date of last week keeps its weekday: that is how a weekly run is remembered. */
function approvedAt(at: number, scene: Scene, form: 'day' | 'instant'): string {
  const zone = scene.facts.zone;
  const written = formatClock(at, scene.now, zone, 'minutes');
  const age = scene.now - at;
  const weekday =
    /^\d/.test(written) && age > WEEK_MS / 2 && age < 2 * WEEK_MS ? `${formatDate(at, zone).slice(0, 3)} ` : '';
  return weekday + (form === 'day' ? written.replace(/ \d\d:\d\d$/, '') : written);
}

/** Both commands under each other, whole or only the words that changed, those in colour. */
export function changeWhole(
  detail: ApprovalDetail,
  scene: Scene,
  width: number,
  form: 'whole' | 'words' = 'whole',
): Line[] {
  const { previous, approval } = detail;
  const file = fileRows(detail);
  if (previous === undefined) return labelled('CHANGE', [[span('no earlier run of this job was approved')], ...file]);
  const run = previous.startedRunId ?? previous.runId;
  const who = cleanLine(previous.decidedBy?.name ?? 'engine');
  const at = approvedAt(previous.decidedAt ?? previous.askedAt, scene, 'instant');
  const change = changeOf(previous.subject.payload, approval.subject.payload);
  const head = `against run ${run}, approved by ${who} ${at}`;
  if (change === undefined) return labelled('CHANGE', [[span(`none ${head}`)], ...file]);
  const columns = roomOf(width);
  const [before, after] =
    form === 'whole'
      ? [previous.subject.payload, approval.subject.payload]
      : [change.before, change.lead + change.after];
  const minus = withMark('−', executable(before, columns, 'muted'), change.beforeWords, 'fail');
  const plus = withMark('+', executable(after, columns), change.afterWords, 'ok');
  return [...labelled('CHANGE', [[span(head)]]), ...minus, ...plus, ...labelled('', file)];
}

/** Whether the program's file is still the one that ran after the last yes. */
function fileRows({ previous, approval }: ApprovalDetail): Line[] {
  const file = approval.subject.file;
  if (file === undefined) return [];
  const before = previous?.subject.file;
  const name = `${cleanLine(basename(file.path))} itself: `;
  const digest = `sha256 ${shortDigest(file.sha256)}`;
  if (before === undefined) return [[span(`${name}${digest}`)]];
  return before.sha256 === file.sha256
    ? [[span(`${name}the same, ${digest}`)]]
    : [[span(name), span('changed', 'warn'), span(`, ${digest}, was ${shortDigest(before.sha256)}`)]];
}

const shortDigest = (hex: string): string => `${hex.slice(0, 4)}…${hex.slice(-4)}`;

function withMark(mark: string, rows: readonly Line[], words: readonly string[], token: 'fail' | 'ok'): Line[] {
  return rows.map((row, index) => [
    span(index === 0 ? `       ${mark} ` : '         ', mark === '−' ? 'muted' : undefined),
    ...row.flatMap((part) => coloured(part.text, words, token, part.token)),
  ]);
}

function coloured(text: string, words: readonly string[], token: 'fail' | 'ok', rest: Line[number]['token']): Line {
  return text.split(/(?<= )/).map((piece) => span(piece, words.includes(piece.trim()) ? token : rest));
}

export function recordFact(job: JobFacts, scene: Scene, width: number): Line[] {
  const marks = job.last10 === '' ? [span('no run ended yet', 'muted')] : lastTen(job.last10, false);
  const usual = job.usualMs === undefined ? [] : [span(`   usually ${formatDuration(job.usualMs)}`)];
  const failure = job.lastFailure;
  const right: Line | undefined =
    failure === undefined
      ? undefined
      : [
          span(
            `last failure ${formatClock(failure.finishedAt, scene.now, scene.facts.zone, 'minutes')}, ${resultOf({ ...failure, retryCount: 0 })}`,
          ),
        ];
  return labelled('RECORD', leftAndRight([...marks, ...usual], right, roomOf(width)));
}

/** Who may not approve it because it is theirs. */
export const forbiddenTo = (detail: ApprovalDetail, { selfApproval }: Scene['facts']): string | undefined =>
  selfApproval === 'forbidden' ? detail.startedBy : undefined;

export function needsFact(detail: ApprovalDetail, scene: Scene, width: number): Line[] {
  const need = detail.approval.risk === 'high' ? 'the job’s name, typed' : 'a yes';
  const starter = forbiddenTo(detail, scene.facts);
  const not = starter === undefined ? '' : `; not by ${cleanLine(starter)}, who started it`;
  const risk =
    detail.approval.risk === 'high' && detail.riskSetAt !== undefined
      ? [span(`risk set ${formatClock(detail.riskSetAt, scene.now, scene.facts.zone, 'minutes')}`)]
      : undefined;
  return labelled('NEEDS', leftAndRight([span(need + not)], risk, roomOf(width)));
}

/** What the guards would answer, and which jobs come behind it. */
export function yesFact(detail: ApprovalDetail, forecast: string | undefined, width: number): Line[] {
  if (forecast === undefined) return [];
  const children = detail.job.children;
  const after =
    children.length === 0
      ? '; no children'
      : `; then ${children.map((child) => `${child.name} on ${child.on.replace('_', ' ')}`).join(', ')}`;
  return labelled('YES', wrapped(forecast + after, roomOf(width)));
}

/** What follows from a yes is not cut either. */
const wrapped = (text: string, columns: number): Line[] =>
  wrapText(cleanLine(text), columns).lines.map((line): Line => [span(line.trim())]);

export function lapsesFact(detail: ApprovalDetail, scene: Scene, form: 'detail' | 'sheet'): Line[] {
  const { approval } = detail;
  const left = form === 'sheet' ? `, in ${formatDuration(approval.expiresAt - scene.now)}` : '';
  const at = formatClock(approval.expiresAt, scene.now, scene.facts.zone);
  if (approval.onTimeout === 'approve')
    return labelled('LAPSES', [[span(`${at}${left}, then `), bold('APPROVED', 'warn')]]);
  const chain =
    form === 'detail' && approval.sourceRunId !== undefined ? ` and run ${approval.sourceRunId}’s chain ends here` : '';
  return labelled('LAPSES', [[span(`${at}${left}, then rejected${chain}`)]]);
}
