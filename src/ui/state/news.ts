import type { DecidedNews, EndedNews, News, StartedNews } from '../../store/snapshot/news.ts';
import { formatDuration } from '../format/index.ts';
import type { Message, View } from './view.ts';

/** What runs did and others decided, as lines of the message row; `mine` has answers of its own, and `toldRunId` stands in one. */
export function newsMessages(
  { started, ended, decided }: News,
  mine: string,
  alertedRunIds: ReadonlySet<number>,
  toldRunId?: number,
): Message[] {
  return [
    ...decided.flatMap((one) => decidedMessage(one, mine)),
    // What has an alert already is told by that.
    ...ended.flatMap((one) => (alertedRunIds.has(one.id) ? [] : endedMessage(one))),
    ...started.filter(({ id }) => id !== toldRunId).map(startedMessage),
  ];
}

/** What was answered to a key is completed by the run that came of it: `✓ approved deploy-web, run 8817 started`. */
export function withStarted(view: View, { started }: News): { view: View; told: number | undefined } {
  const { message } = view;
  const awaits = message?.awaits;
  if (message === undefined || awaits === undefined) return { view, told: undefined };
  const run = started.find(({ approvalId, dispatchId }) =>
    awaits.kind === 'approval' ? approvalId === awaits.id : dispatchId === awaits.id,
  );
  if (run === undefined) return { view, told: undefined };
  const { awaits: _, ...rest } = message;
  const text = awaits.kind === 'approval' ? `${message.text}, run ${run.id} started` : startedText(run);
  return { view: { ...view, message: { ...rest, at: run.startedAt, text } }, told: run.id };
}

const startedText = ({ id, jobName, cause }: StartedNews): string =>
  `run ${id} ${jobName} started${cause === 'manual' ? ' by hand' : ''}`;

const startedMessage = (run: StartedNews): Message => ({
  at: run.startedAt,
  mark: '●',
  tone: 'good',
  passing: true,
  text: startedText(run),
  same: `started ${run.jobId}`,
  count: 1,
});

const FAILURES: Readonly<Partial<Record<EndedNews['status'], { mark: string; word: string }>>> = {
  error: { mark: '✗', word: 'failed' },
  timeout: { mark: '◔', word: 'timed out' },
  crashed: { mark: '†', word: 'crashed' },
};

function endedMessage({ id, jobId, jobName, status, finishedAt, durationMs, error }: EndedNews): Message[] {
  const base = { at: finishedAt, same: `${status} ${jobId}`, count: 1 };
  const name = `run ${id} ${jobName}`;
  const after = durationMs === undefined ? '' : formatDuration(durationMs);
  if (status === 'ok') {
    return [
      { ...base, mark: '✓', tone: 'good', passing: true, text: `${name} ok${after === '' ? '' : ` in ${after}`}` },
    ];
  }
  if (status === 'cancelled') return [{ ...base, mark: '■', tone: 'good', passing: true, text: `${name} cancelled` }];
  const failure = FAILURES[status];
  if (failure === undefined) return [];
  const took = after === '' ? '' : ` after ${after}`;
  const text = `${name} ${failure.word}${took}`;
  return [{ ...base, mark: failure.mark, tone: 'bad', text, ...(error === undefined ? {} : { more: `: ${error}` }) }];
}

const ANSWERS: Readonly<Record<string, { mark: string; word: string }>> = {
  approved: { mark: '✓', word: 'approved' },
  dispatched: { mark: '✓', word: 'approved' },
  rejected: { mark: '✗', word: 'rejected' },
};

/** What others answered, and what nobody did. */
function decidedMessage(
  { jobName, status, decidedAt, decidedBy, onTimeout, note }: DecidedNews,
  mine: string,
): Message[] {
  const base = { at: decidedAt, tone: 'news', count: 1 } as const;
  if (status === 'timed_out' || decidedBy?.via === 'timeout') {
    const end = onTimeout === 'approve' ? 'APPROVED' : 'rejected';
    return [{ ...base, mark: '◔', text: `${jobName} lapsed without an answer, ${end}` }];
  }
  const answer = ANSWERS[status];
  if (answer === undefined || decidedBy === undefined || decidedBy.name === mine) return [];
  const more = note === undefined || note === '' ? {} : { more: ` (“${note}”)` };
  return [{ ...base, mark: answer.mark, text: `${decidedBy.name} ${answer.word} ${jobName}`, ...more }];
}
