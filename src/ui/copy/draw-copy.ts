import { numberOf } from '../go-to/draw-go-to.ts';
import type { Line } from '../layout/line.ts';
import { overLowest } from '../layout/small-list.ts';
import type { Scene } from '../scene.ts';
import { copyChoices } from './choices.ts';

/** What can be copied or saved, over the lowest rows of what is looked at. */
export function withCopy(body: readonly Line[], scene: Scene, width: number): Line[] {
  const { copying } = scene.view;
  if (copying === undefined) return [...body];
  const choices = copyChoices(scene.view, scene.data, copying.of, scene.facts.homeLabel);
  const rows = choices.map(({ what, shown, kind }, index) => ({
    lead: numberOf(index),
    text: what,
    note: kind === 'save-view' && scene.readOnly ? 'off: read-only' : shown,
  }));
  const title = copying.of === 'item' ? 'Copy' : 'Copy or save the view';
  return overLowest(body, { title, index: copying.index, rows }, width);
}
