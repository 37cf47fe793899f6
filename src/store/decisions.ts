import type { Db } from './database.ts';
import type { Decision } from './nouns/decision.ts';
import { bind, rowReader } from './rows.ts';

export type NewDecision = Omit<Decision, 'id' | 'firstAt' | 'lastAt' | 'count'>;

const toDecision = rowReader<Decision>();

export function decisionStore(db: Db) {
  const last = db.prepare(`SELECT * FROM decisions WHERE job_id = +? ORDER BY id DESC LIMIT 1`);
  const repeat = db.prepare(`
    UPDATE decisions SET last_at = @now, count = count + 1, detail = @detail, dispatch_id = @dispatchId, slot_at = @slotAt
    WHERE id = @id`);
  const insert = db.prepare(`
    INSERT INTO decisions (job_id, dispatch_id, run_id, slot_at, verdict, reason, detail, first_at, last_at)
    VALUES (@jobId, @dispatchId, @runId, @slotAt, @verdict, @reason, @detail, @now, @now)`);
  const list = db.prepare(`SELECT * FROM decisions WHERE job_id = +? ORDER BY id DESC LIMIT +?`);
  const ofDispatch = db.prepare(`SELECT * FROM decisions WHERE dispatch_id = +? ORDER BY id DESC LIMIT 1`);
  return {
    /** The same refusal for the same reason as the job's last one only counts on it. */
    add(decision: NewDecision, now: number): void {
      const values = bind({
        dispatchId: undefined,
        runId: undefined,
        slotAt: undefined,
        reason: undefined,
        ...decision,
        now,
      });
      if (decision.verdict !== 'start' && decision.verdict !== 'ask') {
        const row = last.get(decision.jobId);
        const before = row === undefined ? undefined : toDecision(row);
        if (before?.verdict === decision.verdict && before.reason === decision.reason) {
          repeat.run({ ...values, id: before.id });
          return;
        }
      }
      insert.run(values);
    },
    list: (jobId: string, limit: number): Decision[] => list.all(jobId, limit).map(toDecision),
    latestOf: (dispatchId: number): Decision | undefined => {
      const row = ofDispatch.get(dispatchId);
      return row === undefined ? undefined : toDecision(row);
    },
  };
}
