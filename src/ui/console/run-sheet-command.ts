import type { CommandResult } from '../console-commands.ts';
import type { ConsoleOptions } from '../console-options.ts';
import type { SheetCommand } from '../state/sheet-commands.ts';

/** The commands of the sheets that run, stop, pause and put off. */
export function runSheetCommand(
  { commands, actor }: Pick<ConsoleOptions, 'commands' | 'actor'>,
  command: SheetCommand,
): CommandResult<unknown> {
  switch (command.kind) {
    case 'run-with':
      return commands.runNow(command.jobId, actor, undefined, command.patch);
    case 'rerun':
      return commands.rerunRun(command.runId, actor, undefined, command.patch);
    case 'cancel-dispatch':
      return commands.cancelDispatch(command.dispatchId, actor);
    case 'disable-because':
      return commands.disableJob(command.jobId, actor, command.because);
    case 'pause': {
      const { target, until, note } = command;
      return commands.pause([target], { actor, note, ...(until === undefined ? {} : { until }) });
    }
    case 'resume':
      return commands.resume([command.target], actor);
    case 'snooze':
      return commands.snoozeAlert(command.alertId, command.until, actor);
  }
}
