// Reads a user's crontab the way cronie and vixie cron do: five fields or a macro, then the command; settings apply to
// the lines below them. What the fields mean is not decided here.
import { isVariableName, readSetting } from './variables.ts';

export type CrontabEntry = {
  line: number;
  /** 1 for the first line of this text in the file, 2 for the next identical one. */
  ordinal: number;
  raw: string;
  /** Every setting above the line, CRON_TZ and MAILTO among them. */
  variables: Readonly<Record<string, string>>;
  zone?: string;
  /** Five fields with one blank between them, or a macro. */
  schedule: string;
  /** The rest of the line as written, `%` and `\%` included. */
  command: string;
};

export type CrontabLine =
  | { kind: 'entry'; line: number; raw: string; entry: CrontabEntry }
  | { kind: 'variable'; line: number; raw: string; name: string; value: string }
  | { kind: 'comment'; line: number; raw: string }
  | { kind: 'blank'; line: number; raw: string }
  | { kind: 'refused'; line: number; raw: string; reason: string };

export const LINES_MAX = 10_000;
/** Leaves room below the 120,000 bytes of a job's command for the wrapping of standard input. */
export const LINE_BYTES_MAX = 100_000;
/** A job takes 200, and the PATH cron starts with is one of them. */
export const VARIABLES_MAX = 199;
export const VALUE_BYTES_MAX = 32_768;
const REFUSED_RAW_MAX = 200;

const MACROS = new Set('@reboot @yearly @annually @monthly @weekly @daily @midnight @hourly'.split(' '));
const FIELD_COUNT = 5;

/** Never throws: a line that cannot be read is a line of kind `refused`. */
export function parseCrontab(text: string): CrontabLine[] {
  const rows = text.replace(/^\uFEFF/, '').split('\n', LINES_MAX + 1);
  if (rows.at(-1) === '') rows.pop();
  const scope: Scope = { variables: {}, seen: new Map() };
  const lines = rows.slice(0, LINES_MAX).map((row, index) => parseLine(row.replace(/\r$/, ''), index + 1, scope));
  if (rows.length > LINES_MAX) {
    lines.push(refused(LINES_MAX + 1, '', `the file has more than ${LINES_MAX} lines; the rest is not read`));
  }
  return lines;
}

type Scope = { variables: Readonly<Record<string, string>>; seen: Map<string, number> };

function parseLine(raw: string, line: number, scope: Scope): CrontabLine {
  const text = raw.replace(/^[ \t]+/, '');
  if (text === '') return { kind: 'blank', line, raw };
  if (text.startsWith('#')) return { kind: 'comment', line, raw };
  const unreadable = unreadableBecause(text);
  if (unreadable !== undefined) return refused(line, raw, unreadable);
  const setting = readSetting(text);
  return setting === undefined ? parseEntry(text, raw, line, scope) : keepSetting(setting, raw, line, scope);
}

function unreadableBecause(text: string): string | undefined {
  if (Buffer.byteLength(text) > LINE_BYTES_MAX) return `the line is longer than ${LINE_BYTES_MAX} bytes`;
  if (text.includes('\0')) return 'the line holds a NUL byte';
  // The replacement character stands for bytes that are lost: the command would not be the same one.
  if (text.includes('\uFFFD')) return 'the line holds bytes that are not UTF-8';
  return undefined;
}

function keepSetting(setting: { name: string; value: string }, raw: string, line: number, scope: Scope): CrontabLine {
  const { name, value } = setting;
  if (!isVariableName(name)) return refused(line, raw, `"${name}" cannot be the name of an environment variable`);
  if (Buffer.byteLength(value) > VALUE_BYTES_MAX)
    return refused(line, raw, `its value is longer than ${VALUE_BYTES_MAX} bytes`);
  const isNew = !Object.hasOwn(scope.variables, name);
  if (isNew && Object.keys(scope.variables).length >= VARIABLES_MAX) {
    return refused(line, raw, `more than ${VARIABLES_MAX} variables are set`);
  }
  scope.variables = { ...scope.variables, [name]: value };
  return { kind: 'variable', line, raw, name, value };
}

function parseEntry(text: string, raw: string, line: number, scope: Scope): CrontabLine {
  // A leading `-` asks cronie not to log the line.
  const fields = readFields(text.replace(/^-[ \t]*/, ''));
  if (fields.kind === 'refused') return refused(line, raw, fields.reason);
  const { schedule, command } = fields;
  const zone = scope.variables.CRON_TZ;
  const ordinal = countSeen(scope.seen, normalisedLine(schedule, command));
  const entry = { line, ordinal, raw, variables: scope.variables, schedule, command };
  return { kind: 'entry', line, raw, entry: zone === undefined || zone === '' ? entry : { ...entry, zone } };
}

type Fields = { kind: 'read'; schedule: string; command: string } | { kind: 'refused'; reason: string };

function readFields(text: string): Fields {
  const count = text.startsWith('@') ? 1 : FIELD_COUNT;
  const match = new RegExp(`^((?:\\S+[ \\t]+){${count}})(.*)$`, 's').exec(text);
  const schedule = match?.[1]
    ?.trim()
    .split(/[ \t]+/)
    .join(' ');
  const command = match?.[2] ?? '';
  if (count === 1 && !MACROS.has(text.split(/[ \t]/, 1)[0] ?? '')) {
    return { kind: 'refused', reason: `cron knows no such word; it knows ${[...MACROS].join(' ')}` };
  }
  if (schedule === undefined || command.trim() === '') return { kind: 'refused', reason: missing(text, count) };
  if (command.startsWith('*')) return { kind: 'refused', reason: 'the command begins with "*": one field too many' };
  return { kind: 'read', schedule, command };
}

function missing(text: string, count: number): string {
  const words = text.trim().split(/[ \t]+/, count).length;
  if (words === count) return 'the line has no command';
  return `five fields and a command are needed, the line has ${words} ${words === 1 ? 'word' : 'words'}`;
}

/** What makes two lines the same line: blanks between fields and at the ends say nothing. */
export const normalisedLine = (schedule: string, command: string): string => `${schedule} ${command.trimEnd()}`;

function countSeen(seen: Map<string, number>, key: string): number {
  const count = (seen.get(key) ?? 0) + 1;
  seen.set(key, count);
  return count;
}

const refused = (line: number, raw: string, reason: string): CrontabLine => ({
  kind: 'refused',
  line,
  raw: raw.length > REFUSED_RAW_MAX ? `${raw.slice(0, REFUSED_RAW_MAX)}…` : raw,
  reason,
});
