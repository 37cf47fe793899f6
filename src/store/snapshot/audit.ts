import type { Db } from '../database.ts';
import { type ActivityRow, nameOf } from './activity.ts';
import { auditText } from './audit-words.ts';
import { COUNT_MAX, isFiltered, needleOf, PAGE_ROWS_MAX, type Page, type PageRequest } from './page.ts';
import { SLICE_LOOKED_MAX, type Slice, type SliceFrom } from './slices.ts';

/** A filter looks at so many of the newest at once, and at the others slice by slice. */
const FILTERED_AT_ONCE = 200;
const NEWEST = Number.MAX_SAFE_INTEGER;

type AuditRow = {
  id: number;
  at: number;
  actor: string;
  action: string;
  subject_kind: string;
  subject_name: string;
  subject_id: string;
};

/** Who did what, newest first. */
export function auditQueries(db: Db) {
  const columns = 'id, at, actor, action, subject_kind, subject_name, subject_id';
  const older = db.prepare<[number, number], AuditRow>(
    `SELECT ${columns} FROM audit WHERE id <= +? ORDER BY id DESC LIMIT +?`,
  );
  const newer = db.prepare<[number, number], AuditRow>(
    `SELECT ${columns} FROM audit WHERE id > +? ORDER BY id LIMIT +?`,
  );
  const countNewer = db.prepare<[number], { n: number }>(
    `SELECT count(*) AS n FROM (SELECT 1 FROM audit WHERE id > +? LIMIT ${COUNT_MAX})`,
  );
  // The index is a tenth of the table, whose rows hold what was changed.
  const countAll = db.prepare<[], { n: number }>(
    `SELECT count(*) AS n FROM (SELECT 1 FROM audit WHERE subject_kind > '' LIMIT ${COUNT_MAX})`,
  );

  const around = (anchor: PageRequest['anchor']): AuditRow[] => {
    if (anchor?.kind === 'end') return newer.all(0, PAGE_ROWS_MAX).reverse();
    const at = anchor === undefined ? 0 : Number(anchor.key.slice(1));
    if (!(at > 0)) return older.all(NEWEST, PAGE_ROWS_MAX);
    const before = newer.all(at, PAGE_ROWS_MAX / 2).reverse();
    return [...before, ...older.all(at, PAGE_ROWS_MAX - before.length)];
  };

  return {
    page(request: PageRequest): Page<ActivityRow> {
      const total = countAll.get()?.n ?? 0;
      if (isFiltered(request)) {
        const looked = older.all(NEWEST, FILTERED_AT_ONCE).map(ofAudit);
        const rows = looked.filter((row) => fits(row, request));
        return { rows, before: 0, total, ...(looked.length < total ? { looked: looked.length } : {}) };
      }
      const rows = around(request.anchor).map(ofAudit);
      const first = rows[0];
      return { rows, before: first === undefined ? 0 : (countNewer.get(idOf(first))?.n ?? 0), total };
    },
    slice(request: PageRequest, from: SliceFrom = { at: 0, row: NEWEST }): Slice<ActivityRow> {
      const looked = older.all(from.row, SLICE_LOOKED_MAX).map(ofAudit);
      const last = looked.at(-1);
      const goesOn = looked.length === SLICE_LOOKED_MAX && last !== undefined;
      return {
        rows: looked.filter((row) => fits(row, request)),
        looked: looked.length,
        ...(goesOn ? { next: { at: 0, row: idOf(last) - 1 } } : {}),
      };
    },
  };
}

const fits = (row: ActivityRow, request: PageRequest): boolean =>
  `${row.who} ${row.text}`.toLowerCase().includes(needleOf(request)) && request.matches?.(row) !== false;

const idOf = ({ key }: ActivityRow): number => Number(key.slice(1));

const ofAudit = (row: AuditRow): ActivityRow => ({
  key: `u${row.id}`,
  at: row.at,
  who: nameOf(row.actor),
  // What the engine found and could not end is for somebody to look at; what people did is no problem.
  state: row.action === 'run.escaped' ? 'alert' : 'note',
  text: auditText(row.action, row.subject_name || row.subject_id),
  ...(row.subject_kind === 'job' ? { jobId: row.subject_id } : {}),
});
