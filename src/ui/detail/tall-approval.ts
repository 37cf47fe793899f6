import type { SourceFacts } from '../../store/snapshot/detail.ts';
import { formatClock, formatDuration, formatPlural, formatTimeOfDay } from '../format/index.ts';
import { bold, joined, type Line, span } from '../layout/line.ts';
import { resultOf } from '../panels/runs.ts';
import { lastTen, riskSpans } from '../panels/words.ts';
import type { Scene } from '../scene.ts';
import type { DetailData } from '../state/view.ts';
import { wrapProse } from '../text/prose.ts';
import { cleanLine } from '../text/sanitise.ts';
import { cutRight } from '../text/width.ts';
import {
  type ApprovalDetail,
  changeWhole,
  envFact,
  fromFact,
  needsFact,
  sourceLine,
  whereFact,
} from './approval-facts.ts';
import { brokenAtOptions } from './broken-command.ts';
import { labelled, roomOf } from './labelled.ts';
import { TAIL_LINES_MAX } from './tail-lines.ts';
import { tookFact } from './took-fact.ts';

type Tall = { data: Pick<DetailData, 'tail' | 'forecast'>; detail: ApprovalDetail; scene: Scene; width: number };

/** What stays when the rest scrolls: how dangerous, since when, and how long there is. */
export function tallHead({ approval }: ApprovalDetail, { now }: Scene): Line[] {
  const [first] = riskSpans(approval.risk);
  const risk = first === undefined ? [] : [{ ...first, text: ` ${first.text.replace('norm', 'normal')}` }];
  const left = formatDuration(approval.expiresAt - now);
  return [[...risk, span(` risk, waits ${formatDuration(now - approval.askedAt)}, ${left} left`)], []];
}

/** All that is known about a question, in groups; where the room is short the output gives way. */
export function tallRows(tall: Tall, room: number): Line[] {
  const rest = [whatRows(tall), changeRows(tall), fromRows(tall), recordRows(tall), answerRows(tall), seenRows(tall)];
  const others = grouped(rest).length;
  const shown = Math.min(TAIL_LINES_MAX, room - others - OUTPUT_FRAME_ROWS);
  const output = shown < 1 ? [] : outputRows(tall, shown);
  return grouped([...rest.slice(0, 3), output, ...rest.slice(3)]);
}

/** Its own first row and the blank one in front. */
const OUTPUT_FRAME_ROWS = 2;

const grouped = (groups: readonly Line[][]): Line[] =>
  groups.filter((rows) => rows.length > 0).flatMap((rows, index) => (index === 0 ? rows : [[], ...rows]));

function whatRows({ detail, scene, width }: Tall): Line[] {
  const { approval, record } = detail;
  const written = record?.written;
  const by = written === undefined ? '' : `, by ${cleanLine(written.by)}, ${clockOf(written.at, scene, 'minutes')}`;
  const job = approval.subject.jobRevision === detail.job.revision ? '' : `, the job is at ${detail.job.revision} now`;
  const { riskSetAt: _, ...needed } = detail;
  return [
    ...labelled('RUNS', brokenAtOptions(approval.subject.payload, roomOf(width))),
    ...whereFact(detail, scene, width, 'whole'),
    ...envFact(detail, width),
    ...labelled('JOB', [[span(cutRight(`revision ${approval.subject.jobRevision}${by}${job}`, roomOf(width)))]]),
    ...needsFact(needed, scene, width),
  ];
}

const changeRows = ({ detail, scene, width }: Tall): Line[] => changeWhole(detail, scene, width, 'words');

function fromRows({ detail, scene, width }: Tall): Line[] {
  const { source } = detail;
  if (source === undefined) return fromFact(detail, scene, width);
  const { run } = source;
  const first = sourceLine(source, [''], roomOf(width));
  return labelled('FROM', [first, [span(cutRight(startOf(run, scene), roomOf(width)))]]);
}

function startOf(run: SourceFacts['run'], scene: Scene): string {
  const at = run.startedAt ?? run.finishedAt - (run.durationMs ?? 0);
  const how = {
    manual: `by ${cleanLine(run.by ?? 'somebody')}, by hand`,
    schedule: 'by its schedule',
    chain: 'after another run',
    retry: 'as a retry',
  }[run.cause];
  return `started ${how}, ${clockOf(at, scene)}`;
}

function outputRows({ data: { tail }, detail, scene, width }: Tall, shown: number): Line[] {
  if (tail === undefined || tail.lines.length === 0 || detail.source === undefined) return [];
  const lines = tail.lines.slice(-shown);
  const total = tail.totalLines;
  const of = total === undefined ? '' : total === lines.length ? ', all of it' : ` of ${formatPlural(total, 'line')}`;
  const count = total === lines.length ? '' : `, the last ${lines.length}`;
  const head = span(`of run ${detail.source.run.runId}${count}${of}`, 'muted');
  const rows = lines.map(({ at, text, stream }): Line => {
    const time = at === undefined ? '' : `${formatTimeOfDay(at, scene.facts.zone)}  `;
    const room = roomOf(width) - time.length;
    return [span(time, 'muted'), span(cutRight(cleanLine(text), room), stream === 'err' ? 'warn' : undefined)];
  });
  return labelled('OUTPUT', [[head], ...rows]);
}

function recordRows({ detail, scene }: Tall): Line[] {
  const { job, record } = detail;
  const marks = job.last10 === '' ? [span('no run ended yet', 'muted')] : lastTen(job.last10, false);
  const failure = job.lastFailure;
  const last =
    failure === undefined
      ? []
      : [
          span(
            `last failure ${clockOf(failure.finishedAt, scene, 'minutes')}, ${resultOf({ ...failure, retryCount: 0 })}`,
          ),
        ];
  return [
    ...labelled('RECORD', [joined([marks, last], 2)]),
    ...tookFact(job),
    ...(record === undefined ? [] : labelled('ASKED', [[span(askedText(record.asked))]])),
  ];
}

function askedText({ approved, rejected, lapsed }: { approved: number; rejected: number; lapsed: number }): string {
  const total = approved + rejected + lapsed;
  if (total === 0) return 'never before';
  const parts = [
    [approved, 'approved'],
    [rejected, 'rejected'],
    [lapsed, 'lapsed'],
  ] as const;
  const said = parts.flatMap(([count, word]) => (count === 0 ? [] : [`${count} ${word}`])).join(', ');
  return `${formatPlural(total, 'time')}: ${said}`;
}

/** What follows each answer, and no answer. */
function answerRows({ data, detail, scene, width }: Tall): Line[] {
  const { approval, job } = detail;
  const told = (what: string): string[] => {
    const { delivery_mode: mode, delivery_to: to } = job.definition;
    return to === undefined || mode === undefined || mode === 'none' ? [] : [`${what} ${cleanLine(to)}`];
  };
  const result = job.definition.delivery_mode === 'announce' ? 'failures go to' : 'result goes to';
  const children =
    job.children.length === 0
      ? 'no children'
      : `then ${job.children.map((child) => `${cleanLine(child.name)} on ${child.on}`).join(', ')}`;
  const yes = [
    ...(data.forecast === undefined ? [] : [cleanLine(data.forecast).replace(/ \((.*)\)$/, ': $1')]),
    [children, ...told(result)].join('; '),
  ];
  const chain = approval.sourceRunId === undefined ? 'nothing runs' : `run ${approval.sourceRunId}’s chain ends here`;
  const lapse: Line = [
    span(`${clockOf(approval.expiresAt, scene)}, then `),
    approval.onTimeout === 'approve' ? bold('APPROVED', 'warn') : span('rejected'),
  ];
  const prose = (text: string): Line[] =>
    wrapProse(text, roomOf(width), PROSE_ROWS_MAX).map((line): Line => [span(line)]);
  return [
    ...labelled('YES', yes.flatMap(prose)),
    ...labelled('NO', prose([chain, ...told('reason goes to')].join('; '))),
    ...labelled('LAPSES', [lapse]),
  ];
}

const PROSE_ROWS_MAX = 4;

const seenRows = ({ detail, scene, width }: Tall): Line[] =>
  labelled(
    'SEEN',
    (detail.record?.seen ?? []).map(({ who, from, until }): Line => {
      const times = `${clockOf(from, scene)}–${formatTimeOfDay(until, scene.facts.zone)}`;
      return [span(cutRight(`${cleanLine(who)} ${times}, no decision`, roomOf(width)))];
    }),
  );

const clockOf = (at: number, { now, facts }: Scene, precision: 'seconds' | 'minutes' = 'seconds'): string =>
  formatClock(at, now, facts.zone, precision);
