/** Rows of one page of a list; a list of a hundred thousand is read as this many. */
export const PAGE_ROWS_MAX = 160;
/** Lists that are short by nature are read whole, up to this. */
export const SHORT_LIST_MAX = 500;
/** Counting stops here, and the screen says `10k+`: counting a hundred thousand rows takes longer than a frame. */
export const COUNT_MAX = 10_000;
/** A filter looks at so many rows of a list. */
export const FILTER_SCAN_MAX = 5_000;

/** A part of a list: `before` rows lie in front of it, `total` are in the whole list (both stop at COUNT_MAX). */
export type Page<Row> = {
  rows: Row[];
  before: number;
  total: number;
  /** A filter looked at the first so many rows only, or found more than it gives. */
  looked?: number;
  /** The rest is being looked at. */
  goesOn?: true;
};

/** Rows of one cause that the screen shows as one row. */
export type Fold =
  | {
      kind: 'head';
      cause: string;
      count: number;
      /** Of so many jobs, or of alerts with so many titles. */
      nameCount: number;
      /** The first of those names. */
      names: readonly string[];
      /** When the first of them came up. */
      sinceAt: number;
      newestAt: number;
      memberIds: readonly number[];
      isOpen: boolean;
    }
  | { kind: 'member'; cause: string };

/** Where a page lies: around the row with this key, at the end, or at the start when absent. */
export type Anchor = { kind: 'around'; key: string } | { kind: 'end' };

/**
 * `filter`: text that the name or sentence has to hold; `matches`: what else is asked of each row, of so many as fit
 * into a frame; `statuses`: ends that an index knows.
 */
export type PageRequest = {
  anchor?: Anchor;
  filter?: string;
  matches?: (row: unknown) => boolean;
  statuses?: readonly string[];
  /** So many rows are looked at and given, where more is wanted than a screen shows. */
  most?: number;
};

/** Each row that more is asked of costs some microseconds. */
export const MATCH_SCAN_MAX = 500;

export const isFiltered = (request: PageRequest): boolean =>
  needleOf(request) !== '' || request.matches !== undefined || request.statuses !== undefined;

/** So many candidates are worth reading. */
export const candidatesMax = (request: PageRequest): number =>
  request.most ?? (request.matches === undefined ? PAGE_ROWS_MAX : MATCH_SCAN_MAX);

/** Those of the candidates that a request is about, as one page. */
export function matchingPage<Row>(candidates: Row[], request: PageRequest, total: number): Page<Row> {
  const { matches } = request;
  const rows = matches === undefined ? candidates : candidates.filter(matches);
  const more = candidates.length >= candidatesMax(request);
  const looked = more ? candidates.length : total > FILTER_SCAN_MAX ? FILTER_SCAN_MAX : undefined;
  return {
    rows: rows.slice(0, request.most ?? PAGE_ROWS_MAX),
    before: 0,
    total,
    ...(looked === undefined ? {} : { looked }),
  };
}

/** The words a person typed, as one lower-case string to look for; empty means no filter. */
export const needleOf = (request: PageRequest): string => (request.filter ?? '').trim().toLowerCase();

/** Those of a list that is read up to a limit: a filter on one that reaches it has not seen what is beyond. */
export const shortPage = <Row>(
  found: Row[],
  rows: readonly Row[],
  isCut: boolean,
  request: PageRequest,
): Page<Row> => ({
  rows: found,
  before: 0,
  total: rows.length,
  ...(isCut && isFiltered(request) ? { looked: rows.length } : {}),
});

export const wholePage = <Row>(rows: Row[]): Page<Row> => ({ rows, before: 0, total: rows.length });
