import type { Offsets } from '../../engine/output/output-source.ts';
import type { From, LineId, OutputWindow, PageLine } from '../../engine/output/output-window.ts';
import type { TimeWindow } from './looking.ts';

/** Which lines of a run are looked at. */
export type OutputSight = {
  streams: 'both' | 'out' | 'err';
  window: TimeWindow;
  floor?: Offsets;
  only: string;
  context: number;
};

export type OutputWanted = { at: 'start' | 'end' | LineId; sight: OutputSight; search: string };

/** What is known of a run's output around a place. */
export type OutputPage = OutputWindow & {
  /** `stored`: the database has it. `gone`: nobody has it any more. */
  from: 'files' | 'stored' | 'gone';
  sizes: Offsets;
  totalBytes: number;
  totalLines?: number;
  lastByteAt?: number;
  /** Only a part was kept when the run ended. */
  isCut?: true;
  /** Nobody looked while it was printed: out stands before err, and no line has a time. */
  isUntimed?: true;
  /** Places of before mean nothing any more: the files were written anew without secrets, or cut short. */
  isReplaced?: true;
  /** Lines that the search matches, in their order; one more than `HITS_MAX` says that there are more. */
  hits?: readonly LineId[];
  /** What is asked for has not been read yet: this is what was read before. */
  isLate?: true;
};

/** What goes through much output can be stopped, and says by and by how far it has come. */
export type LongWork = { signal: AbortSignal; passed(doneBytes: number, totalBytes: number): void };

/** How it went with the pager; `failed` says what was not done, and why. */
export type PagerEnd = { kind: 'closed' } | { kind: 'stopped' } | { kind: 'failed'; because: string };

/** Which line is looked for, from where on and in which direction. */
export type Finding = { wanted: OutputWanted; from: From; by: 1 | -1 };

/** Reads the output of one run at a time, in the background and in slices. */
export type OutputPort = {
  /** What is known now; what is missing is read, and whoever listens is told. */
  page(runId: number, wanted: OutputWanted): OutputPage | undefined;
  onLoaded(loaded: () => void): () => void;
  /** The next line that matches; a later call makes an earlier one give up, and so does the signal. */
  find(runId: number, finding: Finding, work: LongWork): Promise<PageLine | undefined | 'given-up'>;
};
