/** How a command can end, and the exit code each has; scripts rely on the numbers. */
export const EXIT_CODES = {
  done: 0,
  refused: 1,
  usage: 2,
  'not-found': 3,
  conflict: 4,
  'no-engine': 5,
  internal: 70,
} as const;
export type FailureKind = Exclude<keyof typeof EXIT_CODES, 'done'>;

export type FailureDetail = { hint?: string; field?: string };

/** The operator's mistake, or a refusal: one line, never a stack trace. */
export class Failure extends Error {
  readonly kind: FailureKind;
  readonly code: string;
  readonly hint: string | undefined;
  readonly field: string | undefined;

  constructor(kind: FailureKind, code: string, message: string, detail: FailureDetail = {}) {
    super(message);
    this.name = 'Failure';
    this.kind = kind;
    this.code = code;
    this.hint = detail.hint;
    this.field = detail.field;
  }
}

export const usageFailure = (code: string, message: string, detail?: FailureDetail): Failure =>
  new Failure('usage', code, message, detail);
