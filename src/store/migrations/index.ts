import { firstTables } from './0001-first-tables.ts';
import { agentRuns } from './0002-agent-runs.ts';
import { owedFiresAndCalendars } from './0003-owed-fires-and-calendars.ts';
import { storedRevision } from './0004-stored-revision.ts';
import { leaseWish } from './0005-lease-wish.ts';
import { namesInTheIndex } from './0006-names-in-the-index.ts';
import { runsThatFollow } from './0007-runs-that-follow.ts';
import { arrivalsOfOutput } from './0008-arrivals-of-output.ts';

export type Migration = { name: string; sql: string };

/**
 * Forward only: one that was released is never edited, removed or moved, and a new one goes to the end. How many a database
 * has had is its schema number, so the number in a file's name is only a name.
 */
export const migrations: readonly Migration[] = [
  { name: '0001-first-tables', sql: firstTables },
  { name: '0002-agent-runs', sql: agentRuns },
  { name: '0003-owed-fires-and-calendars', sql: owedFiresAndCalendars },
  { name: '0004-stored-revision', sql: storedRevision },
  { name: '0005-lease-wish', sql: leaseWish },
  { name: '0006-names-in-the-index', sql: namesInTheIndex },
  { name: '0007-runs-that-follow', sql: runsThatFollow },
  { name: '0008-arrivals-of-output', sql: arrivalsOfOutput },
];
