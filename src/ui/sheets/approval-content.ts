import type { ApprovalRow } from '../../store/snapshot/approvals.ts';
import type { ConsoleOptions } from '../console-options.ts';
import { answerFact } from '../detail/answer-fact.ts';
import {
  changeWhole,
  envFact,
  fromFact,
  lapsesFact,
  recordFact,
  runsFact,
  whereFact,
  yesFact,
} from '../detail/approval-facts.ts';
import { formatClock } from '../format/index.ts';
import type { Line } from '../layout/line.ts';
import type { Scene } from '../scene.ts';
import type { ScreenContext, SheetChange } from '../state/events.ts';
import type { Sheet, SheetContent } from '../state/sheet.ts';
import { cleanLine } from '../text/sanitise.ts';
import { gone } from './prose.ts';
import { byCommand, type Pressed } from './sheet-kind.ts';

/** What is decided upon, whole: nothing of what will be executed is cut. */
export function approvalContent({ content }: Sheet, scene: Scene, width: number): Line[] {
  const { detail } = content;
  if (detail?.kind !== 'approval') return gone(width);
  return [
    ...runsFact(detail, width),
    ...whereFact(detail, scene, width, 'whole'),
    ...envFact(detail, width),
    ...fromFact(detail, scene, width),
    ...changeWhole(detail, scene, width),
    ...recordFact(detail.job, scene, width),
    ...(detail.approval.status === 'pending'
      ? [...yesFact(detail, content.forecast, width), ...lapsesFact(detail, scene, 'sheet')]
      : answerFact(detail, scene, width)),
  ];
}

/** Whether the approval still asks what it asked when its sheet was opened. */
export function approvalChange(
  verb: 'approved' | 'rejected',
  revision: number,
  content: SheetContent,
  { clock, facts }: Pick<ConsoleOptions, 'clock' | 'facts'>,
): SheetChange {
  const approval = content.detail?.kind === 'approval' ? content.detail.approval : undefined;
  if (approval === undefined) return { kind: 'over', message: `not ${verb}: it is not there any more` };
  if (approval.status !== 'pending') {
    if (approval.status === 'cancelled' && approval.decidedBy?.kind === 'engine')
      return { kind: 'over', message: `not ${verb}: ${cleanLine(approval.note ?? 'it was closed')}`, typed: 'kept' };
    const who = cleanLine(approval.decidedBy?.name ?? 'engine');
    const note = approval.note === undefined || approval.note === '' ? '' : ` (“${cleanLine(approval.note)}”)`;
    const word = approval.status === 'timed_out' ? 'it lapsed' : `${who} ${wordOf(approval.status)} it`;
    const { decidedAt } = approval;
    const at = decidedAt === undefined ? '' : ` at ${formatClock(decidedAt, clock.now(), facts.zone)}`;
    return { kind: 'over', message: `not ${verb}: ${word}${at}${note}` };
  }
  return approval.revision === revision ? { kind: 'same' } : { kind: 'revised', revision: approval.revision };
}

const wordOf = (status: string): string =>
  status === 'rejected' ? 'rejected' : status === 'cancelled' ? 'cancelled' : 'approved';

type ApprovalSheet = Sheet<Extract<Sheet['item'], { kind: 'approve' | 'reject' }>>;

/** The decision, with what it was made upon. */
export function decision(
  kind: 'approve' | 'reject',
  sheet: ApprovalSheet,
  field: 'note' | 'reason',
  context: Pick<ScreenContext, 'shownText'>,
): Pressed {
  const { approvalId, revision, jobName } = sheet.item;
  const shown = { text: context.shownText(sheet), forMs: sheet.lastKeyAt - sheet.shownSinceAt };
  const note = (sheet.fields[field] ?? '').trim();
  return byCommand({ kind, approvalId, revision, note, jobName, shown });
}

const REASONS_MAX = 10;

/** Each once; those that this job's approvals were rejected for come first. */
export function earlierReasons(decided: readonly ApprovalRow[], jobId: string | undefined): string[] {
  const rejected = decided.filter(({ status }) => status === 'rejected');
  const own = rejected.filter((approval) => approval.jobId === jobId);
  const notes = [...own, ...rejected].map(({ note }) => cleanLine(note ?? '').trim());
  return [...new Set(notes)].filter((note) => note !== '').slice(0, REASONS_MAX);
}
