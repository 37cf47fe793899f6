import { type Command, Option } from 'commander';
import { MESSAGE_STATES } from '../../src/store/lookups/outbox-reads.ts';
import { lazy, type Run, withGlobals } from '../declare.ts';
import { LIST_DEFAULT, LIST_MAX } from '../limits.ts';
import { wholeNumber } from '../option-values.ts';

export function declareMessages(program: Command, run: Run): void {
  const msg = withGlobals(program.command('msg').description('messages to people'));
  withGlobals(msg.command('outbox'))
    .description('messages that wait, are held or were given up, newest first')
    .option('--all', 'those that were sent as well')
    .addOption(new Option('--state <state>', 'only those in one state').choices(MESSAGE_STATES))
    .option('--job <job>', 'only those of one job')
    .option('--to <target>', 'only those to one target, or @alias')
    .option('--limit <n>', 'at most so many', wholeNumber(1, LIST_MAX), LIST_DEFAULT)
    .action(lazy(run, () => import('./msg/outbox.ts').then((module) => module.listMessages), 'remark'));
  withGlobals(msg.command('resend [message...]'))
    .description('send what was given up, waits or is held once more, at once and with all its attempts')
    .option('--all', 'everything that was given up or is held')
    .action(lazy(run, () => import('./msg/resend.ts').then((module) => module.resendMessages)));
  withGlobals(msg.command('discard <message...>'))
    .description('send what waits or is held no more')
    .action(lazy(run, () => import('./msg/resend.ts').then((module) => module.discardMessages)));
}
