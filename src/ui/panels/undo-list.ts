import { formatTimeOfDay } from '../format/index.ts';
import { framed } from '../layout/frame.ts';
import { blank, fitting, type Line, selected, span, toWidth } from '../layout/line.ts';
import type { Scene } from '../scene.ts';
import { cleanLine } from '../text/sanitise.ts';
import { cutRight, padEnd, widthOf } from '../text/width.ts';

const TEXT_COLUMNS_MAX = 40;
const TIME_COLUMNS = 10;

/** The last changes, the newest first, over the lowest rows: each can be taken back, or says why not. */
export function withUndos(body: readonly Line[], scene: Scene, width: number): Line[] {
  const { undoing, undos = [] } = scene.view;
  if (undoing === undefined) return [...body];
  const texts = undos.map(({ text }) => cleanLine(text));
  const most = Math.min(TEXT_COLUMNS_MAX, Math.floor(width / 2));
  const columns = Math.min(most, Math.max(...texts.map(widthOf), 0));
  const rows = undos.map(({ id, at }, index): Line => {
    const isAt = index === undoing.index;
    const because = undoing.whyNot[id];
    const right = because === undefined ? 'can be taken back' : `stays: ${cleanLine(because)}`;
    const line: Line = [
      isAt ? span('▸', 'accent') : blank(1),
      span(` ${formatTimeOfDay(at, scene.facts.zone)}`, 'muted'),
      blank(2),
      span(padEnd(cutRight(texts[index] ?? '', columns), columns), because === undefined ? undefined : 'muted'),
      blank(2),
      span(cutRight(right, Math.max(8, width - columns - TIME_COLUMNS - 5)), 'muted'),
    ];
    return isAt ? selected(toWidth(line, width)) : line;
  });
  const frame = {
    title: 'Last changes',
    tabs: [],
    active: '',
    right: ['Esc back'],
    focused: true,
    edges: 'rule',
  } as const;
  const drawn = framed(frame, rows, width, Math.min(body.length, rows.length + 1));
  return [...body.slice(0, body.length - drawn.length), ...drawn];
}

export function undoFooter(width: number): Line {
  const hint = (keys: string, word: string): Line => [span(keys), span(` ${word}`, 'muted')];
  return toWidth(
    [blank(1), ...fitting([hint('Enter', 'takes it back'), hint('↑↓', 'choose'), hint('Esc', 'back')], width - 2, 2)],
    width,
  );
}
