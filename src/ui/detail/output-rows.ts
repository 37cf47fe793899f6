import type { RunOutput } from '../../store/nouns/run.ts';
import type { OutputLine, OutputView } from '../console-options.ts';
import { formatBytes, formatTimeOfDay } from '../format/index.ts';
import { blank, type Line, span } from '../layout/line.ts';
import { cleanLine } from '../text/sanitise.ts';
import { cutRight } from '../text/width.ts';

const STORED_LINES_MAX = 2_000;

/** Output as rows: time where it is known, `err` where it came from there, and as much of the line as fits. */
export function outputRows(view: OutputView, runId: number | undefined, zone: string, width: number): Line[] {
  const timed = view.lines.some((line) => line.at !== undefined);
  const rows = view.lines.map((line) => outputRow(line, timed, zone, width));
  if (view.missing === undefined) return rows;
  return [[blank(1), span(cutRight(missingText(view.missing, runId), width - 2), 'muted')], ...rows];
}

function missingText({ bytes, kept }: NonNullable<OutputView['missing']>, runId: number | undefined): string {
  if (!kept) return `… ${bytes === undefined ? 'a part' : formatBytes(bytes)} of it was not kept`;
  const part = bytes === undefined ? 'the first lines' : `the first ${formatBytes(bytes)}`;
  return `… ${part} are not shown; openclaw-tui runs output ${runId ?? '<run>'} shows all`;
}

function outputRow(line: OutputLine, timed: boolean, zone: string, width: number): Line {
  const time = line.at === undefined ? '' : formatTimeOfDay(line.at, zone);
  const head: Line = timed ? [span(time.padEnd(8), 'muted'), blank(2)] : [];
  const isError = line.stream === 'err';
  const room = width - 2 - (timed ? 10 : 0) - (isError ? 5 : 0);
  const text = cutRight(cleanLine(line.text), room);
  return [blank(1), ...head, ...(isError ? [span('err  ', 'warn'), span(text, 'warn')] : [span(text)])];
}

/** What the database kept of a run that is over, as a view like that of a live one. */
export function storedOutput(stored: RunOutput): OutputView {
  const linesOf = (text: string, stream: OutputLine['stream']): OutputLine[] =>
    text === ''
      ? []
      : text
          .trimEnd()
          .split('\n')
          .slice(-STORED_LINES_MAX)
          .map((line) => ({ stream, text: line }));
  const lines = [...linesOf(stored.stdout, 'out'), ...linesOf(stored.stderr, 'err')];
  const complete = !stored.stdoutCut && !stored.stderrCut;
  return {
    lines,
    totalBytes: stored.stdout.length + stored.stderr.length,
    ...(complete ? { totalLines: lines.length } : { missing: { kept: stored.offloadedTo !== undefined } }),
  };
}
