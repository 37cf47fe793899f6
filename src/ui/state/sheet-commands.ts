import type { PauseTarget } from '../../engine/commands.ts';
import type { JobOverride } from '../../engine/rules/job/as-run.ts';
import type { Message } from './view.ts';

/** What is asked of the engine by the sheets that run, stop, pause and put off. `words` say what it is about. */
export type SheetCommand =
  /** A job by hand, with a patch for this run alone. */
  | { kind: 'run-with'; jobId: string; jobName: string; patch: JobOverride }
  /** A run once more as it was, or with a patch on top. */
  | { kind: 'rerun'; runId: number; jobName: string; patch?: JobOverride }
  | { kind: 'cancel-dispatch'; dispatchId: number; jobName: string }
  | { kind: 'disable-because'; jobId: string; jobName: string; because: string }
  | { kind: 'pause'; target: PauseTarget; words: string; until?: number; note: string }
  | { kind: 'resume'; target: PauseTarget; words: string }
  | { kind: 'snooze'; alertId: number; words: string; until: number; untilText: string };

/** How it is told once it was done. */
export function sheetCommandWords(command: SheetCommand): Pick<Message, 'mark' | 'text'> {
  switch (command.kind) {
    case 'run-with':
      return { mark: '●', text: `run of ${command.jobName} with its own ${fieldsOf(command.patch)} asked for` };
    case 'rerun': {
      const own = command.patch === undefined ? '' : ` with its own ${fieldsOf(command.patch)}`;
      return { mark: '●', text: `run ${command.runId} ${command.jobName} once more${own} asked for` };
    }
    case 'cancel-dispatch':
      return { mark: '■', text: `cancelled what waited of ${command.jobName}` };
    case 'disable-because':
      return { mark: '‖', text: `disabled ${command.jobName}: ${command.because}` };
    case 'pause':
      return { mark: '‖', text: `paused ${command.words}` };
    case 'resume':
      return { mark: '✓', text: `resumed ${command.words}` };
    case 'snooze':
      return { mark: '△', text: `snoozed until ${command.untilText}: ${command.words}` };
  }
}

/** What was not done, as a refusal begins: `not paused: tag night`. */
export function sheetCommandAbout(command: SheetCommand): { verb: string; name: string } {
  switch (command.kind) {
    case 'run-with':
    case 'rerun':
      return { verb: 'run', name: command.jobName };
    case 'cancel-dispatch':
      return { verb: 'cancelled', name: command.jobName };
    case 'disable-because':
      return { verb: 'disabled', name: command.jobName };
    case 'pause':
      return { verb: 'paused', name: command.words };
    case 'resume':
      return { verb: 'resumed', name: command.words };
    case 'snooze':
      return { verb: 'snoozed', name: command.words };
  }
}

/** Fields as people name them where the patch has one that everybody knows. */
const fieldsOf = (patch: JobOverride): string =>
  Object.keys(patch)
    .map((field) => (field === 'payload_message' ? 'command' : field))
    .join(', ');
