import type { Action } from './actions.ts';
import type { Effect, ScreenContext, ScreenEvent } from './events.ts';
import { type Selection, selectionOf } from './selection.ts';
import type { SheetItem } from './sheet.ts';
import type { Reduced } from './sheet-keys.ts';
import type { View } from './view.ts';

/** A key that would change something: it opens a sheet, or says why it does nothing. */
export function act(
  view: View,
  action: Action,
  event: Extract<ScreenEvent, { type: 'key' }>,
  context: ScreenContext,
): Reduced {
  const selection = selectionOf(view, context.data);
  const off = context.readOnly
    ? `read-only: ${event.name} is off`
    : action.id === 'take-over'
      ? engineIsHere(context)
      : selection.kind === 'gone'
        ? `it is over: ${selection.text}`
        : action.offBecause?.(view, context.data);
  if (off !== undefined) {
    return { view: { ...view, message: { at: event.at, mark: '', tone: 'bad', text: off, count: 1 } }, effects: [] };
  }
  const drop: Effect[] = action.opens === undefined ? [] : [{ kind: 'drop-pending' }];
  return { view, effects: [...effectOf(action, selection, context), ...drop] };
}

const engineIsHere = ({ engineHere }: ScreenContext): string | undefined =>
  engineHere ? 'the engine runs here already' : undefined;

function effectOf(action: Action, selection: Selection, context: ScreenContext): Effect[] {
  if (selection.kind === 'alert' && (action.id === 'acknowledge' || action.id === 'reopen')) {
    const alert = context.data.lists['alerts.open']?.rows.find((row) => row.id === selection.alertId);
    const title = alert?.title ?? selection.jobName ?? 'the alert';
    return [{ kind: 'command', command: { kind: action.id, alertId: selection.alertId, title } }];
  }
  const item = itemOf(action, selection, context);
  return item === undefined ? [] : [{ kind: 'open-sheet', item }];
}

function itemOf(action: Action, selection: Selection, context: ScreenContext): SheetItem | undefined {
  switch (action.id) {
    case 'approve':
    case 'reject': {
      if (selection.kind !== 'approval') return undefined;
      const { key, approvalId, revision, jobName, risk } = selection;
      return { kind: action.id, key, approvalId, revision, jobName, risk };
    }
    case 'cancel':
      if (selection.kind !== 'run') return undefined;
      return { kind: 'cancel-run', key: selection.key, runId: selection.runId, jobName: selection.jobName };
    case 'take-over':
      return {
        kind: 'take-over',
        key: 'take-over',
        ...(context.engineOwner === undefined ? {} : { owner: context.engineOwner }),
      };
    case 'run':
    case 'enable':
    case 'disable':
    case 'delete':
      return jobItem(action.id, selection, context);
    default:
      return undefined;
  }
}

function jobItem(
  kind: 'run' | 'enable' | 'disable' | 'delete',
  selection: Selection,
  context: ScreenContext,
): SheetItem | undefined {
  if (selection.jobId === undefined) return undefined;
  const detail = context.data.detail?.detail;
  const known = detail?.job?.id === selection.jobId ? detail.job : undefined;
  const base = {
    key: `${kind}:${selection.jobId}`,
    jobId: selection.jobId,
    jobName: known?.name ?? selection.jobName ?? selection.jobId,
  };
  // Whether it has a history is looked at again when the sheet is filled; until then the name is asked for.
  return kind === 'delete'
    ? { kind, ...base, nameNeeded: known === undefined || known.history.length > 0 }
    : { kind, ...base };
}
