import { existsSync, statSync } from 'node:fs';
import { outputPaths } from '../../src/engine/output/read-output.ts';
import { type OutputLines, readOutputLines } from '../../src/engine/output/read-output-lines.ts';
import { runFolderPath } from '../../src/engine/ports/processes.ts';
import type { RunOutput } from '../../src/store/nouns/run.ts';
import type { OutputLine, OutputView } from '../../src/ui/console-options.ts';

const VIEWS_MAX = 8;

export type OutputTools = {
  runsDir: string;
  stored(runId: number): RunOutput | undefined;
  /** Called when lines that were asked for have been read: the screen asks again. */
  loaded(): void;
};

/**
 * The newest lines of a run without waiting for the disk: what is known is given at once, and when the files have grown
 * they are read in the background.
 */
export function createOutputViews(tools: OutputTools): (runId: number, lines: number) => OutputView | undefined {
  const known = new Map<number, { state: string; view: OutputView }>();
  const reading = new Set<number>();

  const read = async (runId: number, folder: string, lines: number, state: string): Promise<void> => {
    try {
      const found = await readOutputLines(folder, { tail: lines });
      remember(runId, state, viewOf(found, lastChangeOf(folder)));
    } catch {
      // The folder was removed while it was read; the stored output has it by now.
    } finally {
      reading.delete(runId);
      tools.loaded();
    }
  };
  const remember = (runId: number, state: string, view: OutputView): void => {
    known.delete(runId);
    known.set(runId, { state, view });
    const [oldest] = known.keys();
    if (known.size > VIEWS_MAX && oldest !== undefined) known.delete(oldest);
  };
  return (runId, lines) => {
    const folder = runFolderPath(tools.runsDir, runId);
    if (!existsSync(outputPaths(folder)[0])) return storedView(tools.stored(runId), lines);
    const state = `${stateOf(folder)} ${lines}`;
    if (known.get(runId)?.state !== state && !reading.has(runId)) {
      reading.add(runId);
      void read(runId, folder, lines, state);
    }
    return known.get(runId)?.view;
  };
}

const viewOf = ({ lines, totalBytes, truncated }: OutputLines, lastByteAt: number | undefined): OutputView => ({
  lines,
  totalBytes,
  ...(truncated ? {} : { totalLines: lines.length }),
  ...(lastByteAt === undefined || totalBytes === 0 ? {} : { lastByteAt }),
});

/** Sizes and times: equal ones mean that nothing was printed since. */
const stateOf = (folder: string): string =>
  outputPaths(folder)
    .map((path) => statSync(path, { throwIfNoEntry: false }))
    .map((stats) => `${stats?.size ?? 0}@${stats?.mtimeMs ?? 0}`)
    .join(' ');

function lastChangeOf(folder: string): number | undefined {
  const times = outputPaths(folder).flatMap((path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? []);
  return times.length === 0 ? undefined : Math.max(...times);
}

function storedView(output: RunOutput | undefined, lines: number): OutputView | undefined {
  if (output === undefined) return undefined;
  const all = [...linesOf('out', output.stdout), ...linesOf('err', output.stderr)];
  return {
    lines: all.slice(-lines),
    totalBytes: Buffer.byteLength(output.stdout) + Buffer.byteLength(output.stderr),
    ...(output.stdoutCut || output.stderrCut ? {} : { totalLines: all.length }),
  };
}

const linesOf = (stream: OutputLine['stream'], text: string): OutputLine[] =>
  text === ''
    ? []
    : text
        .replace(/\n$/, '')
        .split('\n')
        .map((line) => ({ stream, text: line }));
