import type { SheetButton, SheetField } from '../sheets/sheet-kind.ts';
import { DOUBLE_ENTER_MS, disarmed, ignoredKey, request, settled } from './arming.ts';
import { withDraft } from './drafts.ts';
import type { ScreenContext, ScreenEvent } from './events.ts';
import { type Reduced, still } from './reduced.ts';
import type { Sheet } from './sheet.ts';
import {
  buttonsOf,
  controlsOf,
  fieldsOf,
  focusedAt,
  focusedControl,
  focusedField,
  isButtonOn,
  isRight,
  takesEnter,
} from './sheet-controls.ts';
import { chosen, pasted, typed } from './sheet-text.ts';
import { terminalActionOf } from './terminal-keys.ts';
import type { View } from './view.ts';

type KeyEvent = Extract<ScreenEvent, { type: 'key' }>;

const withSheet = (view: View, sheet: Sheet, effects: Reduced['effects'] = []): Reduced => ({
  view: { ...view, sheet },
  effects,
});

/** Closes the sheet; what was typed is kept for its item. */
export function closeSheet(view: View): View {
  const { sheet, ...rest } = view;
  if (sheet === undefined) return view;
  return { ...rest, drafts: withDraft(view.drafts, sheet) };
}

/** A key while a sheet is open. Only Esc counts before the sheet is armed. */
export function sheetKey(view: View, event: KeyEvent, context: ScreenContext): Reduced {
  if (view.sheet === undefined) return still(view);
  if (event.name === 'Escape') return still(closeSheet(view));
  const sheet = settled(view.sheet, event.now, context.settleMs);
  if (event.name === 'Ctrl-C') return interrupt(view, sheet, context, event.now);
  const action = terminalActionOf(event.name, context);
  if (action === 'repaint') return withSheet(view, disarmed(sheet), [{ kind: 'repaint' }, request(sheet)]);
  if (action === 'suspend') return suspended(view, sheet, context);
  if (sheet.arm.kind !== 'armed') {
    const ignored = ignoredKey(sheet, event.now);
    return withSheet(view, writtenOn(ignored.sheet, event.name), ignored.effects);
  }
  const touched: Sheet = { ...sheet, lastKeyAt: event.now };
  switch (event.name) {
    case 'Tab':
      return withSheet(view, moved(touched, 1));
    case 'Shift-Tab':
      return withSheet(view, moved(touched, -1));
    case 'PageDown':
      return withSheet(view, scrolled(touched, context.sheetRoom(touched), context));
    case 'PageUp':
      return withSheet(view, scrolled(touched, -context.sheetRoom(touched), context));
    case 'Down':
      return withSheet(view, stepped(touched, 1, context));
    case 'Up':
      return withSheet(view, stepped(touched, -1, context));
    case 'Enter':
      return enter(view, touched, event.now, context);
    default: {
      const field = focusedField(touched);
      return withSheet(view, field === undefined ? touched : typed(touched, field, event.name));
    }
  }
}

/** A sentence decides nothing: on a sheet that only fell asleep it loses no letter while the terminal is asked again. */
function writtenOn(sheet: Sheet, name: string): Sheet {
  const field = focusedField(sheet);
  const isText = [...name].length === 1 || name === 'Space' || name === 'Backspace';
  return sheet.dozed === true && isText && field?.draft === 'kept' ? typed(sheet, field, name) : sheet;
}

/** A paste is refused where a name has to be typed, and elsewhere it is text in a field, never a key. */
export function sheetPaste(view: View, text: string, now: number, context: ScreenContext): Reduced {
  if (view.sheet === undefined) return still(view);
  const sheet = settled(view.sheet, now, context.settleMs);
  if (sheet.arm.kind !== 'armed') {
    const ignored = ignoredKey(sheet, now);
    return withSheet(view, ignored.sheet, ignored.effects);
  }
  const touched: Sheet = { ...sheet, lastKeyAt: now };
  const field = focusedField(touched);
  return withSheet(view, field === undefined ? touched : pasted(touched, field, text));
}

/** Ctrl-C leaves, but through the same sheet as `q`; a second one counts when that sheet is armed. */
function interrupt(view: View, sheet: Sheet, context: ScreenContext, now: number): Reduced {
  if (sheet.item.kind === 'leave') {
    if (sheet.arm.kind === 'armed') return { view, effects: [{ kind: 'leave', how: 'stop', exitCode: 130 }] };
    const ignored = ignoredKey(sheet, now);
    return withSheet(view, ignored.sheet, ignored.effects);
  }
  if (!context.engineHere) return { view, effects: [{ kind: 'leave', how: 'detach', exitCode: 0 }] };
  return askToLeave(view, context);
}

/** What is written and asked stands there when the shell gives the terminal back. */
function suspended(view: View, sheet: Sheet, context: ScreenContext): Reduced {
  if (context.readOnly || sheet.item.kind === 'leave') return still(view);
  return context.engineHere ? askToLeave(view, context) : still(view, [{ kind: 'suspend' }]);
}

function askToLeave(view: View, { canDetach }: ScreenContext): Reduced {
  return still(closeSheet(view), [{ kind: 'open-sheet', item: { kind: 'leave', key: 'leave', canDetach } }]);
}

const moved = (sheet: Sheet, by: 1 | -1): Sheet => {
  const count = controlsOf(sheet).length;
  return count === 0 ? sheet : focusedAt(sheet, (sheet.focus + by + count) % count);
};

/** Through what can be chosen where the focus is in such a field, else through what the sheet shows. */
function stepped(sheet: Sheet, by: 1 | -1, context: ScreenContext): Sheet {
  const field = focusedField(sheet);
  return field?.choices === undefined || field.choices.length === 0
    ? scrolled(sheet, by, context)
    : chosen(sheet, field, by);
}

function scrolled(sheet: Sheet, by: number, context: ScreenContext): Sheet {
  const down = { ...sheet, top: Math.max(0, sheet.top + by) };
  const last = context.showsLast(down);
  // Beyond the last line there is nothing to scroll to.
  if (last && by > 0 && context.showsLast(sheet)) return { ...sheet, seenLast: true };
  return { ...down, seenLast: sheet.seenLast || last };
}

function enter(view: View, sheet: Sheet, now: number, context: ScreenContext): Reduced {
  // A bouncing key is one Enter, or the step to the button would press it as well.
  const isDouble = now - sheet.lastEnterAt < DOUBLE_ENTER_MS;
  const pressed = { ...sheet, lastEnterAt: now };
  if (isDouble) return withSheet(view, pressed);
  const field = focusedField(pressed);
  if (field !== undefined) return withSheet(view, entered(pressed, field));
  const focused = focusedControl(pressed);
  const button = buttonsOf(pressed).find(({ id }) => id === focused?.id);
  return button === undefined ? withSheet(view, pressed) : press(view, pressed, button, context);
}

/** Out of a field that has what it needs: to the next one that does not, or to the button that decides. */
function entered(sheet: Sheet, field: SheetField): Sheet {
  if (!takesEnter(sheet, field)) return sheet;
  const missing = fieldsOf(sheet).find((other) => !isRight(sheet, other));
  const wanted = missing ?? buttonsOf(sheet).find(({ role }) => role !== 'free');
  const focus = controlsOf(sheet).findIndex(({ id }) => id === wanted?.id);
  return focus < 0 ? sheet : focusedAt(sheet, focus);
}

function press(view: View, sheet: Sheet, button: SheetButton, context: ScreenContext): Reduced {
  if (!isButtonOn(sheet, button)) return withSheet(view, sheet);
  const pressed = button.press(context);
  switch (pressed.kind) {
    case 'decide':
      return withSheet(view, disarmed(sheet), [...pressed.effects, request(sheet)]);
    case 'act':
      return withSheet(view, sheet, [...pressed.effects]);
    case 'close': {
      const closed = closeSheet({ ...view, sheet });
      return still(pressed.view?.(closed) ?? closed, [...pressed.effects]);
    }
  }
}
