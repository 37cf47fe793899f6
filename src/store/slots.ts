import type { Db } from './database.ts';
import type { ReasonCode, SlotRow } from './nouns/decision.ts';
import { bind, rowReader } from './rows.ts';

const toSlot = rowReader<SlotRow>();

export type PassedSlot = {
  jobId: string;
  slotAt: number;
  scheduleRevision: number;
  state: 'skipped' | 'missed';
  reason: ReasonCode;
  detail?: string;
};

/** The trace of every fire time: ran, skipped or missed, and why. */
export function slotStore(db: Db) {
  const due = db.prepare(`
    INSERT INTO slots (job_id, slot_at, last_slot_at, schedule_revision, state, dispatch_id)
    VALUES (@jobId, @slotAt, @slotAt, @scheduleRevision, 'due', @dispatchId)
    ON CONFLICT (job_id, slot_at) DO NOTHING`);
  const ran = db.prepare(`UPDATE slots SET state = 'ran', reason = NULL, run_id = ? WHERE job_id = ? AND slot_at = ?`);
  const pass = db.prepare(`
    UPDATE slots SET state = @state, reason = @reason, detail = @detail WHERE job_id = @jobId AND slot_at = @slotAt`);
  const previous = db.prepare(`
    SELECT * FROM slots WHERE job_id = +? AND slot_at < +? ORDER BY slot_at DESC LIMIT 1`);
  const stretch = db.prepare(`
    UPDATE slots SET last_slot_at = @lastSlotAt, count = count + @count, detail = @detail
    WHERE job_id = @jobId AND slot_at = @slotAt`);
  const insert = db.prepare(`
    INSERT INTO slots (job_id, slot_at, last_slot_at, count, schedule_revision, state, reason, detail)
    VALUES (@jobId, @slotAt, @lastSlotAt, @count, @scheduleRevision, @state, @reason, @detail)
    ON CONFLICT (job_id, slot_at) DO NOTHING`);
  const drop = db.prepare(`DELETE FROM slots WHERE job_id = ? AND slot_at = ?`);
  const list = db.prepare(`SELECT * FROM slots WHERE job_id = +? ORDER BY slot_at DESC LIMIT +?`);
  const find = db.prepare(`
    SELECT * FROM slots WHERE job_id = +? AND slot_at <= +? ORDER BY slot_at DESC LIMIT 1`);

  const record = (slot: PassedSlot & { lastSlotAt: number; count: number }): void => {
    const row = previous.get(slot.jobId, slot.slotAt);
    const before = row === undefined ? undefined : toSlot(row);
    // Equal neighbours share a row: a per-second job that is off for a week would be 604,800 of them.
    if (
      before?.state === slot.state &&
      before.reason === slot.reason &&
      before.scheduleRevision === slot.scheduleRevision
    ) {
      stretch.run(bind({ ...KEYS(before), lastSlotAt: slot.lastSlotAt, count: slot.count, detail: slot.detail }));
    } else {
      insert.run(bind({ detail: undefined, ...slot }));
    }
  };
  return {
    due: (slot: { jobId: string; slotAt: number; scheduleRevision: number; dispatchId: number }): void =>
      void due.run(slot),
    ran: (jobId: string, slotAt: number, runId: number): void => void ran.run(runId, jobId, slotAt),
    /** A slot that had its dispatch and was not run. */
    pass(slot: PassedSlot): void {
      drop.run(slot.jobId, slot.slotAt);
      record({ ...slot, lastSlotAt: slot.slotAt, count: 1 });
    },
    /** A row of slots that never had one. */
    passMany: (slot: PassedSlot & { lastSlotAt: number; count: number }): void => record(slot),
    /** Marks a slot whose run was decided later (an approval rejected, a dispatch cancelled). */
    mark: (slot: PassedSlot): void => void pass.run(bind({ detail: undefined, ...slot, scheduleRevision: undefined })),
    list: (jobId: string, limit: number): SlotRow[] => list.all(jobId, limit).map(toSlot),
    /** The row whose stretch contains an instant, or the last one before it. */
    at: (jobId: string, at: number): SlotRow | undefined => {
      const row = find.get(jobId, at);
      return row === undefined ? undefined : toSlot(row);
    },
  };
}

const KEYS = (slot: SlotRow) => ({ jobId: slot.jobId, slotAt: slot.slotAt });
