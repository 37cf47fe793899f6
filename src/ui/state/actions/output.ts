import { formatPlural } from '../../format/index.ts';
import { cursorIndex, moved } from '../../output/follow.ts';
import { CONTEXT_MAX, type Looking, MARKS_MAX, nextOf, sameLineId, TIME_WINDOWS } from '../../output/looking.ts';
import { lookingOf, pageOf } from '../../output/page-of.ts';
import { nextRunOf } from '../../output/run-words.ts';
import type { ScreenContext } from '../events.ts';
import { still, told } from '../reduced.ts';
import { PANELS, type View } from '../view.ts';
import type { Action } from './action.ts';
import { inKeysOf } from './keyboard.ts';
import { back } from './views.ts';

type Change = (looking: Looking, context: ScreenContext) => { looking: Looking; say?: string };

/** Keys that mean something only while output is looked at. */
export const OUTPUT_ACTIONS: readonly Action[] = [
  look('follow', ['F'], 'follow, or stop', followed, 'follow'),
  look(
    'output.wrap',
    ['W'],
    'wrap long lines',
    ({ wraps, ...rest }) => ({
      looking: { ...rest, wraps: !wraps, column: 0 },
      say: wraps ? 'long lines are cut; {output.left} {output.right} go sideways' : 'long lines are wrapped',
    }),
    'wrap',
  ),
  look(
    'output.times',
    ['T'],
    'clock, elapsed, no times',
    (looking) => {
      const times = nextOf(['clock', 'since', 'off'] as const, looking.times);
      return {
        looking: { ...looking, times },
        say: { clock: 'times of day', since: 'times since the start', off: 'no times' }[times],
      };
    },
    'times',
  ),
  look('output.streams', ['m'], 'stdout, stderr, both', (looking) => {
    const streams = nextOf(['both', 'out', 'err'] as const, looking.streams);
    return { looking: { ...looking, streams }, say: streams === 'both' ? 'stdout and stderr' : `std${streams} only` };
  }),
  look('output.json', ['J'], 'JSON in rows', (looking) => ({
    looking: { ...looking, json: !looking.json },
    say: looking.json ? 'lines as they came' : 'lines of JSON are shown in rows',
  })),
  look('output.window', ['i'], 'only the last minutes', (looking) => {
    const window = nextOf(TIME_WINDOWS, looking.window);
    return { looking: atEnd({ ...looking, window }), say: window === 'all' ? 'from all times' : `the last ${window}` };
  }),
  look('output.clear', ['C'], 'clear the view', (looking, { data }) => {
    const sizes = data.detail?.page?.sizes;
    if (sizes === undefined) return { looking };
    return { looking: atEnd({ ...looking, floor: sizes }), say: 'cleared the view; Esc shows all again' };
  }),
  {
    ...look('output.search', ['/'], 'search', (looking) => ({
      looking: { ...looking, entry: { kind: 'search', text: '' } },
    })),
    footer: { always: true, word: 'search' },
  },
  look(
    'output.only',
    ['&'],
    'only matching lines',
    (looking) => ({
      looking: { ...looking, entry: { kind: 'only', text: looking.only } },
    }),
    'only',
  ),
  context('output.more', '+', 'more around a match', 1),
  context('output.less', '-', 'less around a match', -1),
  find('output.next', 'n', 'next match below', 1),
  find('output.previous', 'N', 'next match above', -1),
  look('output.mark', ['Space'], 'mark the line', marked),
  sideways('output.left', ['Left', 'h'], '← h', -1),
  sideways('output.right', ['Right', 'l'], '→ l', 1),
  {
    id: 'output.open',
    keys: ['Enter'],
    title: 'the run after it',
    group: 'look',
    only: 'output',
    run: (view, { at }, { data }) => {
      const detail = data.detail?.detail;
      const next = detail?.kind === 'run' ? nextRunOf(detail.run.id, detail.job.history) : undefined;
      if (next === undefined)
        return still({ ...view, message: told('bad', '', 'no run of this job came after it', at) });
      const looking = lookingOf(view, data.detail);
      return still({ ...view, looking: { ...atEnd(looking), marks: [], instead: next } });
    },
  },
  {
    id: 'output.pager',
    keys: ['|'],
    title: 'open in the pager',
    group: 'look',
    only: 'output',
    footer: { panels: PANELS, word: 'pager' },
    offBecause: (_view, _data, { readOnly }) => (readOnly ? 'read-only: {output.pager} is off' : undefined),
    run: (view) => still(view, [{ kind: 'pager' }]),
  },
  {
    id: 'output.back',
    keys: ['Escape'],
    title: 'one step back',
    shown: 'Esc',
    group: 'look',
    only: 'output',
    run: (view, _pressed, context) => still(stepBack(view, context)),
  },
];

function look(id: string, keys: readonly string[], title: string, change: Change, word?: string): Action {
  return {
    id,
    keys,
    title,
    group: 'look',
    only: 'output',
    ...(word === undefined ? {} : { footer: { panels: PANELS, word } }),
    run: (view, { at }, around) => {
      const { looking, say } = change(lookingOf(view, around.data.detail), around);
      const next = { ...view, looking };
      return still(
        say === undefined ? next : { ...next, message: told('good', '', inKeysOf(around.keyboard, say), at) },
      );
    },
  };
}

/** Where something else is shown than before, places mean nothing. */
function atEnd({ paused: _, ...looking }: Looking): Looking {
  return looking;
}

function followed(looking: Looking, { outputRows }: ScreenContext): { looking: Looking; say?: string } {
  if (looking.paused !== undefined) return { looking: atEnd(looking) };
  const read = outputRows();
  const paused = read === undefined ? undefined : moved(undefined, 'up', read);
  return { looking: paused === undefined ? looking : { ...looking, paused }, say: 'paused; {follow} follows again' };
}

function context(id: string, key: string, title: string, by: 1 | -1): Action {
  return {
    ...look(id, [key], title, (looking) => {
      const count = Math.max(0, Math.min(CONTEXT_MAX, looking.context + by));
      return { looking: { ...looking, context: count }, say: `${formatPlural(count, 'line')} around each match` };
    }),
    offBecause: (view, data) =>
      lookingOf(view, data.detail).only === '' ? `{${id}} is for {output.only} (only matching lines)` : undefined,
  };
}

function find(id: string, key: string, title: string, by: 1 | -1): Action {
  return {
    id,
    keys: [key],
    title,
    group: 'look',
    only: 'output',
    offBecause: (view, data) =>
      lookingOf(view, data.detail).search === '' ? 'nothing is searched; {output.search} does' : undefined,
    run: (view, _pressed, { data }) => {
      const { paused } = lookingOf(view, data.detail);
      const from = paused === undefined ? 'end' : paused.cursor === 'first' ? 'start' : paused.cursor;
      return still(view, [{ kind: 'find-output', from, by }]);
    },
  };
}

function marked(looking: Looking, { outputRows, data }: ScreenContext): { looking: Looking; say?: string } {
  const read = outputRows();
  const page = data.detail === undefined ? undefined : pageOf(data.detail);
  if (looking.paused === undefined || read === undefined || page === undefined) {
    return { looking, say: '{output.mark} marks the line of the cursor; {up} shows it' };
  }
  const row = read.rows[cursorIndex(looking.paused, read.rows)];
  const line = row === undefined ? undefined : page.lines.find((each) => sameLineId(each, row));
  if (line === undefined) return { looking };
  const { stream, start } = line;
  const others = looking.marks.filter((mark) => !sameLineId(mark, line));
  const isNew = others.length === looking.marks.length;
  const marks = isNew ? [...others, { stream, start, text: line.text }].slice(-MARKS_MAX) : others;
  const paused = moved(looking.paused, 'down', read);
  return { looking: { ...looking, marks, ...(paused === undefined ? {} : { paused }) } };
}

/** As far as one press goes sideways. */
const SIDE_COLUMNS = 20;
const SIDE_MAX = 16_000;

function sideways(id: string, keys: readonly string[], shown: string, by: 1 | -1): Action {
  const title = by === 1 ? 'to the right' : 'to the left';
  return {
    ...look(id, keys, title, (looking) => {
      const column = Math.max(0, Math.min(SIDE_MAX, looking.column + by * SIDE_COLUMNS));
      return { looking: looking.wraps ? looking : { ...looking, column } };
    }),
    shown,
  };
}

/** Esc takes back one thing at a time before it leaves the output. */
function stepBack(view: View, context: ScreenContext): View {
  const looking = lookingOf(view, context.data.detail);
  const { instead, floor, ...rest } = looking;
  if (instead !== undefined) return { ...view, looking: { ...atEnd(rest), marks: [] } };
  if (looking.search !== '') return { ...view, looking: { ...looking, search: '' } };
  if (looking.only !== '') return { ...view, looking: { ...looking, only: '', context: 0 } };
  if (floor !== undefined) return { ...view, looking: rest };
  if (looking.window !== 'all') return { ...view, looking: { ...looking, window: 'all' } };
  if (looking.column > 0) return { ...view, looking: { ...looking, column: 0 } };
  return back(view, context);
}
