import type { Db } from '../database.ts';
import type { RunStatus } from '../nouns/run.ts';
import { rowReader } from '../rows.ts';

export type TreeJob = {
  id: string;
  name: string;
  enabled: boolean;
  scheduleText: string;
  parentId?: string;
  triggerOn?: string;
  triggerDelayS?: number;
  triggerCondition?: string;
  lastStatus?: RunStatus;
};

/** Jobs with what makes them follow another one, the oldest first: that is the order in which children start. */
export function treeReads(db: Db) {
  const all = db.prepare(`
    SELECT id, name, enabled, schedule_text, parent_id, last_status,
      definition ->> '$.trigger_on' AS trigger_on,
      definition ->> '$.trigger_delay_s' AS trigger_delay_s,
      definition ->> '$.trigger_condition' AS trigger_condition
    FROM jobs
    WHERE deleted_at IS NULL
    ORDER BY created_at, id
    LIMIT +?`);
  const toJob = rowReader<TreeJob>({ booleans: ['enabled'] });
  return { jobs: (limit: number): TreeJob[] => all.all(limit).map(toJob) };
}
