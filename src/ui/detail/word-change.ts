/** What differs between two commands, word by word; undefined when nothing does. */
export type WordChange = {
  before: string;
  after: string /** The option in front, with its blank. */;
  lead: string;
  beforeWords: string[];
  afterWords: string[];
};

const WORDS_MAX = 2_000;

/** The option in front of a changed value belongs to it: `--before 2026-07-25` → `2026-08-01`. */
export function changeOf(before: string, after: string): WordChange | undefined {
  if (before === after) return undefined;
  const old = before.split(/\s+/, WORDS_MAX);
  const fresh = after.split(/\s+/, WORDS_MAX);
  let start = 0;
  while (start < old.length && start < fresh.length && old[start] === fresh[start]) start += 1;
  let end = 0;
  while (end < old.length - start && end < fresh.length - start && old.at(-1 - end) === fresh.at(-1 - end)) end += 1;
  const beforeWords = old.slice(start, old.length - end);
  const afterWords = fresh.slice(start, fresh.length - end);
  const option = old[start - 1];
  const lead = option?.startsWith('-') ? `${option} ` : '';
  return {
    before: lead + (beforeWords.join(' ') || 'nothing'),
    after: afterWords.join(' ') || 'nothing',
    lead,
    beforeWords,
    afterWords,
  };
}
