import { cutRight, widthOf } from './width.ts';

/** As many whole words as have room; half a word only where not even the first has. */
export function cutWords(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  const kept = cutRight(text, columns).slice(0, -1);
  const end = text.charAt(kept.length) === ' ' ? kept.length : kept.lastIndexOf(' ');
  return `${(end > 0 ? kept.slice(0, end) : kept).replace(/[\s,;:(]+$/, '')}…`;
}
