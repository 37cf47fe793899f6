import { fieldHint } from '../filter/facts.ts';
import { parseFilter, valueHint } from '../filter/parse.ts';
import { formatNumber } from '../format/index.ts';
import { isAsCame } from '../go-to/go-to.ts';
import { type Line, span, toWidth } from '../layout/line.ts';
import type { Scene } from '../scene.ts';
import { inKeys } from '../state/actions/key-words.ts';
import { marksOf } from '../state/marks.ts';
import type { ListId } from '../state/view.ts';
import { cleanLine } from '../text/sanitise.ts';
import { wrapText } from '../text/width.ts';

/** What stands in a list without a row: why, and what helps. `usual`: what it says where nothing narrows it. */
export function emptyRows(scene: Scene, id: ListId, usual: () => readonly string[], width: number): Line[] {
  const lines = textsOf(scene, id, usual).flatMap((text) => wrapText(text, width - 4, 4).lines);
  return [[], ...lines.map((line): Line => toWidth([span(`  ${line.trim()}`, 'muted')], width))];
}

function textsOf(scene: Scene, id: ListId, usual: () => readonly string[]): readonly string[] {
  const { lists, problems } = scene.view;
  const { filter } = lists[id];
  if (filter === '' && !problems) return usual();
  const esc = escText(scene, id);
  const parsed = parseFilter(filter);
  // It would be as empty without the filter.
  if (scene.data.lists[id]?.total === 0) return [...usual(), ...(filter === '' ? [] : [`${esc}.`])];
  const hint = parsed.problem ?? fieldHint(id, parsed) ?? valueHint(parsed);
  return [...(hint === undefined ? [] : [cleanLine(hint)]), nothingText(scene, id, esc)];
}

/** Which key shows more: Esc takes back one thing at a time, and this may not be the first. */
function escText({ view, keyboard }: Scene, id: ListId): string {
  if (marksOf(view, id).size > 0) return 'Esc unmarks, then shows more';
  if (isAsCame(view) && view.trail?.at(-1)?.came.list === id) return 'Esc goes back';
  if (view.lists[id].filter !== '') return 'Esc clears the filter';
  return view.zoom || view.frozen !== undefined
    ? inKeys('{problems} shows everything', keyboard)
    : 'Esc shows everything';
}

function nothingText({ view, data, keyboard }: Scene, id: ListId, esc: string): string {
  const filter = cleanLine(view.lists[id].filter);
  const { looked, goesOn } = data.lists[id] ?? {};
  const isWhole = looked === undefined;
  if (filter === '' && isWhole) return `No problem here; ${esc}.`;
  const within = isWhole || goesOn ? '' : ` in the ${firstOf(id)} ${formatNumber(looked)}`;
  const subject = view.problems ? `No problem${within}` : `Nothing${within}`;
  const matches = filter === '' ? ' here' : ` matches /${filter}`;
  if (goesOn) return `${subject}${matches} so far, the rest is looked through; ${esc}.`;
  return `${subject}${matches}; ${esc}.${isWhole ? '' : beyond(view, id, keyboard)}`;
}

const NEWEST_FIRST: ReadonlySet<ListId> = new Set<ListId>([
  'runs.recent',
  'approvals.decided',
  'alerts.open',
  'alerts.acknowledged',
  'activity.decisions',
  'activity.audit',
  'activity.log',
]);

/** Which rows of a list are looked at where not all of them are. */
export const firstOf = (id: ListId): string => (NEWEST_FIRST.has(id) ? 'newest' : 'first');

/** Lists that a filter looks through slice by slice, while they do not stand still. */
const GOES_ON: ReadonlySet<ListId> = new Set<ListId>(['jobs.all', 'jobs.disabled', 'runs.recent', 'activity.audit']);

/** Where what is further down can be found. */
function beyond(view: Scene['view'], id: ListId, keyboard: Scene['keyboard']): string {
  if (id === 'activity.decisions') return ' Runs has older runs, audit what people did.';
  if (view.frozen === undefined || !GOES_ON.has(id)) return '';
  return inKeys(' The rest is looked through when {freeze} ends FROZEN.', keyboard);
}
