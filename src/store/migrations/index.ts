import { firstTables } from './0001-first-tables.ts';
import { agentRuns } from './0002-agent-runs.ts';
import { owedFiresAndCalendars } from './0003-owed-fires-and-calendars.ts';
import { storedRevision } from './0004-stored-revision.ts';
import { leaseWish } from './0007-lease-wish.ts';

/** Forward only and never edited after a release; a migration's number is its place in this list, from 1. */
export const migrations: readonly string[] = [firstTables, agentRuns, owedFiresAndCalendars, storedRevision, leaseWish];
