import { type Attempt, attempt } from '../attempt.ts';
import { type Frame, framed } from '../layout/frame.ts';
import { type Line, span } from '../layout/line.ts';
import { cleanLine } from '../text/sanitise.ts';
import { wrapText } from '../text/width.ts';

const LINES_MAX = 4;

/** Why a part of the screen is not there: one sentence in its place. */
export const failureRows = (name: string, because: string, width: number): Line[] => [
  [],
  ...wrapText(cleanLine(`${name} cannot be shown: ${because}`), Math.max(1, width - 4), LINES_MAX).lines.map(
    (line): Line => [span(`  ${line}`, 'fail')],
  ),
];

/** The lines of a part, exactly `width` × `height`; one that throws says so there, and the others are drawn. */
export function drawnOrTold(
  part: { name: string; edges: Frame['edges']; width: number; height: number },
  draw: () => Line[],
): Line[] {
  const drawn: Attempt<Line[]> = attempt(draw);
  if (drawn.kind === 'ok') return drawn.value;
  const { name, edges, width, height } = part;
  const frame: Frame = { title: name, tabs: [], active: '', right: [], focused: false, edges };
  return framed(frame, failureRows(name, drawn.because, width), width, height);
}
