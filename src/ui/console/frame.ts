import { createStore, type StoreApi } from 'zustand/vanilla';
import { drawScreen } from '../draw-screen.ts';
import { inAscii } from '../layout/ascii.ts';
import { type Line, sameLine } from '../layout/line.ts';
import type { Scene } from '../scene.ts';
import type { Theme } from '../theme/theme.ts';

/** The drawn frame; a row that did not change is the same object, so that nothing draws it again. */
export type Frame = { lines: readonly Line[]; theme: Theme };
export type FrameStore = StoreApi<Frame>;

export const createFrame = (theme: Theme): FrameStore => createStore<Frame>(() => ({ lines: [], theme }));

/** Draws the scene, and tells the screen only if something visible is different. */
export function paint(frame: FrameStore, scene: Scene, theme: Theme): void {
  const drawn = drawScreen(scene);
  const fresh = theme.glyphs === 'ascii' ? drawn.map(inAscii) : drawn;
  const { lines: old, theme: worn } = frame.getState();
  const lines = fresh.map((line, index) => {
    const before = old[index];
    return before !== undefined && sameLine(before, line) ? before : line;
  });
  if (theme === worn && lines.length === old.length && lines.every((line, index) => line === old[index])) return;
  frame.setState({ lines, theme });
}
