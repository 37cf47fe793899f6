import { explain } from '../../engine/rules/why/explain.ts';
import type { Page, PageRequest } from '../../store/snapshot/page.ts';
import { commandOf } from '../detail/command-of.ts';
import { formatBytes, formatClock, formatDuration } from '../format/index.ts';
import { cleanLine } from '../text/sanitise.ts';
import { withClocks } from '../text/told-instants.ts';
import { approvalFacts } from './approval-facts.ts';
import type { Said } from './plain-commands.ts';
import type { PlainOptions } from './plain-options.ts';
import {
  alertSentence,
  approvalSentence,
  counterSentences,
  dueSentence,
  engineSentence,
  jobSentence,
  liveSentence,
  pastSentence,
  type Reader,
} from './sentences.ts';

const ROWS_MAX = 25;
const OUTPUT_LINES = 20;
const WHY_ROWS = 10;

export const readerOf = ({ clock, facts }: PlainOptions): Reader => ({ now: clock.now(), zone: facts.zone });

export function status(options: PlainOptions): Said {
  const { snapshots, live, clock } = options;
  const engine = engineSentence(live().engine);
  return {
    lines: [
      `${engine.charAt(0).toUpperCase()}${engine.slice(1)}.`,
      ...counterSentences(snapshots.counters(clock.now()), readerOf(options)),
    ],
  };
}

export function list(options: PlainOptions, [what = '', ...words]: readonly string[]): Said {
  const lister = isList(what) ? LISTS[what] : undefined;
  if (lister === undefined) return { lines: [`list what: ${Object.keys(LISTS).join(', ')}?`] };
  return { lines: lister(options, { filter: words.join(' ') }) };
}

/** Whether a line that begins with this means its list, as one types it who has not read help. */
export const isList = (word: string): boolean => Object.hasOwn(LISTS, word);

type Lister = (options: PlainOptions, request: PageRequest) => string[];

const LISTS: Readonly<Record<string, Lister>> = {
  due: (options, request) =>
    rowsOf(
      request,
      options.snapshots.due(request, options.clock.now()),
      (row) => dueSentence(row, readerOf(options)),
      'Nothing is due.',
    ),
  runs: (options, request) => [
    ...rowsOf(
      request,
      options.snapshots.liveRuns(request, options.clock.now()),
      (row) => liveSentence(row, readerOf(options)),
      'Nothing runs and nothing waits.',
    ),
    ...rowsOf(
      request,
      options.snapshots.pastRuns(request),
      (row) => pastSentence(row, readerOf(options)),
      'Nothing has ended yet.',
    ),
  ],
  approvals: (options, request) =>
    rowsOf(
      request,
      options.snapshots.pendingApprovals(request),
      (row) => approvalSentence(row, readerOf(options)),
      'No approvals wait.',
    ),
  alerts: (options, request) =>
    rowsOf(
      request,
      options.snapshots.openAlerts(request),
      (row) => alertSentence(row, readerOf(options)),
      'No alerts.',
    ),
  jobs: (options, request) =>
    rowsOf(
      request,
      options.snapshots.jobs(request),
      (row) => jobSentence(row, readerOf(options)),
      'There are no jobs here yet.',
    ),
};

function rowsOf<Row>(
  { filter }: PageRequest,
  page: Page<Row>,
  sentence: (row: Row) => string,
  empty: string,
): string[] {
  if (page.rows.length === 0) return [empty];
  const shown = page.rows.slice(0, ROWS_MAX);
  // What a word left out is not more of the same.
  const more = (filter === '' ? page.total : page.rows.length) - shown.length;
  return [...shown.map(sentence), ...(more > 0 ? [`and ${more} more; a word behind the list narrows it`] : [])];
}

export function show(options: PlainOptions, [first = '', ...rest]: readonly string[]): Said {
  const number = Number(rest[0]);
  if (first === 'approval' && Number.isInteger(number)) return showApproval(options, number);
  if (first === 'alert' && Number.isInteger(number)) return showAlert(options, number);
  const runId = Number(first === 'run' ? rest[0] : first);
  if (first !== '' && Number.isInteger(runId)) return showRun(options, runId);
  if (first === '') return { lines: ['show what: a run’s number, approval N, alert N, or a job?'] };
  return showJob(options, [first, ...rest].join(' '));
}

function showRun(options: PlainOptions, runId: number): Said {
  const detail = options.snapshots.detail({ kind: 'run', runId });
  if (detail?.kind !== 'run') return { lines: [`no run ${runId}`] };
  const { run, job, ran = job.definition } = detail;
  const { now, zone } = readerOf(options);
  const at = run.startedAt === undefined ? '' : `, started ${formatClock(run.startedAt, now, zone)}`;
  const took = run.durationMs === undefined ? '' : `, took ${formatDuration(run.durationMs)}`;
  const code = run.exitCode === undefined ? '' : `, exit code ${run.exitCode}`;
  const facts = [
    `Run ${runId} of ${cleanLine(run.jobName)}: ${run.status}${at}${took}${code}.`,
    `It ran: ${cleanLine(commandOf(ran))}`,
    ...(run.error === undefined ? [] : [`It said: ${cleanLine(run.error)}`]),
  ];
  const output = outputLines(options, runId);
  if (output !== undefined) return { lines: [...facts, ...output] };
  const bytes = run.outBytes + run.errBytes;
  if (run.finishedAt !== undefined && bytes === 0) return { lines: [...facts, NOTHING] };
  // Of a run that goes on nobody has counted them yet.
  const printed = bytes === 0 ? [] : [`It has printed ${formatBytes(bytes)}.`];
  return { lines: [...facts, ...printed], later: () => outputLines(options, runId) };
}

const NOTHING = 'It has printed nothing.';

/** Absent while it is read from the disk. */
function outputLines(options: PlainOptions, runId: number): string[] | undefined {
  const output = options.readOutput(runId, OUTPUT_LINES);
  if (output === undefined) return undefined;
  if (output.lines.length === 0) return [NOTHING];
  const shown = output.lines.slice(-OUTPUT_LINES);
  const whole = `${formatBytes(output.totalBytes)} in all`;
  return [
    `The last ${shown.length === 1 ? 'line' : `${shown.length} lines`} of the output of run ${runId}, ${whole}:`,
    ...shown.map(({ stream, text }) => `${stream === 'err' ? 'err: ' : ''}${cleanLine(text)}`),
  ];
}

function showApproval(options: PlainOptions, approvalId: number): Said {
  const detail = options.snapshots.detail({ kind: 'approval', approvalId });
  if (detail?.kind !== 'approval') return { lines: [`no approval ${approvalId}`] };
  return { lines: approvalFacts(detail, options, readerOf(options)).lines };
}

function showAlert(options: PlainOptions, alertId: number): Said {
  const detail = options.snapshots.detail({ kind: 'alert', alertId });
  if (detail?.kind !== 'alert') return { lines: [`no alert ${alertId}`] };
  const reader = readerOf(options);
  const because = cleanLine(withClocks(detail.alert.detail, reader.now, reader.zone));
  return { lines: [`${alertSentence(detail.alert, reader)}.`, because] };
}

function showJob(options: PlainOptions, wanted: string): Said {
  const found = options.findJob(wanted);
  if (found.kind === 'missing') return { lines: [found.message] };
  const detail = options.snapshots.detail({ kind: 'job', jobId: found.id });
  if (detail?.kind !== 'job') return { lines: [`no job ${cleanLine(found.name)}`] };
  const { job } = detail;
  const reader = readerOf(options);
  const next = job.nextRunAt === undefined ? '' : `, next ${formatClock(job.nextRunAt, reader.now, reader.zone)}`;
  return {
    lines: [
      `${cleanLine(job.name)}: ${cleanLine(job.scheduleText)}${job.enabled ? next : ', disabled'}.`,
      `It runs: ${cleanLine(commandOf(job.definition))}`,
      ...job.history.slice(0, 5).map((run) => pastSentence(run, reader)),
    ],
  };
}

export function why(options: PlainOptions, words: readonly string[]): Said {
  if (words.length === 0) return { lines: ['why what: a job’s name or id?'] };
  const found = options.findJob(words.join(' '));
  if (found.kind === 'missing') return { lines: [found.message] };
  const { now, zone } = readerOf(options);
  const record = options.snapshots.why(found.id, { limit: WHY_ROWS, now });
  if (record === undefined) return { lines: [`no job ${cleanLine(found.name)}`] };
  const engine = options.live().engine.kind === 'none' ? 'none' : 'alive';
  const { answer, also, next } = explain({ record, now, zone, engine, calendarOf: options.calendarOf });
  const remedies = [...new Set([answer.remedy, next.remedy])].flatMap((remedy) => remedy ?? []);
  return {
    lines: [answer.text, ...also.map(({ text }) => text), `Next: ${next.text}`, ...remedies].map(
      (text) => `${cleanLine(text)}.`,
    ),
  };
}
