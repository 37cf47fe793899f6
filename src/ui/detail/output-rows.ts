import { storedLines } from '../../engine/output/stored-lines.ts';
import type { RunOutput } from '../../store/nouns/run.ts';
import type { OutputView } from '../console-options.ts';
import { formatBytes } from '../format/index.ts';
import { blank, type Line, span } from '../layout/line.ts';
import { cutRight } from '../text/width.ts';

const STORED_LINES_MAX = 2_000;

/** One row where the lines are not the whole output; it stands above them however far they are scrolled. */
export function missingRows(view: OutputView, runId: number | undefined, width: number): Line[] {
  if (view.missing === undefined) return [];
  return [[blank(1), span(cutRight(missingText(view, view.missing, runId), width - 2), 'muted')]];
}

type Missing = NonNullable<OutputView['missing']>;

function missingText(view: OutputView, { bytes, kept }: Missing, runId: number | undefined): string {
  if (!kept) return `… ${bytes === undefined ? 'a part' : formatBytes(bytes)} of it was not kept`;
  const part = bytes === undefined ? 'the first lines' : `the first ${formatBytes(bytes)}`;
  const command = `runs output ${runId ?? '<run>'}`;
  // The command prints one of the two streams.
  const hasErrors = view.lines.some((line) => line.stream === 'err');
  const stream = hasErrors ? ' stderr' : '';
  return `… ${part} are not shown; openclaw-tui ${command}${stream} shows all`;
}

/** What the database kept of a run that is over, as a view like that of a live one. */
export function storedOutput(stored: RunOutput): OutputView {
  const lines = storedLines(stored).slice(-STORED_LINES_MAX);
  const complete = !stored.stdoutCut && !stored.stderrCut;
  return {
    lines,
    totalBytes: stored.stdout.length + stored.stderr.length,
    ...(complete ? { totalLines: lines.length } : { missing: { kept: stored.offloadedTo !== undefined } }),
  };
}
