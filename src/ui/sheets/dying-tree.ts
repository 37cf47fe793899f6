import type { StopStage } from '../../store/nouns/run.ts';
import type { ProcessRow } from '../console-options.ts';

/** A process of a run that is watched; with an end, nobody has that id any more. `later`: it began while the run was ending. */
export type TreeRow = ProcessRow & { end?: { at: number; by: EndedBy }; born?: 'later' };
/** `run`: gone at the run's end, by whatever was sent then. */
export type EndedBy = 'TERM' | 'KILL' | 'run' | 'itself';

/** How far the end of a run has come. */
export type Stopping = {
  stage?: StopStage;
  /** When TERM was sent, as near as is known. */
  termAt?: number;
  isOver: boolean;
  rows: readonly TreeRow[];
};

export type Look = {
  alive: readonly ProcessRow[];
  stage: StopStage | undefined;
  requestedAt: number | undefined;
  isOver: boolean;
  now: number;
};

const ROWS_MAX = 512;

/**
 * What one more look makes of what was seen before. As long as nobody has asked for the end it is the tree as it is; from then
 * on no row moves or goes: what is gone is marked with how, and what is new stands below for as long as it lives.
 */
export function lookedAgain(before: Stopping | undefined, look: Look): Stopping {
  const { alive, stage, isOver, now } = look;
  const termAt = termOf(before, look);
  const told = { ...(stage === undefined ? {} : { stage }), ...(termAt === undefined ? {} : { termAt }), isOver };
  if (before === undefined || before.rows.length === 0 || (stage === undefined && !isOver)) {
    return { ...told, rows: alive.slice(0, ROWS_MAX) };
  }
  const found = new Map(alive.map((row) => [row.pid, row]));
  const known = before.rows.map((row): TreeRow => {
    const still = found.get(row.pid);
    if (still !== undefined && row.end === undefined) return { ...row, ...still, command: commandOf(row, still) };
    return row.end === undefined ? { ...row, end: { at: now, by: endedBy(row, before, look) } } : row;
  });
  const pids = new Set(before.rows.map(({ pid }) => pid));
  const lasting = known.filter(({ born, end }) => born === undefined || end === undefined);
  const later = alive.filter(({ pid }) => !pids.has(pid)).map((row): TreeRow => ({ ...row, born: 'later' }));
  return { ...told, rows: [...lasting, ...later].slice(0, ROWS_MAX) };
}

/** A process that is just dying has no command line any more, only a name: `[sleep]`. */
const commandOf = (before: ProcessRow, { command }: ProcessRow): string =>
  /^\[.*\]$/.test(command) ? before.command : command;

function termOf(before: Stopping | undefined, { stage, requestedAt, now }: Look): number | undefined {
  if (stage === undefined || stage === 'requested') return undefined;
  if (before?.termAt !== undefined) return before.termAt;
  return before?.stage === 'requested' ? now : (requestedAt ?? now);
}

function endedBy(row: TreeRow, before: Stopping, { stage, isOver }: Look): EndedBy {
  // What left the group hears nothing until the run is over, and then KILL.
  if (row.place === 'left') return isOver && stage !== undefined ? 'KILL' : 'itself';
  if (stage === 'kill') return 'KILL';
  // A leader that obeys takes the others along: what of them did not hear TERM is killed in the same moment.
  if (isOver && !before.isOver && row.pid !== before.rows[0]?.pid) return 'run';
  return stage === 'term' ? 'TERM' : 'itself';
}

export const livingOf = ({ rows }: Stopping): readonly TreeRow[] => rows.filter(({ end }) => end === undefined);
