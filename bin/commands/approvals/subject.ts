import type { Approval } from '../../../src/store/nouns/approval.ts';
import { spellOut } from '../../../src/ui/text/sanitise.ts';
import { durationText } from '../../output/times.ts';

/** What an approver has to see before deciding, whole. */
export function subjectPairs(approval: Approval): [name: string, value: string | undefined][] {
  const { subject } = approval;
  return [
    ['would run', spellOut(subject.payload).replaceAll('⏎', '⏎\n')],
    ['as', targetText(subject)],
    ['in', subject.cwd],
    ['variables', subject.envNames.length === 0 ? undefined : subject.envNames.join(', ')],
    [
      'differs',
      subject.override === undefined ? undefined : `${Object.keys(subject.override).join(', ')}: for this run alone`,
    ],
    ['at most', durationText(subject.timeoutMs)],
    ['risk', approval.risk],
  ];
}

function targetText(subject: Approval['subject']): string {
  if (subject.target === 'shell') return `a command of ${subject.shell ?? 'the usual shell'}`;
  return subject.agentId === undefined ? subject.target : `${subject.target}, agent ${subject.agentId}`;
}
