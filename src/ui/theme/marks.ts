import type { Token } from './tokens.ts';

export type Glyphs = 'unicode' | 'ascii';

type MarkRow = { unicode: string; ascii: string; token: Token };

/** One column each. The token is what a fresh one has; an old `ok` is muted, an alert below critical is warn. */
export const MARKS = {
  running: { unicode: '●', ascii: '*', token: 'text' },
  waiting: { unicode: '○', ascii: 'o', token: 'muted' },
  ok: { unicode: '✓', ascii: '+', token: 'ok' },
  approved: { unicode: '✓', ascii: '+', token: 'ok' },
  error: { unicode: '✗', ascii: 'x', token: 'fail' },
  rejected: { unicode: '✗', ascii: 'x', token: 'text' },
  timeout: { unicode: '◔', ascii: 't', token: 'fail' },
  lapsed: { unicode: '◔', ascii: 't', token: 'muted' },
  crashed: { unicode: '†', ascii: 'X', token: 'fail' },
  cancelled: { unicode: '■', ascii: '#', token: 'muted' },
  skipped: { unicode: '–', ascii: '-', token: 'muted' },
  missed: { unicode: '–', ascii: '-', token: 'warn' },
  approval: { unicode: '◇', ascii: '?', token: 'text' },
  'approval-high': { unicode: '◆', ascii: '!', token: 'risk' },
  alert: { unicode: '▲', ascii: '^', token: 'fail' },
  'alert-acknowledged': { unicode: '△', ascii: 'v', token: 'muted' },
  paused: { unicode: '‖', ascii: '=', token: 'muted' },
  retry: { unicode: '↻', ascii: '~', token: 'warn' },
  cursor: { unicode: '▸', ascii: '>', token: 'accent' },
  marked: { unicode: '▪', ascii: '&', token: 'accent' },
  new: { unicode: '•', ascii: '*', token: 'accent' },
} as const satisfies Record<string, MarkRow>;

export type MarkName = keyof typeof MARKS;

/** Characters of bars and of small graphs, lowest first. */
export const BAR = { unicode: { full: '▰', empty: '▱' }, ascii: { full: '#', empty: '-' } } as const;
export const HEIGHTS = { unicode: '▁▂▃▄▅▆▇█', ascii: '.:-=+*#@' } as const;
export const ELLIPSIS = { unicode: '…', ascii: '...' } as const;
