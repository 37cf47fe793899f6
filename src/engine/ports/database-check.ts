import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';

/** What SQLite's quick check finds in a database file; undefined when it is sound. In a thread, since it reads every page. */
export async function checkDatabase(path: string): Promise<string | undefined> {
  const modulePath = createRequire(import.meta.url).resolve('better-sqlite3');
  const worker = new Worker(`(${check})(require)`, { eval: true, workerData: { path, modulePath }, env: {} });
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  worker.once('message', resolve);
  worker.once('error', reject);
  worker.once('exit', (code) => reject(new Error(`the check of the database ended with ${code}`)));
  worker.unref();
  try {
    const found = await promise;
    return found === 'ok' ? undefined : found;
  } finally {
    await worker.terminate();
  }
}

/** Travels as text: a bundle has no file of its own for a worker, so nothing from outside may be named in here. */
const check = (load: NodeJS.Require): void => {
  const threads: typeof import('node:worker_threads') = load('node:worker_threads');
  const { path, modulePath } = threads.workerData as { path: string; modulePath: string };
  const Database = load(modulePath) as typeof import('better-sqlite3');
  let found: unknown;
  try {
    const db = new Database(path, { readonly: true, timeout: 1_000 });
    found = db.pragma('quick_check(1)', { simple: true });
    db.close();
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    // Whatever else went wrong says nothing of the pages.
    if (!/^SQLITE_(CORRUPT|NOTADB)/.test(code ?? '')) throw error;
    found = message;
  }
  threads.parentPort?.postMessage(String(found));
};
