import { createStore, type StoreApi } from 'zustand/vanilla';
import { drawScreen } from '../draw-screen.ts';
import { inAscii } from '../layout/ascii.ts';
import { type Line, sameLine } from '../layout/line.ts';
import type { Scene } from '../scene.ts';
import type { Glyphs } from '../theme/marks.ts';

/** The drawn frame; a row that did not change is the same object, so that nothing draws it again. */
export type Frame = { lines: readonly Line[] };
export type FrameStore = StoreApi<Frame>;

export const createFrame = (): FrameStore => createStore<Frame>(() => ({ lines: [] }));

/** Draws the scene, and tells the screen only if something visible is different. */
export function paint(frame: FrameStore, scene: Scene, glyphs: Glyphs): void {
  const drawn = drawScreen(scene);
  const fresh = glyphs === 'ascii' ? drawn.map(inAscii) : drawn;
  const old = frame.getState().lines;
  const lines = fresh.map((line, index) => {
    const before = old[index];
    return before !== undefined && sameLine(before, line) ? before : line;
  });
  if (lines.length === old.length && lines.every((line, index) => line === old[index])) return;
  frame.setState({ lines });
}
