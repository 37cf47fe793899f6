import { CommanderError } from 'commander';
import { type Failure, usageFailure } from './failure.ts';

/** Commander's complaint as one of ours; `help` and `version` are no complaints and give undefined. */
export function usageError(error: CommanderError): Failure | undefined {
  if (error.exitCode === 0) return undefined;
  const code = error.code.replace('commander.', '').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  if (code === 'help') return usageFailure('no-command', 'no command given', { hint: '--help lists them' });
  const [message = '', ...rest] = error.message.replace(/^error: /, '').split('\n');
  const near = /\(Did you mean (?:one of )?(.+?)\?\)/.exec(rest.join(' '))?.[1];
  return usageFailure(code, message.replace(/\.$/, ''), {
    hint: near === undefined ? '--help lists what is allowed' : `${near}?`,
  });
}

export const isCommanderError = (error: unknown): error is CommanderError => error instanceof CommanderError;
