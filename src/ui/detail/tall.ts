import { insideOf } from '../layout/frame.ts';
import { partsOf, shapeOf } from '../layout/shape.ts';
import type { View } from '../state/view.ts';

/** From here on the whole of a question is told: nobody has to open its sheet or turn a page for it. */
const TALL_ROWS = 40;

/** Rows of the detail, where they are enough for that. */
export function tallRoom(view: View): number | undefined {
  const part = partsOf(shapeOf(view)).find((candidate) => candidate.part === 'detail');
  if (part === undefined) return undefined;
  const { rows } = insideOf(part.edges, part.width, part.height);
  return rows >= TALL_ROWS ? rows : undefined;
}
