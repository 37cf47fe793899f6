import type { Line } from '../layout/line.ts';
import { overLowest, smallListFooter } from '../layout/small-list.ts';
import type { Scene } from '../scene.ts';
import { cutMiddle } from '../text/width.ts';
import { choicesFor, placesBeyond } from './choices.ts';

/** The places that belong to the selected row, over the lowest rows of what is looked at. */
export function withGoTo(body: readonly Line[], scene: Scene, width: number): Line[] {
  const { going } = scene.view;
  if (going === undefined) return [...body];
  const choices = choicesFor(scene.view, scene.data);
  const rows = choices.map(({ what, name }, index) => ({ lead: numberOf(index), text: what, note: name }));
  const total = rows.length + placesBeyond(scene.view, scene.data);
  return overLowest(body, { title: 'Go to', index: going.index, rows, total, cut: cutMiddle }, width);
}

/** The first nine have a key of their own. */
export const numberOf = (index: number): string => (index < 9 ? String(index + 1) : ' ');

export const goToFooter = (width: number, enter = 'goes there'): Line =>
  smallListFooter(
    [
      ['Enter', enter],
      ['1–9', 'at once'],
      ['↑↓', 'choose'],
      ['Esc', 'back'],
    ],
    width,
  );
