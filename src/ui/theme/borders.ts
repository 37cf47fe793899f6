import type { Glyphs } from './marks.ts';

export type Weight = 'light' | 'heavy';

/** The shape Ink takes as `borderStyle`. */
export type Border = {
  topLeft: string;
  top: string;
  topRight: string;
  right: string;
  bottomRight: string;
  bottom: string;
  bottomLeft: string;
  left: string;
};

const border = (corners: string, horizontal: string, vertical: string): Border => {
  const [topLeft = '', topRight = '', bottomLeft = '', bottomRight = ''] = [...corners];
  return {
    topLeft,
    top: horizontal,
    topRight,
    right: vertical,
    bottomRight,
    bottom: horizontal,
    bottomLeft,
    left: vertical,
  };
};

/** Heavy is the focus, so that it reads in black and white as well. */
export const BORDERS: Record<Glyphs, Record<Weight, Border>> = {
  unicode: { light: border('╭╮╰╯', '─', '│'), heavy: border('┏┓┗┛', '━', '┃') },
  ascii: { light: border('++++', '-', '|'), heavy: border('####', '=', '#') },
};
