// A line that a job has taken over stays in the crontab as a comment, so that the crontab itself says where it went and
// can have it back as it was.

/** `before` and `after` are the line as it stood and as it will. */
export type LineMove = { line: number; before: string; after: string; text: string };

const HEAD = '# moved to openclaw-tui, job ';
const MOVED = /^# moved to openclaw-tui, job ([A-Za-z0-9_-]{1,64}): (.*)$/;

/** The crontab with one line as the comment of the job that has it now. */
export function commentedOut(text: string, line: number, jobId: string): LineMove | undefined {
  const lines = text.split('\n');
  const before = lines[line - 1];
  if (before === undefined || MOVED.test(before)) return undefined;
  const after = `${HEAD}${jobId}: ${before}`;
  lines[line - 1] = after;
  return { line, before, after, text: lines.join('\n') };
}

/** The crontab with the line of a job as it was; undefined where no comment names the job. */
export function putBack(text: string, jobId: string): LineMove | undefined {
  const lines = text.split('\n');
  const index = lines.findIndex((line) => MOVED.exec(line)?.[1] === jobId);
  const before = lines[index];
  const after = before === undefined ? undefined : MOVED.exec(before)?.[2];
  if (before === undefined || after === undefined) return undefined;
  lines[index] = after;
  return { line: index + 1, before, after, text: lines.join('\n') };
}

/** Which lines are comments of jobs that have them, by their numbers. */
export function movedLines(text: string): ReadonlyMap<number, string> {
  const found = text.split('\n').flatMap((line, index) => {
    const jobId = MOVED.exec(line)?.[1];
    return jobId === undefined ? [] : [[index + 1, jobId] as const];
  });
  return new Map(found);
}

/** The crontab as if nothing had been moved: equal lines keep their order, and with it what they are told apart by. */
export const asBeforeMoves = (text: string): string =>
  text
    .split('\n')
    .map((line) => MOVED.exec(line)?.[2] ?? line)
    .join('\n');
