/** Backups of the database, made by a process of their own: reading a whole database would hold the event loop up. */
export type Backups = {
  /** Whether one was made within a stretch of time. */
  madeWithin(fromAt: number, toAt: number): boolean;
  /** Rejects with what went wrong. One at a time. */
  make(): Promise<void>;
};
