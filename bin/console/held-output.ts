import { createLineCounter } from '../../src/engine/output/line-counter.ts';
import {
  type OutputFiles,
  type OutputSource,
  openOutputFiles,
  storedSource,
} from '../../src/engine/output/output-source.ts';
import type { RunOutput } from '../../src/store/nouns/run.ts';
import type { OutputPage } from '../../src/ui/output/output-port.ts';
import type { ScanTools } from './output-scan.ts';

export type PageTools = ScanTools & {
  folderOf(runId: number): string;
  stored(runId: number): RunOutput | undefined;
};

/** What is open and known of the one run whose output is looked at. */
export type Held = {
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

export const freshHeld = ({ folderOf }: PageTools, runId: number): Held => ({
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

export function letGo(held: Held): void {
  held.reading?.stop.abort();
  held.finding?.abort();
  held.counting?.stop.abort();
  // Nothing is written, so nothing can be lost by not waiting.
  void held.files.close().catch(() => {});
}

export type Found = Pick<OutputPage, 'from' | 'isCut' | 'isUntimed'> & {
  source: OutputSource | undefined;
  isReplaced: boolean;
};

/** The files as they are now, or what the database kept of them. */
export async function lookAt(tools: PageTools, held: Held): Promise<Found> {
  const looked = await held.files.look();
  if (looked.kind === 'there') {
    if (looked.isReplaced) held.counter.reset();
    return { source: looked.source, from: 'files', isReplaced: looked.isReplaced };
  }
  const stored = tools.stored(held.runId);
  if (held.page?.from === 'files') held.counter.reset();
  if (stored === undefined) return { source: undefined, from: 'gone', isReplaced: false };
  return {
    source: storedSource(stored),
    from: 'stored',
    isReplaced: false,
    ...(stored.stdoutCut || stored.stderrCut ? { isCut: true } : {}),
    ...(stored.arrivals === undefined ? { isUntimed: true } : {}),
  };
}

export const sourceOf = async (tools: PageTools, held: Held): Promise<OutputSource | undefined> =>
  (await lookAt(tools, held)).source;

/** Equal ones mean that nothing was printed since. */
export const stateOf = ({ source, from }: Found): string =>
  source === undefined ? from : `${from} ${source.sizes.out} ${source.sizes.err} ${source.steps.length}`;
