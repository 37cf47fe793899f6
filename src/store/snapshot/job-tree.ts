import type { Db } from '../database.ts';
import { JOB_FILTER_COLUMNS, type JobRow, readJobRow } from './jobs.ts';
import { needleOf, type Page, type PageRequest, SHORT_LIST_MAX } from './page.ts';

/** A job in the tree of chains: after which it comes, and how it hangs there. */
export type TreeRow = JobRow & {
  /** From the root on, whether each ancestor has more below it; empty for a root. */
  more: readonly boolean[];
  /** Which end of its parent starts it; absent for a root. */
  on?: string;
};

type Member = JobRow & { parentId?: string; on?: string };

/** Deeper ones stand as deep as this; the engine refuses longer chains anyhow. */
const DEPTH_MAX = 32;

/** The jobs of chains, each below the one it follows; jobs that stand alone are not among them. */
export function jobTreeQuery(db: Db) {
  const columns = `${JOB_FILTER_COLUMNS}, parent_id,
    CASE WHEN json_valid(jobs.definition) THEN jobs.definition ->> '$.trigger_on' END AS "on"`;
  const children = db.prepare<[]>(`
    SELECT ${columns}
    FROM jobs
    WHERE parent_id > '' AND deleted_at IS NULL
    ORDER BY parent_id, created_at
    LIMIT ${SHORT_LIST_MAX}`);
  const one = db.prepare<[string]>(`SELECT ${columns} FROM jobs WHERE id = ? AND deleted_at IS NULL`);
  const read = (row: unknown): Member => {
    const job = readJobRow(row) as Omit<Member, 'key'>;
    return { ...job, key: job.jobId };
  };

  return (request: PageRequest): Page<TreeRow> => {
    const below = children.all().map(read);
    const members = new Map(below.map((job) => [job.jobId, job]));
    for (const { parentId } of below) {
      if (parentId === undefined || members.has(parentId)) continue;
      const parent = one.get(parentId);
      if (parent !== undefined) members.set(parentId, read(parent));
    }
    const all = inTreeOrder([...members.values()]);
    const needle = needleOf(request);
    const rows = all.filter((row) => row.name.toLowerCase().includes(needle) && request.matches?.(row) !== false);
    const isCut = below.length === SHORT_LIST_MAX;
    return { rows, before: 0, total: all.length, ...(isCut ? { looked: all.length } : {}) };
  };
}

/** Roots by name, each with what hangs below it. */
function inTreeOrder(members: readonly Member[]): TreeRow[] {
  const known = new Set(members.map(({ jobId }) => jobId));
  const below = new Map<string, Member[]>();
  for (const member of members) {
    const parentId = member.parentId ?? '';
    if (known.has(parentId)) below.set(parentId, [...(below.get(parentId) ?? []), member]);
  }
  const rows: TreeRow[] = [];
  const seen = new Set<string>();
  const add = (member: Member, more: readonly boolean[]): void => {
    if (seen.has(member.jobId) || more.length > DEPTH_MAX) return;
    seen.add(member.jobId);
    const { parentId: _, ...row } = member;
    rows.push({ ...row, more });
    const children = below.get(member.jobId) ?? [];
    for (const [index, child] of children.entries()) add(child, [...more, index < children.length - 1]);
  };
  const byName = (a: Member, b: Member): number => (a.name < b.name ? -1 : 1);
  for (const root of members.filter(({ parentId }) => !known.has(parentId ?? '')).sort(byName)) add(root, []);
  // A circle has no root; no command makes one, but what is there is shown.
  for (const member of members) add(member, []);
  return rows;
}
