import { formatTimeOfDay } from '../format/index.ts';
import type { Line } from '../layout/line.ts';
import { overLowest, smallListFooter } from '../layout/small-list.ts';
import type { Scene } from '../scene.ts';

/** The last changes, the newest first, over the lowest rows: each can be taken back, or says why not. */
export function withUndos(body: readonly Line[], scene: Scene, width: number): Line[] {
  const { undoing, undos = [] } = scene.view;
  if (undoing === undefined) return [...body];
  const rows = undos.map(({ id, at, text }) => {
    const because = undoing.whyNot[id];
    const lead = formatTimeOfDay(at, scene.facts.zone);
    return because === undefined
      ? { lead, text, note: 'can be taken back' }
      : { lead, text, note: `stays: ${because}`, isOff: true };
  });
  return overLowest(body, { title: 'Last changes', index: undoing.index, rows }, width);
}

export const undoFooter = (width: number): Line =>
  smallListFooter(
    [
      ['Enter', 'takes it back'],
      ['↑↓', 'choose'],
      ['Esc', 'back'],
    ],
    width,
  );
