import { blank, type Line, span } from '../layout/line.ts';
import { wrapText } from '../text/width.ts';

/** Sentences as a sheet has them, wrapped. */
export const prose = (texts: readonly string[], width: number): Line[] =>
  texts.flatMap((text) => wrapText(text, width - 2).lines).map((line): Line => [blank(1), span(line.trim())]);

/** In the place of something that was deleted meanwhile. */
export const gone = (width: number): Line[] => prose(['It is not there any more.'], width);
