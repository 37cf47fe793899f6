import { escapeUnseen } from '../../src/engine/rules/escape-unseen.ts';
import { cutRight } from '../../src/ui/text/width.ts';
import { EXIT_CODES, type Failure } from '../failure.ts';
import { ansiPaint, noPaint, type Paint } from './paint.ts';
import { plainLine, plainText, shownText } from './plain-text.ts';
import { type Cell, type Column, tableLines } from './table.ts';

/** The part of a std stream that is needed; `columns` is absent where it is no terminal. */
export type Stream = { write(text: string | Uint8Array): unknown; isTTY?: boolean; columns?: number };

/** The one place that prints: data to stdout, everything else to stderr. */
export type Output = {
  format: 'json' | 'human';
  paint: Paint;
  /** Columns of the terminal; absent when stdout is none, and then nothing is cut. */
  width?: number;
  /** The answer of the command; called once. */
  answer(data: unknown, human: () => readonly string[]): void;
  table(columns: readonly Column[], rows: readonly (readonly Cell[])[]): string[];
  /** Says when a list is as long as it may be, since there may be more. */
  remarkIfFull(count: number, limit: number): void;
  /** A remark beside the answer; JSON carries it in its data instead. */
  remark(line: string): void;
  /** One line, or one JSON document; returns the exit code. */
  fail(failure: Failure): number;
};

export function createOutput(
  streams: { stdout: Stream; stderr: Stream },
  options: { format: Output['format']; colour: boolean },
): Output {
  const { stdout, stderr } = streams;
  const width = stdout.isTTY === true ? stdout.columns : undefined;
  const paint = options.colour && stdout.isTTY === true ? ansiPaint : noPaint;
  const remark = (line: string): void => {
    if (options.format === 'human') writeLines(stderr, [plainLine(line)]);
  };
  return {
    format: options.format,
    paint,
    ...(width === undefined ? {} : { width }),
    answer(data, human) {
      if (options.format === 'json') writeJson(stdout, { ok: true, data });
      else writeLines(stdout, human().map(paint === noPaint ? plainText : shownText));
    },
    table: (columns, rows) => tableLines(columns, rows, { paint, ...(width === undefined ? {} : { width }) }),
    remark,
    remarkIfFull(count, limit) {
      if (count >= limit) remark(`only the first ${limit} are shown; --limit shows more`);
    },
    fail(failure) {
      if (options.format === 'json') writeJson(stdout, { ok: false, error: errorDocument(failure) });
      else writeLines(stderr, [failureLine(failure)]);
      return EXIT_CODES[failure.kind];
    },
  };
}

/** NO_COLOR wins, as its convention says, whatever it is set to; so does a terminal that cannot. */
export const wantsColour = (env: Readonly<Record<string, string | undefined>>): boolean =>
  (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb';

const LINE_MAX = 1_000;

export function failureLine(failure: Failure): string {
  const message = plainLine(failure.message);
  const line = failure.hint === undefined ? message : `${message}; ${plainLine(failure.hint)}`;
  return `openclaw-tui: ${cutRight(line, LINE_MAX)}`;
}

function errorDocument(failure: Failure): Record<string, string> {
  return {
    code: failure.code,
    message: failure.message,
    ...(failure.hint === undefined ? {} : { hint: failure.hint }),
    ...(failure.field === undefined ? {} : { field: failure.field }),
  };
}

const writeJson = (stream: Stream, document: unknown): void =>
  void stream.write(`${escapeUnseen(JSON.stringify(document))}\n`);

function writeLines(stream: Stream, lines: readonly string[]): void {
  if (lines.length > 0) stream.write(`${lines.join('\n')}\n`);
}
