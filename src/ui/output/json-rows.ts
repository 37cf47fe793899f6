import type { Line, Span, Token } from '../layout/line.ts';
import { span } from '../layout/line.ts';
import { cleanLine } from '../text/sanitise.ts';

/** A value that takes more is shown so far, with a row that says so. */
export const JSON_ROWS_MAX = 200;
const DEPTH_MAX = 20;
const INDENT = 2;

/** A line that is an object or a list of JSON, in rows; absent where it is neither. */
export function jsonRows(text: string): Line[] | undefined {
  const trimmed = text.trim();
  if (!/^[{[]/.test(trimmed)) return undefined;
  try {
    const rows: Span[][] = [];
    write(rows, JSON.parse(trimmed), { indent: 0, lead: [], tail: '' });
    return rows.length > JSON_ROWS_MAX ? [...rows.slice(0, JSON_ROWS_MAX), [span('… more', 'muted')]] : rows;
  } catch {
    // Somebody printed a brace.
    return undefined;
  }
}

type Where = { indent: number; lead: Span[]; tail: string };

function write(rows: Span[][], value: unknown, where: Where): void {
  if (rows.length > JSON_ROWS_MAX) return;
  const { indent, lead, tail } = where;
  const start: Span[] = [span(' '.repeat(indent * INDENT)), ...lead];
  if (typeof value !== 'object' || value === null || indent >= DEPTH_MAX) {
    rows.push([...start, scalar(value), ...punctuation(tail)]);
    return;
  }
  const isList = Array.isArray(value);
  const entries = isList ? value.map((item): [string, unknown] => ['', item]) : Object.entries(value);
  const [open, close] = isList ? ['[', ']'] : ['{', '}'];
  if (entries.length === 0) {
    rows.push([...start, ...punctuation(open + close + tail)]);
    return;
  }
  rows.push([...start, ...punctuation(open)]);
  for (const [index, [key, item]] of entries.entries()) {
    if (rows.length > JSON_ROWS_MAX) return;
    const named = isList ? [] : [span(cleanLine(JSON.stringify(key)), 'muted'), ...punctuation(': ')];
    write(rows, item, { indent: indent + 1, lead: named, tail: index < entries.length - 1 ? ',' : '' });
  }
  rows.push([span(' '.repeat(indent * INDENT)), ...punctuation(close + tail)]);
}

const punctuation = (text: string): Span[] => (text === '' ? [] : [span(text, 'muted')]);

function scalar(value: unknown): Span {
  const token: Token = typeof value === 'string' ? 'text' : 'accent';
  return span(cleanLine(JSON.stringify(value) ?? ''), token);
}
