import type { CrontabEntry } from './lines.ts';
import { quoted } from './standard-input.ts';

/**
 * What root runs to do a line of somebody else as cron does: as that user, in their home and with their names. `runuser`
 * with `-u` becomes the command, so that a stop reaches it; it may lie where cron's own PATH does not look.
 */
export function asUser(
  user: string,
  { variables }: Pick<CrontabEntry, 'variables'>,
  shell: string,
  command: string,
): { shell: string; command: string } {
  const home = variables.HOME ? quoted(variables.HOME) : `~${user}`;
  const there = `cd 2>/dev/null || cd /\n${command}`;
  const lines = [
    `HOME=${home} LOGNAME=${user} USER=${user}; export HOME LOGNAME USER`,
    `exec "$(PATH="$PATH:/usr/sbin:/sbin" command -v runuser)" -u ${user} -- ${quoted(shell)} -c ${quoted(there)}`,
  ];
  return { shell: '/bin/sh', command: lines.join('\n') };
}
