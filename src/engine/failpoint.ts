/** Places at which a test may stop or kill the engine; in production nothing stands there. */
export type FailpointName = 'committed' | 'before-spawn' | 'spawned';
export type Failpoint = (name: FailpointName) => void;

export const NO_FAILPOINT: Failpoint = () => {};
