import type * as Rules from '@alcalzone/ansi-tokenize';

type Cell = Rules.StyledChar;

export declare const isPlainRow: (text: string) => boolean;

export declare function createCells(
  rules: Pick<typeof Rules, 'tokenize' | 'reduceAnsiCodesIncremental' | 'diffAnsiCodes' | 'ansiCodesToString'>,
): {
  blank: Cell;
  plainCellsOf(text: string): Cell[] | undefined;
  shared(cells: readonly Cell[]): Cell[];
  textOf(cells: readonly Cell[]): string;
};
