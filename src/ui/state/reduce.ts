import { choosingKey } from '../columns/choosing-keys.ts';
import { copyKey } from '../copy/copy-keys.ts';
import { momentKey, momentPaste } from '../detail/why-moment.ts';
import { goToKey } from '../go-to/go-to-keys.ts';
import { helpKey, helpPaste } from '../help/help-keys.ts';
import { isTooSmall, sheetFits } from '../layout/shape.ts';
import { entryKey, entryPaste, lineFound } from '../output/output-keys.ts';
import { clickedPage } from '../page/mouse-page.ts';
import { pageEvent } from '../page/page-reduce.ts';
import { errandDone, errandOver, foundArrived, paletteKey, palettePaste } from '../palette/palette-keys.ts';
import { noKeyHere } from './actions/no-key-here.ts';
import { press } from './actions/press.ts';
import { placeOf } from './actions/table.ts';
import { answered, asked, sent } from './arm.ts';
import { disarmed, request, settled } from './arming.ts';
import { dataArrived, withoutOldGhosts } from './data-arrived.ts';
import { draftKeyOf, withDraft, withoutDraft } from './drafts.ts';
import type { ScreenContext, ScreenEvent } from './events.ts';
import { filterKey } from './filter-keys.ts';
import { cursorsInSight } from './in-sight.ts';
import { manyEvent } from './many-events.ts';
import { heard, messagesAt, newsMessage, readByKey, withUnread } from './messages.ts';
import { mouseOnLists } from './mouse.ts';
import { clickedSheet } from './mouse-sheet.ts';
import { type Reduced, still, told } from './reduced.ts';
import { resultArrived } from './results.ts';
import type { Sheet } from './sheet.ts';
import { atFirstFocus, controlsOf, firstTexts } from './sheet-controls.ts';
import { sheetKey, sheetPaste } from './sheet-keys.ts';
import { smallScreenKey } from './small-screen.ts';
import { startKey } from './start-keys.ts';
import { isTerminalKey } from './terminal-keys.ts';
import { afterResult } from './undo.ts';
import { undoKey } from './undo-keys.ts';
import { visited } from './unseen.ts';
import type { View } from './view.ts';

/** One event, one new view and what has to be done outside; nothing here looks at a clock or a database. */
export function reduce(view: View, event: ScreenEvent, context: ScreenContext): Reduced {
  const read = event.type === 'key' && isInSight(view) ? readByKey(view, event) : view;
  const next = onEvent(read, event, context);
  return { ...next, view: visited(withUnread(read, next.view)) };
}

/** A key that goes into a sheet, or to a screen that is too small for the line, has read nothing of it. */
const isInSight = (view: View): boolean => view.sheet === undefined && !isTooSmall(view.size);

function onEvent(view: View, event: ScreenEvent, context: ScreenContext): Reduced {
  switch (event.type) {
    case 'key':
      return withLost(onKey(view, event, context), event);
    case 'paste':
      return onPaste(view, event, context);
    case 'mouse':
      return onMouse(view, event, context);
    case 'resize':
      return disarm(cursorsInSight({ ...view, size: event.size }, context.data));
    case 'report':
      return disarm(view);
    case 'tick':
      return still(ticked(view, event, context));
    case 'data':
      return errandOver(errandDone(dataArrived(view, event, context), context));
    case 'found':
      return still(foundArrived(view, event.found));
    case 'sheet':
      return opened(view, event, context);
    case 'sheet-content':
      return refreshed(view, event, context);
    case 'status-asked':
      return still(view.sheet?.serial === event.serial ? withArm(view, (arm) => asked(arm, event.question)) : view);
    case 'status-sent':
      return still(withArm(view, (arm) => sent(arm, event.question, event.now)));
    case 'status-answered':
      return still(withArm(view, (arm) => answered(arm, event.question, event.now)));
    case 'result':
      return still(afterResult(resultArrived(view, event, context), event));
    case 'page':
    case 'no-page':
    case 'page-result':
    case 'page-base':
    case 'job-found':
    case 'namesakes':
      return pageEvent(view, event, context);
    case 'marked':
    case 'marks-left':
    case 'bulk-begun':
    case 'bulk':
    case 'undos':
    case 'given-back':
      return still(manyEvent(view, event));
    case 'output-found':
      return still(lineFound(view, event, context));
    case 'news':
      return still(heard(view, newsMessage(event), event.at));
  }
}

function onMouse(view: View, event: Extract<ScreenEvent, { type: 'mouse' }>, context: ScreenContext): Reduced {
  const { page } = view;
  if (page !== undefined && view.sheet === undefined && view.palette === undefined && view.help === undefined)
    return still({ ...view, page: clickedPage(page, event) });
  const isCovered =
    view.page !== undefined ||
    view.palette !== undefined ||
    view.help !== undefined ||
    view.going !== undefined ||
    view.copying !== undefined ||
    view.undoing !== undefined ||
    view.choosing !== undefined;
  if (view.sheet === undefined) return still(isCovered ? view : mouseOnLists(view, event, context));
  const key = { type: 'key', sequence: '', together: false, now: event.now, at: event.at } as const;
  if (event.input.kind === 'wheel-up') return sheetKey(view, { ...key, name: 'PageUp' }, context);
  if (event.input.kind === 'wheel-down') return sheetKey(view, { ...key, name: 'PageDown' }, context);
  return still({ ...view, sheet: clickedSheet(view.sheet, event) });
}

function withArm(view: View, change: (arm: Sheet['arm']) => Sheet['arm']): View {
  const { sheet } = view;
  const arm = sheet === undefined ? undefined : change(sheet.arm);
  return sheet === undefined || arm === undefined || arm === sheet.arm ? view : { ...view, sheet: { ...sheet, arm } };
}

/** Whatever may have come between the eye and the sheet: keys count again only after another answer. */
function disarm(view: View): Reduced {
  if (view.sheet === undefined) return still(view);
  return still({ ...view, sheet: disarmed(view.sheet) }, [request(view.sheet)]);
}

function ticked(view: View, event: Extract<ScreenEvent, { type: 'tick' }>, context: ScreenContext): View {
  const quiet = withoutOldGhosts(messagesAt(view, event.at), event.at);
  if (quiet.sheet === undefined) return quiet;
  const sheet = settled(quiet.sheet, event.now, context.settleMs);
  return sheet === quiet.sheet ? quiet : { ...quiet, sheet };
}

function opened(view: View, event: Extract<ScreenEvent, { type: 'sheet' }>, context: ScreenContext): Reduced {
  const serial = view.sheetCount + 1;
  const draft: Sheet = {
    item: event.item,
    serial,
    content: event.content,
    focus: 0,
    cursor: 0,
    fields: {},
    top: 0,
    seenLast: false,
    arm: { kind: 'unsent' },
    shownSinceAt: event.now,
    lastKeyAt: event.now,
    lastEnterAt: Number.NEGATIVE_INFINITY,
    stage: { kind: 'asking' },
  };
  const restored = view.drafts[draftKeyOf(draft)] ?? {};
  const filled = { ...draft, restored, fields: firstTexts(draft, restored) };
  const sheet = { ...atFirstFocus(filled), seenLast: context.showsLast(filled) };
  return still({ ...view, sheet, sheetCount: serial }, [request(sheet)]);
}

function refreshed(
  view: View,
  event: Extract<ScreenEvent, { type: 'sheet-content' }>,
  context: ScreenContext,
): Reduced {
  const { sheet } = view;
  if (sheet === undefined || sheet.serial !== event.serial) return still(view);
  const content = { ...sheet.content, ...event.content };
  switch (event.change.kind) {
    case 'same':
      return sameItem(view, sheet, { ...sheet, content });
    case 'over': {
      if (sheet.stage.kind !== 'asking') return still(view);
      const over: Sheet = { ...sheet, content, fields: {}, stage: { kind: 'refused', message: event.change.message } };
      // Where somebody else was first, what was typed for it is not wanted any more.
      const isAnew = event.change.typed === 'kept';
      const drafts = isAnew ? withDraft(view.drafts, sheet) : withoutDraft(view.drafts, draftKeyOf(sheet));
      return still({ ...view, drafts, sheet: disarmed(over) }, [request(sheet)]);
    }
    case 'revised': {
      const item = 'revision' in sheet.item ? { ...sheet.item, revision: event.change.revision } : sheet.item;
      const revised = { ...sheet, item, content, top: 0, seenLast: false, shownSinceAt: event.now };
      const next = disarmed({ ...revised, seenLast: context.showsLast(revised) });
      return still(
        { ...view, sheet: next, message: told('bad', '!', 'it was changed meanwhile: look again', sheet.lastKeyAt) },
        [request(sheet)],
      );
    }
  }
}

/** What stood under the finger may mean something else now: other buttons are buttons that nobody has seen. */
function sameItem(view: View, before: Sheet, sheet: Sheet): Reduced {
  const idsOf = (each: Sheet): string =>
    controlsOf(each)
      .map(({ id }) => id)
      .join(' ');
  if (idsOf(before) === idsOf(sheet)) return still({ ...view, sheet });
  return still({ ...view, sheet: disarmed(sheet) }, [request(sheet)]);
}

function onPaste(view: View, event: Extract<ScreenEvent, { type: 'paste' }>, context: ScreenContext): Reduced {
  if (view.sheet !== undefined) return sheetPaste(view, event.text, event.now, context);
  if (view.palette !== undefined) return palettePaste(view, view.palette, event.text);
  if (view.help !== undefined) return still(helpPaste(view, view.help, event.text, context));
  const { entry } = view.looking;
  if (entry !== undefined) return still(entryPaste(view, entry, event.text));
  if (view.moment?.state === 'writing') return still({ ...view, moment: momentPaste(view.moment, event.text) });
  if (view.filterEdit === undefined) return still(view);
  const list = view.lists[view.filterEdit.list];
  const filter = (list.filter + event.text.replace(/\s+/g, ' ')).slice(0, 80);
  return still({ ...view, lists: { ...view.lists, [view.filterEdit.list]: { ...list, filter } } });
}

type KeyEvent = Extract<ScreenEvent, { type: 'key' }>;

function onKey(view: View, event: KeyEvent, context: ScreenContext): Reduced {
  if (isTooSmall(view.size)) {
    if (view.sheet === undefined) return smallScreenKey(view, event, context);
    // A question that is not on the screen is not answered.
    if (!sheetFits(view.size) && event.name !== 'Escape') return still(view);
  }
  if (view.sheet !== undefined) return sheetKey(view, event, context);
  const read = afterKey(view);
  const written = isTerminalKey(event.name, context) ? undefined : whereWritten(read, event, context);
  if (written !== undefined) return written;
  const action = context.keyboard.find(event.name, placeOf(read, context.data));
  if (action === undefined) return still(noKeyHere(read, event, context.keyboard));
  if (read.focus === 'start') {
    const handled = startKey(read, { id: action.id, at: event.at }, context);
    if (handled !== undefined) return handled;
  }
  return press(read, action, event, context);
}

/** Where text is written or one of a few is chosen, keys are for that. */
function whereWritten(view: View, event: KeyEvent, context: ScreenContext): Reduced | undefined {
  const { looking, moment } = view;
  if (view.filterEdit !== undefined) return still(filterKey(view, event.name));
  if (view.palette !== undefined) return paletteKey(view, view.palette, event, context);
  if (view.going !== undefined) return still(goToKey(view, view.going, event.name, context));
  if (view.undoing !== undefined) return undoKey(view, view.undoing, event, context);
  if (view.choosing !== undefined) return still(choosingKey(view, view.choosing, event.name, context));
  if (view.copying !== undefined) return copyKey(view, view.copying, event, context);
  if (view.help !== undefined) return still(helpKey(view, view.help, event.name, context));
  if (looking.entry !== undefined) return entryKey(view, looking.entry, event.name, event.at, context);
  return moment?.state === 'writing' ? momentWritten(view, momentKey(moment, event.name)) : undefined;
}

/** A slow line brings Esc and the next key together, which nobody can tell from an Alt chord: it is left out, and said. */
function withLost(reduced: Reduced, { lost, at }: KeyEvent): Reduced {
  if (lost === undefined) return reduced;
  const text = lost === '' ? 'the key right behind Esc was left out' : `${lost} right behind Esc was left out`;
  const more = '; on a slow line wait a moment after Esc';
  return {
    ...reduced,
    view: { ...reduced.view, message: { ...told('bad', '', `${text}: press it again`, at), more } },
  };
}

function momentWritten({ moment: _, ...view }: View, moment: ReturnType<typeof momentKey>): Reduced {
  if (moment === 'over') return still(view);
  return still({ ...view, moment }, moment.state === 'asked' ? [{ kind: 'look-at-moment' }] : []);
}

/** What was on its way is not wanted any more. */
function afterKey({ errand: _, ...view }: View): View {
  return view;
}
