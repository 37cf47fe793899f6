import { allLines, findLine, type Scanning } from '../../src/engine/output/output-window.ts';
import type { LongWork, OutputPort, OutputSight, OutputWanted } from '../../src/ui/output/output-port.ts';
import { countHits, countLines, hitsOf } from './count-output.ts';
import { freshHeld, type Held, letGo, lookAt, type PageTools, sourceOf, stateOf } from './held-output.ts';
import { bothOf, scanningOf, testOf } from './output-scan.ts';
import { readPage } from './read-page.ts';

/** The file system is asked no more often whether there is more. */
const LOOK_EVERY_MS = 200;

/** The lines of a sight, a few at a time and not cleaned yet; of too many the newest. */
export type SightLines = { slices: AsyncIterable<readonly string[]>; leftOutBytes: number };

export type OutputPages = OutputPort & {
  /** For a pager; absent where nothing is kept or may be shown. */
  lines(runId: number, sight: OutputSight, work: LongWork & { bytesMax: number }): Promise<SightLines | undefined>;
  close(): void;
};

/** The output of the run that is looked at. Another run lets go of the one before. */
export function createOutputPages(tools: PageTools): OutputPages {
  const listeners = new Set<() => void>();
  let held: Held | undefined;
  const heldOf = (runId: number): Held => {
    if (held?.runId === runId) return held;
    if (held !== undefined) letGo(held);
    held = freshHeld(tools, runId);
    return held;
  };
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  return {
    page(runId, wanted) {
      const current = heldOf(runId);
      const key = JSON.stringify(wanted);
      const isOld = tools.clock.monotonic() - current.lookedAt >= LOOK_EVERY_MS;
      if (key !== current.wantedKey || isOld) want(tools, current, wanted, key, tell);
      const { page } = current;
      return page === undefined || current.pageKey === key ? page : { ...page, isLate: true };
    },
    onLoaded(loaded) {
      listeners.add(loaded);
      return () => void listeners.delete(loaded);
    },
    async find(runId, { wanted, from, by }, work) {
      const current = heldOf(runId);
      current.finding?.abort();
      const finding = new AbortController();
      current.finding = finding;
      const test = testOf(wanted.search);
      const source = await sourceOf(tools, current);
      if (test === undefined || source === undefined) return undefined;
      const signal = AbortSignal.any([finding.signal, work.signal]);
      const scanning = told(scanningOf(tools, runId, source, wanted.sight), { ...work, signal });
      const only = testOf(wanted.sight.only);
      const both = only === undefined || wanted.sight.context > 0 ? test : bothOf(test, only);
      const found = await findLine(scanning, from, by, both);
      return signal.aborted ? 'given-up' : found;
    },
    async lines(runId, sight, work) {
      const current = heldOf(runId);
      const source = await sourceOf(tools, current);
      if (source === undefined || tools.secrets(runId).kind === 'unknown') return undefined;
      const scanning = scanningOf(tools, runId, source, sight);
      const only = testOf(sight.only);
      // What matches is less than what there is: how much is known when it has been gone through.
      const from = only === undefined ? Math.max(0, scanning.order.total - work.bytesMax) : 0;
      return { slices: allLines(told(scanning, work, from), from, only), leftOutBytes: from };
    },
    close() {
      listeners.clear();
      if (held !== undefined) letGo(held);
      held = undefined;
    },
  };
}

const told = (scanning: Scanning, { signal, passed }: LongWork, from = 0): Scanning => ({
  ...scanning,
  signal,
  passed: (place) => passed(place - from, scanning.order.total - from),
});

/** One reading at a time; another wish stops the one that is under way. */
function want(tools: PageTools, held: Held, wanted: OutputWanted, key: string, tell: () => void): void {
  held.lookedAt = tools.clock.monotonic();
  if (held.reading?.key === key) return;
  held.wantedKey = key;
  held.reading?.stop.abort();
  const stop = new AbortController();
  const reading = { key, stop };
  held.reading = reading;
  void read(tools, held, wanted, reading, tell)
    .catch(() => {
      // It was removed or closed while it was read; the next look finds out which.
    })
    .finally(() => {
      if (held.reading === reading) held.reading = undefined;
    });
}

async function read(
  tools: PageTools,
  held: Held,
  wanted: OutputWanted,
  { key, stop }: NonNullable<Held['reading']>,
  tell: () => void,
): Promise<void> {
  const found = await lookAt(tools, held);
  const state = stateOf(found);
  const isSame = state === held.state && held.pageKey === key && wanted.sight.window === 'all';
  if (!isSame) {
    const page = await readPage(tools, held, found, wanted, stop.signal);
    if (stop.signal.aborted) return;
    const { totalLines } = held.page ?? {};
    const kept = found.isReplaced || totalLines === undefined ? {} : { totalLines };
    held.page = { ...kept, ...page, ...hitsOf(held, wanted, state) };
    held.pageKey = key;
    held.state = state;
    tell();
  }
  await countLines(held, found, stop.signal, tell);
  countHits(tools, held, found, wanted, state, tell);
}
