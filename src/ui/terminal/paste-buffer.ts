import { Buffer } from 'node:buffer';

export const PASTE_BYTES_MAX = 64 * 1024;

export type PasteBuffer = {
  /** True when this byte ended the paste. */
  push(byte: number): boolean;
  full(): boolean;
  text(): string;
};

/** Collects what stands between the bracketed-paste marks, up to `PASTE_BYTES_MAX`; the rest is counted out and lost. */
export const createPasteBuffer = (): PasteBuffer => {
  const bytes = Buffer.alloc(PASTE_BYTES_MAX);
  let length = 0;
  let matched = 0;
  let overflown = false;

  const keep = (byte: number): void => {
    if (length === PASTE_BYTES_MAX) overflown = true;
    else bytes[length++] = byte;
  };

  return {
    push: (byte) => {
      if (byte === END_MARK[matched]) {
        matched += 1;
        return matched === END_MARK.length;
      }
      // ESC stands only at the front of the mark, so a failed match can begin anew with this byte alone.
      for (let index = 0; index < matched; index += 1) keep(END_MARK[index] ?? 0);
      matched = byte === END_MARK[0] ? 1 : 0;
      if (matched === 0) keep(byte);
      return false;
    },
    full: () => overflown,
    text: () => readable(bytes.subarray(0, length)),
  };
};

const END_MARK = Buffer.from('\x1b[201~');

// A cut may fall inside a character; what is left of it is no part of the text.
const readable = (bytes: Uint8Array): string =>
  new TextDecoder()
    .decode(bytes)
    .replace(/\r\n?/g, '\n')
    .replace(/[\0-\x08\x0b-\x1f\x7f-\x9f]/g, '')
    .replace(/\ufffd+$/, '');
