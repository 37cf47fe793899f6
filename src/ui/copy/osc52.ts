/** More is not given to a terminal: many take no more, and the rest would be lost without a word. */
export const COPY_BYTES_MAX = 100_000;

/** What stands between us and the terminal with the clipboard. */
export type ClipboardWay = 'terminal' | 'tmux' | 'screen';

/** Puts text into the clipboard of the terminal, also of one at the other end of ssh. */
export function clipboardSequence(text: string, way: ClipboardWay): string {
  const sequence = `\x1b]52;c;${Buffer.from(text).toString('base64')}\x07`;
  switch (way) {
    case 'terminal':
      return sequence;
    case 'tmux':
      // One is for a tmux that keeps the clipboard itself, the other for one that lets things through.
      return `${sequence}\x1bPtmux;${sequence.replaceAll('\x1b', '\x1b\x1b')}\x1b\\`;
    case 'screen':
      return (sequence.match(SCREEN_PIECES) ?? []).map((piece) => `\x1bP${piece}\x1b\\`).join('');
  }
}

/** Screen takes no longer string at once. */
const SCREEN_PIECES = /[\s\S]{1,500}/g;
