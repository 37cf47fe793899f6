import type { CommandRefusal } from '../console-commands.ts';
import { inKeys } from './actions/key-words.ts';
import type { Keyboard } from './actions/keyboard.ts';
import type { CommandEffect } from './events.ts';
import { sheetCommandAbout } from './sheet-commands.ts';

/** `not approved: ana rejected it at 14:32:40`, and what to do where there is something. */
export type RefusalWords = { text: string; remedy: string | undefined };

/** What is asked for and did not happen: its verb, and what it was about. */
type Asked = { verb: string; name: string };

/** The three parts of an error: what did not happen, why, what to do. A code never is one of them. */
export function refusalWords(asked: CommandEffect | Asked, refusal: CommandRefusal, keyboard?: Keyboard): RefusalWords {
  const about = 'verb' in asked ? asked : aboutOf(asked);
  const text = sentence(about, refusal);
  // Some say in one breath what to do.
  const own = text.includes('; ') ? undefined : REMEDIES[refusal.code];
  return { text, remedy: refusal.hint ?? (own === undefined ? undefined : inKeys(own, keyboard)) };
}

function sentence({ verb, name }: Asked, { kind, message }: CommandRefusal): string {
  if (message.startsWith('not ')) return message;
  if (kind === 'not-found') return `not ${verb}: ${name} is not there any more`;
  return `not ${verb}: ${message.replace(/^nothing was done: /, '')}`;
}

/** For refusals that bring none of their own; by their code. */
const REMEDIES: Readonly<Record<string, string>> = {
  'approval-decided': 'Decided in 3 Approvals has it',
  'approval-changed': 'look at it again and decide anew',
  'approval-not-found': 'its job may have been deleted; 6 Activity has it',
  'job-not-found': '6 Activity says who deleted it',
  'run-not-found': 'old runs are pruned; the newest 100 of each job stay',
  'alert-not-found': 'nothing is left to do',
  'already-enabled': 'nothing is left to do',
  'already-disabled': 'nothing is left to do',
  'alert-state': 'nothing is left to do',
  'run-over': '{run} runs it again',
  'run-waits': '{reject} on it in 3 Approvals rejects it',
  'dispatch-runs': '{cancel} on its run cancels that',
  'dispatch-asks': '{reject} on it in 3 Approvals rejects it',
  'dispatch-over': 'nothing is left to do',
  'approval-self': 'somebody else has to',
  'asked-already': 'nothing is left to do',
  'job-deleted': '6 Activity says by whom',
  'revision-gone': '{run} on the job runs it as it is now',
  'job-changed': '{run} on the job runs it as it is now',
  'bad-override': 'change it and press again',
  'bad-job': 'change it and save again',
  'until-past': 'give a later one',
  'pauses-full': 'resume what needs none',
  'too-many': 'take fewer',
  'note-too-long': 'write less',
  'not-paused': 'nothing is left to do',
  'undo-gone': 'nothing is left to do',
  'changed-since': 'look at it as it is now',
  'already-stopping': 'Kill now is a button of its sheet',
  'changed-meanwhile': 'look at it again and save anew',
  'crontab-changed': '{enable} shows it as it is now',
  'crontab-not-changed': 'nothing here was changed either',
  'engine-not-wanted': 'leave and start without that flag',
};

function aboutOf(effect: CommandEffect): Asked {
  switch (effect.kind) {
    case 'approve':
    case 'reject':
      return { verb: effect.kind === 'approve' ? 'approved' : 'rejected', name: `the approval of ${effect.jobName}` };
    case 'run':
      return { verb: 'run', name: effect.jobName };
    case 'enable':
    case 'disable':
    case 'delete':
      return { verb: `${effect.kind}d`, name: effect.jobName };
    case 'cancel-run':
    case 'kill-run':
      return { verb: effect.kind === 'kill-run' ? 'killed' : 'cancelled', name: `run ${effect.runId}` };
    case 'acknowledge':
    case 'reopen':
      return { verb: effect.kind === 'acknowledge' ? 'acknowledged' : 'reopened', name: effect.title };
    case 'take-over':
      return { verb: 'taken over', name: 'the engine' };
    default:
      return sheetCommandAbout(effect);
  }
}
