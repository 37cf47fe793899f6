import { cleanLine } from '../text/sanitise.ts';
import { cutRight } from '../text/width.ts';

export const TITLE_COLUMNS_MAX = 100;
export const NOTICE_COLUMNS_MAX = 200;

export type Ring = 'bell' | 'osc9' | 'osc777';

/** The window's title; job names in it cannot end the sequence or begin another. */
export const titleSequence = (title: string): string => `\x1b]2;${harmless(title, TITLE_COLUMNS_MAX)}\x1b\\`;

/** Keeps the title on the terminal's own stack, to be put back on the way out. */
export const SAVE_TITLE = '\x1b[22;2t';
export const RESTORE_TITLE = '\x1b[23;2t';

/** Calls for attention: the bell, or a desktop notice where the terminal knows how. */
export const ringSequence = (ring: Ring, text: string): string => {
  const notice = harmless(text, NOTICE_COLUMNS_MAX);
  switch (ring) {
    case 'bell':
      return '\x07';
    case 'osc9':
      // ConEmu reads a number and a semicolon at the front as a command, such as progress or sleep.
      return `\x1b]9;${notice.replace(/^(?=\d+(;|$))/, ' ')}\x1b\\`;
    case 'osc777':
      return `\x1b]777;notify;openclaw-tui;${notice.replaceAll(';', ',')}\x1b\\`;
  }
};

const harmless = (text: string, columns: number): string => cutRight(cleanLine(text), columns);
