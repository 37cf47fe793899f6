import { findAll } from '../../src/engine/output/output-window.ts';
import type { OutputPage, OutputWanted } from '../../src/ui/output/output-port.ts';
import type { Found, Held, PageTools } from './held-output.ts';
import { scanningOf, testOf } from './output-scan.ts';

/** Hits are counted anew while the output grows, as long as that takes no longer. */
const RECOUNT_MS_MAX = 150;

/** Lines as they come, each byte once. */
export async function countLines(held: Held, { source }: Found, signal: AbortSignal, tell: () => void): Promise<void> {
  if (source === undefined) return;
  const totalLines = await held.counter.count(source);
  if (signal.aborted || held.page === undefined || held.page.totalLines === totalLines) return;
  const { totalLines: _, ...page } = held.page;
  held.page = { ...page, ...(totalLines === undefined ? {} : { totalLines }) };
  tell();
}

const hitsKey = ({ search, sight }: OutputWanted): string => JSON.stringify([search, sight]);

/** Hits that were counted before and still count. */
export function hitsOf(held: Held, wanted: OutputWanted, state: string): Pick<OutputPage, 'hits'> {
  const { hits } = held;
  if (hits?.lines === undefined || hits.key !== hitsKey(wanted)) return {};
  return hits.state === state || hits.tookMs <= RECOUNT_MS_MAX ? { hits: hits.lines } : {};
}

/** Goes on beside all else, until something else is looked for: with a gigabyte it takes its time. */
export function countHits(
  tools: PageTools,
  held: Held,
  { source }: Found,
  wanted: OutputWanted,
  state: string,
  tell: () => void,
): void {
  const test = testOf(wanted.search);
  const key = hitsKey(wanted);
  if (held.counting !== undefined && held.counting.key === key) return;
  held.counting?.stop.abort();
  held.counting = undefined;
  const old = held.hits?.key === key ? held.hits : undefined;
  if (test === undefined || source === undefined) return;
  if (old !== undefined && (old.state === state || old.tookMs > RECOUNT_MS_MAX)) return;
  const counting = { key, stop: new AbortController() };
  held.counting = counting;
  const since = tools.clock.monotonic();
  const { signal } = counting.stop;
  const finding = findAll({ ...scanningOf(tools, held.runId, source, wanted.sight), signal }, test);
  void finding
    .then((lines) => {
      if (signal.aborted || held.page === undefined) return;
      held.hits = { key, state, lines, tookMs: tools.clock.monotonic() - since };
      held.page = { ...held.page, hits: lines };
      tell();
    })
    .catch(() => {
      // The file went while it was gone through; there is nothing to count any more.
    })
    .finally(() => {
      if (held.counting === counting) held.counting = undefined;
    });
}
