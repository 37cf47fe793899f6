import { DOUBLE_ENTER_MS, disarmed, ignoredKey, keptDraft, request, settled } from './arming.ts';
import type { CommandEffect, Effect, ScreenContext, ScreenEvent } from './events.ts';
import { type Reduced, still } from './reduced.ts';
import { type Control, controlsOf, type FieldId, isFilled, requiredField, type Sheet } from './sheet.ts';
import type { View } from './view.ts';

type KeyEvent = Extract<ScreenEvent, { type: 'key' }>;

const FIELD_UNITS_MAX = 500;

const withSheet = (view: View, sheet: Sheet, effects: Effect[] = []): Reduced => ({
  view: { ...view, sheet },
  effects,
});

/** Closes the sheet; what was typed is kept for its item. */
export function closeSheet(view: View): View {
  const { sheet, ...rest } = view;
  if (sheet === undefined) return view;
  return { ...rest, drafts: { ...view.drafts, [sheet.item.key]: keptDraft(sheet) } };
}

/** A key while a sheet is open. Only Esc counts before the sheet is armed. */
export function sheetKey(view: View, event: KeyEvent, context: ScreenContext): Reduced {
  if (view.sheet === undefined) return still(view);
  if (event.name === 'Escape') return still(closeSheet(view));
  const sheet = settled(view.sheet, event.now, context.settleMs);
  if (event.name === 'Ctrl-C') return interrupt(view, sheet, context, event.now);
  if (sheet.arm.kind !== 'armed') {
    const ignored = ignoredKey(sheet, event.now);
    return withSheet(view, ignored.sheet, ignored.effects);
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
      return withSheet(view, scrolled(touched, 1, context));
    case 'Up':
      return withSheet(view, scrolled(touched, -1, context));
    case 'Enter':
      return enter(view, touched, event.now);
    default:
      return withSheet(view, typed(touched, event));
  }
}

/** A paste is refused where a name has to be typed, and elsewhere it is text in a field, never a key. */
export function sheetPaste(view: View, text: string, now: number, context: ScreenContext): Reduced {
  if (view.sheet === undefined) return still(view);
  const sheet = settled(view.sheet, now, context.settleMs);
  const control = controlsOf(sheet)[sheet.focus];
  if (sheet.arm.kind !== 'armed') {
    const ignored = ignoredKey(sheet, now);
    return withSheet(view, ignored.sheet, ignored.effects);
  }
  if (control?.kind !== 'field' || control.id === 'name') return withSheet(view, { ...sheet, lastKeyAt: now });
  return withSheet(view, written({ ...sheet, lastKeyAt: now }, control.id, text.replace(/\s+/g, ' ')));
}

/** Ctrl-C leaves, but through the same sheet as `q`; a second one counts when that sheet is armed. */
function interrupt(view: View, sheet: Sheet, context: ScreenContext, now: number): Reduced {
  if (sheet.item.kind === 'leave') {
    if (sheet.arm.kind === 'armed') return { view, effects: [{ kind: 'leave', how: 'stop', exitCode: 130 }] };
    const ignored = ignoredKey(sheet, now);
    return withSheet(view, ignored.sheet, ignored.effects);
  }
  if (!context.engineHere) return { view, effects: [{ kind: 'leave', how: 'detach', exitCode: 0 }] };
  const item = { kind: 'leave', key: 'leave', canDetach: context.canDetach } as const;
  return { view: closeSheet(view), effects: [{ kind: 'open-sheet', item }] };
}

function moved(sheet: Sheet, by: 1 | -1): Sheet {
  const count = controlsOf(sheet).length;
  return { ...sheet, focus: (sheet.focus + by + count) % count };
}

function scrolled(sheet: Sheet, by: number, context: ScreenContext): Sheet {
  const down = { ...sheet, top: Math.max(0, sheet.top + by) };
  const last = context.showsLast(down);
  // Beyond the last line there is nothing to scroll to.
  if (last && by > 0 && context.showsLast(sheet)) return { ...sheet, seenLast: true };
  return { ...down, seenLast: sheet.seenLast || last };
}

function typed(sheet: Sheet, event: KeyEvent): Sheet {
  const control = controlsOf(sheet)[sheet.focus];
  if (control?.kind !== 'field') return sheet;
  if (event.name === 'Backspace') {
    const characters = [...sheet.fields[control.id]];
    return { ...sheet, fields: { ...sheet.fields, [control.id]: characters.slice(0, -1).join('') } };
  }
  const character = event.name === 'Space' ? ' ' : event.name;
  return [...character].length === 1 ? written(sheet, control.id, character) : sheet;
}

const written = (sheet: Sheet, field: FieldId, text: string): Sheet => ({
  ...sheet,
  fields: { ...sheet.fields, [field]: (sheet.fields[field] + text).slice(0, FIELD_UNITS_MAX) },
});

function enter(view: View, sheet: Sheet, now: number): Reduced {
  // A bouncing key is one Enter, or the step to the button would press it as well.
  const isDouble = now - sheet.lastEnterAt < DOUBLE_ENTER_MS;
  const pressed = { ...sheet, lastEnterAt: now };
  if (isDouble) return withSheet(view, pressed);
  const control = controlsOf(sheet)[sheet.focus];
  if (control === undefined) return withSheet(view, pressed);
  return control.kind === 'field' ? enterInField(view, pressed, control.id) : press(view, pressed, control);
}

function enterInField(view: View, sheet: Sheet, field: FieldId): Reduced {
  const ready = isFilled(sheet) && (field === requiredField(sheet.item) || sheet.fields[field] !== '');
  if (!ready) return withSheet(view, sheet);
  const focus = controlsOf(sheet).findIndex((control) => control.kind === 'button' && control.id === 'decide');
  return withSheet(view, focus < 0 ? sheet : { ...sheet, focus });
}

function press(view: View, sheet: Sheet, control: Extract<Control, { kind: 'button' }>): Reduced {
  switch (control.id) {
    case 'back':
      return still(closeSheet({ ...view, sheet }));
    case 'kill':
      return sheet.item.kind === 'cancel-run'
        ? withSheet(view, sheet, [command({ ...runOf(sheet, sheet.item), kind: 'kill-run' })])
        : withSheet(view, sheet);
    case 'detach':
      return { view, effects: [{ kind: 'leave', how: 'detach', exitCode: 0 }] };
    case 'stop':
      return { view, effects: [{ kind: 'leave', how: 'stop', exitCode: 0 }] };
    case 'decide':
      return decide(view, sheet);
  }
}

const command = (effect: CommandEffect): Effect => ({ kind: 'command', command: effect });
const runOf = (sheet: Sheet, item: { runId: number; jobName: string }) => ({
  runId: item.runId,
  jobName: item.jobName,
  processCount: sheet.content.processes?.length ?? 0,
});

function decide(view: View, sheet: Sheet): Reduced {
  if (!isFilled(sheet) || !sheet.seenLast) return withSheet(view, sheet);
  const { item } = sheet;
  // Whatever comes of it, one press is one decision: keys count again only when the terminal has the result.
  const waiting = disarmed(sheet);
  switch (item.kind) {
    case 'approve':
    case 'reject': {
      const note = (item.kind === 'approve' ? sheet.fields.note : sheet.fields.reason).trim();
      const { approvalId, revision, jobName } = item;
      return withSheet(view, waiting, [
        command({ kind: item.kind, approvalId, revision, note, jobName }),
        request(sheet),
      ]);
    }
    case 'run':
    case 'enable':
    case 'disable':
    case 'delete':
      return withSheet(view, waiting, [
        command({ kind: item.kind, jobId: item.jobId, jobName: item.jobName }),
        request(sheet),
      ]);
    case 'cancel-run':
      return withSheet(view, waiting, [command({ ...runOf(sheet, item), kind: 'cancel-run' }), request(sheet)]);
    case 'take-over':
      return withSheet(view, waiting, [command({ kind: 'take-over' }), request(sheet)]);
    case 'unlock': {
      const { locked: _, ...unlocked } = closeSheet(view);
      return still(unlocked);
    }
    case 'import':
      return { view: closeSheet(view), effects: [{ kind: 'import' }] };
    case 'leave':
      return withSheet(view, sheet);
  }
}
