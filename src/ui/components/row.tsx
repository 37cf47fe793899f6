import { Text } from 'ink';
import { memo } from 'react';
import { useStore } from 'zustand';

import type { FrameStore } from '../console/frame.ts';
import { styleOfSpan } from '../layout/span-style.ts';
import type { Theme } from '../theme/theme.ts';

type Props = { frame: FrameStore; theme: Theme; index: number };

/** One row of the terminal: drawn again only when its own text or colours have changed. */
export const Row = memo(function Row({ frame, theme, index }: Props) {
  const line = useStore(frame, (state) => state.lines[index]);
  return (
    <Text wrap="truncate">
      {line?.map((part, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a span has no name of its own, its place in the row is what it is
        <Text key={at} {...styleOfSpan(part, theme)}>
          {part.text}
        </Text>
      ))}
    </Text>
  );
});
