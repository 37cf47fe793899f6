import { Text } from 'ink';
import { memo } from 'react';
import { useStore } from 'zustand';

import type { FrameStore } from '../console/frame.ts';
import { styleOfSpan } from '../layout/span-style.ts';
import { styled } from '../theme/escape-codes.ts';
import type { Theme } from '../theme/theme.ts';

type Props = { frame: FrameStore; theme: Theme; index: number };

/** One row of the terminal: drawn again only when its own text or colours have changed. */
export const Row = memo(function Row({ frame, theme, index }: Props) {
  const line = useStore(frame, (state) => state.lines[index]);
  // One text with its colours in it: of a `Text` for each span Ink would make, measure and clean ten times as many nodes.
  const text = line?.map((part) => styled(part.text, styleOfSpan(part, theme))).join('');
  return <Text wrap="truncate">{text}</Text>;
});
