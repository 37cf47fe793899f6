import type { CommandResult } from '../console-commands.ts';
import type { ConsoleOptions } from '../console-options.ts';
import type { BulkCommand } from '../state/bulk.ts';
import { runSheetCommand } from './run-sheet-command.ts';

const NEVER_HERE: CommandResult<never> = {
  kind: 'refused',
  code: 'engine-not-wanted',
  message: 'not taken over: this console never runs the engine',
};

/** The one place where a key's effect becomes a command. */
export function runCommand(options: ConsoleOptions, command: BulkCommand): CommandResult<unknown> {
  const { commands, actor } = options;
  switch (command.kind) {
    case 'approve':
    case 'reject': {
      const { revision, note, shown } = command;
      const said = { ...(note === '' ? {} : { note }), ...(shown === undefined ? {} : { shown }) };
      const decision = { actor, revision, ...said };
      return commands[command.kind](command.approvalId, decision);
    }
    case 'run':
      return commands.runNow(command.jobId, actor);
    case 'enable':
      return commands.enableJob(command.jobId, actor);
    case 'disable':
      return commands.disableJob(command.jobId, actor);
    case 'delete':
      return commands.deleteJob(command.jobId, actor);
    case 'cancel-run':
      return commands.cancelRun(command.runId, actor);
    case 'kill-run':
      return commands.killRun(command.runId, actor);
    case 'acknowledge':
      return commands.acknowledgeAlert(command.alertId, actor);
    case 'reopen':
      return commands.reopenAlert(command.alertId, actor);
    case 'undo':
      return commands.undo(command.undo, { actor, machineZone: options.facts.zone });
    case 'take-over':
      return options.takeOver?.() ?? NEVER_HERE;
    default:
      return runSheetCommand(options, command);
  }
}
