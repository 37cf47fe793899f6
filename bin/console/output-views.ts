import { existsSync, statSync } from 'node:fs';
import { lastByteAtOf } from '../../src/engine/output/output-source.ts';
import { outputPaths } from '../../src/engine/output/read-output.ts';
import { type OutputLines, readOutputLines } from '../../src/engine/output/read-output-lines.ts';
import { storedLines } from '../../src/engine/output/stored-lines.ts';
import { runFolderPath } from '../../src/engine/ports/processes.ts';
import { withheldText } from '../../src/engine/redact/live-redaction.ts';
import { redactLines } from '../../src/engine/redact/redact-lines.ts';
import type { RunSecrets } from '../../src/engine/redact/secret-keeper.ts';
import type { RunOutput } from '../../src/store/nouns/run.ts';
import type { OutputLine, OutputView } from '../../src/ui/console-options.ts';

/** More than the rows of live runs a screen asks for at once: with fewer each would push out the next, and all be read for ever. */
const VIEWS_MAX = 96;

/** A screen cuts lines anyhow; a longer one costs others of what is read at once. */
const BYTES_A_LINE = 16 * 1024;

export type OutputTools = {
  runsDir: string;
  stored(runId: number): RunOutput | undefined;
  /** What has to be taken out of it before it is shown. */
  secrets(runId: number): RunSecrets;
  /** Called when lines that were asked for have been read: the screen asks again. */
  loaded(): void;
};

/**
 * The newest lines of a run without waiting for the disk: what is known is given at once, and when the files have grown
 * they are read in the background. A list that wants one line and a detail that wants many are served by one reading.
 */
export function createOutputViews(tools: OutputTools): (runId: number, lines: number) => OutputView | undefined {
  const known = new Map<number, Known>();
  const reading = new Set<number>();

  const read = async (runId: number, folder: string, lines: number, state: string): Promise<void> => {
    try {
      const found = await readOutputLines(folder, { tail: lines, maxBytes: lines * BYTES_A_LINE });
      remember(runId, { state, lines, view: viewOf(found, tools.secrets(runId), lastByteAtOf(statsOf(folder))) });
    } catch {
      // The folder was removed while it was read; the stored output has it by now.
    } finally {
      reading.delete(runId);
      tools.loaded();
    }
  };
  const remember = (runId: number, fresh: Known): void => {
    known.delete(runId);
    known.set(runId, fresh);
    const [oldest] = known.keys();
    if (known.size > VIEWS_MAX && oldest !== undefined) known.delete(oldest);
  };
  return (runId, lines) => {
    const folder = runFolderPath(tools.runsDir, runId);
    if (!existsSync(outputPaths(folder)[0])) return storedView(tools.stored(runId), lines);
    const state = stateOf(folder);
    const held = known.get(runId);
    const isStale = held?.state !== state || held.lines < lines;
    if (isStale && !reading.has(runId)) {
      reading.add(runId);
      void read(runId, folder, Math.max(lines, held?.lines ?? 0), state);
    }
    return held === undefined ? undefined : shownOf(held, lines);
  };
}

/** `lines`: as many as were asked for, whether there are so many or not. */
type Known = { state: string; lines: number; view: OutputView };

/** Until as many lines as are wanted have been read, nothing is said of those that are missing. */
function shownOf({ view, lines: asked }: Known, wanted: number): OutputView {
  const { missing, ...rest } = view;
  const lines = view.lines.slice(-wanted);
  return asked < wanted || missing === undefined ? { ...rest, lines } : { ...rest, lines, missing };
}

const viewOf = (found: OutputLines, secrets: RunSecrets, lastByteAt: number | undefined): OutputView => {
  const { lines, totalBytes, truncated } = found;
  const shown: OutputLine[] =
    secrets.kind === 'known'
      ? redactLines(found, secrets.patterns)
      : [{ stream: 'out', text: withheldText(secrets.names) }];
  return {
    lines: shown,
    totalBytes,
    ...(truncated
      ? { missing: { bytes: Math.max(0, totalBytes - bytesOf(lines)), kept: true } }
      : { totalLines: lines.length }),
    ...(lastByteAt === undefined ? {} : { lastByteAt }),
  };
};

const bytesOf = (lines: readonly OutputLine[]): number =>
  lines.reduce((sum, { text }) => sum + Buffer.byteLength(text) + 1, 0);

/** Sizes and times: equal ones mean that nothing was printed since. */
const stateOf = (folder: string): string =>
  statsOf(folder)
    .map((stats) => `${stats?.size ?? 0}@${stats?.mtimeMs ?? 0}`)
    .join(' ');

const statsOf = (folder: string) => outputPaths(folder).map((path) => statSync(path, { throwIfNoEntry: false }));

function storedView(output: RunOutput | undefined, lines: number): OutputView | undefined {
  if (output === undefined) return undefined;
  const all = storedLines(output);
  const shown = all.slice(-lines);
  const totalBytes = Buffer.byteLength(output.stdout) + Buffer.byteLength(output.stderr);
  const view = { lines: shown, totalBytes };
  if (output.stdoutCut || output.stderrCut) return { ...view, missing: { kept: output.offloadedTo !== undefined } };
  const bytes = Math.max(0, totalBytes - bytesOf(shown));
  return { ...view, totalLines: all.length, ...(shown.length < all.length ? { missing: { bytes, kept: true } } : {}) };
}
