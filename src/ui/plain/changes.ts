import type { CommandResult } from '../console-commands.ts';
import { formatPlural } from '../format/index.ts';
import { cleanLine } from '../text/sanitise.ts';
import { approvalFacts } from './approval-facts.ts';
import { readerOf } from './looks.ts';
import type { Said } from './plain-commands.ts';
import type { PlainOptions } from './plain-options.ts';
import { liveSentence } from './sentences.ts';

/** What a command answered: the sentence that it is done, or why not. */
const outcome = (result: CommandResult<unknown>, done: string): string[] =>
  result.kind === 'done'
    ? [done]
    : [`${cleanLine(result.message)}${result.hint === undefined ? '' : `; ${cleanLine(result.hint)}`}`];

const numberOf = (word: string | undefined): number | undefined => {
  const number = Number(word);
  return word !== undefined && Number.isInteger(number) && number > 0 ? number : undefined;
};

function pendingApproval(options: PlainOptions, word: string | undefined, verb: string) {
  const approvalId = numberOf(word);
  if (approvalId === undefined)
    return { problem: `${verb} which: the number of an approval; list approvals shows them` };
  const detail = options.snapshots.detail({ kind: 'approval', approvalId });
  if (detail?.kind !== 'approval') return { problem: `no approval ${approvalId}` };
  if (detail.approval.status !== 'pending') {
    return { problem: `approval ${approvalId} is decided: ${detail.approval.status.replace('_', ' ')}` };
  }
  return { detail };
}

/** Shows all of it, then asks for its number, of high risk for the job's name. */
export function approve(options: PlainOptions, [word]: readonly string[]): Said {
  const { detail, problem } = pendingApproval(options, word, 'approve');
  if (detail === undefined) return { lines: [problem] };
  const { lines, complete } = approvalFacts(detail, options, readerOf(options));
  const { id, jobName, revision, risk } = detail.approval;
  const name = cleanLine(jobName);
  if (!complete)
    return { lines: [...lines, `not approved: ${name} is too long to be shown whole here; use the console`] };
  const { actor, commands } = options;
  const run = () => outcome(commands.approve(id, { actor, revision }), `approved ${name}`);
  const isRisky = risk === 'high';
  return {
    lines,
    question: {
      text: `Approve ${name}, approval ${id}${isRisky ? ', HIGH risk' : ''}?`,
      answers: [
        { word: isRisky ? jobName : String(id), does: isRisky ? 'approve it (the job’s name)' : 'approve it', run },
      ],
      otherwise: `not approved: ${name}`,
    },
  };
}

export function reject(options: PlainOptions, [word, ...reason]: readonly string[]): Said {
  const { detail, problem } = pendingApproval(options, word, 'reject');
  if (detail === undefined) return { lines: [problem] };
  const { id, jobName, revision } = detail.approval;
  const note = reason.join(' ');
  if (note === '') return { lines: [`a rejection has a reason: reject ${id} REASON`] };
  const name = cleanLine(jobName);
  const { actor, commands } = options;
  const run = () => outcome(commands.reject(id, { actor, revision, note }), `rejected ${name}`);
  return {
    lines: [],
    question: {
      text: `Reject ${name}, approval ${id}, because “${cleanLine(note)}”?`,
      answers: [{ word: 'reject', does: 'reject it', run }],
      otherwise: `not rejected: ${name}`,
    },
  };
}

export function runJob(options: PlainOptions, words: readonly string[]): Said {
  if (words.length === 0) return { lines: ['run what: a job’s name or id?'] };
  const found = options.findJob(words.join(' '));
  if (found.kind === 'missing') return { lines: [found.message] };
  const { commands, actor } = options;
  const name = cleanLine(found.name);
  return {
    lines: [`Now: ${cleanLine(commands.forecast(found.id))}.`],
    question: {
      text: `Run ${name}?`,
      answers: [
        {
          word: 'run',
          does: 'run it',
          run: () => outcome(commands.runNow(found.id, actor), `run of ${name} asked for`),
        },
      ],
      otherwise: `not run: ${name}`,
    },
  };
}

export function cancelRun(options: PlainOptions, [word]: readonly string[]): Said {
  const runId = numberOf(word);
  if (runId === undefined) return { lines: ['cancel which: the number of a run; list runs shows them'] };
  const detail = options.snapshots.detail({ kind: 'run', runId });
  if (detail?.kind !== 'run') return { lines: [`no run ${runId}`] };
  if (detail.run.finishedAt !== undefined) return { lines: [`run ${runId} is over: ${detail.run.status}`] };
  const { commands, actor } = options;
  const what = `run ${runId} of ${cleanLine(detail.run.jobName)}`;
  const run = () => outcome(commands.cancelRun(runId, actor), `cancel of ${what} asked for`);
  return {
    lines: [],
    question: {
      text: `Cancel ${what}?`,
      answers: [{ word: 'cancel', does: 'cancel it', run }],
      otherwise: `not cancelled: ${what}`,
    },
  };
}

/** At once, as in the console: it is undone by opening the alert again. */
export function acknowledge(options: PlainOptions, [word]: readonly string[]): Said {
  const alertId = numberOf(word);
  if (alertId === undefined) return { lines: ['ack which: the number of an alert; list alerts shows them'] };
  return { lines: outcome(options.commands.acknowledgeAlert(alertId, options.actor), `acknowledged alert ${alertId}`) };
}

type Target = { scope: 'all' | 'job' | 'pool' | 'tag'; key: string };

function targetOf(
  options: PlainOptions,
  words: readonly string[],
): { target: Target; name: string } | { problem: string } {
  const [first = '', ...rest] = words;
  if (first === '') return { problem: 'what: JOB, tag T, pool P, or all?' };
  if (first === 'all' && rest.length === 0) return { target: { scope: 'all', key: '' }, name: 'everything' };
  if ((first === 'tag' || first === 'pool') && rest.length > 0) {
    return { target: { scope: first, key: rest.join(' ') }, name: `${first} ${cleanLine(rest.join(' '))}` };
  }
  const found = options.findJob(words.join(' '));
  if (found.kind === 'missing') return { problem: found.message };
  return { target: { scope: 'job', key: found.id }, name: cleanLine(found.name) };
}

export function pause(options: PlainOptions, words: readonly string[]): Said {
  const { commands, actor } = options;
  return switched(options, words, { word: 'pause', done: 'paused' }, (target) => commands.pause([target], { actor }));
}

export function resume(options: PlainOptions, words: readonly string[]): Said {
  const { commands, actor } = options;
  return switched(options, words, { word: 'resume', done: 'resumed' }, (target) => commands.resume([target], actor));
}

function switched(
  options: PlainOptions,
  words: readonly string[],
  { word, done }: { word: 'pause' | 'resume'; done: string },
  act: (target: Target) => CommandResult<unknown>,
): Said {
  const chosen = targetOf(options, words);
  if ('problem' in chosen) return { lines: [chosen.problem] };
  const { target, name } = chosen;
  const verb = word === 'pause' ? 'Pause' : 'Resume';
  return {
    lines: [],
    question: {
      text: `${verb} ${name}?`,
      answers: [{ word, does: `${word} it`, run: () => outcome(act(target), `${done} ${name}`) }],
      otherwise: `not ${done}: ${name}`,
    },
  };
}

/** Attached, leaves at once; with the engine here it says what leaving would mean. */
export function quit(options: PlainOptions): Said {
  if (options.live().engine.kind !== 'here') return { lines: [], leave: 'detach' };
  const now = options.clock.now();
  const ending = options.endWithEngine();
  const runs = options.snapshots.liveRuns({ filter: '' }, now).rows.filter(({ kind }) => kind === 'run');
  const ends = (runId: number | undefined): string =>
    runId !== undefined && ending.has(runId) ? ', stopped with the engine' : ', goes on without it';
  const missed = options.nextMissed();
  return {
    lines: [
      `The engine runs here, with ${formatPlural(runs.length, 'run')}.`,
      ...runs.map((run) => `${liveSentence(run, readerOf(options))}${ends(run.runId)}.`),
      ...(missed === undefined ? [] : [`Stopped, the next to be missed is ${cleanLine(missed)}.`]),
    ],
    question: {
      text: 'Leave?',
      answers: [
        { word: 'background', does: 'leave it running in the background', run: () => left(options, 'detach') },
        { word: 'stop', does: 'stop it', run: () => left(options, 'stop') },
      ],
      otherwise: 'not left',
    },
  };
}

function left(options: PlainOptions, how: 'stop' | 'detach'): string[] {
  options.leave(how);
  return [];
}
