import { momentFooter } from '../detail/why-moment.ts';
import { blank, fitting, joined, type Line, span, spread, toWidth, widthOfLine } from '../layout/line.ts';
import { entryWords } from '../output/draw-output.ts';
import { lookingOf, pageOf } from '../output/page-of.ts';
import { aroundOf, type Scene } from '../scene.ts';
import type { Action } from '../state/actions/action.ts';
import { writtenKey } from '../state/actions/keyboard.ts';
import { hasMarks } from '../state/actions/marks.ts';
import { whyOff } from '../state/actions/press.ts';
import { KEYBOARD, placeOf } from '../state/actions/table.ts';
import { selectionOf } from '../state/selection.ts';
import { cutLeft } from '../text/width.ts';
import { isWidest } from './lower-half.ts';
import { startChoices } from './start.ts';

const hint = (keys: string, word: string): Line => [span(keys), span(` ${word}`, 'muted')];

/** What the keys do here; those that are off just now are left out. */
export function footerLine(scene: Scene, width: number): Line {
  if (scene.view.filterEdit !== undefined) {
    return toWidth(
      [
        blank(1),
        ...fitting(
          [
            hint('Enter', 'keep the filter'),
            hint('Esc', 'clear it'),
            ...((scene.view.filters ?? []).length === 0 ? [] : [hint('↑↓', 'filters of before')]),
            hint('word ~fuzzy /pattern/ field:value !not', ''),
          ],
          width - 2,
          2,
        ),
      ],
      width,
    );
  }
  const entry = outputEntry(scene);
  if (entry !== undefined) return entryFooter(entry, width);
  const asking = momentFooter(scene, width);
  if (asking !== undefined) return asking;
  if (scene.view.focus === 'start') return startFooter(scene, width);
  const { actions } = scene.keyboard ?? KEYBOARD;
  const here = actions.filter(
    (action) => isHere(action, scene) && (width >= WIDE_COLUMNS || !ONLY_WIDE.has(action.id)),
  );
  const left = [...here.filter((action) => action.group === 'act'), ...inOrder(here), ...moreOf(actions, scene, here)];
  const unmark = hasMarks(scene.view) && scene.view.focus !== 'detail' ? [hint('Esc', 'unmark')] : [];
  const place = placeOf(scene.view, scene.data);
  const taken = new Set(actions.filter(({ only }) => only !== undefined && only === place).flatMap(({ keys }) => keys));
  const always = actions.filter(
    (action) =>
      isAlways(action) &&
      (action.only === undefined ? !action.keys.some((key) => taken.has(key)) : place === action.only),
  );
  const leftLine: Line = [blank(1), ...fitting([...unmark, ...left.map(hintIn(scene))], width - RIGHT_LEAST, 2)];
  return spread(leftLine, rightHints(withViews(always, actions, scene), width - widthOfLine(leftLine) - 1), width);
}

/** So many columns are kept for what is everywhere. */
const RIGHT_LEAST = 26;

/** What only looks, in the order in which it is of use; the rest as it stands in the table. */
const LOOKS_ORDER: readonly string[] = ['why', 'open', 'mark', 'go-to', 'copy'];

const inOrder = (actions: readonly Action[]): Action[] =>
  actions
    .filter((action) => action.group !== 'act')
    .map((action, index) => ({ action, at: placeIn(LOOKS_ORDER, action.id, index) }))
    .sort((a, b) => a.at - b.at)
    .map(({ action }) => action);

const placeIn = (order: readonly string[], id: string, index: number): number =>
  order.includes(id) ? order.indexOf(id) : order.length + index;

/** The widest screens name what else can be done with the job behind the row. */
const MORE: readonly string[] = ['run', 'cancel', 'pause'];

function moreOf(actions: readonly Action[], { view, readOnly, data }: Scene, here: readonly Action[]): Action[] {
  if (!isWidest(view) || readOnly || view.locked !== undefined || placeOf(view, data) === 'output') return [];
  if (selectionOf(view, data).jobId === undefined) return [];
  return MORE.flatMap((id) => actions.filter((action) => action.id === id && action.keys.length > 0)).filter(
    (action) => !here.includes(action),
  );
}

/** What can be done everywhere; on the widest screens with the ways to look. */
type Always = { id: string; hint: Line };

function withViews(always: readonly Action[], actions: readonly Action[], scene: Scene): Always[] {
  const listed = always.map((action): Always => ({ id: action.id, hint: hintIn(scene)(action) }));
  if (!isWidest(scene.view) || placeOf(scene.view, scene.data) === 'output') return listed;
  const views = VIEWS.flatMap(([id, word]) => {
    const key = actions.find((action) => action.id === id)?.keys[0];
    return key === undefined ? [] : [{ id, hint: hint(writtenKey(key), word) }];
  });
  const panels = { id: 'panels', hint: hint('1–6 0', 'panel') };
  const at = listed.findIndex(({ id }) => id === 'palette');
  return [...listed.slice(0, at), ...views, panels, ...listed.slice(at)];
}

const VIEWS = [
  ['zoom', 'zoom'],
  ['time.style', 'time'],
] as const;

/** Where it is narrow the way out is of more use. */
const ONLY_WIDE: ReadonlySet<Action['id']> = new Set(['copy']);
const WIDE_COLUMNS = 110;

/** The first to leave when it is narrow. */
const LEAVES_FIRST: readonly string[] = ['panels', 'time.style', 'zoom', 'problems', 'leave', 'filter'];

function rightHints(hints: readonly Always[], room: number): Line {
  let kept = [...hints];
  const line = (): Line => [
    ...joined(
      kept.map((each) => each.hint),
      2,
    ),
    blank(1),
  ];
  for (const id of LEAVES_FIRST) {
    if (widthOfLine(line()) <= room) break;
    kept = kept.filter((each) => each.id !== id);
  }
  return line();
}

const hintOf = (action: Action): Line =>
  hint(
    writtenKey(action.keys[0] ?? ''),
    (action.footer?.word ?? action.title) + (action.opens === undefined ? '' : '…'),
  );

/** A run is run again, a job is run. */
const hintIn =
  ({ view, data }: Scene) =>
  (action: Action): Line => {
    const kind = action.id === 'run' ? selectionOf(view, data).kind : 'none';
    if (kind !== 'run' && kind !== 'past') return action.footer === undefined ? named(action) : hintOf(action);
    return hint(writtenKey(action.keys[0] ?? ''), 'run again…');
  };

/** The footer has the word without its object. */
const named = (action: Action): Line =>
  hint(writtenKey(action.keys[0] ?? ''), `${action.id}${action.opens === undefined ? '' : '…'}`);

const isAlways = ({ footer, keys }: Action): boolean => footer !== undefined && 'always' in footer && keys.length > 0;

function isHere(action: Action, scene: Scene): boolean {
  const { footer } = action;
  if (
    footer === undefined ||
    action.keys.length === 0 ||
    'always' in footer ||
    !footer.panels.includes(scene.view.panel)
  )
    return false;
  if ((scene.readOnly || scene.view.locked !== undefined) && action.group === 'act') return false;
  // Where output is looked at its own keys are named, beside those that change something.
  const place = placeOf(scene.view, scene.data);
  if (place === 'output' ? action.only === undefined && action.group !== 'act' : action.only !== undefined)
    return false;
  const keyboard = scene.keyboard === undefined ? {} : { keyboard: scene.keyboard };
  return whyOff(scene.view, action, '', { data: scene.data, ...aroundOf(scene), ...keyboard }) === undefined;
}

/** What is looked for in output is written here: the last line is there at every size. */
function entryFooter({ lead, hits }: { lead: string; hits: string }, width: number): Line {
  const hints = [hint('Enter', 'finds it'), hint('Esc', 'leaves')];
  const right: Line = [span(hits, 'muted'), blank(hits === '' ? 0 : 2), ...fitting(hints, width / 2, 2), blank(1)];
  const room = width - widthOfLine(right) - 3;
  return spread([blank(1), span(cutLeft(lead, room))], right, width);
}

function outputEntry({ view, data }: Scene): ReturnType<typeof entryWords> {
  const { detail } = data;
  return detail === undefined ? undefined : entryWords(lookingOf(view, detail), pageOf(detail));
}

/** Where the keys that are everywhere begin, on a screen wide enough for both. */
const START_ALWAYS_AT = 44;

function startFooter(scene: Scene, width: number): Line {
  const choice = startChoices(scene)[scene.view.start.index]?.id;
  const word = choice === 'first-job' || choice === 'demo' ? 'open' : 'show the plan…';
  const own = scene.readOnly ? [] : [hint('Enter', word), hint('+', 'new job…')];
  const left: Line = [blank(1), ...fitting(own, width - 2, 2)];
  const always = (scene.keyboard ?? KEYBOARD).actions.filter(({ id }) => ['palette', 'keys', 'leave'].includes(id));
  const right = joined(always.map(hintOf), 2);
  const gap = Math.max(START_ALWAYS_AT - widthOfLine(left), 2);
  return toWidth([...left, blank(Math.min(gap, width - widthOfLine(left) - widthOfLine(right) - 1)), ...right], width);
}
