import { acknowledge, approve, cancelRun, pause, quit, reject, resume, runJob } from './changes.ts';
import { list, show, status, why } from './looks.ts';
import type { PlainOptions } from './plain-options.ts';
import type { Question } from './question.ts';

/**
 * What a typed line comes to: sentences, or a question that the next line answers. `later`: what is still being read,
 * asked for again until it is there.
 */
export type Said = {
  lines: readonly string[];
  question?: Question;
  leave?: 'detach';
  later?(): readonly string[] | undefined;
};

export type PlainCommand = {
  words: readonly string[];
  usage: string;
  does: string;
  /** `change`: off when read-only. */
  kind: 'look' | 'change';
  run(options: PlainOptions, rest: readonly string[]): Said;
};

/** Everything that can be typed, in the order of `help`. */
export const PLAIN_COMMANDS: readonly PlainCommand[] = [
  { words: ['help', '?'], usage: 'help', does: 'says this', kind: 'look', run: () => ({ lines: help() }) },
  { words: ['status'], usage: 'status', does: 'numbers: what runs, waits and is wrong', kind: 'look', run: status },
  {
    words: ['list', 'ls'],
    usage: 'list due|runs|approvals|alerts|jobs [WORD]',
    does: 'what is due, runs and ended lately, waits, is wrong, or is there; only with that word in its name',
    kind: 'look',
    run: list,
  },
  {
    words: ['show'],
    usage: 'show N, show approval N, show alert N, show JOB',
    does: 'a run with the end of its output, an approval, an alert, a job',
    kind: 'look',
    run: show,
  },
  { words: ['why'], usage: 'why JOB', does: 'why it runs, waits or did not run', kind: 'look', run: why },
  { words: ['approve'], usage: 'approve N', does: 'approve what it shows, after asking', kind: 'change', run: approve },
  { words: ['reject'], usage: 'reject N REASON', does: 'reject it, after asking', kind: 'change', run: reject },
  { words: ['run'], usage: 'run JOB', does: 'run it now, after asking', kind: 'change', run: runJob },
  { words: ['cancel'], usage: 'cancel N', does: 'stop run N, after asking', kind: 'change', run: cancelRun },
  { words: ['ack', 'acknowledge'], usage: 'ack N', does: 'acknowledge alert N', kind: 'change', run: acknowledge },
  {
    words: ['pause'],
    usage: 'pause JOB, pause tag T, pause pool P, pause all',
    does: 'nothing new of it starts, after asking',
    kind: 'change',
    run: pause,
  },
  { words: ['resume'], usage: 'resume JOB, …', does: 'lifts such a pause, after asking', kind: 'change', run: resume },
  {
    words: ['quit', 'exit', 'q'],
    usage: 'quit',
    does: 'leaves; asks where the engine runs here',
    kind: 'look',
    run: quit,
  },
];

const help = (): string[] => PLAIN_COMMANDS.map(({ usage, does }) => `${usage}: ${does}.`);
