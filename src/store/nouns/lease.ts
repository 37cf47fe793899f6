/** Who runs the engine on this database, or would. */
export type LeaseClaim = {
  holderId: string;
  pid: number;
  pidStart: string;
  bootId: string;
  host: string;
  user: string;
  mode: 'console' | 'headless';
  version: string;
};

/** Somebody asks the holder to hand the engine over. */
export type LeaseWish = LeaseClaim & { at: number };

export type Lease = LeaseClaim & {
  /** Grows with every holder; an engine that lost the lease can write nothing. */
  fence: number;
  acquiredAt: number;
  heartbeatAt: number;
};
