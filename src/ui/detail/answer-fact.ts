import { formatClock, formatDuration } from '../format/index.ts';
import { type Line, span } from '../layout/line.ts';
import { ANSWERS, deciderOf } from '../panels/approvals.ts';
import type { Scene } from '../scene.ts';
import { wrapProse } from '../text/prose.ts';
import { cleanLine } from '../text/sanitise.ts';
import type { ApprovalDetail } from './approval-facts.ts';
import { labelled, roomOf } from './labelled.ts';

const ROWS_MAX = 6;

/** How a question was answered: nothing waits for anybody any more. */
export function answerFact({ approval }: ApprovalDetail, { now, facts }: Scene, width: number): Line[] {
  const { status, decidedAt, askedAt, note, startedRunId } = approval;
  if (status === 'pending' || decidedAt === undefined) return [];
  const by = deciderOf(approval);
  const parts = [
    by === '—' ? ANSWERS[status] : `${ANSWERS[status]} by ${by}`,
    formatClock(decidedAt, now, facts.zone),
    `after ${formatDuration(decidedAt - askedAt)}`,
    ...(startedRunId === undefined ? [] : [`run ${startedRunId} started`]),
  ];
  const said = note === undefined || note === '' ? [] : [`“${cleanLine(note)}”`];
  const texts = [parts.join(', '), ...said].flatMap((text) => wrapProse(text, roomOf(width), ROWS_MAX));
  return labelled(
    'ANSWER',
    texts.map((text): Line => [span(text)]),
  );
}
