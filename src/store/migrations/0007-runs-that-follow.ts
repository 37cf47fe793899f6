/** What a run led to is found by that run; most runs follow none and are not in this index. */
export const runsThatFollow = `
CREATE INDEX runs_follow ON runs (triggered_by_run) WHERE triggered_by_run IS NOT NULL;
`;
