import { Text } from 'ink';
import { memo } from 'react';
import { useStore } from 'zustand';

import type { FrameStore } from '../console/frame.ts';
import type { Span } from '../layout/line.ts';
import type { TextStyle, Theme } from '../theme/theme.ts';

type Props = { frame: FrameStore; theme: Theme; index: number };

/** One row of the terminal: drawn again only when its own text or colours have changed. */
export const Row = memo(function Row({ frame, theme, index }: Props) {
  const line = useStore(frame, (state) => state.lines[index]);
  return (
    <Text wrap="truncate">
      {line?.map((part, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a span has no name of its own, its place in the row is what it is
        <Text key={at} {...styleOf(part, theme)}>
          {part.text}
        </Text>
      ))}
    </Text>
  );
});

function styleOf(part: Span, theme: Theme): TextStyle {
  const token = part.token ?? 'text';
  const style = part.badge ? theme.badge(token) : part.sel ? theme.paintSelected(token) : theme.paint(token);
  return part.bold ? { ...style, bold: true } : style;
}
