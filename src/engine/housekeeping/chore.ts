/**
 * Work in small steps: each `next()` is one of them, inside the transaction of the present slice. What a step keeps in
 * memory is lost with its slice, since a pass that fails begins anew.
 */
export type Chore = Generator<void, void, void>;

/** What a pass has done so far. */
export type Tidied = {
  rows: number;
  /** Runs whose row is gone and whose folder is still there. */
  folders: number[];
};

/** How many rows one step removes: a run takes a dozen pages with it. */
export const STEP_ROWS_MAX = 16;
