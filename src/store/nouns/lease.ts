/** Who runs the engine on this database. */
export type Lease = {
  holderId: string;
  pid: number;
  pidStart: string;
  bootId: string;
  host: string;
  user: string;
  mode: 'console' | 'headless';
  version: string;
  /** Grows with every holder; an engine that lost the lease can write nothing. */
  fence: number;
  acquiredAt: number;
  heartbeatAt: number;
};
