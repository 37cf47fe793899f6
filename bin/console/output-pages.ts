import { createLineCounter } from '../../src/engine/output/line-counter.ts';
import {
  type OutputFiles,
  type OutputSource,
  openOutputFiles,
  storedSource,
} from '../../src/engine/output/output-source.ts';
import { allLines, findAll, findLine, type PageLine, readWindow } from '../../src/engine/output/output-window.ts';
import { withheldText } from '../../src/engine/redact/live-redaction.ts';
import type { RunOutput } from '../../src/store/nouns/run.ts';
import type { OutputPage, OutputPort, OutputSight, OutputWanted } from '../../src/ui/output/output-port.ts';
import { bothOf, type ScanTools, scanningOf, testOf } from './output-scan.ts';

/** Lines on either side of the cursor: more than a screen has, and no more than are laid out within a frame. */
const AROUND_LINES = 200;
/** The file system is asked no more often whether there is more. */
const LOOK_EVERY_MS = 200;
/** Hits are counted anew while the output grows, as long as that takes no longer. */
const RECOUNT_MS_MAX = 150;

export type PageTools = ScanTools & {
  folderOf(runId: number): string;
  stored(runId: number): RunOutput | undefined;
};

export type OutputPages = OutputPort & {
  /** All lines of a sight, cleaned but for colours; for a pager. */
  lines(runId: number, sight: OutputSight): Promise<AsyncIterable<string> | undefined>;
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
    async find(runId, wanted, from, by) {
      const current = heldOf(runId);
      current.finding?.abort();
      const finding = new AbortController();
      current.finding = finding;
      const test = testOf(wanted.search);
      const source = await sourceOf(tools, current);
      if (test === undefined || source === undefined) return undefined;
      const scanning = { ...scanningOf(tools, runId, source, wanted.sight), signal: finding.signal };
      const only = testOf(wanted.sight.only);
      const both = only === undefined || wanted.sight.context > 0 ? test : bothOf(test, only);
      const found = await findLine(scanning, from, by, both);
      return finding.signal.aborted ? 'given-up' : found;
    },
    async lines(runId, sight) {
      const current = heldOf(runId);
      const source = await sourceOf(tools, current);
      if (source === undefined || tools.secrets(runId).kind === 'unknown') return undefined;
      return allLines(scanningOf(tools, runId, source, sight), testOf(sight.only));
    },
    close() {
      listeners.clear();
      if (held !== undefined) letGo(held);
      held = undefined;
    },
  };
}

type Held = {
  runId: number;
  files: OutputFiles;
  counter: ReturnType<typeof createLineCounter>;
  lookedAt: number;
  wantedKey: string;
  page: OutputPage | undefined;
  pageKey: string;
  /** What the page was read from, to see whether there is more. */
  state: string;
  reading: { key: string; stop: AbortController } | undefined;
  finding: AbortController | undefined;
  counting: { key: string; stop: AbortController } | undefined;
  hits: { key: string; state: string; lines: OutputPage['hits']; tookMs: number } | undefined;
};

const freshHeld = ({ folderOf }: PageTools, runId: number): Held => ({
  runId,
  files: openOutputFiles(folderOf(runId)),
  counter: createLineCounter(),
  lookedAt: Number.NEGATIVE_INFINITY,
  wantedKey: '',
  page: undefined,
  pageKey: '',
  state: '',
  reading: undefined,
  finding: undefined,
  counting: undefined,
  hits: undefined,
});

function letGo(held: Held): void {
  held.reading?.stop.abort();
  held.finding?.abort();
  held.counting?.stop.abort();
  // Nothing is written, so nothing can be lost by not waiting.
  void held.files.close().catch(() => {});
}

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
    const page = await pageOf(tools, held, found, wanted, stop.signal);
    if (stop.signal.aborted) return;
    const { totalLines } = held.page ?? {};
    const kept = found.isReplaced || totalLines === undefined ? {} : { totalLines };
    held.page = { ...kept, ...page, ...hitsOf(held, wanted, state) };
    held.pageKey = key;
    held.state = state;
    tell();
  }
  await count(held, found, stop.signal, tell);
  countHits(tools, held, found, wanted, state, tell);
}

type Found = { source: OutputSource | undefined; from: OutputPage['from']; isReplaced: boolean; isCut: boolean };

async function lookAt(tools: PageTools, held: Held): Promise<Found> {
  const looked = await held.files.look();
  if (looked.kind === 'there') {
    if (looked.isReplaced) held.counter.reset();
    return { source: looked.source, from: 'files', isReplaced: looked.isReplaced, isCut: false };
  }
  const stored = tools.stored(held.runId);
  if (held.page?.from === 'files') held.counter.reset();
  if (stored === undefined) return { source: undefined, from: 'gone', isReplaced: false, isCut: false };
  return {
    source: storedSource(stored),
    from: 'stored',
    isReplaced: false,
    isCut: stored.stdoutCut || stored.stderrCut,
  };
}

const sourceOf = async (tools: PageTools, held: Held): Promise<OutputSource | undefined> =>
  (await lookAt(tools, held)).source;

const stateOf = ({ source, from }: Found): string =>
  source === undefined ? from : `${from} ${source.sizes.out} ${source.sizes.err} ${source.steps.length}`;

async function pageOf(
  tools: PageTools,
  held: Held,
  { source, from, isReplaced, isCut }: Found,
  wanted: OutputWanted,
  signal: AbortSignal,
): Promise<OutputPage> {
  const replaced = isReplaced || held.page?.isReplaced ? ({ isReplaced: true } as const) : {};
  if (source === undefined) return { ...EMPTY, from, ...replaced };
  const { sizes, lastByteAt } = source;
  const totalBytes = sizes.out + sizes.err;
  const facts = {
    ...{ from, sizes, totalBytes },
    ...(lastByteAt === undefined ? {} : { lastByteAt }),
    ...(isCut ? ({ isCut: true } as const) : {}),
    ...replaced,
  };
  const secrets = tools.secrets(held.runId);
  if (secrets.kind === 'unknown') return { ...EMPTY, ...facts, lines: [withheld(secrets.names)] };
  const scanning = { ...scanningOf(tools, held.runId, source, wanted.sight), signal };
  const only = testOf(wanted.sight.only);
  const window = await readWindow(scanning, {
    at: wanted.at,
    before: AROUND_LINES,
    after: AROUND_LINES,
    ...(only === undefined ? {} : { only: { ...only, context: wanted.sight.context } }),
  });
  return { ...window, lines: timed(window.lines, lastByteAt, tools.clock.now()), ...facts };
}

/** Somebody who notes times comes by a few times a second; until then the newest lines came just now. */
const JUST_NOW_MS = 2_000;

function timed(lines: readonly PageLine[], lastByteAt: number | undefined, now: number): PageLine[] {
  if (lastByteAt === undefined || now - lastByteAt > JUST_NOW_MS) return [...lines];
  const noted = lines.findLastIndex(({ at }) => at !== undefined);
  return lines.map((line, index) => (index > noted ? { ...line, at: Math.floor(lastByteAt) } : line));
}

const EMPTY: OutputPage = {
  lines: [],
  isAtStart: true,
  isAtEnd: true,
  from: 'gone',
  sizes: { out: 0, err: 0 },
  totalBytes: 0,
};

const withheld = (names: readonly string[]): PageLine => {
  const text = withheldText(names);
  return { stream: 'out', start: 0, end: text.length, bytes: text.length, text };
};

async function count(held: Held, { source }: Found, signal: AbortSignal, tell: () => void): Promise<void> {
  if (source === undefined) return;
  const totalLines = await held.counter.count(source);
  if (signal.aborted || held.page === undefined || held.page.totalLines === totalLines) return;
  const { totalLines: _, ...page } = held.page;
  held.page = { ...page, ...(totalLines === undefined ? {} : { totalLines }) };
  tell();
}

const hitsKey = ({ search, sight }: OutputWanted): string => JSON.stringify([search, sight]);

function hitsOf(held: Held, wanted: OutputWanted, state: string): Pick<OutputPage, 'hits'> {
  const { hits } = held;
  if (hits?.lines === undefined || hits.key !== hitsKey(wanted)) return {};
  return hits.state === state || hits.tookMs <= RECOUNT_MS_MAX ? { hits: hits.lines } : {};
}

/** Goes on beside all else, until something else is looked for: with a gigabyte it takes its time. */
function countHits(
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
