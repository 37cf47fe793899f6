import { framed } from '../layout/frame.ts';
import { blank, fitting, type Line, selected, span, toWidth } from '../layout/line.ts';
import type { Scene } from '../scene.ts';
import { cleanLine } from '../text/sanitise.ts';
import { cutMiddle, padEnd, widthOf } from '../text/width.ts';
import { choicesFor } from './choices.ts';

/** The places that belong to the selected row, over the lowest rows of what is looked at. */
export function withGoTo(body: readonly Line[], scene: Scene, width: number): Line[] {
  const { going } = scene.view;
  if (going === undefined) return [...body];
  const choices = choicesFor(scene.view, scene.data);
  const columns = Math.max(...choices.map(({ what }) => widthOf(what)), 0);
  const rows = choices.map(({ what, name }, index): Line => {
    const isAt = index === going.index;
    const line: Line = [
      isAt ? span('▸', 'accent') : blank(1),
      span(` ${index + 1}  `, 'muted'),
      span(padEnd(what, columns)),
      span(`   ${cutMiddle(cleanLine(name), Math.max(8, width - columns - 9))}`, 'muted'),
    ];
    return isAt ? selected(toWidth(line, width)) : line;
  });
  const frame = { title: 'Go to', tabs: [], active: '', right: ['Esc back'], focused: true, edges: 'rule' } as const;
  const drawn = framed(frame, rows, width, Math.min(body.length, rows.length + 1));
  return [...body.slice(0, body.length - drawn.length), ...drawn];
}

export function goToFooter(width: number, enter = 'goes there'): Line {
  const hint = (keys: string, word: string): Line => [span(keys), span(` ${word}`, 'muted')];
  const hints = [hint('Enter', enter), hint('1–9', 'at once'), hint('↑↓', 'choose'), hint('Esc', 'back')];
  return toWidth([blank(1), ...fitting(hints, width - 2, 2)], width);
}
