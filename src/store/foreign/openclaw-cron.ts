import { openForeign } from '../database.ts';

const JOBS_MAX = 10_000;

/** The jobs in a database of OpenClaw, each as the JSON it was stored as. Only read, also while OpenClaw writes it. */
export function readOpenclawDatabase(path: string): unknown[] {
  const db = openForeign(path);
  try {
    const rows = db
      .prepare<[], { job: string }>(`SELECT job_json AS job FROM cron_jobs ORDER BY rowid LIMIT ${JOBS_MAX}`)
      .all();
    return rows.map(({ job }) => JSON.parse(job) as unknown);
  } finally {
    db.close();
  }
}
