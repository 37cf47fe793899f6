import { jobsAndDispatches } from './0001/jobs-and-dispatches.ts';
import { records } from './0001/records.ts';
import { runsAndApprovals } from './0001/runs-and-approvals.ts';

/** Instants are epoch ms, durations ms, JSON columns are checked; see ARCHITECTURE.md for what each table is for. */
export const firstTables = jobsAndDispatches + runsAndApprovals + records;
