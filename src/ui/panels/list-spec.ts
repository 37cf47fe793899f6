import type { Line } from '../layout/line.ts';
import type { Column, Placed } from '../layout/table.ts';
import type { Scene } from '../scene.ts';

/** How one list is drawn: its columns at a width, and what stands there when it is empty. */
export type ListSpec<Row> = {
  columns(scene: Scene, width: number): readonly Column<Row>[];
  /** The name in front of the result, where a row has left its list. */
  name(row: Row): string;
  /** What would be here, and how. */
  empty(scene: Scene): string[];
  /** A row that is no item: one line across. */
  rule?(row: Row, scene: Scene): string | undefined;
  /** What stands behind the name instead of all else: the row cannot be read. */
  problem?(row: Row): string | undefined;
  /** Where a row has a second line, that: see `linesAnItem`. */
  second?(row: Row, scene: Scene, placed: readonly Placed<Row>[], width: number): Line[];
  /** Drawn quieter than the others: it waits, or is over. */
  quiet?(row: Row): boolean;
};

export const cell = (...spans: Line): Line => spans;
