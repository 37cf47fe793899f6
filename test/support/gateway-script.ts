/** What a prompt asks of the fake gateway; the last directive of a kind in it wins. */
export type Script = {
  reply: string;
  /** Before the first sign of life. */
  sleepMs: number;
  /** Signs of life, so many, so far apart, before the reply. */
  drip: { words: number; everyMs: number };
  ends:
    | { kind: 'replies' }
    | { kind: 'never' }
    | { kind: 'drained' }
    | { kind: 'fails'; afterMs: number; reason: string };
};

/** How long the real gateway tries a sick model again before it says so. */
const RETRIED = {
  server: { afterMs: 92_000, reason: '502 the model answers with a server error' },
  limited: { afterMs: 143_000, reason: '429 the model is rate limited' },
  cut: { afterMs: 66_000, reason: '408 the stream of the model was cut' },
} as const;

/** `[[say:TEXT]] [[sleep:MS]] [[drip:N:MS]] [[status:CODE]] [[hang]] [[cut]] [[draining]] [[noreply]] [[empty]]` */
export const scriptOf = (prompt: string): Script => {
  const drip = last(prompt, /\[\[drip:(\d+):(\d+)\]\]/g);
  const status = Number(last(prompt, /\[\[status:(\d{3})\]\]/g)?.[1] ?? 0);
  return {
    reply: replyOf(prompt, Number(drip?.[1] ?? 0)),
    sleepMs: Number(last(prompt, /\[\[sleep:(\d+)\]\]/g)?.[1] ?? 0),
    drip: { words: Number(drip?.[1] ?? 0), everyMs: Number(drip?.[2] ?? 0) },
    ends: endOf(prompt, status),
  };
};

const endOf = (prompt: string, status: number): Script['ends'] => {
  if (/\[\[hang\]\]/.test(prompt)) return { kind: 'never' };
  if (/\[\[draining\]\]/.test(prompt)) return { kind: 'drained' };
  if (/\[\[cut\]\]/.test(prompt)) return { kind: 'fails', ...RETRIED.cut };
  if (status === 429) return { kind: 'fails', ...RETRIED.limited };
  if (status >= 500) return { kind: 'fails', ...RETRIED.server };
  if (status >= 400) return { kind: 'fails', afterMs: 0, reason: `${status} the model refused the request` };
  return { kind: 'replies' };
};

const replyOf = (prompt: string, words: number): string => {
  const said = last(prompt, /\[\[say:(.*?)\]\]/gs)?.[1];
  if (said !== undefined) return said;
  if (/\[\[noreply\]\]/.test(prompt)) return 'NO_REPLY';
  if (/\[\[empty\]\]/.test(prompt)) return '';
  if (words > 0) return Array.from({ length: words }, (_, index) => `w${index + 1}`).join(' ');
  return `heard: ${prompt.trim().slice(-300)}`;
};

const last = (text: string, pattern: RegExp): RegExpMatchArray | undefined => [...text.matchAll(pattern)].at(-1);
