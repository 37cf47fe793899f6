/** Bytes that mean something within a sequence of ECMA-48, or end one. */
export const ESC = 0x1b;
export const BELL = 0x07;
export const CTRL_C = 0x03;
export const CANCEL = 0x18;
export const SUBSTITUTE = 0x1a;
export const DOLLAR = 0x24;
export const LETTER_M = 0x4d;
export const LEFT_BRACKET = 0x5b;
export const BACKSLASH = 0x5c;
export const C1_STRING_END = 0x9c;
export const REPLACEMENT = 0xfffd;
/** A C1 control is its two-byte form ESC and this byte in one. */
export const C1_OFFSET = 0x40;

export const isControl = (byte: number): boolean => byte < 0x20;
export const isAscii = (byte: number): boolean => byte < 0x80;
export const isFinal = (byte: number): boolean => byte >= 0x40 && byte < 0x7f;
export const isContinuation = (byte: number): boolean => (byte & 0xc0) === 0x80;

/** How many bytes the UTF-8 character has that begins with this one; undefined where none does. */
export const characterLength = (byte: number): number | undefined => {
  if (byte < 0xc2 || byte > 0xf4) return undefined;
  return byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
};
