/** Rows of one page of a list; a list of a hundred thousand is read as this many. */
export const PAGE_ROWS_MAX = 160;
/** Lists that are short by nature are read whole, up to this. */
export const SHORT_LIST_MAX = 500;
/** Counting stops here, and the screen says `10k+`: counting a hundred thousand rows takes longer than a frame. */
export const COUNT_MAX = 10_000;
/** A filter looks at so many rows of a list. */
export const FILTER_SCAN_MAX = 5_000;

/** A part of a list: `before` rows lie in front of it, `total` are in the whole list (both stop at COUNT_MAX). */
export type Page<Row> = { rows: Row[]; before: number; total: number };

/** Where a page lies: around the row with this key, at the end, or at the start when absent. */
export type Anchor = { kind: 'around'; key: string } | { kind: 'end' };

export type PageRequest = { anchor?: Anchor; filter?: string };

/** The words a person typed, as one lower-case string to look for; empty means no filter. */
export const needleOf = (request: PageRequest): string => (request.filter ?? '').trim().toLowerCase();

export const wholePage = <Row>(rows: Row[]): Page<Row> => ({ rows, before: 0, total: rows.length });
