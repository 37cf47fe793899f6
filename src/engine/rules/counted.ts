/** `1 job`, `12 jobs`, `1 entry`, `2 entries`. */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** `1 dispatch of this job waits already`. */
export const waitAlready = (count: number, one: string, many: string): string =>
  `${counted(count, one, many)} of this job ${count === 1 ? 'waits' : 'wait'} already`;
