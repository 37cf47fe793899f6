// cronie's `~` draws a time at random when the crontab is loaded; `H` is the same wish, drawn once from the job's id.

const FIELD_RANGES = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 6],
] as const;

/** `~ 1~5 * * *` as `H H(1-5) * * *`; a schedule without `~`, and what is not plainly numbers around it, is kept. */
export function withHashedTimes(schedule: string): string {
  if (!schedule.includes('~')) return schedule;
  const fields = schedule.split(' ');
  return fields.map((field, index) => hashedField(field, FIELD_RANGES[index])).join(' ');
}

function hashedField(field: string, range: readonly [number, number] | undefined): string {
  const match = /^(\d{0,2})~(\d{0,2})$/.exec(field);
  if (match === null || range === undefined) return field;
  if (match[0] === '~') return 'H';
  const [low, high] = [match[1] === '' ? range[0] : match[1], match[2] === '' ? range[1] : match[2]];
  return `H(${low}-${high})`;
}
