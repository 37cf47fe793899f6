// A user's crontab has no user column, a system crontab has one behind the fields. Reading `root` as the command would make a job that always fails, so lines that
// plainly come from a system crontab are told apart.

const SYSTEM_USERS = new Set('root www-data nobody daemon postgres apache logcheck munin smmsp'.split(' '));
const USER_HEADING = /\bdow\s+user(?:[- ]?name)?\s+command\b/i;

export type UserColumn = { kind: 'none' } | { kind: 'found'; user: string };

/** Whether the first word of a line's command is the user that a system crontab would run it as. */
export function findUserColumn(command: string, heading: 'with-user' | 'plain'): UserColumn {
  const user = /^([a-z_][a-z0-9_-]*)[ \t]+\S/.exec(command)?.[1];
  if (user === undefined) return { kind: 'none' };
  return heading === 'with-user' || SYSTEM_USERS.has(user) ? { kind: 'found', user } : { kind: 'none' };
}

/** What a file says of its own columns, by where it lies and by the comment above them. */
export function readHeading(source: string, comments: readonly string[]): 'with-user' | 'plain' {
  if (source === '/etc/crontab' || source.startsWith('/etc/cron.d/')) return 'with-user';
  return comments.some((comment) => USER_HEADING.test(comment)) ? 'with-user' : 'plain';
}

export type SystemCommand =
  | { kind: 'own' | 'other'; user: string; command: string }
  | { kind: 'refused'; reason: string };

/** Behind the fields of a system crontab: the user, then the command. Lines of others can become jobs of root alone. */
export function readSystemCommand(text: string, owner: string): SystemCommand {
  const [, user = '', command = ''] = /^(\S+)(?:[ \t]+(.*))?$/s.exec(text.trimEnd()) ?? [];
  if (!/^[A-Za-z_][A-Za-z0-9_.-]*\$?$/.test(user)) {
    return { kind: 'refused', reason: `"${user}" is no user: a line of a system crontab names one behind its fields` };
  }
  if (command === '') return { kind: 'refused', reason: `the line has no command behind its user ${user}` };
  if (user === owner) return { kind: 'own', user, command };
  if (owner === 'root') return { kind: 'other', user, command };
  const reason = `it runs as ${user}, and what is imported runs as ${owner}; ${user} can import it with import crontab --system`;
  return { kind: 'refused', reason };
}
