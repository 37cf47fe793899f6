import { framed, insideOf } from '../layout/frame.ts';
import { blank, fitting, type Line, selected, span, toWidth } from '../layout/line.ts';
import { placesOf } from '../layout/places.ts';
import { place } from '../layout/table.ts';
import { chosenColumns, nameOfHead } from '../panels/columns.ts';
import { PANEL_TITLES, specOf } from '../panels/panel.ts';
import type { Scene } from '../scene.ts';
import { type ListId, PANELS, TABS } from '../state/view.ts';
import { padEnd, widthOf } from '../text/width.ts';
import { type ColumnEntry, entriesOf } from './choosing.ts';

const panelOf = (list: ListId) => PANELS.find((panel) => TABS[panel].includes(list)) ?? 'jobs';

/** The columns of the list, over the lowest rows; what is chosen shows at once in the list above. */
export function withChoosing(body: readonly Line[], scene: Scene, width: number): Line[] {
  const { choosing } = scene.view;
  if (choosing === undefined) return [...body];
  const { list, index } = choosing;
  const entries = entriesOf(scene.view, list, scene.columns);
  const placed = placedNames(scene, list);
  const columns = Math.max(...entries.map(({ name }) => widthOf(name)), LAST.length);
  const rows = [
    ...entries.map((entry): [string, string, string] => [...spelled(entry), noteOf(entry, placed)]),
    [' ', LAST, 'as configured, or as shipped'] as [string, string, string],
  ].map(([mark, name, note], at): Line => {
    const line: Line = [
      at === index ? span('▸', 'accent') : blank(1),
      span(` ${mark} `),
      span(padEnd(name.replaceAll('-', ' '), columns)),
      span(`   ${note}`, 'muted'),
    ];
    return at === index ? selected(toWidth(line, width)) : line;
  });
  const tab = list.slice(list.indexOf('.') + 1);
  const title = `Columns of ${PANEL_TITLES[panelOf(list)].slice(2)}, ${tab}`;
  const frame = { title, tabs: [], active: '', right: ['Esc back'], focused: true, edges: 'rule' } as const;
  const room = Math.min(body.length, rows.length + 1);
  // Where not all fit, the one under the cursor does.
  const top = Math.max(0, Math.min(index - (room - 2), rows.length - (room - 1)));
  const drawn = framed(frame, rows.slice(top), width, room);
  return [...body.slice(0, body.length - drawn.length), ...drawn];
}

const LAST = 'all as before';

const spelled = ({ name, state }: ColumnEntry): [string, string] => [state === 'hidden' ? ' ' : '✓', name];

function noteOf({ name, state }: ColumnEntry, placed: ReadonlySet<string> | undefined): string {
  if (state === 'hidden') return 'hidden';
  const fits = placed === undefined || placed.has(name);
  if (state === 'stays') return fits ? 'always there' : 'always there, where there is room';
  return fits ? '' : 'no room at this width';
}

/** The columns that have room where the list stands; unknown where it is not on the screen. */
function placedNames(scene: Scene, list: ListId): ReadonlySet<string> | undefined {
  const panel = panelOf(list);
  const at = placesOf(scene.view).find(({ part }) => part === panel);
  if (at === undefined) return undefined;
  const { columns: width } = insideOf(at.edges, at.width, at.height);
  const chosen = scene.view.columns?.[list] ?? scene.columns?.[panel];
  const placed = place(chosenColumns(specOf(list).columns(scene, width), chosen), width);
  return new Set(placed.map(({ column }) => nameOfHead(column.head)));
}

export function choosingFooter(width: number): Line {
  const hint = (keys: string, word: string): Line => [span(keys), span(` ${word}`, 'muted')];
  const hints = [
    hint('Enter', 'shows, hides'),
    hint('←→', 'earlier, later'),
    hint('↑↓', 'choose'),
    hint('Esc', 'back'),
  ];
  return toWidth([blank(1), ...fitting(hints, width - 2, 2)], width);
}
