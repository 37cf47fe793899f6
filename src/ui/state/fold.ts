import { causeKey, causeOf, type Failure, failureWords, groupByCause } from '../../engine/rules/failure-cause.ts';
import type { AlertRow } from '../../store/snapshot/alerts.ts';
import type { Fold, Page } from '../../store/snapshot/page.ts';
import type { PastRow } from '../../store/snapshot/runs.ts';
import type { AnyRow, ListId } from './view.ts';

/** Further members are counted, but nothing is done to them at once. */
export const FOLD_MEMBERS_MAX = 500;
/** A detail names so many of them. */
const FOLD_NAMES_MAX = 5;

const FAILED: ReadonlySet<string> = new Set(['error', 'timeout', 'crashed']);

/** The failure that a run's alerts are named after; absent where it did not fail, or said nothing. */
export const failureOf = ({
  status,
  error,
  exitCode,
  summary,
}: Pick<PastRow, 'status' | 'error' | 'exitCode' | 'summary'>): Failure | undefined =>
  !FAILED.has(status) || error === undefined
    ? undefined
    : {
        end: status === 'crashed' ? 'crashed' : 'failing',
        lines: failureWords({ error, exitCode, summary }),
      };

/** Alerts and failed runs of one cause are one row, until it is unfolded. A filter shows every run. */
export function foldedPage(
  id: ListId,
  page: Page<AnyRow>,
  list: { unfolded?: readonly string[]; filter?: string } = {},
): Page<AnyRow> {
  switch (id) {
    case 'alerts.open':
    case 'alerts.acknowledged':
      return { ...page, rows: folded(page.rows as AlertRow[], ofAlert, list.unfolded ?? []) };
    case 'runs.recent':
      if ((list.filter ?? '') !== '') return page;
      return { ...page, rows: folded(page.rows as PastRow[], ofRun, list.unfolded ?? []) };
    default:
      return page;
  }
}

type Failed = { failure: Failure | undefined; at: number; firstAt: number; memberId: number; name: string };

const ofAlert = (row: AlertRow): Failed => ({
  failure: { end: row.kind, lines: row.detail },
  at: row.lastAt,
  firstAt: row.firstAt,
  memberId: row.id,
  name: row.title,
});
const ofRun = (row: PastRow): Failed => ({
  failure: failureOf(row),
  at: row.finishedAt,
  firstAt: row.finishedAt,
  memberId: row.runId,
  name: row.jobName,
});

function folded<Row extends { fold?: Fold }>(
  rows: Row[],
  failedOf: (row: Row) => Failed,
  unfolded: readonly string[],
): Row[] {
  const groups = groupByCause(
    rows.map((row) => {
      const failed = failedOf(row);
      const { failure, at } = failed;
      return { row, failed, at, cause: failure === undefined ? undefined : causeOf(failure) };
    }),
  );
  if (groups.length === rows.length) return rows;
  return groups.flatMap((group): Row[] => {
    const [first, ...others] = group;
    if (first?.cause === undefined || others.length === 0) return group.map(({ row }) => row);
    const cause = causeKey(first.cause);
    const isOpen = unfolded.includes(cause);
    const memberIds = group.slice(0, FOLD_MEMBERS_MAX).map(({ failed }) => failed.memberId);
    const all = new Set(group.map(({ failed }) => failed.name));
    const fold: Fold = {
      kind: 'head',
      cause,
      count: group.length,
      nameCount: all.size,
      names: [...all].slice(0, FOLD_NAMES_MAX),
      sinceAt: group.reduce((least, { failed }) => Math.min(least, failed.firstAt), Number.POSITIVE_INFINITY),
      newestAt: group.reduce((most, { at }) => Math.max(most, at), Number.NEGATIVE_INFINITY),
      memberIds,
      isOpen,
    };
    const head: Row = { ...first.row, fold };
    return isOpen ? [head, ...others.map(({ row }): Row => ({ ...row, fold: { kind: 'member', cause } }))] : [head];
  });
}

/** How many rows of the list an item stands for. */
export const weightOf = (row: AnyRow): number =>
  'fold' in row && row.fold?.kind === 'head' && !row.fold.isOpen ? row.fold.count : 1;
