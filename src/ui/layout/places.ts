import type { View } from '../state/view.ts';
import { type Part, type Shape, shapeOf, showsStrip } from './shape.ts';

/** A part of the screen and its first cell. */
export type Place = Part & { x: number; y: number };

/** The header with its tabs, or its second and third row. */
export const headerRows = (view: Pick<View, 'size' | 'strip'>): number => (showsStrip(view) ? 3 : 2);

/** Where every panel stands. */
export function placesOf(view: Pick<View, 'size' | 'focus' | 'panel' | 'zoom' | 'strip'>): Place[] {
  const shape = shapeOf(view);
  return shape.kind === 'too-small' ? [] : placed(shape, headerRows(view));
}

function placed(shape: Exclude<Shape, { kind: 'too-small' }>, top: number): Place[] {
  switch (shape.kind) {
    case 'compact':
      return downwards(shape.detail === undefined ? [shape.list] : [shape.list, shape.detail], 0, top);
    case 'stacked':
      return downwards([...shape.lists, shape.detail], 0, top);
    case 'grid': {
      const tops = sums(shape.rows.map((parts) => parts[0]?.height ?? 0));
      return shape.rows.flatMap((parts, index) => {
        const lefts = sums(parts.map(({ width }) => width));
        return parts.map((part, at) => ({ ...part, x: lefts[at] ?? 0, y: top + (tops[index] ?? 0) }));
      });
    }
    case 'columns': {
      const lefts = sums(shape.columns.map((parts) => parts[0]?.width ?? 0));
      return shape.columns.flatMap((parts, index) => downwards(parts, lefts[index] ?? 0, top));
    }
  }
}

function downwards(parts: readonly Part[], x: number, top: number): Place[] {
  const tops = sums(parts.map(({ height }) => height));
  return parts.map((part, index) => ({ ...part, x, y: top + (tops[index] ?? 0) }));
}

/** Where each begins when they follow each other. */
const sums = (lengths: readonly number[]): number[] =>
  lengths.map((_, index) => lengths.slice(0, index).reduce((sum, length) => sum + length, 0));
