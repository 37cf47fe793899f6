import { framed } from '../layout/frame.ts';
import { blank, type Line, selected, span, toWidth } from '../layout/line.ts';
import type { Scene } from '../scene.ts';
import { cleanLine } from '../text/sanitise.ts';
import { cutRight, padEnd, widthOf } from '../text/width.ts';
import { copyChoices } from './choices.ts';

/** What can be copied or saved, over the lowest rows of what is looked at. */
export function withCopy(body: readonly Line[], scene: Scene, width: number): Line[] {
  const { copying } = scene.view;
  if (copying === undefined) return [...body];
  const choices = copyChoices(scene.view, scene.data, copying.of, scene.facts.homeLabel);
  const columns = Math.max(...choices.map(({ what }) => widthOf(what)), 0);
  const rows = choices.map(({ what, shown, kind }, index): Line => {
    const isAt = index === copying.index;
    const text = kind === 'save-view' && scene.readOnly ? 'off: read-only' : cleanLine(shown);
    const line: Line = [
      isAt ? span('▸', 'accent') : blank(1),
      span(` ${index + 1}  `, 'muted'),
      span(padEnd(what, columns)),
      span(`   ${cutRight(text, Math.max(8, width - columns - 9))}`, 'muted'),
    ];
    return isAt ? selected(toWidth(line, width)) : line;
  });
  const title = copying.of === 'item' ? 'Copy' : 'Copy or save the view';
  const frame = { title, tabs: [], active: '', right: ['Esc back'], focused: true, edges: 'rule' } as const;
  const drawn = framed(frame, rows, width, Math.min(body.length, rows.length + 1));
  return [...body.slice(0, body.length - drawn.length), ...drawn];
}
