import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { ActivityRow } from '../../src/store/snapshot/activity.ts';

/** The end of the log that a screen shows; what is older is for a pager. */
const BYTES_MAX = 65_536;
const LINES_MAX = 200;

/** The newest lines of the engine's log, newest first; they are read again when the file is another. */
export function createLogLines(path: string): () => readonly ActivityRow[] {
  let state = '';
  let rows: readonly ActivityRow[] = [];
  return () => {
    const file = opened(path);
    if (file === undefined) return [];
    try {
      const { size, mtimeMs, ino } = fstatSync(file);
      const now = `${ino} ${size} ${mtimeMs}`;
      if (now !== state) rows = linesOf(file, size);
      state = now;
      return rows;
    } finally {
      closeSync(file);
    }
  };
}

function opened(path: string): number | undefined {
  try {
    return openSync(path, 'r');
  } catch {
    // Nothing was logged yet, or the log is elsewhere.
    return undefined;
  }
}

function linesOf(file: number, size: number): ActivityRow[] {
  const from = Math.max(0, size - BYTES_MAX);
  const bytes = Buffer.alloc(size - from);
  const length = readSync(file, bytes, 0, bytes.length, from);
  const rows: ActivityRow[] = [];
  let start = 0;
  while (start < length) {
    const end = bytes.indexOf(10, start);
    const stop = end === -1 ? length : end;
    const row = rowOf(bytes.toString('utf8', start, stop), from + start);
    if (row !== undefined) rows.push(row);
    start = stop + 1;
  }
  return rows.slice(-LINES_MAX).reverse();
}

const LEVELS: Readonly<Record<number, { who: string; state: ActivityRow['state'] }>> = {
  40: { who: 'warn', state: 'waiting' },
  50: { who: 'error', state: 'failed' },
  60: { who: 'fatal', state: 'failed' },
};
const SHOWN_ELSEWHERE: ReadonlySet<string> = new Set(['level', 'time', 'msg', 'stack', 'event']);

/** The first line may have been cut, and somebody may have written something else: that is left out. */
function rowOf(line: string, offset: number): ActivityRow | undefined {
  const entry = parsed(line);
  const at = Date.parse(String(entry?.time));
  if (entry === undefined || Number.isNaN(at)) return undefined;
  const { who, state } = LEVELS[Number(entry.level)] ?? { who: 'info', state: 'note' as const };
  const said = String(entry.msg ?? '');
  const isSaid = (name: string, value: unknown) => name === 'runId' && said.includes(`run ${value} `);
  const more = Object.entries(entry).flatMap(([name, value]) =>
    SHOWN_ELSEWHERE.has(name) || isSaid(name, value)
      ? []
      : [`${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`],
  );
  const runId = typeof entry.runId === 'number' ? { runId: entry.runId } : {};
  return { key: `g${offset}`, at, who, state, text: [said, ...more].join('  '), ...runId };
}

function parsed(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
