import { ENGINE } from '../store/nouns/actor.ts';
import type { Run } from '../store/nouns/run.ts';
import type { LiveEntry, LiveRunTools } from './live-runs.ts';
import type { ProcessInfo } from './ports/processes.ts';
import { redactText } from './redact/redactor.ts';

/** A scan reads every process's environment, so runs that end close together share one. */
const LOOK_AFTER_MS = 1_000;

/** Finds what left its run's group: reports it once at the run's end, and kills it where the run itself was stopped. */
export function createEscapeWatch({ store, clock, processes, write, emit, secrets }: LiveRunTools) {
  let ended: Run[] = [];
  let cancel: (() => void) | undefined;

  const report = ({ id, jobName }: Run, escaped: readonly ProcessInfo[], killed: boolean): void => {
    if (escaped.length === 0) return;
    // A shell puts the values of variables among the arguments of what it starts.
    const patterns = secrets.known(id);
    const found = escaped.map((one) => ({ ...one, command: redactText(one.command, patterns) }));
    const detail = { killed, processes: found.map(({ pid, command }) => ({ pid, command })) };
    const entry = { action: 'run.escaped', subjectKind: 'run', subjectId: String(id), subjectName: jobName } as const;
    write(() => store.audit.add({ actor: ENGINE, ...entry, detail }, clock.now()));
    emit({ kind: 'processes-escaped', runId: id, jobName, processes: found, killed });
  };

  const lookAtAll = (): void => {
    cancel = undefined;
    const runs = ended;
    ended = [];
    for (const run of runs) report(run, processes.escaped(run.id), false);
  };

  return {
    look({ context: { run }, stage }: LiveEntry): void {
      if (stage !== 'runs') {
        report(run, processes.killEscaped(run.id), true);
        return;
      }
      ended.push(run);
      cancel ??= clock.setTimer(LOOK_AFTER_MS, lookAtAll);
    },
    stop(): void {
      cancel?.();
      cancel = undefined;
    },
  };
}
