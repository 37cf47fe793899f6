/** So many of the newest lines of the run that asked stand with its question. */
export const TAIL_LINES_MAX = 8;
