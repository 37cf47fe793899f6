import { transientError } from './transient.ts';

/** What a reply means for the run. `quiet` is a good end of which nobody is told. */
export type ReplyVerdict =
  | { kind: 'spoken' }
  | { kind: 'quiet'; word: string }
  | { kind: 'failed'; error: string }
  | { kind: 'transient'; error: string };

type Sign = { word: string; means: 'quiet' | 'failed'; how: 'begins' | 'is all' };

/** D-54, D-55. Words by which an agent says how its run ended. */
const SIGNS: readonly Sign[] = [
  { word: 'HEARTBEAT_OK', means: 'quiet', how: 'begins' },
  { word: 'IDEMPOTENT_SKIP', means: 'quiet', how: 'begins' },
  { word: 'NO_FLUSH', means: 'quiet', how: 'is all' },
  { word: 'NO_REPLY', means: 'quiet', how: 'is all' },
  { word: 'TASK_FAILED', means: 'failed', how: 'begins' },
];

const ERROR_CHARACTERS_MAX = 500;

export function judgeReply(reply: string): ReplyVerdict {
  const text = reply.trim();
  const sign = SIGNS.find((one) => matches(text, one));
  if (sign?.means === 'quiet') return { kind: 'quiet', word: sign.word };
  if (sign?.means === 'failed') return { kind: 'failed', error: failureText(text.slice(sign.word.length)) };
  const transient = transientError(text);
  if (transient === undefined) return { kind: 'spoken' };
  return { kind: 'transient', error: `the model's provider failed (${transient.name}): ${cut(transient.line)}` };
}

/** The word alone, or before white space or a colon: `HEARTBEAT_OKAY` is a word of its own. */
function matches(text: string, { word, how }: Sign): boolean {
  if (!text.startsWith(word)) return false;
  const rest = text.slice(word.length);
  return how === 'is all' ? rest === '' : rest === '' || /^[\s:]/.test(rest);
}

function failureText(rest: string): string {
  const why =
    rest
      .replace(/^[\s:\p{Cc}]+/u, '')
      .split(/[\r\n]/, 1)[0]
      ?.trim() ?? '';
  return why === '' ? 'the agent says that it failed (TASK_FAILED)' : `the agent says that it failed: ${cut(why)}`;
}

const cut = (text: string): string =>
  text.length <= ERROR_CHARACTERS_MAX ? text : `${firstCharacters(text, ERROR_CHARACTERS_MAX - 1)}…`;

/** Whole characters, so that no half of a pair is left over. */
export const firstCharacters = (text: string, count: number): string =>
  text.length <= count ? text : [...text.slice(0, count * 2)].slice(0, count).join('');
