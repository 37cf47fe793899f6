export type Tone = 'good' | 'bad' | 'warn' | 'dim' | 'strong' | 'plain';
export type Paint = (tone: Tone, text: string) => string;

const CODES: Readonly<Record<Exclude<Tone, 'plain'>, [open: number, close: number]>> = {
  good: [32, 39],
  bad: [31, 39],
  warn: [33, 39],
  dim: [2, 22],
  strong: [1, 22],
};

export const noPaint: Paint = (_tone, text) => text;

/** Colour means state, so a tone and never a colour is named. */
export const ansiPaint: Paint = (tone, text) => {
  if (tone === 'plain' || text === '') return text;
  const [open, close] = CODES[tone];
  return `\u001b[${open}m${text}\u001b[${close}m`;
};

const TONES: Readonly<Record<string, Tone>> = {
  ok: 'good',
  error: 'bad',
  timeout: 'bad',
  crashed: 'bad',
  crit: 'bad',
  rejected: 'bad',
  running: 'strong',
  warn: 'warn',
  awaiting_approval: 'warn',
  open: 'warn',
  pending: 'plain',
  cancelled: 'dim',
  skipped: 'dim',
  off: 'dim',
};

/** The tone of a status word; unknown words are plain. */
export const toneOf = (status: string): Tone => TONES[status] ?? 'plain';
