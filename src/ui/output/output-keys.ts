import type { PageLine } from '../../engine/output/output-window.ts';
import { inKeysOf } from '../state/actions/keyboard.ts';
import type { ScreenContext } from '../state/events.ts';
import { type Move, moveInDetail } from '../state/move.ts';
import { type Reduced, still, told } from '../state/reduced.ts';
import type { View } from '../state/view.ts';
import { moved, stoodOn } from './follow.ts';
import { ENTRY_UNITS_MAX, type Entry, type Looking } from './looking.ts';
import { lookingOf, outputShown } from './page-of.ts';
import { problemOf } from './run-words.ts';

/** Keys while something is written that is looked for; what matches shows with every letter. */
export function entryKey(view: View, entry: Entry, name: string, at: number, context: ScreenContext): Reduced {
  const looking = lookingOf(view, context.data.detail);
  const written = (text: string): Reduced =>
    still({ ...view, looking: { ...looking, entry: { ...entry, text: text.slice(0, ENTRY_UNITS_MAX) } } });
  switch (name) {
    case 'Enter':
      return entered(view, looking, entry, at);
    case 'Escape':
      return still({ ...view, looking: withoutEntry(looking) });
    case 'Backspace':
      return entry.text === ''
        ? still({ ...view, looking: withoutEntry(looking) })
        : written([...entry.text].slice(0, -1).join(''));
    case 'Ctrl-U':
      return written('');
    case 'Space':
      return written(`${entry.text} `);
    default:
      return [...name].length === 1 ? written(entry.text + name) : still(view);
  }
}

export const entryPaste = (view: View, entry: Entry, text: string): View => ({
  ...view,
  looking: {
    ...view.looking,
    entry: { ...entry, text: (entry.text + text.replace(/\s+/g, ' ')).slice(0, ENTRY_UNITS_MAX) },
  },
});

/** Up and down in output; elsewhere in the detail as before. */
export function moveInOutput(view: View, context: ScreenContext, move: Move): View {
  const { detail } = context.data;
  const read = outputShown(view, detail) === undefined ? undefined : context.outputRows();
  if (read === undefined) return moveInDetail(view, context, move);
  const { paused: before, ...looking } = lookingOf(view, detail);
  const paused = moved(before, move, read);
  return { ...view, looking: paused === undefined ? looking : { ...looking, paused } };
}

/** The cursor goes to a line that was found; where none was, that is said. */
export function lineFound(
  view: View,
  { line, by, at }: { line: PageLine | undefined; by: 1 | -1; at: number },
  context: ScreenContext,
): View {
  const looking = lookingOf(view, context.data.detail);
  if (line === undefined) {
    const [where, other] =
      by === 1 ? ['below', '{output.previous} looks above'] : ['above', '{output.next} looks below'];
    return { ...view, message: told('bad', '', `no match ${where}; ${inKeysOf(context.keyboard, other)}`, at) };
  }
  const read = context.outputRows();
  if (read === undefined) return view;
  const { stream, start } = line;
  const { message: _, ...quiet } = view;
  return { ...quiet, looking: { ...looking, paused: stoodOn({ stream, start, part: 0 }, read, looking.paused) } };
}

function withoutEntry({ entry: _, ...looking }: Looking): Looking {
  return looking;
}

function entered(view: View, looking: Looking, entry: Entry, at: number): Reduced {
  const problem = problemOf(entry.text);
  if (problem !== undefined) return still({ ...view, message: told('bad', '', `no pattern: ${problem}`, at) });
  const done = withoutEntry(looking);
  if (entry.kind === 'only') {
    const { paused: _, ...rest } = done;
    return still({ ...view, looking: { ...rest, only: entry.text, context: entry.text === '' ? 0 : rest.context } });
  }
  const next = { ...view, looking: { ...done, search: entry.text } };
  if (entry.text === '') return still(next);
  // Whoever stands at the end wants what came last; whoever stands somewhere, what comes from there on.
  const { paused } = done;
  return still(next, [
    paused === undefined
      ? { kind: 'find-output', from: 'end', by: -1 }
      : {
          kind: 'find-output',
          from: paused.cursor === 'first' ? 'start' : { ...paused.cursor, isIncluded: true },
          by: 1,
        },
  ]);
}
