import { cleanLine } from './sanitise.ts';
import { wrapText } from './width.ts';

/** Text to read: its own lines stay lines, and none begins or ends with the blank it was broken at. */
export const wrapProse = (text: string, columns: number, linesMax: number): string[] =>
  text
    .split('\n', linesMax)
    .flatMap((line) => wrapText(cleanLine(line), columns, linesMax).lines)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(0, linesMax);
