// A user's crontab has no user column. Reading `root` as the command would make a job that always fails, so lines that
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
