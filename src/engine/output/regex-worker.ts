import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';

export type RegexWork = { paths: readonly string[]; pattern: string; partBytes: number };

/** One at a time, in order: a second worker would only take a second core from the jobs. */
export const matchInWorker = (work: RegexWork, signal: AbortSignal): Promise<boolean> => {
  const result = lastWork.then(() => run(work, signal));
  lastWork = result.then(ignore, ignore);
  return result;
};

let lastWork: Promise<void> = Promise.resolve();

const ignore = (): void => {};

const run = async (work: RegexWork, signal: AbortSignal): Promise<boolean> => {
  signal.throwIfAborted();
  const modulePath = createRequire(import.meta.url).resolve('re2js');
  const worker = new Worker(`(${search})(require)`, { eval: true, workerData: { ...work, modulePath }, env: {} });
  const { promise, resolve, reject } = Promise.withResolvers<boolean>();
  const giveUp = (): void => reject(signal.reason);
  signal.addEventListener('abort', giveUp, { once: true });
  worker.once('message', resolve);
  worker.once('error', reject);
  worker.once('exit', (code) => reject(new Error(`the regex worker ended with ${code}`)));
  try {
    return await promise;
  } finally {
    signal.removeEventListener('abort', giveUp);
    await worker.terminate();
  }
};

/** Travels as text: a bundle has no file of its own for a worker, so nothing from outside may be named in here. */
const search = (load: NodeJS.Require): void => {
  const fs: typeof import('node:fs') = load('node:fs');
  const threads: typeof import('node:worker_threads') = load('node:worker_threads');
  const { paths, pattern, partBytes, modulePath } = threads.workerData as RegexWork & { modulePath: string };
  const { RE2JS } = load(modulePath) as typeof import('re2js');
  const compiled = RE2JS.compile(pattern);
  const matchesIn = (path: string): boolean => {
    if (!fs.existsSync(path)) return false;
    const file = fs.openSync(path, 'r');
    const { size } = fs.fstatSync(file);
    const read = (start: number, end: number): string => {
      const part = Buffer.alloc(end - start);
      return part.toString('utf8', 0, fs.readSync(file, part, 0, part.length, start));
    };
    const matches = (start: number, end: number): boolean => compiled.matcher(read(start, end)).find();
    const isWhole = size <= 2 * partBytes;
    const found = isWhole ? matches(0, size) : matches(0, partBytes) || matches(size - partBytes, size);
    fs.closeSync(file);
    return found;
  };
  threads.parentPort?.postMessage(paths.some(matchesIn));
};
