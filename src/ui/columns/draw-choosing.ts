import { insideOf } from '../layout/frame.ts';
import type { Line } from '../layout/line.ts';
import { placesOf } from '../layout/places.ts';
import { overLowest, smallListFooter } from '../layout/small-list.ts';
import { place } from '../layout/table.ts';
import { chosenColumns, nameOfHead } from '../panels/columns.ts';
import { specOf } from '../panels/panel.ts';
import { PANEL_TITLES } from '../panels/titles.ts';
import type { Scene } from '../scene.ts';
import { type ListId, PANELS, TABS } from '../state/view.ts';
import { type ColumnEntry, entriesOf } from './choosing.ts';

const panelOf = (list: ListId) => PANELS.find((panel) => TABS[panel].includes(list)) ?? 'jobs';

/** The columns of the list, over the lowest rows; what is chosen shows at once in the list above. */
export function withChoosing(body: readonly Line[], scene: Scene, width: number): Line[] {
  const { choosing } = scene.view;
  if (choosing === undefined) return [...body];
  const { list, index } = choosing;
  const entries = entriesOf(scene.view, list, scene.columns);
  const placed = placedNames(scene, list);
  const rows = [
    ...entries.map((entry) => ({
      lead: entry.state === 'hidden' ? ' ' : '✓',
      text: entry.name.replaceAll('-', ' '),
      note: noteOf(entry, placed),
    })),
    { lead: ' ', text: LAST, note: 'as configured, or as shipped' },
  ];
  const tab = list.slice(list.indexOf('.') + 1);
  const title = `Columns of ${PANEL_TITLES[panelOf(list)].slice(2)}, ${tab}`;
  return overLowest(body, { title, index, rows }, width);
}

const LAST = 'all as before';

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

export const choosingFooter = (width: number): Line =>
  smallListFooter(
    [
      ['Enter', 'shows, hides'],
      ['←→', 'earlier, later'],
      ['↑↓', 'choose'],
      ['Esc', 'back'],
    ],
    width,
  );
