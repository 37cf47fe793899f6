import { type Command, CommanderError } from 'commander';
import { nearestName } from '../src/engine/rules/job/nearest-name.ts';
import { type Failure, usageFailure } from './failure.ts';

/** Commander's complaint as one of ours; `help` and `version` are no complaints and give undefined. */
export function usageError(error: CommanderError, program: Command): Failure | undefined {
  if (error.exitCode === 0) return undefined;
  const unknown = unknownCommand(program);
  if (unknown !== undefined) return unknown;
  const code = error.code.replace('commander.', '').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  if (code === 'help') return usageFailure('no-command', 'no command given', { hint: '--help lists them' });
  const [message = '', ...rest] = error.message.replace(/^error: /, '').split('\n');
  const near = /\(Did you mean (?:one of )?(.+?)\?\)/.exec(rest.join(' '))?.[1];
  return usageFailure(code, message.replace(/\.$/, ''), {
    hint: near === undefined ? '--help lists what is allowed' : `${near}?`,
  });
}

export const isCommanderError = (error: unknown): error is CommanderError => error instanceof CommanderError;

/** A program that does something without a command takes an unknown one for an operand too many. */
function unknownCommand(program: Command): Failure | undefined {
  const [word] = program.args;
  const names = program.commands.map((command) => command.name());
  if (word === undefined || word.startsWith('-') || names.includes(word)) return undefined;
  const near = nearestName(word, names);
  return usageFailure('unknown-command', `unknown command ${word}`, {
    hint: near === undefined ? `one of ${names.join(', ')}` : `${near}?`,
  });
}
