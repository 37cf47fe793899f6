import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';

export type Checkpoints = {
  /** Folds the write-ahead log back into its database; answers how many pages are left, of what was written meanwhile. */
  fold(databasePath: string): Promise<number>;
};

const FOLDS_MAX = 4;
/** Pages, each of 4 KiB. */
const LEFT_MAX = 500;

type Work = { path: string; modulePath: string; foldsMax: number; leftMax: number };

/** In a thread with a connection of its own: folding waits for the disk twice, each time for longer than a frame. */
export const threadCheckpoints: Checkpoints = {
  fold(path) {
    const modulePath = createRequire(import.meta.url).resolve('better-sqlite3');
    const work: Work = { path, modulePath, foldsMax: FOLDS_MAX, leftMax: LEFT_MAX };
    const worker = new Worker(`(${fold})(require)`, { eval: true, workerData: work, env: {} });
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`a checkpoint ended with ${code}`)));
    worker.unref();
    return promise;
  },
};

/** Travels as text: a bundle has no file of its own for a worker, so nothing from outside may be named in here. */
const fold = (load: NodeJS.Require): void => {
  const threads: typeof import('node:worker_threads') = load('node:worker_threads');
  const { path, modulePath, foldsMax, leftMax } = threads.workerData as Work;
  const Database = load(modulePath) as typeof import('better-sqlite3');
  const db = new Database(path, { fileMustExist: true, timeout: 0 });
  try {
    db.pragma('synchronous = FULL');
    db.pragma('wal_autocheckpoint = 0');
    // What came while a large log was folded is less each time, and what stays over is for the event loop.
    let left = Number.POSITIVE_INFINITY;
    for (let folds = 0; folds < foldsMax && left > leftMax; folds += 1) {
      const [row] = db.pragma('wal_checkpoint(PASSIVE)') as { busy: number; log: number; checkpointed: number }[];
      if (row !== undefined && row.busy === 0) left = row.log - row.checkpointed;
    }
    threads.parentPort?.postMessage(left);
  } finally {
    db.close();
  }
};
