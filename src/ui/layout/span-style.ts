import type { TextStyle, Theme } from '../theme/theme.ts';
import type { Span } from './line.ts';

/** How a span looks, on the screen and on its pictures. */
export function styleOfSpan(part: Span, theme: Theme): TextStyle {
  const token = part.token ?? 'text';
  const own = part.colour === undefined || part.badge || part.sel ? undefined : theme.paintJob(part.colour);
  const style = own ?? (part.badge ? theme.badge(token) : part.sel ? theme.paintSelected(token) : theme.paint(token));
  return part.bold ? { ...style, bold: true } : style;
}
