/** Stands where something was left away. */
export const CUT_MARK = ' … (cut)';

/** At most so many bytes of a text, its mark included where there is room for it; never a part of a character. */
export function cutText(text: string, bytesMax: number): string {
  if (fits(text, bytesMax)) return text;
  const markBytes = Buffer.byteLength(CUT_MARK);
  return bytesMax < markBytes ? headOf(text, bytesMax) : `${headOf(text, bytesMax - markBytes).trimEnd()}${CUT_MARK}`;
}

/** The same without a mark, for what is marked elsewhere. */
export function headOf(text: string, bytesMax: number): string {
  if (fits(text, bytesMax)) return text;
  // A character has at least one byte, so more of them than bytes are never needed.
  const bytes = Buffer.from(text.slice(0, bytesMax + 1).toWellFormed());
  let end = Math.min(bytesMax, bytes.length);
  while (end > 0 && ((bytes[end] ?? 0) & 0b1100_0000) === 0b1000_0000) end -= 1;
  return bytes.toString('utf8', 0, end);
}

/** Counting bytes is dear in long texts, and three for each unit are the most there can be. */
const fits = (text: string, bytesMax: number): boolean =>
  text.length * 3 <= bytesMax || (text.length <= bytesMax && Buffer.byteLength(text) <= bytesMax);
