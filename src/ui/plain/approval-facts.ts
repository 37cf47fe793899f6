import type { Detail } from '../../store/snapshot/detail.ts';
import { formatClock, formatDuration } from '../format/index.ts';
import { cleanLine, spellOutLines } from '../text/sanitise.ts';
import type { PlainOptions } from './plain-options.ts';
import { approvalSentence, pastSentence, type Reader } from './sentences.ts';

const COMMAND_LINES_MAX = 500;
/** The terminal wraps them; no word is cut here. */
const WHOLE_LINES = Number.MAX_SAFE_INTEGER;

/** Everything an approver has to see, and whether what would run was shown to its end. */
export function approvalFacts(
  { approval, job, source }: Extract<Detail, { kind: 'approval' }>,
  { facts, commands }: Pick<PlainOptions, 'facts' | 'commands'>,
  reader: Reader,
): { lines: string[]; complete: boolean } {
  const { subject } = approval;
  const command = spellOutLines(subject.payload, WHOLE_LINES, COMMAND_LINES_MAX);
  const where = [
    `on ${cleanLine(facts.host)}`,
    ...(subject.cwd === undefined ? [] : [`in ${cleanLine(subject.cwd)}`]),
    `as ${cleanLine(facts.jobUser)}`,
    `for at most ${formatDuration(subject.timeoutMs)}`,
    ...(subject.agentId === undefined ? [] : [`agent ${cleanLine(subject.agentId)}`]),
  ];
  const by = cleanLine(approval.requestedBy.name);
  const isDecided = approval.status !== 'pending';
  const lines = [
    `${approvalSentence(approval, reader)}.`,
    'It would run:',
    ...command.lines,
    ...(command.complete ? [] : ['and more than can be shown here']),
    `${where.join(', ')}.`,
    ...(subject.envNames.length === 0
      ? []
      : [`With the variables ${subject.envNames.map((name) => cleanLine(name)).join(', ')}.`]),
    ...(subject.override === undefined
      ? []
      : [
          `Different from the job, for this run alone: ${Object.keys(subject.override)
            .map((key) => cleanLine(key))
            .join(', ')}.`,
        ]),
    ...(source === undefined
      ? [`Asked because of ${approval.askedBecause === 'manual' ? `${by}, by hand` : 'its schedule'}.`]
      : [`Asked because ${pastSentence(source.run, reader)}.`]),
    ...job.history.slice(0, 1).map((run) => `Last time: ${pastSentence(run, reader)}.`),
    isDecided
      ? `It is decided: ${approval.status.replace('_', ' ')}${decidedText(approval, reader)}.`
      : `If it is approved: ${cleanLine(commands.forecastApproved(approval.id))}.`,
  ];
  return { lines, complete: command.complete };
}

function decidedText(
  { decidedAt, decidedBy }: { decidedAt?: number; decidedBy?: { name: string } },
  { now, zone }: Reader,
): string {
  if (decidedAt === undefined) return '';
  return ` by ${cleanLine(decidedBy?.name ?? 'engine')} at ${formatClock(decidedAt, now, zone)}`;
}
