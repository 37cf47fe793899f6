/** What the command line reads and prints at most. */
export const INPUT_BYTES_MAX = 4 * 1024 * 1024;
export const LIST_MAX = 10_000;
export const LIST_DEFAULT = 50;
/** How many candidates an ambiguous name lists. */
export const CANDIDATES_MAX = 10;
export const PREVIEW_MAX = 1_000;
